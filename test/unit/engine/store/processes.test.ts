import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { after, before, describe, it } from 'mocha';
import { TestStore, entriesOf, findings } from './support';

describe('store file and several processes', function () {
  this.timeout(120_000);
  let folder = '';
  let file = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stacklens-store-'));
    await build({
      entryPoints: ['test/unit/engine/store/storeChild.ts'],
      outfile: path.join(folder, 'program', 'storeChild.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Starts a writer; `saved` fills with the files whose analyses it knows to be on disk. */
  function startChild(name: string, count: number, mode = ''): { child: ChildProcess; saved: string[]; complaints: string[]; exit: Promise<unknown> } {
    const wasm = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');
    const child = spawn(process.execPath, [path.join(folder, 'program', 'storeChild.js'), file, wasm, name, String(count), mode]);
    const saved: string[] = [];
    const complaints: string[] = [];
    let rest = '';
    child.stdout.on('data', (data: Buffer) => {
      const lines = (rest + data.toString()).split('\n');
      rest = lines.pop() ?? '';
      saved.push(...lines);
    });
    child.stderr.on('data', (data: Buffer) => complaints.push(data.toString()));
    return { child, saved, complaints, exit: once(child, 'close') };
  }

  async function mustHold(expected: readonly string[]): Promise<void> {
    const later = await TestStore.open(file);
    const present = new Set(await later.uris());
    assert.deepEqual(expected.filter((uri) => !present.has(uri)), []);
    for (const { id } of await later.store.latestAnalyses()) {
      const { findings: found } = await later.store.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 1_000 });
      assert.deepEqual(found, findings(200));
    }
    await later.store.close();
    assert.deepEqual(later.problems, []);
  }

  it('loses nothing that was flushed, however often writers are killed', async () => {
    file = path.join(folder, 'killed', 'store.db');
    const acknowledged: string[] = [];
    for (let round = 0; round < 12; round++) {
      const { child, saved, complaints, exit } = startChild(`round-${round}`, 1_000);
      await Promise.race([once(child.stdout ?? child, 'data'), exit]);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      child.kill('SIGKILL');
      await exit;
      assert.deepEqual(complaints, []);
      assert.ok(saved.length > 0);
      acknowledged.push(...saved);
    }
    await mustHold(acknowledged);
    // The next one to save clears away what the last one that was killed left behind.
    const { exit } = startChild('last', 1);
    await exit;
    assert.deepEqual(await entriesOf(path.dirname(file)), ['store.db']);
  });

  it('loses nothing while one process is killed again and again, compacting, and others write', async () => {
    file = path.join(folder, 'both', 'store.db');
    const steady = ['a', 'b'].map((name) => startChild(name, 25));
    const acknowledged: string[] = [];
    for (let round = 0; round < 8; round++) {
      const { child, saved, exit } = startChild(`round-${round}`, 1_000, 'compacting');
      await Promise.race([once(child.stdout ?? child, 'data'), exit]);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
      child.kill('SIGKILL');
      await exit;
      acknowledged.push(...saved);
    }
    await Promise.all(steady.map(({ exit }) => exit));
    assert.deepEqual(steady.flatMap(({ complaints }) => complaints), []);
    assert.deepEqual(steady.map(({ saved }) => saved.length), [25, 25]);
    await mustHold([...acknowledged, ...steady.flatMap(({ saved }) => saved)]);
    const { exit } = startChild('last', 1, 'compacting');
    await exit;
    assert.deepEqual(await entriesOf(path.dirname(file)), ['store.db']);
    // Whatever moment a backup was taken at, it can be restored.
    for (const backup of await readdir(`${file}.backups`)) {
      const opened = await TestStore.open(path.join(`${file}.backups`, backup));
      assert.ok((await opened.uris()).length > 0, backup);
      assert.deepEqual(opened.problems, []);
      await opened.store.close();
    }
  });

  it('has the work of all who wrote at the same time', async () => {
    file = path.join(folder, 'shared', 'store.db');
    const children = ['a', 'b', 'c'].map((name) => startChild(name, 8));
    await Promise.all(children.map(({ exit }) => exit));
    assert.deepEqual(children.flatMap(({ complaints }) => complaints), []);
    assert.deepEqual(children.map(({ saved }) => saved.length), [8, 8, 8]);
    await mustHold(children.flatMap(({ saved }) => saved));
    assert.deepEqual(await entriesOf(path.dirname(file)), ['store.db']);
  });
});
