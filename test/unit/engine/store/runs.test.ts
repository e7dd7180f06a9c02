import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { type KeptRun, insertRuns, isLeftBehind } from '../../../../src/engine/store/runs';
import { openStoreFile } from '../../../../src/engine/store/openStore';
import { Connection, loadSqlJs } from '../../../../src/engine/store/sqlJs';
import type { Store } from '../../../../src/engine/store/store';
import { TestStore, analyse, findings, inFolder, outcome, start } from './support';

const named = (...names: readonly string[]): { uri: string; fileName: string }[] => names.map((name) => ({ uri: `file:///logs/${name}`, fileName: name }));
const runs = async (store: Store): Promise<[string, string][]> => (await store.runs()).map(({ fileName, status }) => [fileName, status]);

/** A number that was a process's and is no more. */
function deadProcess(): number {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  assert.ok(pid);
  return pid;
}

describe('runs', function () {
  this.timeout(20_000);

  it('are shown from when they wait until they are over', async () => {
    const { store } = await TestStore.open(null);
    const files = named('a.log', 'b.log');
    await store.queue(files);
    assert.deepEqual(await runs(store), [['a.log', 'queued'], ['b.log', 'queued']]);
    const writer = store.begin(start({ uri: 'file:///logs/a.log', fileName: 'a.log', startedAt: Date.now() }));
    await delay(1_200);
    assert.deepEqual(new Map(await runs(store)), new Map([['a.log', 'running'], ['b.log', 'queued']]));
    await writer.complete(outcome, null);
    assert.deepEqual(await runs(store), [['b.log', 'queued']]);
    await store.unqueue(files);
    assert.deepEqual(await runs(store), []);
    await store.close();
  });

  it('leave nothing where another takes their place, or they are short', async () => {
    const { store } = await TestStore.open(null);
    const dropped = store.begin(start({ startedAt: Date.now() }));
    const short = store.begin(start({ uri: 'file:///short', startedAt: Date.now() }));
    await short.complete(outcome, null);
    await delay(1_200);
    assert.deepEqual(await runs(store), [['app.log', 'running']]);
    await dropped.discard();
    assert.deepEqual(await runs(store), []);
    assert.deepEqual((await store.latestAnalyses()).map(({ uri }) => uri), ['file:///short']);
    await assert.rejects(dropped.add(findings(1)), { name: 'StoreError' });
    await store.close();
  });

  it('are seen by other windows', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const [a, b] = [await TestStore.open(file), await TestStore.open(file)];
      await a.store.queue(named('a.log'));
      await a.store.flush();
      await b.store.reload();
      assert.deepEqual(await runs(b.store), [['a.log', 'queued']]);
      assert.deepEqual((await (await openStoreFile({ file, now: Date.now, program: 'cli' })).status()).runs.map(({ fileName }) => fileName), ['a.log']);
      await a.store.close();
      await b.store.close();
    }));

  it('of processes that are no more become failed analyses, once', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const before = await TestStore.open(file);
      await analyse(before.store, findings(2), { start: { uri: 'file:///logs/old.log' } });
      await before.store.close();
      const connection = new Connection(await loadSqlJs(), await readFile(file));
      const left: KeptRun[] = [
        { uri: 'file:///logs/a.log', fileName: 'a.log', status: 'running', since: Date.now() - 5_000, host: hostname(), process: deadProcess() },
        { uri: 'file:///logs/b.log', fileName: 'b.log', status: 'queued', since: Date.now() - 5_000, host: hostname(), process: deadProcess() },
        { uri: 'file:///logs/c.log', fileName: 'c.log', status: 'running', since: Date.now() - 5_000, host: 'elsewhere', process: 1 },
      ];
      connection.take(insertRuns(left));
      await writeFile(file, connection.export());
      connection.close();

      const [a, b] = [await TestStore.open(file), await TestStore.open(file)];
      assert.deepEqual(await runs(a.store), [['c.log', 'running']]);
      assert.deepEqual(await runs(b.store), [['c.log', 'running']]);
      await a.store.flush();
      await b.store.flush();
      await a.store.reload();
      const [failed, ...none] = await a.store.history('file:///logs/a.log');
      assert.deepEqual([failed?.status, failed?.reason, none], ['failed', 'StackLens AI ended before this analysis did. Analyse the file again.', []]);
      assert.deepEqual(await a.store.history('file:///logs/b.log'), []);
      assert.deepEqual((await a.store.auditTrail({ offset: 0, limit: 1 })).map(({ action, subject }) => [action, subject]), [['failed', 'file:///logs/a.log']]);
      await a.store.close();
      await b.store.close();
    }));

  it('are left alone as long as somebody may work on them', () => {
    const now = Date.now();
    const own: KeptRun = { uri: 'file:///a', fileName: 'a', status: 'running', since: now - 1_000, host: hostname(), process: process.pid };
    assert.equal(isLeftBehind(own, now), false);
    assert.equal(isLeftBehind({ ...own, since: now - 10 * 365 * 86_400_000 }, now), true, 'from before the machine was started');
    assert.equal(isLeftBehind({ ...own, host: 'elsewhere', process: 1, since: now - 3_600_000 }, now), false);
    assert.equal(isLeftBehind({ ...own, host: 'elsewhere', process: 1, since: now - 2 * 86_400_000 }, now), true);
  });
});
