import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { Store } from '../../../../src/engine/store/store';
import { TestStore, analyse, findings, inFolder, start } from './support';

const day = 86_400_000;
const noon = Date.UTC(2026, 2, 10, 12);
const at = (name: string, startedAt = noon - 1_000): { readonly start: { readonly uri: string; readonly startedAt: number } } => ({ start: { uri: `file:///${name}`, startedAt } });
const uris = async (store: Store): Promise<string[]> => (await store.latestAnalyses()).map(({ uri }) => uri).sort();
const wide = (seed: number): ReturnType<typeof findings> => findings(4_000, (line) => ({ message: `pump ${(line * 2_654_435_761 + seed) % 4_294_967_291} stands` }));

describe('deleting', function () {
  this.timeout(20_000);

  it('takes one analysis, a file or all, shows nothing of them, and is undone', async () => {
    const { store } = await TestStore.open(null);
    const [old, young, other] = [await analyse(store, findings(3), at('a', noon - 2_000)), await analyse(store, findings(4), at('a')), await analyse(store, findings(5), at('b'))];
    const total = async (analysisId: number): Promise<number> => (await store.findings({ analysisId, minSeverity: 'low', order: 'line', offset: 0, limit: 1 })).total;
    const one = await store.forget({ ids: [young.id, 7] });
    assert.equal(one.analyses, 1);
    assert.deepEqual([await total(young.id), await total(old.id)], [0, 3]);
    assert.deepEqual(await store.groups({ analysisId: young.id, minSeverity: 'low', decisions: [] }), []);
    assert.deepEqual((await store.latestAnalyses()).map(({ id }) => id).sort(), [old.id, other.id].sort());
    const { uri, identity, rulesVersion, modelVersion, settingsHash } = start(at('a').start);
    assert.equal((await store.reusable({ uri, identity, rulesVersion, modelVersion, settingsHash }))?.id, old.id);

    const file = await store.forget({ uris: ['file:///a'] });
    assert.equal(file.analyses, 1);
    const all = await store.forget('all');
    assert.equal(all.analyses, 1);
    assert.deepEqual((await store.analyses({ uri: null, offset: 0, limit: 1_000 })).analyses, []);
    assert.deepEqual(await store.counts(), { files: 0, analyses: 0, removed: 3, findings: 0, templates: 1, audit: 6 });
    assert.equal((await store.forget('all')).analyses, 0, 'nothing is left');
    assert.equal(await store.unforget(all.removal), 1);
    assert.deepEqual(await store.latestAnalyses(), [other]);
  });

  it('is undone deletion by deletion, by any of those who share the file', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const [a, b] = [await TestStore.open(file), await TestStore.open(file)];
      await analyse(a.store, findings(3), at('a'));
      await analyse(a.store, findings(3), at('b'));
      const first = await a.store.forget({ uris: ['file:///a'] });
      const second = await a.store.forget('all');
      await b.store.reload();
      assert.deepEqual(await uris(b.store), []);
      // What comes meanwhile is not touched by the undoing.
      await analyse(a.store, findings(3), at('c'));
      assert.equal(await b.store.unforget(second.removal), 1);
      assert.deepEqual(await uris(b.store), ['file:///b']);
      await a.store.flush();
      assert.equal(await a.store.unforget(first.removal), 1);
      assert.equal(await a.store.unforget(first.removal), 0);
      assert.deepEqual(await uris(a.store), ['file:///a', 'file:///b', 'file:///c']);
      const [analysis] = await a.store.history('file:///a');
      assert.equal((await a.store.findings({ analysisId: analysis?.id ?? 0, minSeverity: 'low', order: 'line', offset: 0, limit: 9 })).total, 3);
      await a.store.close();
      await b.store.close();
    }));

  it('is for good after a day', async () => {
    let time = noon;
    const { store } = await TestStore.open(null, { now: () => time });
    await analyse(store, findings(3), at('a'));
    const { removal } = await store.forget('all');
    time += day - 1;
    assert.equal(await store.prune({ days: null, megabytes: null }), 0);
    time += 2;
    assert.equal(await store.prune({ days: null, megabytes: null }), 1);
    assert.equal(await store.unforget(removal), 0);
    assert.equal((await store.counts()).templates, 0);
  });
});

