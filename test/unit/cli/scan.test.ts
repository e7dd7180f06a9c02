import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openStore } from '../../../src/engine/store/openStore';
import { Scratch } from '../engine/support';
import { mixedLog, parseLines, quietLog, stacklens, type Ended, type RunOptions } from './support';

const wasmPath = path.resolve('dist/sql-wasm.wasm');

describe('stacklens scan', function () {
  // Each test starts a process or more, on machines that may be busy.
  this.timeout(60_000);
  let scratch: Scratch;
  const scan = (args: readonly string[], options: Partial<RunOptions> = {}): Promise<Ended> => stacklens(['scan', ...args], { cwd: scratch.folder, ...options });

  beforeEach(async () => {
    scratch = await Scratch.create();
    await scratch.write('app.log', mixedLog);
    await scratch.write('quiet.log', quietLog);
  });
  afterEach(() => scratch.remove());

  it('sums up by default', async () => {
    const { code, stdout, stderr } = await scan(['app.log']);
    assert.deepEqual([code, stderr], [0, '']);
    for (const words of ['Out of memory', 'load of /srv/app/x.db failed', 'disk usage at 91%']) assert.ok(stdout.includes(words), words);
    assert.ok(stdout.indexOf('Out of memory') < stdout.indexOf('load of'), 'worst first');
    assert.ok(!stdout.includes('\u001b'), 'no colours where nobody sees them');
  });

  it('writes one line a finding as text', async () => {
    const { stdout } = await scan(['app.log', '--format', 'text', '--min-severity', 'medium']);
    const lines = stdout.trimEnd().split('\n').filter((line) => line.startsWith('app.log:'));
    assert.deepEqual(lines.map((line) => line.split(':')[1]), ['2', '5', '6']);
  });

  it('writes NDJSON with the keys it promises, in their order', async () => {
    const { code, stdout } = await scan(['app.log', '--format', 'ndjson']);
    const rows = parseLines(stdout);
    assert.equal(code, 0);
    for (const row of rows) {
      assert.deepEqual(Object.keys(row), ['file', 'line', 'endLine', 'byteOffset', 'timestamp', 'level', 'severity', 'category', 'confidence', 'message', 'template', 'fingerprint', 'evidence']);
    }
    assert.deepEqual(rows.map(({ line, severity }) => [line, severity]), [[2, 'high'], [5, 'medium'], [6, 'critical'], [7, 'low']]);
    const { file, line, endLine, byteOffset, timestamp, level, category, message, template } = rows[0] ?? {};
    assert.deepEqual({ file, line, endLine, byteOffset, timestamp, level, category, message, template }, {
      file: 'app.log',
      line: 2,
      endLine: 4,
      byteOffset: 29,
      timestamp: '2026-11-22T10:00:01.000Z',
      level: 'error',
      category: 'runtime',
      message: 'load of /srv/app/x.db failed',
      template: 'load of <*> failed',
    });
  });

  it('writes the other formats', async () => {
    const json = JSON.parse((await scan(['app.log', '--format', 'json'])).stdout) as unknown;
    assert.equal(typeof json, 'object');
    const csv = (await scan(['app.log', '--format', 'csv'])).stdout.trimEnd().split(/\r?\n/);
    assert.deepEqual([csv.length, csv[0]?.startsWith('file,line,endLine,byteOffset')], [5, true]);
    const sarif = JSON.parse((await scan(['app.log', '--format', 'sarif'])).stdout) as { version: string };
    assert.equal(sarif.version, '2.1.0');
    assert.match((await scan(['app.log', '--format', 'html'])).stdout, /^<!doctype html>/i);
    assert.match((await scan(['app.log', '--format', 'md'])).stdout, /^# /);
  });

  it('writes a file where one is named', async () => {
    const { code, stdout } = await scan(['app.log', '--format', 'xlsx', '--output', 'out.xlsx']);
    assert.deepEqual([code, stdout], [0, '']);
    assert.equal((await readFile(scratch.path('out.xlsx'))).subarray(0, 2).toString(), 'PK');
    assert.equal((await scan(['app.log', '--output', 'out.txt'])).code, 0);
    assert.match(await readFile(scratch.path('out.txt'), 'utf8'), /Out of memory/);
    assert.deepEqual((await readdir(scratch.folder)).filter((name) => name.endsWith('.tmp')), []);
  });

  it('says what is wrong with a file it cannot write', async () => {
    const { code, stderr } = await scan(['app.log', '--output', 'no/such/out.txt']);
    assert.deepEqual([code, stderr], [2, 'stacklens: no/such/out.txt cannot be written: its folder does not exist.\n']);
  });

  it('exits with 1 where something is as bad as --fail-on says', async () => {
    const codes = async (file: string): Promise<(number | null)[]> => {
      const ended = await Promise.all(['critical', 'high', 'medium', 'low'].map((severity) => scan([file, '--fail-on', severity])));
      return ended.map(({ code }) => code);
    };
    assert.deepEqual(await codes('app.log'), [1, 1, 1, 1]);
    assert.deepEqual(await codes('quiet.log'), [0, 0, 0, 0]);
    await scratch.write('warn.log', '2026-11-22T10:00:00Z WARN disk usage at 91%\n');
    assert.deepEqual(await codes('warn.log'), [0, 0, 1, 1]);
    assert.equal((await scan(['app.log', '--fail-on', 'low', '--min-severity', 'critical'])).code, 1);
  });

  it('names every file that cannot be read, does the others and exits with 2', async () => {
    await scratch.write('core.log', Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 37) % 32)));
    await scratch.write('cut.log.gz', gzipSync(mixedLog.repeat(1000)).subarray(0, 900));
    const { code, stdout, stderr } = await scan(['missing.log', 'core.log', 'cut.log.gz', 'app.log', '--format', 'ndjson', '--fail-on', 'high']);
    assert.equal(code, 2);
    assert.equal(parseLines(stdout).filter(({ file }) => file === 'app.log').length, 4);
    assert.match(stderr, /^stacklens: missing\.log does not exist\. Check the path\.$/m);
    assert.match(stderr, /core\.log is a binary file/);
    assert.match(stderr, /cut\.log\.gz cannot be read to its end: its compressed data ends too early\.$/m);
  });

  it('takes folders and globs, each file once', async () => {
    await mkdir(scratch.path('logs/node_modules/x'), { recursive: true });
    await writeFile(scratch.path('logs/one.log'), mixedLog);
    await writeFile(scratch.path('logs/two.log.1'), mixedLog);
    await writeFile(scratch.path('logs/three.log.gz'), gzipSync(mixedLog));
    await writeFile(scratch.path('logs/run.out'), mixedLog.trimEnd());
    await writeFile(scratch.path('logs/notes.out'), 'lorem ipsum\ndolor sit\n');
    await writeFile(scratch.path('logs/readme.txt'), mixedLog);
    await writeFile(scratch.path('logs/node_modules/x/a.log'), mixedLog);
    await writeFile(scratch.path('logs/odd[1].log'), mixedLog);
    const filesOf = async (...paths: string[]): Promise<unknown[]> => {
      const { code, stdout } = await scan([...paths, '--format', 'ndjson', '--min-severity', 'critical']);
      assert.equal(code, 0);
      return parseLines(stdout).map(({ file }) => String(file).replaceAll('\\', '/'));
    };
    assert.deepEqual(await filesOf('logs'), ['logs/odd[1].log', 'logs/one.log', 'logs/run.out', 'logs/three.log.gz', 'logs/two.log.1']);
    assert.deepEqual(await filesOf('logs/o*.log'), ['logs/odd[1].log', 'logs/one.log']);
    assert.deepEqual(await filesOf('logs/odd[1].log'), ['logs/odd[1].log']);
    assert.deepEqual(await filesOf('logs/one.log', './logs/one.log', 'logs/*.log'), ['logs/one.log', 'logs/odd[1].log']);
    const { code, stderr } = await scan(['logs/*.nothing']);
    assert.deepEqual([code, stderr], [2, 'stacklens: logs/*.nothing does not exist. Check the path.\n']);
  });

  it('reads a file of one line that ends without a line break, found in a folder', async () => {
    await mkdir(scratch.path('logs'));
    await writeFile(scratch.path('logs/one.jsonl'), '{"level":"error","msg":"boom"}');
    const { stdout } = await scan(['logs', '--format', 'ndjson']);
    assert.deepEqual(parseLines(stdout).map(({ message }) => message), ['boom']);
  });

  it('gives figures on standard error', async () => {
    const { stderr } = await scan(['app.log', 'quiet.log', '--stats']);
    const stats = JSON.parse(stderr) as Record<string, unknown>;
    assert.deepEqual(Object.keys(stats), ['bytes', 'lines', 'records', 'findings', 'seconds', 'mbPerSecond']);
    assert.deepEqual([stats.bytes, stats.lines, stats.records], [mixedLog.length + quietLog.length, 10, 8]);
    assert.deepEqual(Object.entries(stats.findings as object), [['critical', 1], ['high', 1], ['medium', 1], ['low', 1]]);
    assert.ok(Number(stats.seconds) > 0 && Number(stats.mbPerSecond) >= 0);
  });

  it('keeps analyses where it is told to, those of damaged files with a note', async () => {
    await scratch.write('cut.log.gz', gzipSync(mixedLog.repeat(1000)).subarray(0, 900));
    const file = scratch.path('store.db');
    assert.equal((await scan(['app.log', '--save', '--store', file])).code, 0);
    if (process.platform !== 'win32') {
      const unsaved = await scan(['app.log', '--save', '--store', scratch.path('x'.repeat(252))]);
      assert.equal(unsaved.code, 2);
      const [, copy = ''] = /cannot be written: .*is kept as (.*)\.\n$/s.exec(unsaved.stderr) ?? [];
      await rm(path.dirname(copy), { recursive: true });
      assert.ok(unsaved.stdout.includes('Out of memory'));
    }
    assert.equal((await scan(['quiet.log', 'cut.log.gz', '--save'], { env: { STACKLENS_STORE: file } })).code, 2);
    const store = await openStore({ file, now: Date.now, program: 'cli', onProblem: (message) => assert.fail(message), wasmPath });
    try {
      const analyses = await store.latestAnalyses();
      assert.deepEqual(analyses.map(({ fileName, status, severities }) => [fileName, status, severities.high > 0]).sort(), [['app.log', 'completed', true], ['cut.log.gz', 'completed', true], ['quiet.log', 'completed', false]]);
      assert.match(analyses.find(({ fileName }) => fileName === 'cut.log.gz')?.notes[0]?.text ?? '', /cannot be read to its end/);
      const app = analyses.find(({ fileName }) => fileName === 'app.log');
      assert.equal((await store.findings({ analysisId: app?.id ?? 0, minSeverity: 'low', order: 'line', offset: 0, limit: 9 })).total, 4);
    } finally {
      await store.close();
    }
  });

  it('keeps nothing unless told to', async () => {
    assert.equal((await scan(['app.log'], { env: { STACKLENS_STORE: scratch.path('store.db') } })).code, 0);
    assert.ok(!(await readdir(scratch.folder)).includes('store.db'));
  });

  it('is quiet where its reader leaves', async () => {
    await scratch.write('big.log', mixedLog.repeat(20_000));
    for (const args of [['big.log', '--format', 'ndjson'], ['big.log', '--format', 'text', '--fail-on', 'critical']]) {
      const { code, stderr } = await scan(args, { readOnly: 100 });
      assert.deepEqual([code, stderr], [args.includes('--fail-on') ? 1 : 0, '']);
    }
  });

  it('explains itself where it is called in a way it does not take', async () => {
    const calls: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /Name at least one file/],
      [['app.log', '--format', 'pdf'], /--format takes one of: summary, text, json, ndjson, csv, xlsx, sarif, html, md\./],
      [['app.log', '--format', 'xlsx'], /--format xlsx needs --output FILE\./],
      [['app.log', '--fail-on', 'bad'], /--fail-on takes one of: critical, high, medium, low\./],
      [['app.log', '--min-severity', 'HIGH'], /--min-severity takes one of/],
      [['app.log', '--threads', '0'], /--threads takes a number from 1\./],
      [['app.log', '--nonsense'], /Unknown option '--nonsense'/],
      [['app.log', '--save', '--store', 'postgres://user:secret@db/x'], /A password does not belong/],
    ];
    for (const [args, message] of calls) {
      const { code, stdout, stderr } = await scan(args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, message);
      assert.match(stderr, /\n\nUsage:\n/);
      assert.ok(!stderr.includes('secret'));
    }
  });
});
