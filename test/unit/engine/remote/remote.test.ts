import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, it } from 'mocha';
import type { Finding } from '../../../../src/core/finding';
import { readLog } from '../../../../src/engine/readLog';
import { openRemote, type RemoteOptions } from '../../../../src/engine/remote/openRemote';
import type { RemoteFilter } from '../../../../src/engine/remote/remoteLog';
import { openSource, SourceError } from '../../../../src/engine/sources';
import { shippedClassifier } from '../shippedClassifier';
import { clickhouse, elasticsearch, type Entry, loki, StandIn } from './standIns';

const noon = Date.parse('2026-11-22T12:00:00Z');
const wide: RemoteFilter = { from: noon, to: noon + 86_400_000, level: null, words: [], labels: [], most: 100_000 };
const reading = { classifier: shippedClassifier(), lineBreaks: 'lf', patterns: [], formats: [], clientErrors: 'low', zone: 'UTC', everyRecord: false, now: noon } as const;
const trace = ['2026-11-22T12:00:01Z ERROR load of /srv/app/x.db failed', 'java.lang.IllegalStateException: no', '\tat com.example.A.b(A.java:3)'];

interface Read {
  readonly findings: readonly Finding[];
  readonly damage: string | null;
  readonly limits: number;
  readonly records: number;
  readonly total: number | null;
}

