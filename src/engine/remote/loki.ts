import type { RemoteAddress } from './address';
import { authorization, HttpEngine, memberOf } from './httpEngine';
import { levelNames, type RemoteFilter, type RemotePages, type RemoteReading, wrappedLine } from './remoteLog';

interface Entry {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  /** Its labels. */
  readonly stream: string;
  readonly line: string;
}

/** Fewer than Loki's own bound on the entries of an answer (`max_entries_limit_per_query`), 5000 unless configured. */
const pageSize = 2000;
const mostPerAnswer = 5000;

/** Entries of Grafana Loki, by its `GET /loki/api/v1/query_range`. */
export async function* lokiPages({ label, base, options }: RemoteAddress, { filter, signal, secrets, patience }: RemoteReading): RemotePages {
  const tenant = options.get('tenant');
  const engine = new HttpEngine({ label, base, signal, patience, headers: { ...authorization(secrets), ...(tenant === undefined ? {} : { 'x-scope-orgid': tenant }) } });
  const query = logQl(options.get('query'), filter, (text) => engine.problem(text));
  const end = nanoseconds(filter.to);
  let start = nanoseconds(filter.from);
  // A page may end between entries of one time: those are asked for again, and not told again.
  let told: readonly string[] = [];
  while (start < end) {
    const limit = pageSize + told.length;
    if (limit > mostPerAnswer) throw engine.problem(`has more than ${String(mostPerAnswer - pageSize)} entries of one nanosecond. Narrow the query with labels.`);
    const parameters = new URLSearchParams({ query, start: String(start), end: String(end), limit: String(limit), direction: 'forward' });
    const answer = entriesIn(await engine.json({ method: 'GET', path: `/loki/api/v1/query_range?${String(parameters)}` }));
    if (answer === null) throw engine.problem('does not answer as Loki does. Check the address.');
    const left = [...told];
    const fresh = answer.filter((entry) => {
      const index = entry.time === start ? left.indexOf(keyOf(entry)) : -1;
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
    if (fresh.length > 0) yield fresh.map(({ line, stream, time }) => wrappedLine(line, stream, iso(time)));
    const last = answer.at(-1);
    if (answer.length < limit || last === undefined) return;
    told = answer.filter(({ time }) => time === last.time).map(keyOf);
    start = last.time;
  }
}

function keyOf({ stream, line }: Entry): string {
  return `${stream}\n${line}`;
}

/** The entries of all streams in the order of time; null where that is no answer of Loki's. */
function entriesIn(answer: unknown): Entry[] | null {
  const result = memberOf(answer, 'data', 'result');
  if (memberOf(answer, 'status') !== 'success' || memberOf(answer, 'data', 'resultType') !== 'streams' || !Array.isArray(result)) return null;
  const entries: Entry[] = [];
  for (const each of result as unknown[]) {
    const stream = JSON.stringify(memberOf(each, 'stream') ?? {});
    const values = memberOf(each, 'values');
    if (!Array.isArray(values)) return null;
    for (const value of values as unknown[]) {
      const [time, line] = Array.isArray(value) ? (value as unknown[]) : [];
      if (typeof time !== 'string' || !/^\d{1,19}$/.test(time) || typeof line !== 'string') return null;
      entries.push({ time: BigInt(time), stream, line });
    }
  }
  return entries.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** The query in Loki's language: streams by labels, then lines by level and words. */
function logQl(given: string | undefined, { level, words, labels }: RemoteFilter, problem: (text: string) => Error): string {
  const chosen = labels.map(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw problem(`has no label “${name}”: labels consist of letters, digits and _.`);
    return `${name}=${quoted(value)}`;
  });
  const selector = /^\s*\{([^]*?)\}([^]*)$/.exec(given ?? '{}');
  if (!selector) throw problem('takes a query such as {app="shop"}.');
  const [, inside = '', behind = ''] = selector;
  const matchers = [inside.trim(), ...chosen].filter((each) => each !== '').join(', ');
  if (matchers === '') throw problem('needs to be told which streams to read: add ?query={app="shop"} to the address, or --label app=shop.');
  const wordFilter = words.length === 0 ? '' : ` |~ ${quoted(`(?i)${words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')}`)}`;
  const names = level === null ? '' : quoted(`(?i)(${levelNames(level).join('|')})`);
  const levelFilter = level === null ? '' : ` | detected_level=~${names} or level=~${names}`;
  return `{${matchers}}${behind.trimEnd()}${wordFilter}${levelFilter}`;
}

/** A string of Go's, which JSON's are a part of. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function nanoseconds(time: number): bigint {
  return BigInt(Math.trunc(time)) * 1_000_000n;
}

function iso(time: bigint): string {
  return `${new Date(Number(time / 1_000_000n)).toISOString().slice(0, -1)}${String(time % 1_000_000n).padStart(6, '0')}Z`;
}
