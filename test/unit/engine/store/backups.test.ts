import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { type Backup, Backups, superfluous } from '../../../../src/engine/store/backups';
import { nodeFileLayer } from '../../../../src/engine/store/fileLayer';
import { FaultyFiles, TestStore, analyse, findings, inFolder } from './support';

const hour = 3_600_000;
const day = 24 * hour;
const noon = Date.UTC(2026, 2, 10, 12);
const uri = (name: string): { readonly start: { readonly uri: string } } => ({ start: { uri: `file:///${name}` } });

const backupAt = (takenAt: number): Backup => ({ name: String(takenAt), takenAt, bytes: 1, occasion: 'asked' });

describe('backups', function () {
  this.timeout(20_000);

  it('keeps the three newest, and the newest of each of four days', () => {
    const times = [noon, noon - 1, noon - 2, noon - 3, noon - day, noon - day - 1, noon - 5 * day, noon - 9 * day, noon - 9 * day - 1, noon - 20 * day];
    const dropped = superfluous(times.map(backupAt)).map(({ takenAt }) => takenAt);
    assert.deepEqual(dropped, [noon - 3, noon - day - 1, noon - 9 * day - 1, noon - 20 * day]);
    assert.deepEqual(superfluous([]), []);
  });

  it('takes none of what is not there, and passes over files of other names', () =>
    inFolder(async (folder) => {
      const backups = new Backups(path.join(folder, 'store.db'), nodeFileLayer(), () => noon);
      assert.equal(await backups.take('asked'), null);
      assert.deepEqual(await readdir(folder), []);
      await writeFile(path.join(folder, 'store.db'), 'content');
      const taken = await backups.take('asked');
      await writeFile(path.join(backups.folder, 'notes.txt'), '');
      await writeFile(path.join(backups.folder, '2026-99-99T12-00-00-000Z-asked.db'), '');
      assert.deepEqual(await backups.list(), [taken]);
      assert.deepEqual(taken, { name: '2026-03-10T12-00-00-000Z-asked.db', takenAt: noon, bytes: 7, occasion: 'asked' });
    }));

  it('are taken before the first save of a day, of what was there before', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const files = nodeFileLayer();
      let time = noon;
      const test = await TestStore.open(file, { now: () => time });
      const backups = new Backups(file, files, () => time);
      const counts: number[] = [];
      for (const step of [0, 2 * hour, 5 * hour, 18 * hour, 2 * hour, 30 * hour]) {
        time += step;
        await analyse(test.store, findings(2), uri(String(time)));
        await test.store.flush();
        counts.push((await backups.list()).length);
      }
      await test.store.close();
      assert.deepEqual(counts, [0, 1, 1, 1, 2, 3]);
      const [newest] = await backups.list();
      assert.ok(newest);
      const earlier = await TestStore.open(backups.pathOf(newest));
      assert.equal((await earlier.uris()).length, 5);
      await earlier.store.close();
      assert.deepEqual(test.problems, []);
    }));

  it('that cannot be taken are told of, and the store is saved all the same', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const faulty = new FaultyFiles();
      const first = await TestStore.open(file);
      await analyse(first.store, findings(2), uri('a'));
      await first.store.close();
      faulty.failing.set('copy', 'EIO');
      const second = await TestStore.open(file, { files: faulty.layer });
      for (const name of ['b', 'c']) {
        await analyse(second.store, findings(2), uri(name));
        await second.store.flush();
      }
      await second.store.close();
      assert.equal(second.problems.length, 1);
      assert.match(second.problems[0] ?? '', /cannot be backed up: the system reports EIO/);
      const later = await TestStore.open(file);
      assert.deepEqual(await later.uris(), ['file:///a', 'file:///b', 'file:///c']);
      await later.store.close();
    }));

  it('keep what an earlier version wrote, before it is written anew', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const old = gunzipSync(await readFile(path.resolve('test/fixtures/stores/schema-1.db.gz')));
      await writeFile(file, old);
      const faulty = new FaultyFiles();
      faulty.failing.set('copy', 'ENOSPC');
      const { store, problems } = await TestStore.open(file, { files: faulty.layer });
      await analyse(store, findings(2));
      await assert.rejects(store.flush(), { name: 'StoreError', message: /the disk is full/ });
      assert.deepEqual(await readFile(file), old);
      faulty.failing.clear();
      await store.close();
      assert.equal(problems.length, 1);
      const backups = new Backups(file, nodeFileLayer(), Date.now);
      const [backup, ...others] = await backups.list();
      assert.ok(backup && others.length === 0);
      assert.equal(backup.occasion, 'update');
      assert.deepEqual(await readFile(backups.pathOf(backup)), old);
    }));
});
