import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { openRemote } from '../../src/engine/remote/openRemote';
import type { RemoteFilter } from '../../src/engine/remote/remoteLog';
import { parseLines, stacklens } from '../unit/cli/support';
import { Scratch } from '../unit/engine/support';
import { changed, freshDatabase, run } from './support';

const noon = Date.parse('2026-11-22T12:00:00Z');
const wide: RemoteFilter = { from: noon, to: noon + 86_400_000, level: null, words: [], labels: [], most: 100_000 };
const options = { filter: wide, secrets: { user: undefined, password: undefined, token: undefined }, patience: 20_000, onProgress: () => undefined, onLimit: () => undefined };

describe('logs in tables of PostgreSQL', function () {
  this.timeout(120_000);

  it('are scanned, filtered by the server, in the order of time', async () => {
    const { url } = await freshDatabase();
    await run(
      url,
      'CREATE SCHEMA "my logs"',
      'CREATE TABLE "my logs"."app" (at timestamptz, sev text, body text, host text)',
      `INSERT INTO "my logs"."app" SELECT '2026-11-22T12:00:00Z'::timestamptz + n * interval '1 s', CASE n % 2 WHEN 0 THEN 'ERROR' ELSE 'info' END, 'load of part' || n || ' 100%', 'h' || n % 3 FROM generate_series(3000, 0, -1) AS n`,
    );
    const scratch = await Scratch.create();
    const scan = async (...args: readonly string[]): Promise<Record<string, unknown>[]> => {
      const address = changed(url, { search: `?table=${encodeURIComponent('my logs.app')}&time=at&level=sev&message=body` });
      const { code, stdout, stderr } = await stacklens(['scan', address, '--since', '2026-11-22', '--until', '2026-11-23', '--format', 'ndjson', ...args], { cwd: scratch.path('.'), env: { TZ: 'Asia/Kolkata' } });
      assert.equal(code, 0, stderr);
      return parseLines(stdout);
    };
    try {
      const all = await scan();
      assert.equal(all.length, 1501);
      assert.deepEqual([all[1]?.['message'], all[1]?.['timestamp'], all[1]?.['severity']], ['load of part2 100%', '2026-11-22T12:00:02.000Z', 'high']);
      assert.equal((await scan('--level', 'error', '--label', 'host=h0', '--word', 'PART30')).length, 1 + 4 - 1);
      assert.equal((await scan('--word', '0%0')).length, 0);
      assert.deepEqual(await scan('--label', `host=h0' OR '1'='1`), []);
      assert.deepEqual((await scan('--since', '2026-11-22T12:00:10Z', '--until', '2026-11-22T12:00:14Z')).map(({ message }) => message), ['load of part10 100%', 'load of part12 100%']);
    } finally {
      await scratch.remove();
    }
  });

  it('are read as the lines that they hold, where no column has a level', async () => {
    const { url } = await freshDatabase();
    await run(url, 'CREATE TABLE logs (timestamp timestamp, message text)', `INSERT INTO logs VALUES ('2026-11-22T12:00:00', '2026-11-22T12:00:00Z ERROR load of a failed'), ('2026-11-22T12:00:01', '2026-11-22T12:00:01Z INFO up')`);
    const source = await openRemote(changed(url, { search: '?table=logs&level=' }), options, new AbortController().signal);
    const lines: string[] = [];
    for await (const batch of source.lines('lf', new AbortController().signal)) lines.push(...batch.map(({ text }) => text));
    await source.close();
    assert.deepEqual(lines.filter((line) => line !== '').map((line) => (JSON.parse(line) as { time: string }).time), ['2026-11-22T12:00:00.000000Z', '2026-11-22T12:00:01.000000Z']);
  });

  it('are not worked on any longer when nobody wants them', async () => {
    const { url } = await freshDatabase();
    await run(url, `CREATE VIEW slow AS SELECT '2026-11-22T13:00:00Z'::timestamptz AS timestamp, 'error' AS level, 'm' || pg_sleep(15)::text AS message`);
    const stop = new AbortController();
    const opening = openRemote(changed(url, { search: '?table=slow' }), options, stop.signal);
    const failed = assert.rejects(opening, /enough/);
    const working = async (): Promise<number> => (await run(url, `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%FETCH%' AND pid <> pg_backend_pid()`)).length;
    for (let tries = 0; (await working()) === 0; tries++) {
      assert.ok(tries < 200);
      await delay(20);
    }
    stop.abort(new Error('enough'));
    await failed;
    for (let tries = 0; (await working()) > 0; tries++) {
      assert.ok(tries < 200, 'the query goes on');
      await delay(20);
    }
  });

  it('say what is wrong', async () => {
    const { url } = await freshDatabase();
    await run(url, 'CREATE TABLE logs (timestamp timestamptz, message text)');
    const open = (search: string): Promise<unknown> => openRemote(changed(url, { search }), options, new AbortController().signal);
    await assert.rejects(open('?table=nothing'), /cannot be read: .*relation "nothing" does not exist/);
    await assert.rejects(open('?table=logs&level=nothing'), /column "nothing" does not exist/);
    await assert.rejects(openRemote(changed(url, { port: '1', search: '?table=logs' }), options, new AbortController().signal), /cannot be reached \(ECONNREFUSED\)/);
  });
});
