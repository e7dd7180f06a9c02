import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Anomaly } from '../../../../src/core/anomaly';
import { uncorrected } from '../../../../src/core/corrections';
import { type Finding, isProblem, severities } from '../../../../src/core/finding';
import type { AnalysisStart, Store } from '../../../../src/engine/store/store';
import { CountedTimes, TimeCounts, widthAt } from '../../../../src/engine/store/timeCounts';
import type { Summary, SummaryQuery } from '../../../../src/shared/summary';
import { TestStore, analyse, finding, findings, outcome, start } from './support';

const minute = 60_000;
const noon = Date.UTC(2026, 2, 1, 12);
const all: SummaryQuery = { of: { uris: null }, range: null, decisions: [], problems: 20, anomalies: 10, buckets: 200 };

function of(name: string, startedAt = noon): { readonly start: Partial<AnalysisStart> } {
  return { start: { uri: `file:///logs/${name}`, fileName: name, startedAt } };
}

/** With the counts that a run would tell. */
function run(store: Store, name: string, found: readonly Finding[], startedAt?: number): ReturnType<typeof analyse> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of found) counts[severity]++;
  return analyse(store, found, { ...of(name, startedAt), outcome: { ...outcome, severities: counts } });
}

async function inMemory(work: (store: Store) => Promise<void>): Promise<void> {
  const { store } = await TestStore.open(null);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function problemsOf({ severities: { critical, high, medium } }: Pick<Summary, 'severities'>): number {
  return critical + high + medium;
}

const refused = (index: number): Finding => finding({ line: index + 1, timestamp: noon + index * minute });
const full = (index: number): Finding => finding({ line: index + 1, timestamp: noon + index * minute, severity: 'critical', category: 'disk-io', fingerprint: 'v1:full', template: 'disk full', message: 'disk full' });

describe('anomalies of a summary', () => {
  const anomaly = (changes: Partial<Anomaly>): Anomaly => ({ kind: 'burst', score: 0.5, firstLine: 1, lastLine: 9, fingerprint: null, evidence: 'much', followers: [], ...changes });
  const add = async (store: Store, name: string, startedAt: number, found: readonly Finding[], anomalies: readonly Anomaly[]): Promise<void> => {
    const writer = store.begin(start(of(name, startedAt).start));
    await writer.add(found);
    await writer.complete(outcome, null, anomalies);
  };
  const told = async (store: Store, changes: Partial<SummaryQuery> = {}): Promise<string[]> => (await store.summary({ ...all, ...changes })).anomalies.map(({ fileName, evidence }) => `${fileName} ${evidence}`);

  it('are of the newest analysis first, the most remarkable first, as many as are wanted', async () => {
    await inMemory(async (store) => {
      await add(store, 'old.log', noon, [refused(0)], [anomaly({ evidence: 'old', score: 1 })]);
      await add(store, 'new.log', noon + 1, [refused(0)], [anomaly({ evidence: 'less' }), anomaly({ evidence: 'more', score: 0.9 })]);
      assert.deepEqual(await told(store), ['new.log more', 'new.log less', 'old.log old']);
      assert.deepEqual(await told(store, { anomalies: 2 }), ['new.log more', 'new.log less']);
    });
  });

  it('are of what happened in the range, and of nothing the user says is no error', async () => {
    await inMemory(async (store) => {
      const late = { ...full(0), timestamp: noon + 100 * minute };
      await add(store, 'app.log', noon, [refused(0), late], [anomaly({ evidence: 'refused', fingerprint: refused(0).fingerprint }), anomaly({ evidence: 'full', fingerprint: 'v1:full' }), anomaly({ evidence: 'silence', kind: 'gap', score: 0.1 })]);
      assert.equal((await told(store)).length, 3);
      assert.deepEqual(await told(store, { range: { from: noon - minute, to: noon + minute } }), ['app.log refused', 'app.log silence']);
      assert.deepEqual(await told(store, { range: { from: noon - 9 * minute, to: noon - 8 * minute } }), []);
      await store.correct([{ fingerprint: 'v1:full', template: 'disk full' }], { ...uncorrected, ignored: true });
      assert.deepEqual(await told(store), ['app.log refused', 'app.log silence']);
    });
  });
});

describe('counts by time', () => {
  it('hold all that was counted, each in a bucket that it lies in', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: noon, max: noon + 1_000 * minute }), fc.integer({ min: -(2 ** 51), max: 2 ** 51 })), { maxLength: 2_000 }), (times) => {
        const counts = new TimeCounts();
        for (const time of times) counts.add(time);
        const counted = new CountedTimes(counts.packed());
        const expected = (width: number): Map<number, number> => {
          const buckets = new Map<number, number>();
          for (const time of times) buckets.set(Math.floor(time / width), 1 + (buckets.get(Math.floor(time / width)) ?? 0));
          return buckets;
        };
        for (const width of [counted.width, counted.width * 4]) {
          const told: [number, number][] = [];
          counted.each(width, (bucket, count) => told.push([bucket, count]));
          assert.ok(told.length <= 480);
          assert.deepEqual(told, [...expected(width)].sort(([a], [b]) => a - b));
        }
      }),
    );
  });

  it('have widths of which each divides the next', () => {
    for (let step = 0; step < 30; step++) assert.equal(widthAt(step + 1) % widthAt(step), 0);
  });
});

