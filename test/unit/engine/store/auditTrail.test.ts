import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { describe, it } from 'mocha';
import { openStoreFile } from '../../../../src/engine/store/openStore';
import { migrate } from '../../../../src/engine/store/schema';
import { Connection, loadSqlJs } from '../../../../src/engine/store/sqlJs';
import { row } from '../../../../src/engine/store/steps';
import type { Store } from '../../../../src/engine/store/store';
import { TestStore, analyse, findings, inFolder, start } from './support';

const uri = (name: string): { readonly start: { readonly uri: string } } => ({ start: { uri: `file:///${name}` } });
const actions = async (store: Store): Promise<unknown[]> => (await store.auditTrail({ offset: 0, limit: 100 })).map(({ action, subject }) => [action, subject]).reverse();

describe('audit trail', function () {
  this.timeout(20_000);

  it('tells who did what and when, of each thing once', async () => {
    let time = Date.UTC(2026, 5, 1);
    const { store } = await TestStore.open(null, { now: () => ++time });
    const first = await analyse(store, findings(2), uri('a'));
    // A log that grows while it is open.
    await analyse(store, findings(3), { ...uri('a'), replaces: first.id });
    await store.begin(start({ uri: 'file:///b' })).abandon('failed', 'It cannot be read.');
    const { removal } = await store.forget({ uris: ['file:///a'] });
    await store.unforget(removal);
    await store.forget({ uris: ['file:///unknown'] });
    await store.noteDecision({ kind: 'named', members: [{ fingerprint: 'v1:a', template: 'a' }], value: 'Pumps' });
    await store.noteExport({ format: 'csv', target: '/tmp/x.csv', scope: 'all', findings: 3 });
    await store.prune({ days: 0, megabytes: null });
    assert.deepEqual(await actions(store), [
      ['analysed', 'file:///a'],
      ['failed', 'file:///b'],
      ['deleted', 'file:///a'],
      ['undeleted', null],
      ['named', 'v1:a'],
      ['exported', '/tmp/x.csv'],
      ['pruned', null],
    ]);
    const [newest, ...older] = await store.auditTrail({ offset: 0, limit: 100 });
    assert.deepEqual([newest?.user, newest?.program], [userInfo().username, 'editor']);
    assert.deepEqual(newest?.details, { analyses: 2, days: 0, megabytes: null });
    assert.ok(older.every((entry, index) => entry.time < ([newest, ...older][index]?.time ?? 0)));
    assert.deepEqual(await store.auditTrail({ offset: 1, limit: 2 }), older.slice(0, 2));
    assert.equal((await store.counts()).audit, 7);
  });

  it('has every entry of all who share the file once, and keeps them when a backup is restored', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const [a, b] = [await TestStore.open(file), await TestStore.open(file)];
      await analyse(a.store, findings(2), uri('a'));
      await a.store.flush();
      const storeFile = await openStoreFile({ file, now: Date.now, program: 'cli' });
      const { name } = await storeFile.backUp();
      await analyse(b.store, findings(2), uri('b'));
      await analyse(a.store, findings(2), uri('c'));
      await Promise.all([a.store.flush(), b.store.flush()]);
      await storeFile.restore(name);
      await storeFile.compact();
      for (const { store } of [a, b]) {
        await store.reload();
        const trail = await actions(store);
        assert.deepEqual(trail.slice(-2), [['restored', file], ['compacted', file]]);
        assert.deepEqual(new Set(trail.slice(0, -2).map(String)), new Set(['analysed,file:///a', 'analysed,file:///b', 'analysed,file:///c']));
        assert.equal(trail.length, 5);
        await store.close();
      }
    }));

  it('is only ever added to', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const { store } = await TestStore.open(file);
      await analyse(store, findings(2), uri('a'));
      await store.close();
      const connection = new Connection(await loadSqlJs(), await readFile(file));
      migrate(connection);
      assert.throws(() => connection.execute(`UPDATE audit SET account = 'somebody else'`), /never changed/);
      assert.throws(() => connection.execute('DELETE FROM audit'), /Nothing is removed/);
    }));

  it('stands beside what users decided and what was exported', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const { store } = await TestStore.open(file);
      const members = [{ fingerprint: 'v1:a', template: 'pump <*> stands' }];
      await store.noteDecision({ kind: 'split', members, value: null });
      // A decision is on disk when it is acknowledged.
      const connection = new Connection(await loadSqlJs(), await readFile(file));
      const stored = connection.take(row('SELECT account, kind, members, value FROM feedback'));
      assert.deepEqual(stored, { account: userInfo().username, kind: 'split', members: JSON.stringify(members), value: null });
      await store.noteExport({ format: 'xlsx', target: null, scope: 'file:///a', findings: 7 });
      await store.close();
      const later = new Connection(await loadSqlJs(), await readFile(file));
      assert.deepEqual(later.take(row('SELECT format, target, scope, findings FROM exports')), { format: 'xlsx', target: null, scope: 'file:///a', findings: 7 });
    }));
});
