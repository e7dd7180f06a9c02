import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { parseLines, stacklens, type Ended } from './support';

const good = {
  id: 'pump',
  title: 'Pump',
  lines: ['<(?<level>\\w)> (?<logger>\\w+) >> '],
  levels: { K: 'error', o: 'info' },
  samples: [{ text: '<K> lid >> off', level: 'error', timestamp: null, message: 'off' }],
};

describe("formats of the user's", function () {
  this.timeout(60_000);
  let scratch: Scratch;
  const run = (...args: readonly string[]): Promise<Ended> => stacklens(args, { cwd: scratch.folder });
  const format = (name: string, json: unknown): Promise<string> => scratch.write(path.join('.stacklens', 'formats', name), JSON.stringify(json));

  beforeEach(async () => {
    scratch = await Scratch.create();
    await mkdir(path.join(scratch.folder, '.stacklens', 'formats'), { recursive: true });
    await scratch.write('pump.log', '<o> lid >> on\n  and fast\n<K> lid >> off\n');
  });
  afterEach(() => scratch.remove());

  it('count for records, scan and explain where they are kept in the current folder', async () => {
    await format('pump.json', good);
    const records = await run('records', 'pump.log');
    assert.deepEqual([records.code, records.stderr], [0, '']);
    assert.deepEqual(parseLines(records.stdout).map(({ line, endLine, level, logger, format: id }) => [line, endLine, level, logger, id]), [
      [1, 2, 'info', 'lid', 'pump'],
      [3, 3, 'error', 'lid', 'pump'],
    ]);
    assert.match((await run('scan', 'pump.log', '--format', 'text')).stdout, /^pump\.log:3:12: high: off/);
    assert.match((await run('explain', 'pump.log:3')).stdout, /format: +pump\n/);
  });

  it('tell a log among files that may be none', async () => {
    await scratch.write('pump.out', '<o> lid >> on\n<K> lid >> off\n');
    assert.doesNotMatch((await run('scan', '.', '--format', 'text')).stdout, /pump\.out/);
    await format('pump.json', good);
    assert.match((await run('scan', '.', '--format', 'text')).stdout, /^pump\.out:2:12: high: off/m);
  });

  it('that are wrong are named in one line each, and the others count', async () => {
    await format('a.json', { ...good, levels: { K: 'bad', o: 'worse' } });
    await scratch.write(path.join('.stacklens', 'formats', 'b.json'), '{');
    await format('c.json', good);
    const { code, stdout, stderr } = await run('records', 'pump.log');
    assert.equal(code, 0);
    assert.equal(parseLines(stdout).length, 2);
    const [first, second, ...others] = stderr.trimEnd().split('\n');
    const file = (name: string): string => path.join('.stacklens', 'formats', name);
    assert.equal(first, `stacklens: ${file('a.json')}: levels.K must be one of trace, debug, info, warn, error, fatal (and 1 more). The format is left out until that is mended.`);
    assert.ok(second?.startsWith(`stacklens: ${file('b.json')}: it is no valid JSON: `));
    assert.deepEqual(others, []);
  });

  it('that take too long are given up, and the log is read all the same', async () => {
    await format('slow.json', { ...good, id: 'slow', lines: ['(?:(?:a+)+)+b>', ...good.lines] });
    await scratch.write('slow.log', `${'a'.repeat(50)}\n2024-03-05 07:08:09 ERROR lid is off\n`);
    const { code, stdout, stderr } = await run('records', 'slow.log');
    assert.equal(code, 0);
    assert.deepEqual(parseLines(stdout).map(({ level, format: id }) => [level, id]), [[null, 'plain'], ['error', 'plain-timestamped']]);
    assert.match(stderr, /^stacklens: slow\.log: the format "slow" was left out: it took over 250 ms on a few hundred lines\. .*\n$/);
  });
});