describe('a summary', function () {
  this.timeout(20_000);

  it('counts the newest completed analysis of each file, by severity, category and problem', () =>
    inMemory(async (store) => {
      await run(store, 'a.log', [0, 1, 2, 3].map(refused), noon - 1);
      await run(store, 'a.log', [0, 1].map(refused), noon);
      const newest = await run(store, 'b.log', [4, 5, 6].map(refused).concat([7].map(full)), noon + 1);
      await store.begin({ ...newest, identity: { size: 0, modified: null, hash: '' }, settingsHash: '' }).abandon('failed', 'gone');
      const found = await store.summary(all);
      assert.equal(found.analyses, 2);
      assert.deepEqual(found.severities, { critical: 1, high: 5, medium: 0, low: 0 });
      assert.deepEqual(found.categories.map(({ category, severities: counts }) => [category, counts.high + counts.critical]), [['network', 5], ['disk-io', 1]]);
      assert.deepEqual(found.problems.map(({ fingerprint, severity, count, files, fileName, message }) => [fingerprint, severity, count, files, fileName, message]), [
        ['v1:full', 'critical', 1, 1, 'b.log', 'disk full'],
        ['v1:refused', 'high', 5, 2, 'b.log', 'connection to 10.0.0.5 refused'],
      ]);
      assert.equal(found.problems[1]?.firstTimestamp, noon);
      assert.equal(found.problems[1].lastTimestamp, noon + 6 * minute);
      assert.equal(sum(found.problems[1].course), 5);
    }));

  it('tells when things happened, by severity and by file', () =>
    inMemory(async (store) => {
      await run(store, 'a.log', Array.from({ length: 60 }, (_, index) => refused(index)));
      await run(store, 'b.log', [full(30), finding({ timestamp: null, line: 90 })]);
      const { timeline } = await store.summary({ ...all, buckets: 61 });
      assert.equal(timeline.width, minute);
      assert.equal(timeline.from, noon);
      assert.equal(timeline.untimed, 1);
      assert.deepEqual(timeline.severities.high, new Array(60).fill(1));
      assert.equal(timeline.severities.critical[30], 1);
      assert.deepEqual(timeline.files.map(({ fileName, counts }) => [fileName, sum(counts)]), [['a.log', 60], ['b.log', 1]]);
      const coarse = (await store.summary({ ...all, buckets: 7 })).timeline;
      assert.equal(coarse.width, 10 * minute);
      assert.deepEqual(coarse.severities.high, new Array(6).fill(10));
    }));

  it('keeps to a range of time', () =>
    inMemory(async (store) => {
      await run(store, 'a.log', Array.from({ length: 60 }, (_, index) => refused(index)).concat(finding({ line: 70, timestamp: null })));
      await run(store, 'b.log', [0, 50].map(full));
      const found = await store.summary({ ...all, range: { from: noon + 10 * minute, to: noon + 20 * minute } });
      assert.deepEqual(found.severities, { critical: 0, high: 10, medium: 0, low: 0 });
      assert.deepEqual(found.problems.map(({ fingerprint, count }) => [fingerprint, count]), [['v1:refused', 10]]);
      assert.equal(sum(found.timeline.severities.high), 10);
      assert.equal(found.timeline.untimed, 0);
    }));

  it('is of the analyses or files that are asked for', () =>
    inMemory(async (store) => {
      const older = await run(store, 'a.log', [refused(0)], noon - 1);
      await run(store, 'a.log', [0, 1, 2].map(refused));
      await run(store, 'b.log', [full(0)]);
      assert.deepEqual((await store.summary({ ...all, of: { ids: [older.id] } })).severities, { critical: 0, high: 1, medium: 0, low: 0 });
      assert.deepEqual((await store.summary({ ...all, of: { uris: ['file:///logs/a.log'] } })).severities, { critical: 0, high: 3, medium: 0, low: 0 });
      await store.forget({ uris: ['file:///logs/a.log'] });
      assert.deepEqual((await store.summary(all)).severities, { critical: 1, high: 0, medium: 0, low: 0 });
    }));

  it('follows what the user says', () =>
    inMemory(async (store) => {
      await run(store, 'a.log', [0, 1].map(refused).concat([3].map(full)));
      await store.correct([{ fingerprint: 'v1:full', template: 'disk full' }], { ...uncorrected, ignored: true });
      await store.correct([{ fingerprint: 'v1:refused', template: '' }], { ...uncorrected, severity: 'medium', category: 'timeout' });
      const found = await store.summary(all);
      assert.deepEqual(found.severities, { critical: 0, high: 0, medium: 2, low: 0 });
      assert.deepEqual(found.problems.map(({ severity, category }) => [severity, category]), [['medium', 'timeout']]);
      assert.equal(sum(found.timeline.severities.medium), 2);
      const decisions = [{ name: 'Backend is down', together: [{ fingerprint: 'v1:refused', template: 'connection to <ip> refused' }] }];
      assert.equal((await store.summary({ ...all, decisions })).problems[0]?.name, 'Backend is down');
    }));

  it('sums up as the findings themselves do, whatever they are', () =>
    inMemory(async (store) => {
      const random = findings(3_000, (line) => ({
        severity: severities[line % 4] ?? 'low',
        fingerprint: `v1:${line % 37}`,
        template: `event ${line % 37} happened`,
        timestamp: line % 11 === 0 ? null : noon + ((line * 7_919) % 100_000) * 1_000,
      }));
      await run(store, 'a.log', random);
      const range = { from: noon + 3_600_000, to: noon + 7_200_000 };
      const found = await store.summary({ ...all, range, problems: 1_000 });
      const inRange = random.filter(({ timestamp }) => timestamp !== null && timestamp >= range.from && timestamp < range.to);
      for (const severity of severities) {
        assert.equal(found.severities[severity], inRange.filter((each) => each.severity === severity).length);
        assert.equal(sum(found.timeline.severities[severity]), found.severities[severity]);
      }
      const problems = inRange.filter(({ severity }) => isProblem(severity));
      assert.equal(sum(found.problems.map(({ count }) => count)), problems.length);
    }));
});

