import assert from 'node:assert/strict';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { AnalyzeRequest, Followed, Progress, Reading } from '../../../src/engine/api';
import { AnalysisEngine } from '../../../src/engine/client';
import { openStore } from '../../../src/engine/store/openStore';
import { schemaVersion } from '../../../src/engine/store/schema';
import { Connection, loadSqlJs } from '../../../src/engine/store/sqlJs';
import { fileSource, Scratch } from './support';

const workerPath = path.resolve('dist/worker.js');
const never = { signal: new AbortController().signal };

const requestOf = (file: string, { reuse = true, replaces = null, ...changes }: Partial<Reading & Pick<AnalyzeRequest, 'reuse' | 'replaces'>> = {}): Omit<AnalyzeRequest, 'runId'> => ({
  source: fileSource(file),
  reading: { lineBreaks: 'editor', patterns: [], formats: [], clientErrors: 'low', zone: 'UTC', ...changes },
  reuse,
  replaces,
});

const log = [
  '2026-11-22T10:00:00Z INFO up',
  '2026-11-22T10:00:01Z ERROR connect to 10.0.0.1:80 failed: Connection refused',
  '2026-11-22T10:00:02Z ERROR connect to 10.0.0.2:80 failed: Connection refused',
  '2026-11-22T10:00:03Z WARN disk usage at 91%',
  '2026-11-22T10:00:04Z FATAL Out of memory',
  '',
].join('\n');

/** The logs whose analyses another process would find on disk. */
async function inStore(file: string): Promise<string[]> {
  const store = await openStore({ file, now: Date.now, program: 'cli', onProblem: (message) => assert.equal(message, '') });
  const names = (await store.latestAnalyses()).map(({ fileName }) => fileName);
  await store.close();
  return names;
}

/** The store in a file as a later version might have written it. */
async function ofLaterVersion(file: string): Promise<Uint8Array> {
  const connection = new Connection(await loadSqlJs(), await readFile(file));
  connection.execute(`PRAGMA user_version = ${schemaVersion + 1}`);
  return connection.export();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (await holds()) return;
    await delay(50);
  }
  assert.fail('It does not come.');
}

