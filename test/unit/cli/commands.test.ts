import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { mixedLog, parseLines, quietLog, stacklens, type Ended, type RunOptions } from './support';

describe('stacklens', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  const run = (args: readonly string[], options: Partial<RunOptions> = {}): Promise<Ended> => stacklens(args, { cwd: scratch.folder, ...options });

  beforeEach(async () => {
    scratch = await Scratch.create();
    await scratch.write('app.log', mixedLog);
  });
  afterEach(() => scratch.remove());

  describe('records', () => {
    it('writes every record with the keys it promises, in their order', async () => {
      const { code, stdout, stderr } = await run(['records', 'app.log', '--format', 'ndjson']);
      const rows = parseLines(stdout);
      assert.deepEqual([code, stderr], [0, '']);
      for (const row of rows) {
        assert.deepEqual(Object.keys(row), ['file', 'line', 'endLine', 'timestamp', 'level', 'levelSource', 'logger', 'message', 'format', 'template', 'fingerprint', 'group', 'severity']);
        assert.equal(row.file, 'app.log');
        assert.equal(row.group, row.fingerprint);
      }
      assert.deepEqual(rows.map(({ line, endLine, level, severity }) => [line, endLine, level, severity]), [
        [1, 1, 'info', null],
        [2, 4, 'error', 'high'],
        [5, 5, 'warn', 'medium'],
        [6, 6, 'fatal', 'critical'],
        [7, 7, 'info', 'low'],
        [8, 8, 'debug', null],
      ]);
    });

    it('does the files it can read and names the others', async () => {
      const { code, stdout, stderr } = await run(['records', 'missing.log', 'app.log']);
      assert.equal(code, 2);
      assert.equal(parseLines(stdout).length, 6);
      assert.match(stderr, /missing\.log cannot be read: it does not exist/);
    });

    it('stops where its reader leaves', async () => {
      await scratch.write('big.log', mixedLog.repeat(20_000));
      const { code, stderr } = await run(['records', 'big.log'], { readOnly: 100 });
      assert.deepEqual([code, stderr], [0, '']);
    });
  });

  describe('explain', () => {
    it('tells what decided, what matched and what to try', async () => {
      const { code, stdout } = await run(['explain', 'app.log:6']);
      assert.equal(code, 0);
      assert.match(stdout, /^app\.log:6\nmessage: +Out of memory\n/);
      assert.match(stdout, /\nlevel: +fatal \(the log declares it\)\n/);
      assert.match(stdout, /\nverdict: +critical, memory, confidence 0\.98\n/);
      assert.match(stdout, /\ndecided by: +rule:out-of-memory\. The log declares the level fatal; its words say what about: Out of memory: “Out of memory” \(rule out-of-memory\)\.\n/);
      assert.match(stdout, /\nto change it: If the log declared the level info, it would be low by rule:out-of-memory\.\n/);
      assert.match(stdout, /\ntry: +\S/);
      assert.match(stdout, /\nit tells: +Urgency: \d+ %\n/);
    });

    it('cites what is known of a finding', async () => {
      await scratch.write('db.log', '2026-11-22T10:00:00Z ERROR connect ECONNREFUSED 10.0.0.1:5432\n');
      const { stdout } = await run(['explain', 'db.log:1']);
      assert.match(stdout, /\nknown: +Connection refused: \S.* \(stacklens knowledge errno\/econnrefused; https:\/\/\S+\)\n/);
    });

    it('finds the record that a line continues', async () => {
      const { stdout } = await run(['explain', 'app.log:4']);
      assert.match(stdout, /^app\.log:2-4\n/);
      assert.match(stdout, /\ntrace: +→ com\.example\.A\.b {2}A\.java:3/);
    });

    it('tells why a line is no finding, and what was ruled out', async () => {
      assert.match((await run(['explain', 'app.log:1'])).stdout, /\nverdict: +no finding\ndecided by: +The log declares the level info, and no words of failure stand\.\n/);
      await scratch.write('plain.log', 'hello\n0 errors\n');
      const { code, stdout } = await run(['explain', 'plain.log:2']);
      assert.equal(code, 0);
      assert.match(stdout, /\nlevel: +none\n/);
      assert.match(stdout, /\nagainst it: +The log tells of a failure: “errors” \(rule failure-word\), ruled out by a zero count: “0 errors”\.\n/);
      assert.match(stdout, /\nto change it: Without “0” before “errors”, it would be high by rule:failure-word\.\n/);
    });

    it('tells of client errors as it is asked to', async () => {
      await scratch.write('web.log', '10.0.0.9 - - [22/Nov/2026:10:00:00 +0000] "GET /tanks/9 HTTP/1.1" 404 12\n'.repeat(3));
      const mild = await run(['explain', 'web.log:2']);
      assert.match(mild.stdout, /\nverdict: +low, network/);
      assert.match(mild.stdout, /\nto change it: With “medium” for stacklens\.clientErrors, it would be medium/);
      assert.match((await run(['explain', 'web.log:2', '--client-errors', 'medium'])).stdout, /\nverdict: +medium, network/);
      assert.equal((await run(['scan', 'web.log', '--fail-on', 'medium'])).code, 0);
      assert.equal((await run(['scan', 'web.log', '--fail-on', 'medium', '--client-errors', 'medium'])).code, 1);
      const { code, stderr } = await run(['records', 'web.log', '--client-errors', 'high']);
      assert.equal(code, 2);
      assert.match(stderr, /^stacklens: --client-errors takes one of: low, medium\.\n/);
    });

    it('says that there is no such line or file', async () => {
      const beyond = await run(['explain', 'app.log:99']);
      assert.deepEqual([beyond.code, beyond.stdout, beyond.stderr], [2, '', 'stacklens: app.log has no record on line 99.\n']);
      const missing = await run(['explain', 'missing.log:1']);
      assert.equal(missing.code, 2);
      assert.match(missing.stderr, /missing\.log cannot be read/);
    });
  });

  describe('diff', () => {
    it('lists every record of what is new, and says so with its exit code', async () => {
      await scratch.write('old.log', quietLog);
      const { code, stdout, stderr } = await run(['diff', 'old.log', 'app.log', '--format', 'ndjson']);
      const rows = parseLines(stdout);
      assert.deepEqual([code, stderr], [1, '']);
      for (const row of rows) assert.deepEqual(Object.keys(row), ['kind', 'line', 'endLine', 'fingerprint', 'message', 'severity', 'counts']);
      assert.deepEqual(rows.map(({ kind, line, endLine, severity }) => [kind, line, endLine, severity]), [
        ['new', 2, 4, 'high'],
        ['new', 5, 5, 'medium'],
        ['new', 6, 6, 'critical'],
        ['new', 7, 7, 'low'],
      ]);
      assert.deepEqual(rows[0]?.counts, { old: 0, new: 1 });
    });

    it('shows people the problems first, and ends with 0 where none is new', async () => {
      await scratch.write('old.log', quietLog);
      const worse = await run(['diff', 'old.log', 'app.log']);
      assert.match(worse.stdout, /^New problems\n {2}critical {2}line 6 .*Out of memory\n {2}high .*\n {2}medium .*\n\nNew other events\n {2}low .*retrying/);
      assert.match(worse.stdout, /\nold\.log → app\.log: problems: 3 new; other events: 1 new\n$/);
      const better = await run(['diff', 'app.log', 'old.log']);
      assert.equal(better.code, 0);
      assert.match(better.stdout, /^Gone problems\n/);
      assert.deepEqual(await run(['diff', 'app.log', 'app.log']), { code: 0, stdout: 'app.log → app.log: problems: none differs; other events: none differs\n', stderr: '' });
    });

    it('ends with 2 where a file cannot be read', async () => {
      const { code, stdout, stderr } = await run(['diff', 'missing.log', 'app.log']);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /missing\.log cannot be read/);
    });
  });

  it('tells how it is used, and its version', async () => {
    for (const args of [['--help'], ['-h'], ['scan', '--help'], ['records', '-h']]) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /^Usage:\n {2}stacklens scan PATH/);
    }
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    assert.equal((await run(['--version'])).stdout, `${version}\n`);
  });

  it('exits with 2 and its usage where it is called in a way it does not take', async () => {
    const calls: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /^stacklens: Name a command\.\n\nUsage:/],
      [['dance'], /^stacklens: There is no command "dance"\.\n\nUsage:/],
      [['records'], /^stacklens: Name at least one file\.\n\nUsage:/],
      [['records', 'app.log', '--format', 'csv'], /^stacklens: --format takes: ndjson\.\n\nUsage:/],
      [['diff', 'app.log'], /^stacklens: Name two files/],
      [['diff', 'a', 'b', 'c'], /^stacklens: Name two files/],
      [['diff', 'a', 'b', '--format', 'csv'], /^stacklens: --format takes one of: text, ndjson/],
      [['explain', 'app.log'], /^stacklens: Name one line: stacklens explain FILE:LINE\.\n\nUsage:/],
      [['explain', 'app.log:0'], /^stacklens: Name one line/],
      [['explain', 'app.log:1', 'app.log:2'], /^stacklens: Name one line/],
    ];
    for (const [args, message] of calls) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, message);
      assert.ok(!/\n\s+at .+:\d/.test(stderr), 'a stack trace is no explanation');
    }
  });
});