describe('retention', function () {
  this.timeout(20_000);

  it('by age removes what is older', async () => {
    const { store } = await TestStore.open(null, { now: () => noon });
    for (const days of [1, 29, 31, 400]) await analyse(store, findings(2), at(`${days}`, noon - days * day));
    assert.equal(await store.prune({ days: 30, megabytes: null }), 2);
    assert.deepEqual(await uris(store), ['file:///1', 'file:///29']);
    assert.equal(await store.prune({ days: 30, megabytes: null }), 0);
  });

  it('sees what another window has just saved', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const [a, b] = [await TestStore.open(file), await TestStore.open(file)];
      await analyse(b.store, findings(1), at('old', Date.now() - 400 * day));
      await b.store.flush();
      await analyse(a.store, findings(1), at('new', Date.now()));
      assert.equal(await a.store.prune({ days: 30, megabytes: null }), 1);
      assert.deepEqual(await uris(a.store), ['file:///new']);
      await a.store.close();
      await b.store.close();
    }));

  it('by size removes the oldest, those of which there is a newer one first', () =>
    inFolder(async (folder) => {
      const { store } = await TestStore.open(path.join(folder, 'store.db'), { now: () => noon });
      const ids: Record<string, number> = {};
      for (const [index, name] of ['oldest', 'grown', 'grown', 'grown', 'newest'].entries()) ids[`${name}${index}`] = (await analyse(store, wide(index), at(name, noon - (9 - index) * day))).id;
      const remaining = async (): Promise<number[]> => (await store.analyses({ uri: null, offset: 0, limit: 1_000 })).analyses.map(({ id }) => id);
      const all = { days: null, megabytes: 100 };
      assert.equal(await store.prune(all), 0);
      await store.flush();
      const { size } = await stat(path.join(folder, 'store.db'));
      assert.equal(await store.prune({ days: null, megabytes: (size * 0.95) / 1e6 }), 1);
      assert.ok(!(await remaining()).includes(ids['grown1'] ?? 0));
      await store.prune({ days: null, megabytes: (size * 0.65) / 1e6 });
      assert.ok(!(await remaining()).includes(ids['grown2'] ?? 0) && (await remaining()).includes(ids['newest4'] ?? 0));
      await store.prune({ days: null, megabytes: 0 });
      assert.deepEqual(await remaining(), []);
      await store.close();
    }));

  it('keeps everything where it sets no bound', async () => {
    const { store } = await TestStore.open(null, { now: () => noon });
    await analyse(store, findings(2), at('a', noon - 9_999 * day));
    assert.equal(await store.prune({ days: null, megabytes: null }), 0);
  });
});

describe('history', () => {
  it('has every analysis of a file, and compares any two', async () => {
    const { store } = await TestStore.open(null);
    const disk = { fingerprint: 'v1:disk', template: 'disk full', message: 'disk full' };
    const older = await analyse(store, [...findings(3), ...findings(1, () => ({ line: 9, fingerprint: 'v1:gone' }))], at('a', noon - 5_000));
    const newer = await analyse(store, [...findings(5), ...findings(2, () => ({ ...disk, line: 8 }))], at('a'));
    await analyse(store, findings(1), at('b'));
    assert.deepEqual((await store.history('file:///a')).map(({ id }) => id), [newer.id, older.id]);
    const changes = await store.compare({ older: older.id, newer: newer.id, minSeverity: 'low', decisions: [] });
    assert.deepEqual(changes.map(({ kind, group, counts }) => [kind, group.fingerprint, counts]), [
      ['new', 'v1:disk', { old: 0, new: 2 }],
      ['more', 'v1:refused', { old: 3, new: 5 }],
      ['gone', 'v1:gone', { old: 1, new: 0 }],
    ]);
    assert.deepEqual(await store.history('file:///unknown'), []);
  });
});
