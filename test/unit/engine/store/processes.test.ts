import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { after, before, describe, it } from 'mocha';
import { TestStore, findings } from './support';

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
  function startChild(name: string, count: number): { child: ChildProcess; saved: string[]; complaints: string[]; exit: Promise<unknown> } {
    const wasm = createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');
    const child = spawn(process.execPath, [path.join(folder, 'program', 'storeChild.js'), file, wasm, name, String(count)]);
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
    assert.deepEqual(await readdir(path.dirname(file)), ['store.db']);
  });

  it('has the work of all who wrote at the same time', async () => {
    file = path.join(folder, 'shared', 'store.db');
    const children = ['a', 'b', 'c'].map((name) => startChild(name, 8));
    await Promise.all(children.map(({ exit }) => exit));
    assert.deepEqual(children.flatMap(({ complaints }) => complaints), []);
    assert.deepEqual(children.map(({ saved }) => saved.length), [8, 8, 8]);
    await mustHold(children.flatMap(({ saved }) => saved));
    assert.deepEqual(await readdir(path.dirname(file)), ['store.db']);
  });
});
