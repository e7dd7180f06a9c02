import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { loki, StandIn } from '../engine/remote/standIns';
import { Scratch } from '../engine/support';
import { mixedLog, parseLines, stacklens } from './support';

describe('stacklens scan of a log that another engine keeps', function () {
  this.timeout(60_000);
  const noon = Date.parse('2026-11-22T12:00:00Z');
  let scratch: Scratch;
  let standIn: StandIn;
  let address: string;
  beforeEach(async () => {
    scratch = await Scratch.create();
    standIn = await StandIn.start(loki(mixedLog.trimEnd().split('\n').map((line, index) => ({ time: BigInt(noon + index) * 1_000_000n, labels: { app: 'shop' }, line }))));
    address = `loki://${standIn.host}/?query={app="shop"}`;
  });
  afterEach(async () => {
    await standIn.stop();
    await scratch.remove();
  });
  const run = (...args: readonly string[]): ReturnType<typeof stacklens> => stacklens(['scan', ...args], { cwd: scratch.path('.'), env: { STACKLENS_SOURCE_TOKEN: 't0k' } });
  const span = ['--since', '2026-11-22', '--until', '2026-11-23'];

  it('finds what it finds in the file, beside files, and keeps it', async () => {
    const file = await scratch.write('app.log', mixedLog);
    const { code, stdout, stderr } = await run(file, address, ...span, '--format', 'ndjson', '--save', '--store', 'store.db', '--stats');
    assert.equal(code, 0, stderr);
    const rows = parseLines(stdout);
    const of = (name: string): unknown[] => rows.filter((row) => row['file'] === name).map(({ severity, fingerprint, message, line, endLine }) => [severity, fingerprint, message, line, endLine]);
    assert.equal(of(address).length, 4);
    assert.deepEqual(of(address), of(file));
    assert.equal(standIn.asked[0]?.headers.authorization, 'Bearer t0k');
    const [stats] = parseLines(stderr);
    assert.equal(stats?.['lines'], 16);
    const kept = parseLines((await stacklens(['db', 'export', '--store', 'store.db'], { cwd: scratch.path('.') })).stdout);
    assert.deepEqual(new Set(kept.map(({ file: each }) => each)), new Set([file, address]));
  });

  it('says where there is more than it may read', async () => {
    const { code, stderr } = await run(address, ...span, '--limit', '3');
    assert.equal(code, 0);
    assert.match(stderr, /has more than the 3 records that were read/);
  });

  it('fails with one sentence where the engine does, and does the rest', async () => {
    await standIn.stop();
    const file = await scratch.write('app.log', mixedLog);
    const { code, stdout, stderr } = await run(file, address, '--format', 'ndjson');
    assert.equal(code, 2);
    assert.equal(parseLines(stdout).length, 4);
    assert.match(stderr, /^stacklens: loki:\/\/127\.0\.0\.1:\d+\/ cannot be reached, or the connection was lost \(ECONNREFUSED\).*\n$/);
    standIn = await StandIn.start(() => undefined);
  });

  it('says how it is to be called', async () => {
    const wrong: [readonly string[], RegExp][] = [
      [['x.log', '--since', '1h'], /--since is for logs that another engine keeps/],
      [[address, '--since', 'yesterday'], /--since takes a time/],
      [[address, '--since', '1h', '--until', '2h'], /--since has to be before --until/],
      [[address, '--level', 'bad'], /--level takes one of/],
      [[address, '--label', 'x'], /--label takes NAME=VALUE/],
      [[address, '--limit', '0'], /--limit takes a number/],
      [[address, '--shard', '1/2'], /--shard divides files/],
    ];
    for (const [args, message] of wrong) {
      const { code, stderr } = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, message);
    }
  });
});
