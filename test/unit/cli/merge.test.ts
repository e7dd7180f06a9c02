import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { parseLines, stacklens, type Ended, type RunOptions } from './support';

describe('stacklens merge', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  const run = (args: readonly string[], options: Partial<RunOptions> = {}): Promise<Ended> => stacklens(['merge', ...args], { cwd: scratch.folder, ...options });

  beforeEach(async () => {
    scratch = await Scratch.create();
    await scratch.write('pump.log', '2026-01-01T00:00:00.500+01:00 WARN \u001b[33mslow\u001b[0m\n  at Pump.turn(Pump.java:7)\n2026-01-01T00:30:00Z INFO off\n');
    await scratch.write('syslog', 'Dec 31 23:59:59 tank pumpd[1]: error: no water\nJan  1 00:00:01 tank pumpd[1]: error: lid lost\n');
    const changed = new Date('2026-01-05T00:00:00Z');
    await utimes(path.join(scratch.folder, 'syslog'), changed, changed);
  });
  afterEach(() => scratch.remove());

  it('writes the records of all files in the order of time', async () => {
    const { code, stdout, stderr } = await run(['pump.log', 'syslog']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(stdout.split('\n'), [
      ' 2025-12-31T23:00:00.500Z  pump.log:1      | 2026-01-01T00:00:00.500+01:00 WARN slow',
      '                           pump.log:2      |   at Pump.turn(Pump.java:7)',
      '≈2025-12-31T23:59:59.000Z  syslog:1        | Dec 31 23:59:59 tank pumpd[1]: error: no water',
      '≈2026-01-01T00:00:01.000Z  syslog:2        | Jan  1 00:00:01 tank pumpd[1]: error: lid lost',
      ' 2026-01-01T00:30:00.000Z  pump.log:3      | 2026-01-01T00:30:00Z INFO off',
      '',
    ]);
  });

  it('writes objects, of a level and above, and reads times in the zone that is told', async () => {
    const { stdout } = await run(['pump.log', 'syslog', '--format', 'ndjson', '--min-level', 'warn', '--log-time-zone', 'America/New_York']);
    const rows = parseLines(stdout);
    assert.deepEqual(rows.map(({ file, line, timestamp, timestampInferred, level }) => [file, line, timestamp, timestampInferred, level]), [
      ['pump.log', 1, '2025-12-31T23:00:00.500Z', undefined, 'warn'],
      ['syslog', 1, '2026-01-01T04:59:59.000Z', 'year', 'error'],
      ['syslog', 2, '2026-01-01T05:00:01.000Z', 'year', 'error'],
    ]);
    assert.deepEqual(rows[0]?.lines, ['2026-01-01T00:00:00.500+01:00 WARN \u001b[33mslow\u001b[0m', '  at Pump.turn(Pump.java:7)']);
  });

  it('shows times in the zone that is asked for', async () => {
    const { stdout } = await run(['syslog', '--time-zone', 'Europe/Rome']);
    assert.match(stdout, /^≈2026-01-01T00:59:59\.000\+01:00 {2}syslog:1/);
  });

  it('tells of silence, and merges rotated files with their own', async () => {
    const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
    await scratch.write('app.log.1.gz', gzipSync(Array.from({ length: 9 }, (_, index) => `${at(index)} INFO turn\n`).join('')));
    await scratch.write('app.log', `${at(8 + 720)} INFO awake\n`);
    const { stdout } = await run(['--family', 'app.log']);
    assert.deepEqual(stdout.trimEnd().split('\n').slice(-3).map((line) => line.slice(27)), [
      'app.log.1.gz:9      | 2026-01-01T00:00:08.000Z INFO turn',
      '··················· | 12 min of silence',
      'app.log:1           | 2026-01-01T00:12:08.000Z INFO awake',
    ]);
    const rows = parseLines((await run(['--family', 'app.log', '--format', 'ndjson'])).stdout);
    assert.deepEqual(rows.map(({ silenceBefore }) => silenceBefore).filter((each) => each !== undefined), [720_000]);
  });

  it('does the files it can read and names the others', async () => {
    const { code, stdout, stderr } = await run(['missing.log', 'syslog']);
    assert.equal(code, 2);
    assert.equal(stdout.trimEnd().split('\n').length, 2);
    assert.match(stderr, /missing\.log cannot be read: it does not exist/);
  });

  it('says how it is called', async () => {
    const wrong = [[], ['syslog', '--time-zone', 'Mars'], ['syslog', '--min-level', 'loud'], ['syslog', '--format', 'xml']];
    for (const args of wrong) assert.equal((await run(args)).code, 2);
  });

  it('stops where its reader leaves', async () => {
    await scratch.write('big.log', '2026-01-01T00:30:00Z INFO the pump has turned once more\n'.repeat(100_000));
    const { code, stderr } = await run(['big.log', 'syslog'], { readOnly: 100 });
    assert.deepEqual([code, stderr], [0, '']);
  });
});
