import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'mocha';
import { TestStore, analyse, entriesOf, findings, inFolder } from './support';

const uri = (name: string): { readonly start: { readonly uri: string } } => ({ start: { uri: `file:///${name}` } });
const run = (command: string, ...parameters: string[]): boolean => spawnSync(command, parameters).status === 0;
const large = (seed: number): ReturnType<typeof findings> => findings(20_000, (line) => ({ message: `pump ${(line * 2_654_435_761 + seed) % 4_294_967_291} stands` }));

/** On a small file system of its own, where the test may mount one: what a full or read-only disk really does. */
describe('store on a real small disk', function () {
  this.timeout(60_000);
  let canMount = false;
  before(() =>
    inFolder((folder) => {
      canMount = process.platform === 'linux' && run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', folder) && run('umount', folder);
      return Promise.resolve();
    }),
  );

  const onDisk = (work: (disk: string) => Promise<void>): Promise<void> =>
    inFolder(async (folder) => {
      assert.ok(run('mount', '-t', 'tmpfs', '-o', 'size=1200k', 'none', folder));
      try {
        await work(folder);
      } finally {
        assert.ok(run('umount', '-l', folder));
      }
    });

  it('that is full: told once, nothing on it harmed, everything saved when there is room', async function () {
    if (!canMount) return this.skip();
    await onDisk(async (disk) => {
      const file = path.join(disk, 'store.db');
      const window = await TestStore.open(file);
      await analyse(window.store, findings(100), uri('first'));
      await window.store.flush();
      const ballast = path.join(disk, 'ballast');
      await writeFile(ballast, Buffer.alloc(900_000));
      const kept = ['file:///first'];
      for (let round = 0; round < 6; round++) {
        await analyse(window.store, large(round), uri(`round-${round}`));
        kept.push(`file:///round-${round}`);
        await window.store.flush().catch((error: unknown) => assert.match(String(error), /the disk is full/));
      }
      assert.equal(window.problems.length, 1, window.problems.join('\n'));
      assert.match(window.problems[0] ?? '', /the disk is full.*kept in memory/);
      assert.deepEqual(await window.uris(), kept);
      const onIt = await TestStore.open(file);
      assert.ok((await onIt.uris()).includes('file:///first'));
      assert.deepEqual(onIt.problems, []);
      await onIt.store.close();
      assert.ok(run('mount', '-o', 'remount,size=20m', disk));
      await window.store.close();
      const later = await TestStore.open(file);
      assert.deepEqual(await later.uris(), kept);
      await later.store.close();
      assert.deepEqual((await entriesOf(disk)).sort(), ['ballast', 'store.db']);
    });
  });

  it('that becomes read-only: told once, and saved when it is not any more', async function () {
    if (!canMount) return this.skip();
    await onDisk(async (disk) => {
      const file = path.join(disk, 'store.db');
      const window = await TestStore.open(file);
      await analyse(window.store, findings(100), uri('first'));
      await window.store.flush();
      assert.ok(run('mount', '-o', 'remount,ro', disk));
      await analyse(window.store, findings(100), uri('second'));
      for (const attempt of [1, 2]) await assert.rejects(window.store.flush(), { message: /the disk is read-only/ }, String(attempt));
      assert.equal(window.problems.length, 1);
      const reader = await TestStore.open(file);
      assert.deepEqual(await reader.uris(), ['file:///first']);
      await reader.store.close();
      assert.deepEqual(reader.problems, []);
      assert.ok(run('mount', '-o', 'remount,rw', disk));
      await window.store.close();
      const later = await TestStore.open(file);
      assert.deepEqual(await later.uris(), ['file:///first', 'file:///second']);
      await later.store.close();
    });
  });
});

/** Permissions count for nobody who is root. */
describe('store in a folder that may not be written', function () {
  this.timeout(20_000);
  let mayTest = false;
  before(() => {
    mayTest = process.platform !== 'win32' && process.getuid?.() !== 0;
  });

  it('shows what is there, and says why nothing is saved', async function () {
    if (!mayTest) return this.skip();
    await inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const first = await TestStore.open(file);
      await analyse(first.store, findings(2), uri('a'));
      await first.store.close();
      await chmod(folder, 0o555);
      const second = await TestStore.open(file);
      assert.deepEqual(await second.uris(), ['file:///a']);
      await analyse(second.store, findings(2), uri('b'));
      await assert.rejects(second.store.flush(), { message: /permission is denied/ });
      await chmod(folder, 0o755);
      await second.store.close();
      assert.deepEqual(await entriesOf(folder), ['store.db']);
    });
  });
});
