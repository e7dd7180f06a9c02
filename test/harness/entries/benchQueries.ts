import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openStore } from '../../../src/engine/store/openStore';
import type { Store } from '../../../src/engine/store/store';
import type { TableQuery } from '../../../src/shared/findingsTable';
import { fillStore, findingsOf, storeAnalysis } from '../../bench/manyAnalyses';
import { Random } from '../../bench/random';

const size = { analyses: 1_000, findings: 1_000, kinds: 20 };
const runs = 9;
const budgetMs = 50;
const hour = 3_600_000;

const summary = { of: { uris: null }, range: null, decisions: [], problems: 20, anomalies: 6, buckets: 200 } as const;
const table: TableQuery = { filter: {}, sort: [], offset: 0, limit: 100 };
const never = new AbortController().signal;
const start = Date.UTC(2026, 0, 10);

/** What a user needs at least to look at a first page and ask for another, in milliseconds. */
const readingTime = 2_000;

/** `seen`: asked for by who has seen a first page of findings. */
const queries: readonly (readonly [what: string, ask: (store: Store) => Promise<unknown>, isSeen?: 'seen'])[] = [
  ['totals', (store) => store.totals()],
  ['summary of all', (store) => store.summary(summary)],
  ['summary of a day', (store) => store.summary({ ...summary, range: { from: start, to: start + 24 * hour } })],
  ['summary of a file', (store) => store.summary({ ...summary, of: { uris: ['file:///logs/service-7.log'] } })],
  ['trend of all', (store) => store.trend(null)],
  ['trend of a file', (store) => store.trend('file:///logs/service-7.log')],
  ['first findings', (store) => store.table(table, never)],
  ['findings by time', (store) => store.table({ ...table, sort: [{ column: 'time', descending: true }] }, never), 'seen'],
  ['findings by message', (store) => store.table({ ...table, sort: [{ column: 'message', descending: false }] }, never), 'seen'],
  ['findings with a text', (store) => store.table({ ...table, filter: { text: { text: 'request 77', isRegex: false, matchCase: false } } }, never), 'seen'],
  ['groups of findings', (store) => store.tableGroups({ filter: {}, sort: [], offset: 0, limit: 100 }, never), 'seen'],
  ['page of analyses', (store) => store.analyses({ uri: null, offset: 500, limit: 50 })],
];

/** Measures what it takes to store a million findings of one log, until they are on the disk, and how large the file is. */
async function measureSaving(open: () => Promise<Store>, file: string): Promise<void> {
  const findings = findingsOf(0, { findings: size.analyses * size.findings, kinds: 200 }, new Random(1));
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    await rm(file, { force: true });
    const store = await open();
    times.push(
      await timed(async () => {
        await storeAnalysis(store, 0, findings);
        await store.close();
      }),
    );
  }
  console.log(`A million findings of one log are stored in ${(median(times) / 1000).toFixed(2)} s (median of 3; budget 1 s), as ${((await stat(file)).size / 1e6).toFixed(1)} MB (budget 25 MB)`);
  await rm(file);
}

/** Measures what the dashboard asks of a store with a million findings: first when nothing is known yet, then again and again. */
async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stacklens-bench-'));
  const file = path.join(folder, 'store.db');
  const open = (): Promise<Store> => openStore({ file, onProblem: fail, now: () => Date.now(), program: 'cli' });
  try {
    await measureSaving(open, file);
    const filled = await open();
    await fillStore(filled, size);
    await filled.close();
    console.log(`${size.analyses} analyses of ${size.findings} findings each, ${size.kinds} kinds in each`);
    for (const [what, ask, isSeen] of queries) {
      const store = await open();
      if (isSeen === 'seen') {
        await store.table(table, never);
        await setTimeout(readingTime);
      }
      const first = await timed(() => ask(store));
      const again: number[] = [];
      for (let run = 0; run < runs; run++) again.push(await timed(() => ask(store)));
      await store.close();
      report(what, first, median(again));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

function report(what: string, first: number, again: number): void {
  const holds = again < budgetMs;
  console.log(`  ${holds ? 'PASS' : 'FAIL'} ${what.padEnd(20)} first ${first.toFixed(1).padStart(6)} ms, then ${again.toFixed(1).padStart(5)} ms (median of ${runs}; budget ${budgetMs} ms)`);
  if (!holds) process.exitCode = 1;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function fail(message: string): void {
  throw new Error(message);
}

void main();
