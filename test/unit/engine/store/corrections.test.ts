import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { correct, uncorrected, type Judged } from '../../../../src/core/corrections';
import { categories, severities, type Finding } from '../../../../src/core/finding';
import type { FindingsQuery } from '../../../../src/engine/api';
import { TestStore, analyse, finding, findings, inFolder } from './support';

const everything = { minSeverity: 'low', order: 'line', offset: 0, limit: 1_000 } as const;
const refused = { fingerprint: 'v1:refused', template: 'connection to <ip> refused' };
const kinds = severities.flatMap((severity) => ['a', 'b', 'c'].map((name) => ({ severity, name })));

function answer(all: readonly Finding[], { minSeverity, order, offset, limit }: Omit<FindingsQuery, 'analysisId'>): { findings: Finding[]; total: number } {
  const rank = ({ severity }: Finding): number => severities.indexOf(severity);
  const found = all.filter((each) => rank(each) <= severities.indexOf(minSeverity)).sort((a, b) => a.line - b.line);
  const ordered = order === 'line' ? found : found.reverse().sort((a, b) => rank(a) - rank(b));
  return { findings: ordered.slice(offset, offset + limit), total: found.length };
}

describe('corrections in the store', () => {
  it('apply to findings, groups, analyses and the overview, tell how many they change, and are undone', async () => {
    const { store } = await TestStore.open(null);
    const other = finding({ line: 9, severity: 'medium', fingerprint: 'v1:other', template: 'other', message: 'other' });
    const { id, uri } = await analyse(store, [...findings(3), other], { outcome: { severities: { critical: 0, high: 3, medium: 1, low: 0 } } });

    assert.equal(await store.correct([refused], { ignored: false, severity: 'low', category: 'business' }), 3);
    assert.deepEqual((await store.findings({ ...everything, analysisId: id })).findings.map(({ severity, category }) => [severity, category]), [...Array.from({ length: 3 }, () => ['low', 'business']), ['medium', 'network']]);
    assert.equal((await store.findings({ ...everything, analysisId: id, minSeverity: 'medium' })).total, 1);
    assert.deepEqual((await store.groups({ analysisId: id, minSeverity: 'low', decisions: [] })).map(({ severity, count }) => [severity, count]), [['medium', 1], ['low', 3]]);
    assert.deepEqual((await store.history(uri))[0]?.severities, { critical: 0, high: 0, medium: 1, low: 3 });
    assert.equal((await store.totals()).problems.count, 1);

    await store.correct([refused], { ...uncorrected, ignored: true });
    assert.deepEqual((await store.findings({ ...everything, analysisId: id })).findings.map(({ line }) => line), [9]);
    assert.equal((await store.groups({ analysisId: id, minSeverity: 'low', decisions: [] })).length, 1);

    await store.correct([refused], uncorrected);
    assert.deepEqual(await store.corrections(), []);
    assert.equal((await store.findings({ ...everything, analysisId: id, minSeverity: 'high' })).total, 3);
    assert.deepEqual((await store.latestAnalyses())[0]?.severities, { critical: 0, high: 3, medium: 1, low: 0 });
    const trail = await store.auditTrail({ offset: 0, limit: 10 });
    assert.equal(trail.filter(({ action, subject }) => action === 'corrected' && subject === refused.fingerprint).length, 3);
    await store.close();
  });

  it('are kept in the file', () =>
    inFolder(async (folder) => {
      const first = await TestStore.open(`${folder}/stacklens.db`);
      await first.store.correct([refused], { ignored: false, severity: 'critical', category: null });
      await first.store.close();
      const second = await TestStore.open(`${folder}/stacklens.db`);
      assert.deepEqual(await second.store.corrections(), [{ member: refused, ignored: false, severity: 'critical', category: null }]);
      await second.store.close();
    }));

  it('give every page what correcting each finding gives', async function () {
    this.timeout(60_000);
    const said = fc.record({ ignored: fc.boolean(), severity: fc.option(fc.constantFrom(...severities)), category: fc.option(fc.constantFrom(...categories)) });
    const query = fc.record({ minSeverity: fc.constantFrom(...severities), order: fc.constantFrom('worst' as const, 'line' as const), offset: fc.nat(10), limit: fc.nat(20) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...kinds), { maxLength: 20 }), fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), said), { maxLength: 4 }), fc.array(query, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 3 }), async (list, corrections, queries, groups) => {
        // With few groups, the findings of others are in none: they are known by their fingerprints alone.
        const { store } = await TestStore.open(null, { limits: { whole: 1_000, bytes: 1_000_000, brief: 1_000, reserved: 100, groups } });
        const all = list.map(({ severity, name }, index) => finding({ line: index + 1, severity, fingerprint: `v1:${name}`, template: name, message: name, range: { line: index + 1, start: 0, end: 1 } }));
        const { id } = await analyse(store, all);
        for (const [name, judged] of corrections) await store.correct([{ fingerprint: `v1:${name}`, template: name }], judged);
        const byFingerprint = new Map<string, Judged>(corrections.map(([name, judged]) => [`v1:${name}`, judged]));
        const expected = all.map((each) => correct(byFingerprint, each)).filter((each) => each !== null);
        for (const asked of queries) {
          const page = await store.findings({ ...asked, analysisId: id });
          const wanted = answer(expected, asked);
          const brief = ({ line, severity, category }: Finding): unknown => [line, severity, category];
          assert.deepEqual([page.total, page.findings.map(brief)], [wanted.total, wanted.findings.map(brief)]);
        }
        await store.close();
      }),
      { numRuns: 60 },
    );
  });
});
