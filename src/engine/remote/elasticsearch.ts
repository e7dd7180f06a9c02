import type { RemoteAddress } from './address';
import { authorization, HttpEngine, memberOf } from './httpEngine';
import { levelNames, type RemoteFilter, type RemotePages, type RemoteReading } from './remoteLog';

const pageSize = 1000;
/** How long the engine keeps the place between two pages. */
const keepAlive = '2m';
const json = { 'content-type': 'application/json' };

/** Documents of Elasticsearch or OpenSearch, by their scroll API, which both have. */
export async function* elasticsearchPages({ label, base, path, options }: RemoteAddress, { filter, signal, secrets, patience, onTotal }: RemoteReading): RemotePages {
  const engine = new HttpEngine({ label, base, signal, patience, headers: authorization(secrets, 'ApiKey') });
  const time = options.get('time') ?? '@timestamp';
  const query = queryOf(filter, { time, level: options.get('level') ?? 'log.level', message: options.get('message') ?? 'message' });
  const body = JSON.stringify({ size: Math.min(pageSize, filter.most), query, sort: [{ [time]: { order: 'asc' } }], track_total_hits: true });
  let answer = await engine.json({ method: 'POST', path: `/${path.split(',').map(encodeURIComponent).join(',')}/_search?scroll=${keepAlive}`, body, headers: json });
  let place = memberOf(answer, '_scroll_id');
  try {
    const total = memberOf(answer, 'hits', 'total', 'value');
    if (typeof total === 'number') onTotal(total);
    for (;;) {
      const hits = memberOf(answer, 'hits', 'hits');
      if (!Array.isArray(hits)) throw engine.problem('does not answer as Elasticsearch does. Check the address.');
      if (hits.length > 0) yield (hits as unknown[]).map((hit) => JSON.stringify(memberOf(hit, '_source') ?? {}));
      // Told after what did come, which counts.
      const failed = memberOf(answer, '_shards', 'failed');
      if (typeof failed === 'number' && failed > 0) throw engine.problem(`could not read ${String(failed)} of its shards. See its own log.`);
      if (memberOf(answer, 'timed_out') === true) throw engine.problem('ran out of time. Ask for less: a shorter time, or more labels.');
      if (hits.length === 0 || typeof place !== 'string') return;
      answer = await engine.json({ method: 'POST', path: '/_search/scroll', body: JSON.stringify({ scroll: keepAlive, scroll_id: place }), headers: json });
      place = memberOf(answer, '_scroll_id') ?? place;
    }
  } finally {
    if (typeof place === 'string') await engine.part({ method: 'DELETE', path: '/_search/scroll', body: JSON.stringify({ scroll_id: place }), headers: json });
  }
}

interface Names {
  readonly time: string;
  readonly level: string;
  readonly message: string;
}

function queryOf({ from, to, level, words, labels }: RemoteFilter, names: Names): object {
  const filters: object[] = [{ range: { [names.time]: { gte: new Date(from).toISOString(), lt: new Date(to).toISOString(), format: 'strict_date_time' } } }];
  // A field of text is held in lower case, one of keywords as it was written.
  if (level !== null) filters.push({ terms: { [names.level]: levelNames(level).flatMap((name) => [name, name.toUpperCase(), `${name.charAt(0).toUpperCase()}${name.slice(1)}`]) } });
  if (words.length > 0) filters.push({ bool: { should: words.map((word) => ({ match_phrase: { [names.message]: word } })), minimum_should_match: 1 } });
  for (const [name, value] of labels) filters.push({ term: { [name]: value } });
  return { bool: { filter: filters } };
}