describe('AnalysisEngine', function () {
  // Each test starts a worker or two, on machines that may be busy.
  this.timeout(60_000);
  let scratch: Scratch;
  let engine: AnalysisEngine;
  let problems: string[];
  const start = (storeFile: string | null, worker = workerPath): AnalysisEngine => new AnalysisEngine({ workerPath: worker, storeFile, onStoreProblem: (message) => problems.push(message) });

  beforeEach(async () => {
    scratch = await Scratch.create();
    problems = [];
    engine = start(null);
  });
  afterEach(async () => {
    await engine.close();
    await scratch.remove();
    assert.deepEqual(problems, []);
  });

  it('explains any line of a log, a finding or none', async () => {
    const { source, reading } = requestOf(await scratch.write('app.log', `${log}order 7 waits\n`), { patterns: [{ name: 'Waiting', regex: 'waits', severity: 'medium', category: 'business' }] });
    const explained = async (line: number): Promise<unknown> => {
      const found = await engine.explain({ source, reading, line }, never.signal);
      return found && [found.line, found.explanation.outcome.severity, found.explanation.decision.kind, found.evidence?.rule ?? null];
    };
    assert.deepEqual(await explained(1), [1, null, 'nothing', null]);
    assert.deepEqual(await explained(2), [2, 'high', 'level', 'rule:connection-refused']);
    assert.deepEqual(await explained(6), [5, 'critical', 'level', 'rule:out-of-memory'], 'a line that continues a record');
    assert.equal(await explained(99), null);
    const cancelled = AbortSignal.abort(new Error('no more'));
    await assert.rejects(engine.explain({ source, reading, line: 1 }, cancelled), /no more/);
  });

  it('analyses a file and answers for what it found', async () => {
    const file = await scratch.write('app.log', log);
    const { analysis, reused, patternProblems } = await engine.analyze(requestOf(file), never);
    assert.deepEqual([reused, patternProblems], [false, []]);
    assert.deepEqual([analysis.status, analysis.fileName, analysis.size, analysis.lines, analysis.records, analysis.encoding], ['completed', 'app.log', log.length, 5, 5, 'utf-8']);
    assert.deepEqual(analysis.severities, { critical: 1, high: 2, medium: 1, low: 0 });

    const byLine = await engine.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 1, limit: 2 });
    assert.deepEqual([byLine.total, byLine.findings.map(({ line }) => line)], [4, [3, 4]]);
    const worst = await engine.findings({ analysisId: analysis.id, minSeverity: 'high', order: 'worst', offset: 0, limit: 9 });
    assert.deepEqual(worst.findings.map(({ line }) => line), [5, 3, 2]);

    const groups = await engine.groups({ analysisId: analysis.id, minSeverity: 'medium', decisions: [] });
    assert.deepEqual(groups.map(({ severity, count, firstLine, lastLine }) => [severity, count, firstLine, lastLine]), [['critical', 1, 5, 5], ['high', 2, 2, 3], ['medium', 1, 4, 4]]);
    assert.deepEqual((await engine.latestAnalyses()).map(({ id }) => id), [analysis.id]);
    assert.ok(await engine.readsAsLog(log.split('\n'), 'app.out', []));
    assert.ok(!(await engine.readsAsLog(['lorem', 'ipsum'], 'app.out', [])));
  });

  it('hands back what is stored of an unchanged file, and reads a changed one again', async () => {
    const file = await scratch.write('app.log', log);
    const first = await engine.analyze(requestOf(file), never);
    const second = await engine.analyze(requestOf(file), never);
    assert.deepEqual([second.reused, second.analysis], [true, first.analysis]);
    assert.ok(!(await engine.analyze(requestOf(file, { reuse: false }), never)).reused);
    assert.ok(!(await engine.analyze(requestOf(file, { lineBreaks: 'lf' }), never)).reused);
    await appendFile(file, '2026-11-22T10:00:05Z ERROR one more\n');
    const grown = await engine.analyze(requestOf(file), never);
    assert.deepEqual([grown.reused, grown.analysis.severities.high], [false, 3]);
  });

  it('tells of a broken pattern even where it need not read', async () => {
    const patterns = [{ name: 'Broken', regex: '(', severity: 'low', category: 'business' }, { name: 'Usage', regex: 'usage at', severity: 'critical', category: 'disk-io' }] as const;
    const file = await scratch.write('app.log', log);
    for (const reused of [false, true]) {
      const result = await engine.analyze(requestOf(file, { patterns }), never);
      assert.deepEqual([result.reused, result.patternProblems.map(({ name, reason }) => [name, reason])], [reused, [['Broken', 'invalid']]]);
      assert.equal(result.analysis.severities.critical, 2);
    }
  });

  it('puts a newer analysis in the place of an older one', async () => {
    const file = await scratch.write('app.log', log);
    const older = await engine.analyze(requestOf(file), never);
    await appendFile(file, '2026-11-22T10:00:05Z ERROR one more\n');
    const newer = await engine.analyze(requestOf(file, { replaces: older.analysis.id }), never);
    assert.equal((await engine.findings({ analysisId: older.analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1 })).total, 0);
    assert.deepEqual((await engine.latestAnalyses()).map(({ id }) => id), [newer.analysis.id]);
  });

  it('brings its errors with name and message', async () => {
    const missing = scratch.path('missing.log');
    await assert.rejects(engine.analyze(requestOf(missing), never), { name: 'SourceError', message: /missing\.log cannot be read: it does not exist/ });
    assert.deepEqual(await engine.latestAnalyses(), []);
  });

  it('tells of progress, for each run its own', async () => {
    const [one, two] = [await scratch.write('one.log', log.repeat(3_000)), await scratch.write('two.log', log.repeat(3_000))];
    const told: Record<string, Progress[]> = { one: [], two: [] };
    await Promise.all([
      engine.analyze(requestOf(one), { ...never, onProgress: (progress) => told.one?.push(progress) }),
      engine.analyze(requestOf(two), { ...never, onProgress: (progress) => told.two?.push(progress) }),
    ]);
    for (const [name, steps] of Object.entries(told)) {
      assert.ok(steps.length > 0, name);
      const bytes = steps.map((step) => step.bytes);
      assert.deepEqual(bytes, [...bytes].sort((a, b) => a - b));
      for (const step of steps) assert.ok(step.uri.endsWith(`/${name}.log`) && step.bytes <= step.totalBytes && step.totalBytes === log.length * 3_000);
    }
  });

  it('stops a run that is cancelled, and keeps that it was', async () => {
    const file = await scratch.write('app.log', log.repeat(100_000));
    const controller = new AbortController();
    const running = engine.analyze(requestOf(file), {
      signal: controller.signal,
      onProgress: () => {
        controller.abort(new Error('enough'));
      },
    });
    await assert.rejects(running, /enough/);
    // The worker is free again: what follows does not wait for the rest of the file.
    const small = await scratch.write('small.log', log);
    await engine.analyze(requestOf(small), never);
    const statuses = (await engine.latestAnalyses()).map(({ fileName, status }) => [fileName, status]);
    assert.deepEqual(new Map(statuses as [string, string][]), new Map([['small.log', 'completed'], ['app.log', 'cancelled']]));
  });

  it('rejects what was pending when its worker dies, and starts afresh with the next call', async () => {
    // A worker that does as the real one, and dies of a file of one name.
    const mortal = path.join(path.dirname(workerPath), `mortal-${process.pid}.js`);
    await writeFile(mortal, `const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ params }) => { if (params?.source?.path.endsWith('deadly.log')) setImmediate(() => process.exit(7)); });
require('./worker.js');`);
    let stops = 0;
    const other = new AnalysisEngine({ workerPath: mortal, storeFile: null, onStopped: () => stops++, onStoreProblem: (message) => assert.equal(message, '') });
    try {
      const small = await scratch.write('small.log', log);
      const deadly = await scratch.write('deadly.log', log.repeat(100_000));
      await other.analyze(requestOf(small), never);
      await assert.rejects(other.analyze(requestOf(deadly), never), { name: 'EngineStoppedError', message: 'The analysis stopped unexpectedly (exit code 7). Try again.' });
      assert.equal(stops, 1);
      assert.equal((await other.analyze(requestOf(small), never)).analysis.status, 'completed');
    } finally {
      await other.close();
      await rm(mortal);
    }
  });

  it('rejects where its worker cannot even start', async () => {
    const broken = await scratch.write('broken.js', 'throw new Error("no such luck");');
    await assert.rejects(start(null, broken).latestAnalyses(), { name: 'EngineStoppedError', message: /no such luck/ });
  });

  it('keeps analyses from one session to the next where it has a file for them', async () => {
    const file = await scratch.write('app.log', log);
    const store = scratch.path('store/stacklens.db');
    const first = start(store);
    const { analysis } = await first.analyze(requestOf(file), never);
    await first.close();
    const second = start(store);
    try {
      const again = await second.analyze(requestOf(file), never);
      assert.deepEqual([again.reused, again.analysis], [true, analysis]);
      await second.forget({ uris: [analysis.uri] });
      assert.deepEqual(await second.latestAnalyses(), []);
    } finally {
      await second.close();
    }
  });

  it('has saved what the user decided when it says so, and everything within two seconds', async () => {
    const store = scratch.path('stacklens.db');
    const window = start(store);
    try {
      const { analysis } = await window.analyze(requestOf(await scratch.write('app.log', log)), never);
      await until(async () => (await inStore(store)).length === 1);
      await window.forget({ uris: [analysis.uri] });
      assert.deepEqual(await inStore(store), []);
    } finally {
      await window.close();
    }
  });

  it('saves what is unsaved when it is closed at once, with a log that is being followed and one that is being read', async () => {
    const store = scratch.path('stacklens.db');
    const window = start(store);
    const followed = await scratch.write('followed.log', log);
    await window.follow({ source: { kind: 'file', uri: pathToFileURL(followed).href, path: followed }, reading: requestOf(followed).reading, replaces: null }, { ...never, onFollowed: () => undefined });
    await window.analyze(requestOf(await scratch.write('app.log', log)), never);
    const large = await scratch.write('large.log', log.repeat(100_000));
    const cutOff = assert.rejects(window.analyze(requestOf(large), never), /shutting down|is closed/);
    await window.close();
    await cutOff;
    assert.deepEqual((await inStore(store)).sort(), ['app.log', 'followed.log']);
  });

  it('goes back to a backup and forth again, and compacts', async () => {
    const window = start(scratch.path('stacklens.db'));
    const names = async (): Promise<string[]> => (await window.latestAnalyses()).map(({ fileName }) => fileName).sort();
    try {
      assert.deepEqual(await window.backups(), []);
      await window.analyze(requestOf(await scratch.write('one.log', log)), never);
      const { before, after } = await window.compact();
      assert.ok(after > 0 && after <= before);
      await window.analyze(requestOf(await scratch.write('two.log', log)), never);
      const [backup] = await window.backups();
      assert.equal(backup?.occasion, 'compact');
      await window.restoreBackup(backup.name);
      assert.deepEqual(await names(), ['one.log']);
      await window.restoreBackup((await window.backups())[0]?.name ?? '');
      assert.deepEqual(await names(), ['one.log', 'two.log']);
    } finally {
      await window.close();
    }
  });

  it('works in memory where the store is of a later version, until a backup is restored', async () => {
    const store = scratch.path('stacklens.db');
    const [first, second] = [start(store), start(store)];
    try {
      await first.analyze(requestOf(await scratch.write('one.log', log)), never);
      await first.compact();
      await first.close();
      await writeFile(store, await ofLaterVersion(store));
      await second.analyze(requestOf(await scratch.write('two.log', log)), never);
      assert.match(problems.splice(0).join(), /later version/);
      await second.restoreBackup((await second.backups())[0]?.name ?? '');
      assert.deepEqual((await second.latestAnalyses()).map(({ fileName }) => fileName), ['one.log']);
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });

  it('keeps results where the settings say by now, also where nobody told it of a change', async () => {
    await engine.close();
    let url = '';
    const server = { address: () => url, access: () => Promise.resolve(url === '' ? null : { url, password: null, secondsPerStatement: 5 }) };
    engine = new AnalysisEngine({ workerPath, storeFile: scratch.path('stacklens.db'), server, onStoreProblem: (message) => problems.push(message) });
    const [here, there] = [scratch.path('here.log'), scratch.path('there.log')];
    for (const file of [here, there]) await writeFile(file, log);
    await engine.analyze(requestOf(here), never);
    assert.deepEqual(problems, []);
    // Nobody listens there: that is said, and what is found is kept for later.
    url = 'postgresql://nobody@127.0.0.1:9/none';
    await engine.analyze(requestOf(there), never);
    await until(() => Promise.resolve(problems.some((message) => message.includes('kept on this machine'))));
    url = '';
    assert.deepEqual((await engine.latestAnalyses()).map(({ fileName }) => fileName), ['here.log']);
    problems = [];
  });

  it('has no backups where everything is kept in memory', async () => {
    assert.deepEqual(await engine.backups(), []);
    await assert.rejects(engine.compact(), { name: 'StoreError', message: /kept in memory/ });
  });

  it('follows a log until it is told to stop', async () => {
    const file = await scratch.write('app.log', log);
    const { reading } = requestOf(file);
    const source = { kind: 'file', uri: pathToFileURL(file).href, path: file } as const;
    const heard: Followed[] = [];
    const { result, stop } = await engine.follow({ source, reading, replaces: null }, { ...never, onFollowed: (followed) => heard.push(followed) });
    assert.equal(result.analysis.lines, 5);
    await appendFile(file, '2026-11-22T10:00:05Z ERROR lid lost\n');
    while (!heard.some(({ added }) => added.length > 0) || !heard.some(({ analysis }) => analysis !== null)) await delay(20);
    assert.deepEqual(heard.flatMap(({ added }) => added).map(({ line, message }) => [line, message]), [[6, 'lid lost']]);
    const last = await stop();
    assert.deepEqual([last?.lines, last?.severities.high], [6, 3]);
    await appendFile(file, '2026-11-22T10:00:06Z ERROR nobody hears\n');
    assert.equal(await stop(), null);
  });

  it('closes before it was ever needed, and twice', async () => {
    const idle = start(null);
    await idle.close();
    await idle.close();
  });
});
