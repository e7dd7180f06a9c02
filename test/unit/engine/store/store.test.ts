import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/core/finding';
import { StoreError } from '../../../../src/engine/store/store';
import { TestStore, analyse, finding, findings, outcome, start } from './support';

const lines = (page: { findings: readonly Finding[] }): number[] => page.findings.map(({ line }) => line);
const all = { minSeverity: 'low', offset: 0, limit: 100_000 } as const;

describe('store', function () {
  this.timeout(20_000);
  it('gives back an analysis and its findings as they were', async () => {
    const { store } = await TestStore.open(null);
    const frames = [{ function: 'main', file: '/app/a.js', line: 3, column: null, module: null, application: true }];
    const found = [finding({ line: 2, frames }), finding({ line: 5, severity: 'low', fingerprint: 'v1:b', template: 'b', timestamp: null, level: null })];
    const analysis = await analyse(store, found);
    const { identity, settingsHash, ...known } = start();
    assert.deepEqual(analysis, { ...known, ...outcome, id: analysis.id, status: 'completed', reason: null });
    assert.ok(Number.isSafeInteger(analysis.id) && identity.size > 0 && settingsHash !== '');
    assert.deepEqual(await store.latestAnalyses(), [analysis]);
    assert.deepEqual(await store.findings({ ...all, analysisId: analysis.id, order: 'line' }), { findings: found, total: 2 });
  });

  it('shows nothing of an analysis that is not complete', async () => {
    const { store } = await TestStore.open(null);
    const writer = store.begin(start());
    await writer.add(findings(50_000));
    assert.deepEqual(await store.latestAnalyses(), []);
    await writer.complete(outcome, null);
    assert.equal((await store.latestAnalyses()).length, 1);
    await assert.rejects(writer.add(findings(1)), StoreError);
    await assert.rejects(writer.complete(outcome, null), StoreError);
  });

  it('pages through many slices in both orders, whatever the page size', async () => {
    const { store } = await TestStore.open(null);
    const found = findings(40_000, (line) => ({
      severity: (['critical', 'high', 'medium', 'low'] as const)[line % 4] ?? 'low',
      fingerprint: `v1:${line % 7}`,
      template: `template ${line % 7}`,
    }));
    const { id } = await analyse(store, found);
    for (const order of ['line', 'worst'] as const) {
      const paged: Finding[] = [];
      for (let offset = 0; offset < found.length; offset += 9_999) {
        const page = await store.findings({ ...all, analysisId: id, order, offset, limit: 9_999 });
        assert.equal(page.total, found.length);
        paged.push(...page.findings);
      }
      const expected = order === 'line' ? found : (['critical', 'high', 'medium', 'low'] as const).flatMap((s) => found.filter(({ severity }) => severity === s).reverse());
      assert.deepEqual(paged, expected);
    }
    const one = await store.findings({ ...all, analysisId: id, order: 'line', minSeverity: 'high', fingerprints: ['v1:3'], offset: 10, limit: 20 });
    const expected = found.filter(({ fingerprint, severity }) => fingerprint === 'v1:3' && (severity === 'critical' || severity === 'high'));
    assert.deepEqual(one, { findings: expected.slice(10, 30), total: expected.length });
  });

  it('gives the findings that begin on some lines only, over slices, severities and groups', async () => {
    const { store } = await TestStore.open(null);
    const found = findings(20_000, (line) => ({ severity: line % 2 === 0 ? 'high' : 'low', fingerprint: `v1:${line % 3}`, template: `template ${line % 3}` }));
    const { id } = await analyse(store, found);
    const query = { ...all, analysisId: id, order: 'line', lines: { from: 9_000, to: 9_300 } } as const;
    const inside = found.filter(({ line }) => line >= 9_000 && line <= 9_300);
    assert.deepEqual(await store.findings(query), { findings: inside, total: inside.length });
    const high = inside.filter(({ severity, fingerprint }) => severity === 'high' && fingerprint === 'v1:0');
    const page = await store.findings({ ...query, minSeverity: 'high', fingerprints: ['v1:0'], order: 'worst', offset: 1, limit: 5 });
    assert.deepEqual(page, { findings: high.toReversed().slice(1, 6), total: high.length });
    assert.deepEqual(await store.findings({ ...query, lines: { from: 30_000, to: 30_001 } }), { findings: [], total: 0 });
  });

  it('brings findings into the order of the file however they come', async () => {
    const { store } = await TestStore.open(null);
    const writer = store.begin(start());
    const found = findings(9_000, (line) => ({ fingerprint: `v1:${line % 3}` }));
    for (const from of [6_000, 0, 3_000]) await writer.add(found.slice(from, from + 3_000).reverse());
    const { id } = await writer.complete(outcome, null);
    assert.deepEqual(lines(await store.findings({ ...all, analysisId: id, order: 'line' })), lines({ findings: found }));
  });

  it('knows nothing of an unknown analysis', async () => {
    const { store } = await TestStore.open(null);
    assert.deepEqual(await store.findings({ ...all, analysisId: 42, order: 'worst' }), { findings: [], total: 0 });
    assert.deepEqual(await store.groups({ analysisId: 42, minSeverity: 'low', decisions: [] }), []);
    assert.equal((await store.totals()).files.count, 0);
  });

  it('groups by fingerprint over severities, counting only what is bad enough', async () => {
    const { store } = await TestStore.open(null);
    const other = { fingerprint: 'v1:disk', template: 'disk full', message: 'disk full', evidence: { rule: 'rule:disk', text: 'full', weighed: [] } };
    const { id } = await analyse(store, [
      finding({ line: 3, severity: 'low', message: 'first', timestamp: 30 }),
      finding({ line: 4, severity: 'high', message: 'second', timestamp: null }),
      finding({ line: 9, severity: 'high', message: 'third', timestamp: 20 }),
      finding({ line: 5, severity: 'critical', ...other, timestamp: null }),
      finding({ line: 6, severity: 'medium', fingerprint: 'v1:c' }),
      finding({ line: 7, severity: 'medium', fingerprint: 'v1:d' }),
      finding({ line: 8, severity: 'medium', fingerprint: 'v1:d' }),
    ]);
    const groups = await store.groups({ analysisId: id, minSeverity: 'low', decisions: [] });
    assert.deepEqual(groups.map(({ fingerprint, count }) => [fingerprint, count]), [['v1:disk', 1], ['v1:refused', 3], ['v1:d', 2], ['v1:c', 1]]);
    const { fingerprint, template, message } = other;
    const common = { category: 'network', confidence: 0.9, name: null } as const;
    assert.deepEqual(groups[0], { ...common, fingerprint, template, message, severity: 'critical', count: 1, firstLine: 5, lastLine: 5, firstTimestamp: null, lastTimestamp: null, rule: 'rule:disk', members: [{ fingerprint, template }] });
    assert.deepEqual(groups[1], { ...common, fingerprint: 'v1:refused', template: 'connection to <ip> refused', message: 'first', severity: 'high', count: 3, firstLine: 3, lastLine: 9, firstTimestamp: 20, lastTimestamp: 30, rule: 'rule:connection-refused', members: [{ fingerprint: 'v1:refused', template: 'connection to <ip> refused' }] });
    assert.deepEqual((await store.groups({ analysisId: id, minSeverity: 'high', decisions: [] })).map(({ count, message: text }) => [count, text]), [[1, 'disk full'], [2, 'second']]);
  });

  it('reuses only a completed analysis of the same file, rules and settings', async () => {
    const { store } = await TestStore.open(null);
    const { uri, identity, rulesVersion, modelVersion, settingsHash } = start();
    const query = { uri, identity, rulesVersion, modelVersion, settingsHash };
    assert.equal(await store.reusable(query), null);
    const analysis = await analyse(store, findings(3));
    assert.deepEqual(await store.reusable(query), analysis);
    await store.begin(start({ startedAt: start().startedAt + 1 })).abandon('cancelled', null);
    assert.deepEqual(await store.reusable(query), analysis);
    for (const change of [
      { uri: 'file:///other.log' },
      { rulesVersion: 'rules-2' },
      { modelVersion: 'model-0002' },
      { settingsHash: 'settings-2' },
      { identity: { ...identity, size: 1 } },
      { identity: { ...identity, modified: null } },
      { identity: { ...identity, hash: 'x' } },
    ]) {
      assert.equal(await store.reusable({ ...query, ...change }), null, JSON.stringify(change));
    }
    await analyse(store, findings(4), { start: { startedAt: start().startedAt + 5, identity: { ...identity, size: 5, modified: null } } });
    assert.equal(await store.reusable(query), null);
    assert.ok(await store.reusable({ ...query, identity: { ...identity, size: 5, modified: null } }));
  });

  it('keeps failed and cancelled runs with their reason and without findings', async () => {
    const { store } = await TestStore.open(null);
    const writer = store.begin(start());
    await writer.add(findings(10));
    const failed = await writer.abandon('failed', 'The file cannot be read: permission is denied.', { lines: 10 });
    assert.deepEqual(await store.latestAnalyses(), [failed]);
    assert.deepEqual([failed.status, failed.reason, failed.lines, failed.size], ['failed', 'The file cannot be read: permission is denied.', 10, 2_000]);
    assert.equal((await store.findings({ ...all, analysisId: failed.id, order: 'line' })).total, 0);
  });

  it('puts an analysis in the place of an earlier one', async () => {
    const { store } = await TestStore.open(null);
    const first = await analyse(store, findings(3));
    const second = await analyse(store, findings(4), { replaces: first.id });
    assert.equal((await store.findings({ ...all, analysisId: first.id, order: 'line' })).total, 0);
    assert.equal((await store.findings({ ...all, analysisId: second.id, order: 'line' })).total, 4);
    assert.deepEqual((await store.analyses({ uri: null, offset: 0, limit: 1_000 })).analyses, [second]);
  });

  it('never takes the findings of an analysis for those of one that came in its place', async () => {
    const { store } = await TestStore.open(null);
    const ask = async (analysisId: number): Promise<string[]> => (await store.findings({ ...all, analysisId, order: 'line' })).findings.map(({ message }) => message);
    const first = await analyse(store, [finding({ message: 'first' })]);
    assert.deepEqual(await ask(first.id), ['first']);
    const second = await analyse(store, [finding({ message: 'second' })], { replaces: first.id });
    assert.deepEqual(await ask(second.id), ['second']);
  });

  it('sums up the newest completed analysis of each file', async () => {
    const { store } = await TestStore.open(null);
    const at = (n: number): number => start().startedAt + n * 1_000;
    const b = 'file:///logs/b.log';
    await analyse(store, findings(5), { start: { startedAt: at(1) }, outcome: { severities: { critical: 9, high: 9, medium: 9, low: 9 } } });
    await analyse(store, findings(2), { start: { startedAt: at(2) }, outcome: { severities: { critical: 0, high: 2, medium: 0, low: 7 } } });
    const newest = await analyse(store, [finding({ severity: 'critical' }), ...findings(3)], {
      start: { startedAt: at(3), uri: b, fileName: 'b.log' },
      outcome: { severities: { critical: 1, high: 3, medium: 0, low: 0 } },
    });
    const failed = await store.begin(start({ startedAt: at(4), uri: b })).abandon('failed', 'gone');
    const { files, completed, problems, critical } = await store.totals();
    assert.deepEqual([files, completed, problems, critical].map(({ count }) => count), [2, 3, 6, 1]);
    const { analyses } = await store.analyses({ uri: null, offset: 0, limit: 10 });
    assert.deepEqual(analyses.map(({ startedAt }) => startedAt), [at(4), at(3), at(2), at(1)]);
    assert.deepEqual((await store.latestAnalyses()).map(({ id }) => id)[0], failed.id);
    assert.equal((await store.latestAnalyses()).length, 2);
    assert.notEqual(newest.id, failed.id);
  });

  it('forgets files, and everything', async () => {
    const { store } = await TestStore.open(null);
    await analyse(store, findings(3), { start: { uri: 'file:///a' } });
    await analyse(store, findings(3), { start: { uri: 'file:///b' } });
    await analyse(store, findings(3), { start: { uri: 'file:///c' } });
    await store.forget({ uris: ['file:///a', 'file:///unknown'] });
    assert.deepEqual((await store.latestAnalyses()).map(({ uri }) => uri).sort(), ['file:///b', 'file:///c']);
    await store.forget('all');
    assert.deepEqual(await store.latestAnalyses(), []);
  });

  it('says that it is closed', async () => {
    const { store } = await TestStore.open(null);
    const writer = store.begin(start());
    await store.close();
    await store.close();
    await assert.rejects(store.totals(), StoreError);
    await assert.rejects(writer.complete(outcome, null), StoreError);
  });
});
