import assert from 'node:assert/strict';
import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { openStoreFile } from '../../../../src/engine/store/openStore';
import { migrate, schemaVersion } from '../../../../src/engine/store/schema';
import { Connection, loadSqlJs } from '../../../../src/engine/store/sqlJs';
import type { StoreFile } from '../../../../src/engine/store/storeFile';
import { FaultyFiles, TestStore, analyse, entriesOf, findings, inFolder } from './support';

const uri = (name: string): { readonly start: { readonly uri: string } } => ({ start: { uri: `file:///${name}` } });
const maintained = (file: string): Promise<StoreFile> => openStoreFile({ file, now: Date.now, program: 'cli' });

describe('store file', function () {
  this.timeout(20_000);

  const withWindow = (work: (window: TestStore, file: string) => Promise<void>): Promise<void> =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const window = await TestStore.open(file);
      await analyse(window.store, findings(300), uri('a'));
      await window.store.flush();
      await work(window, file);
      await window.store.close();
    });

  it('restores a backup under an open window, whose unsaved work goes on top, and the restoring can be undone', () =>
    withWindow(async (window, file) => {
      const storeFile = await maintained(file);
      const backup = await storeFile.backUp();
      await analyse(window.store, findings(2), uri('b'));
      await window.store.flush();
      await storeFile.restore(backup.name);
      await window.store.reload();
      assert.deepEqual(await window.uris(), ['file:///a']);
      await analyse(window.store, findings(2), uri('c'));
      const [undo] = await storeFile.backups();
      assert.equal(undo?.occasion, 'restore');
      await storeFile.restore(undo.name);
      await window.store.flush();
      assert.deepEqual(await window.uris(), ['file:///a', 'file:///b', 'file:///c']);
      assert.deepEqual(window.problems, []);
    }));

  it('restores in the place of a file that is garbage, gone, or of a later version', () =>
    withWindow(async (window, file) => {
      const storeFile = await maintained(file);
      const { name } = await storeFile.backUp();
      const makeLater = async (): Promise<void> => {
        const later = new Connection(await loadSqlJs(), null);
        migrate(later);
        later.execute(`PRAGMA user_version = ${schemaVersion + 1}`);
        await writeFile(file, later.export());
      };
      for (const ruin of [() => writeFile(file, 'garbage'), () => rm(file), () => truncate(file, 700), makeLater]) {
        await ruin();
        await storeFile.restore(name);
        await window.store.reload();
        assert.deepEqual(await window.uris(), ['file:///a']);
      }
    }));

  it('leaves the store as it was where a backup is damaged or unknown', () =>
    withWindow(async (_window, file) => {
      const storeFile = await maintained(file);
      const { name } = await storeFile.backUp();
      const before = await readFile(file);
      await truncate(path.join(`${file}.backups`, name), 900);
      await assert.rejects(storeFile.restore(name), { name: 'StoreError', message: /is damaged\. Choose another one/ });
      await assert.rejects(storeFile.restore('../store.db'), { name: 'StoreError', message: /no backup/ });
      assert.deepEqual(await readFile(file), before);
      assert.deepEqual(await entriesOf(path.dirname(file)), ['store.db']);
    }));

  it('compacts what has gaps, keeps a backup, and loses nothing', () =>
    withWindow(async (window, file) => {
      const kept = await window.store.latestAnalyses();
      for (let round = 0; round < 20; round++) {
        await analyse(window.store, findings(500, (line) => ({ message: `number ${line * 7_919 + round}`, template: `template ${round}`, fingerprint: `v1:${round}` })), uri(`gone-${round}`));
      }
      await window.store.forget({ uris: Array.from({ length: 20 }, (_, round) => `file:///gone-${round}`) });
      const storeFile = await maintained(file);
      const { before, after } = await storeFile.compact();
      assert.equal((await stat(file)).size, after);
      assert.ok(after <= before);
      assert.equal((await storeFile.backups())[0]?.occasion, 'compact');
      await window.store.reload();
      assert.deepEqual(await window.store.latestAnalyses(), kept);
      assert.equal((await window.store.findings({ analysisId: kept[0]?.id ?? 0, minSeverity: 'low', order: 'line', offset: 0, limit: 1_000 })).total, 300);
    }));

  it('changes nothing where the disk refuses', () =>
    withWindow(async (_window, file) => {
      const faulty = new FaultyFiles();
      const storeFile = await openStoreFile({ file, now: Date.now, program: 'cli', files: faulty.layer });
      const { name } = await storeFile.backUp();
      const before = await readFile(file);
      for (const [call, code, words] of [['copy', 'ENOSPC', 'the disk is full'], ['write', 'ENOSPC', 'the disk is full'], ['create', 'EROFS', 'the disk is read-only'], ['rename', 'EACCES', 'permission is denied']] as const) {
        faulty.failing.set(call, code);
        await assert.rejects(storeFile.compact(), { name: 'StoreError', message: new RegExp(words) });
        await assert.rejects(storeFile.restore(name), { name: 'StoreError', message: new RegExp(words) });
        faulty.failing.clear();
      }
      assert.deepEqual(await readFile(file), before);
      assert.deepEqual(await entriesOf(path.dirname(file)), ['store.db']);
    }));

  it('says that there is no store yet', () =>
    inFolder(async (folder) => {
      const storeFile = await maintained(path.join(folder, 'store.db'));
      assert.deepEqual(await storeFile.backups(), []);
      await assert.rejects(storeFile.backUp(), { name: 'StoreError', message: /no store .* yet/ });
      await assert.rejects(storeFile.compact(), { name: 'StoreError', message: /no store .* yet/ });
    }));
});
