import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TestStore, analyse, finding, inFolder } from './support';

const said = { fingerprint: 'v1:a', source: 'gemini', model: 'gemini-test', confidence: 0.8, content: '{"cause":"x"}' };

describe('suggestions', () => {
  it('are kept by fingerprint, the newest counts, and so is whether they helped', async () => {
    await inFolder(async (folder) => {
      const file = `${folder}/store.db`;
      const { store } = await TestStore.open(file);
      assert.equal(await store.suggestion('v1:a'), null);
      const first = await store.suggest(said);
      await store.rate(first.id, true);
      assert.deepEqual(await store.suggestion('v1:a'), { ...first, ...said, helped: true });
      const second = await store.suggest({ ...said, content: '{"cause":"y"}' });
      await store.rate(second.id, false);
      await store.close();
      const { store: again } = await TestStore.open(file);
      const kept = await again.suggestion('v1:a');
      assert.ok(kept);
      assert.deepEqual(kept, kept.id === second.id ? { ...second, helped: false } : { ...first, helped: true });
      assert.equal(await again.suggestion('v1:b'), null);
      const other = await again.suggest({ ...said, fingerprint: 'v1:b' });
      assert.deepEqual((await again.suggestions(10)).map(({ fingerprint }) => fingerprint).sort(), ['v1:a', 'v1:b']);
      assert.deepEqual(new Set((await again.suggestions(10)).map(({ id }) => id)), new Set([kept.id, other.id]));
      await again.close();
    });
  });

  it('that helped are told with what they helped with, the newest first', async () => {
    const { store } = await TestStore.open(null);
    const { fingerprint, template } = finding();
    await analyse(store, [finding()]);
    const [good, bad] = [await store.suggest({ ...said, fingerprint }), await store.suggest(said)];
    await store.rate(good.id, true);
    await store.rate(bad.id, false);
    assert.deepEqual(await store.solved(5), [{ template, content: said.content }]);
    assert.deepEqual(await store.solved(0), []);
    await store.close();
  });

  it('and what was asked are in the audit trail', async () => {
    const { store } = await TestStore.open(null);
    await store.noteQuestion({ fingerprint: 'v1:a', provider: 'gemini', model: 'gemini-test', sent: 'why [[IP_1]]?' });
    await store.suggest(said);
    const trail = await store.auditTrail({ offset: 0, limit: 10 });
    assert.deepEqual(trail.map(({ action, subject }) => [action, subject]).sort(), [['asked', 'v1:a'], ['suggested', 'v1:a']]);
    assert.deepEqual(trail.find(({ action }) => action === 'asked')?.details, { provider: 'gemini', model: 'gemini-test', sent: 'why [[IP_1]]?' });
    await store.close();
  });

  it('of users and of knowledge are kept apart from those of an AI, with whether they helped', async () => {
    const { store } = await TestStore.open(null);
    const ai = await store.suggest(said);
    const note = await store.suggest({ ...said, source: 'user', model: '', content: 'raised the limit' });
    await store.rate(note.id, true);
    const entry = await store.suggest({ ...said, source: 'knowledge', model: '', content: 'db/pool' });
    await store.rate(entry.id, false);
    assert.equal((await store.suggestion('v1:a'))?.id, ai.id);
    assert.deepEqual((await store.suggestions(10)).map(({ id }) => id), [ai.id]);
    assert.deepEqual(new Set(await store.pastFixes()), new Set([
      { fingerprint: 'v1:a', template: null, source: 'knowledge', content: 'db/pool', helped: false },
      { fingerprint: 'v1:a', template: null, source: 'user', content: 'raised the limit', helped: true },
    ]));
    await store.rate(ai.id, true);
    assert.deepEqual((await store.pastFixes()).find(({ source }) => source === 'ai'), { fingerprint: 'v1:a', template: null, source: 'ai', content: said.content, helped: true });
    await store.close();
  });
});