describe('totals and trends', function () {
  this.timeout(20_000);

  it('tell what the newest analysis changed', () =>
    inMemory(async (store) => {
      assert.deepEqual((await store.totals()).since, null);
      await run(store, 'a.log', [0, 1, 2].map(refused), noon);
      await run(store, 'b.log', [full(0)], noon + 1);
      assert.deepEqual((await store.totals()).files, { count: 2, change: 1 });
      await run(store, 'a.log', [0].map(refused), noon + 2);
      assert.deepEqual(await store.totals(), {
        files: { count: 2, change: 0 },
        completed: { count: 3, change: 1 },
        problems: { count: 2, change: -2 },
        critical: { count: 1, change: 0 },
        since: { fileName: 'a.log', startedAt: noon + 2 },
      });
    }));

  it('tell how a file, and all together, went', () =>
    inMemory(async (store) => {
      await run(store, 'a.log', [0, 1, 2].map(refused), noon);
      await run(store, 'b.log', [full(0)], noon + 1);
      await run(store, 'a.log', [0].map(refused), noon + 2);
      assert.deepEqual((await store.trend(null)).map((point) => [point.fileName, problemsOf(point)]), [['a.log', 3], ['b.log', 4], ['a.log', 2]]);
      assert.deepEqual((await store.trend('file:///logs/a.log')).map(problemsOf), [3, 1]);
    }));

  it('list analyses page by page', () =>
    inMemory(async (store) => {
      for (let index = 0; index < 5; index++) await run(store, index % 2 === 0 ? 'a.log' : 'b.log', [], noon + index);
      const page = await store.analyses({ uri: null, offset: 1, limit: 2 });
      assert.deepEqual([page.total, page.analyses.map(({ startedAt }) => startedAt - noon)], [5, [3, 2]]);
      assert.equal((await store.analyses({ uri: 'file:///logs/b.log', offset: 0, limit: 10 })).total, 2);
    }));
});
