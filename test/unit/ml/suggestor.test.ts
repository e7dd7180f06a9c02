import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PastFix } from '../../../src/core/learning';
import { suggestFixes } from '../../../src/ml/suggestor';

const asked = { fingerprint: 'v1:pool', template: 'Connection pool of <*> exhausted after <*>' };
const entries = [
  { citation: 'db/pool', fit: 0.9 },
  { citation: 'db/limit', fit: 0.8 },
];
const past = (changes: Partial<PastFix>): PastFix => ({ fingerprint: 'v1:pool', template: asked.template, source: 'knowledge', content: 'db/pool', helped: true, ...changes });
const contents = (fixes: readonly PastFix[], limit = 5): string[] => suggestFixes(asked, entries, fixes, limit).map(({ content }) => content);

describe('suggestions of what to do', () => {
  it('are the entries that fit, the best first, where nobody has said anything', () => {
    assert.deepEqual(contents([]), ['db/pool', 'db/limit']);
    assert.deepEqual(contents([], 1), ['db/pool']);
    for (const { confidence } of suggestFixes(asked, entries, [], 5)) assert.ok(confidence > 0 && confidence < 1);
  });

  it('change their order with what helped and what did not', () => {
    assert.deepEqual(contents([past({ helped: false })]), ['db/limit', 'db/pool']);
    assert.deepEqual(contents([past({ content: 'db/limit' })]), ['db/limit', 'db/pool']);
  });

  it('have what users wrote down for findings like it, and not for others', () => {
    const written = past({ source: 'user', content: 'raised the pool', fingerprint: 'v1:other', template: 'Connection pool of <*> exhausted' });
    const [first] = suggestFixes(asked, entries, [written], 5);
    assert.deepEqual({ ...first, confidence: 0 }, { source: 'user', content: 'raised the pool', helped: 1, failed: 0, confidence: 0 });
    assert.deepEqual(contents([{ ...written, template: 'Disk of <*> is full' }, { ...written, template: null }]), ['db/pool', 'db/limit']);
    assert.ok(contents([{ ...written, template: null, fingerprint: asked.fingerprint }]).includes('raised the pool'));
  });

  it('leave out what never helped, and entries that do not fit', () => {
    assert.deepEqual(contents([past({ source: 'user', content: 'restarted it', helped: false }), past({ content: 'net/refused' })]), ['db/pool', 'db/limit']);
  });

  it('go by the newest word on the same', () => {
    const own = past({ source: 'user', content: 'restarted it' });
    assert.deepEqual(contents([{ ...own, helped: false }, own]), ['db/pool', 'db/limit']);
    assert.equal(suggestFixes(asked, [], [own, { ...own, helped: false }, own], 5)[0]?.helped, 1);
  });

  it('trust what is said more often more, within 0 and 1', () => {
    const voices = fc.array(fc.record({ fingerprint: fc.constantFrom('v1:a', 'v1:b', 'v1:c'), helped: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(voices, (said) => {
        const fixes = said.map((each) => past({ ...each, source: 'user', content: 'x' }));
        for (const { confidence, helped } of suggestFixes(asked, entries, fixes, 5)) assert.ok(confidence >= 0 && confidence <= 1 && helped >= 0);
        const of = (more: PastFix[]): number => suggestFixes(asked, [], [...more, ...fixes], 5).find(({ content }) => content === 'x')?.confidence ?? 0;
        assert.ok(of([past({ fingerprint: 'v1:new', source: 'user', content: 'x' })]) >= of([]));
      }),
    );
  });
});