describe('logs that other engines keep', function () {
  this.timeout(30_000);
  let standIn: StandIn | undefined;
  afterEach(() => standIn?.stop());

  async function read(address: string, options: Partial<RemoteOptions> = {}, signal = new AbortController().signal): Promise<Read> {
    let [limits, records] = [0, 0];
    let total: number | null = null;
    const source = await openRemote(
      address,
      {
        filter: wide,
        secrets: { user: undefined, password: undefined, token: undefined },
        patience: 5000,
        onProgress: (progress) => ({ records, total } = progress),
        onLimit: () => limits++,
        ...options,
      },
      signal,
    );
    const findings: Finding[] = [];
    try {
      const batches = readLog(source, reading, signal);
      let step = await batches.next();
      for (; step.done !== true; step = await batches.next()) findings.push(...step.value.findings);
      return { findings, damage: step.value.damage, limits, records, total };
    } finally {
      await source.close();
    }
  }
  async function ofFile(lines: readonly string[]): Promise<Finding[]> {
    const source = await openSource({ kind: 'text', uri: 'file:///app.log', fileName: 'app.log', chunks: [`${lines.join('\n')}\n`] });
    const findings: Finding[] = [];
    for await (const batch of readLog(source, reading, new AbortController().signal)) findings.push(...batch.findings);
    return findings;
  }

  describe('Grafana Loki', () => {
    const entry = (index: number, line: string, time = BigInt(noon) * 1_000_000n + BigInt(index)): Entry => ({ time, labels: { app: 'shop' }, line });

    it('are read as the file that they were', async () => {
      const lines = ['2026-11-22T12:00:00Z INFO up', ...trace, '2026-11-22T12:00:02Z WARN disk usage at 91%'];
      standIn = await StandIn.start(loki(lines.map((line, index) => entry(index, line))));
      const { findings } = await read(`loki://${standIn.host}/?query={app="shop"}`);
      const expected = await ofFile(lines);
      assert.equal(findings.length, 2);
      assert.deepEqual(findings.map(({ fingerprint, severity }) => [fingerprint, severity]), expected.map(({ fingerprint, severity }) => [fingerprint, severity]));
      assert.deepEqual(findings.map(({ frames }) => frames.length), expected.map(({ frames }) => frames.length));
    });

    it('come page by page, each entry once, also those of one time', async () => {
      const entries = Array.from({ length: 5000 }, (_, index) => entry(index, `ERROR load of part${String(index)} failed`, BigInt(noon) * 1_000_000n + BigInt(Math.floor(index / 7))));
      standIn = await StandIn.start(loki(entries));
      const { findings, records } = await read(`loki://${standIn.host}/?query={app="shop"}`);
      assert.equal(records, 5000);
      assert.equal(new Set(findings.map(({ message }) => message)).size, 5000);
    });

    it('are filtered by Loki', async () => {
      standIn = await StandIn.start(loki([]));
      await read(`loki://${standIn.host}/?query={app="shop"}&tenant=blue`, { filter: { ...wide, level: 'error', words: ['time.out', 'a"b'], labels: [['env', 'pro"d']] }, secrets: { user: undefined, password: undefined, token: 't0k' } });
      const [asked] = standIn.asked;
      assert.equal(asked?.path, '/loki/api/v1/query_range');
      assert.equal(asked.query.get('query'), '{app="shop", env="pro\\"d"} |~ "(?i)time\\\\.out|a\\"b" | detected_level=~"(?i)(error|err|fatal|critical|crit|alert|emergency|emerg|panic)" or level=~"(?i)(error|err|fatal|critical|crit|alert|emergency|emerg|panic)"');
      assert.deepEqual([asked.query.get('start'), asked.query.get('direction'), asked.headers['x-scope-orgid'], asked.headers.authorization], [`${String(noon)}000000`, 'forward', 'blue', 'Bearer t0k']);
    });

    it('want to be told which streams', async () => {
      await assert.rejects(read('loki://127.0.0.1:1/'), /needs to be told which streams/);
    });
  });

  describe('Elasticsearch', () => {
    const documents = Array.from({ length: 2500 }, (_, index) => ({ '@timestamp': new Date(noon + index).toISOString(), log: { level: 'error' }, message: `load of part${String(index)} failed` }));

    it('come by the scroll, which is deleted at the end', async () => {
      standIn = await StandIn.start(elasticsearch(documents));
      const { findings, total } = await read(`elasticsearch://${standIn.host}/logs-*`, { filter: { ...wide, level: 'warn', words: ['failed'], labels: [['service.name', 'shop']] } });
      assert.equal(findings.length, 2500);
      assert.equal(total, 2500);
      const [first] = standIn.asked;
      assert.deepEqual([first?.method, first?.path], ['POST', '/logs-*/_search']);
      const { query } = JSON.parse(first?.body ?? '') as { query: { bool: { filter: object[] } } };
      assert.deepEqual(query.bool.filter[0], { range: { '@timestamp': { gte: '2026-11-22T12:00:00.000Z', lt: '2026-11-23T12:00:00.000Z', format: 'strict_date_time' } } });
      assert.deepEqual(query.bool.filter.slice(2), [{ bool: { should: [{ match_phrase: { message: 'failed' } }], minimum_should_match: 1 } }, { term: { 'service.name': 'shop' } }]);
      assert.equal(standIn.asked.at(-1)?.method, 'DELETE');
    });

    it('end when the bound on records is reached, which is told', async () => {
      standIn = await StandIn.start(elasticsearch(documents));
      const { records, limits } = await read(`opensearch://${standIn.host}/logs`, { filter: { ...wide, most: 1200 } });
      assert.deepEqual([records, limits], [1200, 1]);
      assert.equal(standIn.asked.at(-1)?.method, 'DELETE');
    });

    it('are told to be incomplete where shards failed', async () => {
      standIn = await StandIn.start(elasticsearch(documents, { _shards: { total: 2, successful: 1, skipped: 0, failed: 1 } }));
      const { findings, damage } = await read(`elasticsearch://${standIn.host}/logs`);
      assert.equal(findings.length, 1000);
      assert.match(damage ?? '', /could not read 1 of its shards/);
    });
  });

  describe('ClickHouse', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => ({ time: '2026-11-22T12:00:00.123Z', level: 'Error', message: `load of part${String(index)} failed` }));

    it('come as they are made', async () => {
      standIn = await StandIn.start(clickhouse(rows));
      const { findings } = await read(`clickhouse://${standIn.host}/logs.app?time=Timestamp&level=SeverityText&message=Body`, { filter: { ...wide, level: 'fatal', words: ["o'clock\t"], labels: [['Service`Name', 'a\\b']] }, secrets: { user: 'u', password: 'p', token: undefined } });
      assert.equal(findings.length, 3000);
      assert.equal(findings[0]?.severity, 'high');
      assert.equal(findings[0].timestamp, noon + 123);
      const [asked] = standIn.asked;
      assert.match(asked?.body ?? '', /^SELECT `Timestamp` AS time, toString\(`SeverityText`\) AS level, toString\(`Body`\) AS message FROM `logs`\.`app` WHERE .* AND toString\(`Service\\`Name`\) = \{label0:String\} ORDER BY `Timestamp` LIMIT \{most:UInt64\} FORMAT JSONEachRow$/);
      assert.deepEqual([asked?.query.get('param_word0'), asked?.query.get('param_label0'), asked?.headers['x-clickhouse-user'], asked?.headers['x-clickhouse-key']], ["o'clock\\t", 'a\\\\b', 'u', 'p']);
    });

    it('are not asked for faster than they are read, and the query is killed when nobody wants it any more', async () => {
      const many = Array.from({ length: 400_000 }, (_, index) => ({ time: '2026-11-22T12:00:00.123Z', level: 'Error', message: `load of part${String(index)} failed` }));
      standIn = await StandIn.start(clickhouse(many));
      const stop = new AbortController();
      const source = await openRemote(`clickhouse://${standIn.host}/logs`, { filter: { ...wide, most: 1_000_000 }, secrets: { user: undefined, password: undefined, token: undefined }, patience: 5000, onProgress: () => undefined, onLimit: () => undefined }, stop.signal);
      const lines = source.lines('lf', stop.signal);
      await lines.next();
      await delay(200);
      assert.ok(source.position < 1_000_000);
      stop.abort(new Error('enough'));
      await assert.rejects(async () => {
        for await (const each of lines) assert.ok(each);
      }, /enough/);
      await source.close();
      const kill = await standIn.until(({ body }) => body.startsWith('KILL QUERY'));
      assert.equal(kill.query.get('param_id'), standIn.asked[0]?.query.get('query_id'));
    });

    it('tell what went wrong in the middle', async () => {
      standIn = await StandIn.start((_, response) => {
        response.end(`${rows.slice(0, 3).map((row) => JSON.stringify(row)).join('\n')}\nCode: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)\n`);
      });
      const { findings, damage } = await read(`clickhouse://${standIn.host}/logs`);
      assert.equal(findings.length, 3);
      assert.match(damage ?? '', /cannot be read to its end: .*Memory limit exceeded/);
    });
  });

  describe('what goes wrong', () => {
    const failures: readonly [string, (response: ServerResponse) => void, RegExp][] = [
      ['a login is refused', (response) => response.writeHead(401, { 'content-type': 'text/plain' }).end('no org id'), /does not accept the login \(401\): no org id\. Set STACKLENS_SOURCE_TOKEN/],
      ['there is nothing', (response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"reason":"no such index [x]"},"status":404}'), /is not there \(404\): no such index \[x\]/],
      ['the engine fails', (response) => response.writeHead(500).end('{"message":"out\\nof\\u0007memory"}'), /could not do what it was asked \(500\): out of memory\.$/],
      ['it is asked too much', (response) => response.writeHead(429).end(), /is asked too much \(429\)/],
      ['a proxy answers', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html><script>'), /answers with a web page \(text\/html\)/],
      ['it is another program', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":1}'), /does not answer as/],
      ['it is no JSON', (response) => response.writeHead(200).end('hello'), /does not answer as/],
      ['it leads elsewhere', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), /cannot be reached/],
      ['the connection is cut', (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"status"');
        setTimeout(() => response.destroy(), 20);
      }, /connection was lost/],
      ['it is silent', () => undefined, /did not answer for 0\.3 s/],
    ];
    for (const [name, answer, message] of failures) {
      it(`is told in one clear sentence: ${name}`, async () => {
        standIn = await StandIn.start((_, response) => answer(response));
        for (const address of [`loki://${standIn.host}/?query={a="b"}`, `elasticsearch://${standIn.host}/x`, `clickhouse://${standIn.host}/x`]) {
          await assert.rejects(read(address, { patience: 300 }), (error: Error) => {
            assert.ok(error instanceof SourceError, address);
            assert.match(error.message, message, address);
            assert.ok(!error.message.includes('\n') && !error.message.includes('\u0007'));
            return true;
          });
        }
      });
    }

    it('is told of addresses', async () => {
      const gone = await StandIn.start(() => undefined);
      const { host } = gone;
      await gone.stop();
      await assert.rejects(read(`loki://${host}/?query={a="b"}`), /cannot be reached, or the connection was lost \(ECONNREFUSED\)/);
      await assert.rejects(read('elasticsearch://u:p@127.0.0.1/x'), (error: Error) => /A password does not belong/.test(error.message) && !error.message.includes('u:p'));
      await assert.rejects(read('clickhouse://127.0.0.1/'), /names no table/);
      await assert.rejects(read('loki://127.0.0.1/?quary=1'), /unknown option “quary”/);
      await assert.rejects(read('postgresql://127.0.0.1/x'), /names no table/);
    });
  });
});
