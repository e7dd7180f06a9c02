import { closeSync, openSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Batch, PipelineSummary } from '../../core/pipeline';
import type { LineBreaks } from '../api';
import type { OpenSource } from '../sources';
import { compiledKernel } from './kernel';
import { isStopped, newQueue, stopQueue, takeRanges, type ScanJob, type ScanWord } from './rangeQueue';
import { moved, RangeScanner, type RangeReading, type RangeResult } from './rangeScanner';
import { divide } from './ranges';

/** What scans of large files are shared among. */
export interface Threads {
  /** How many scan at once, this one among them; 1 or more. */
  readonly count: number;
  /** The bundle of a scan worker. */
  readonly workerPath: string;
}

/** A smaller file is read before a second thread is up. */
const smallest = 256 * 1024 * 1024;
/** A thread takes so many ranges of a file, so that none waits long for the last one of another. */
const rangesPerThread = 6;
const smallestRange = 16 * 1024 * 1024;
/** Milliseconds after which others have a turn. */
const longestTurn = 25;

type Totals = Pick<PipelineSummary, 'lines' | 'records' | 'severities' | 'levels'>;

/**
 * Scans a file that can be skimmed with several threads at once; its findings are told in numbers. Null where that
 * cannot be done, as the file is small, or may not be read in pieces: then nothing is lost but time.
 * Throws the signal's reason when it is aborted.
 */
export async function scanInRanges(
  source: OpenSource,
  pipeline: RangeReading['pipeline'],
  lineBreaks: LineBreaks,
  threads: Threads,
  signal: AbortSignal,
): Promise<{ readonly batch: Batch; readonly summary: PipelineSummary } | null> {
  const { size } = source.identity;
  const { notation, path } = source;
  if (threads.count < 2 || size < smallest || notation.packed) return null;
  const reading = { pipeline, encoding: notation.encoding, loneCarriageReturns: lineBreaks === 'editor' || notation.carriageReturns };
  const file = openSync(path, 'r');
  try {
    const divided = divide(file, size, notation, lineBreaks, reading, Math.max(smallestRange, Math.ceil(size / threads.count / rangesPerThread)));
    if (divided === null || divided.ranges.length < 2) return null;
    const job = { path, reading, module: compiledKernel(), ...divided, queue: newQueue() };
    const done = await shared(file, job, Math.min(threads.count, divided.ranges.length) - 1, threads.workerPath, signal);
    return done && { batch: batchOf(done.results), summary: summed(done.summaries) };
  } finally {
    closeSync(file);
  }
}

interface Done {
  /** By range. */
  readonly results: readonly RangeResult[];
  readonly summaries: readonly PipelineSummary[];
}

/** Null where the file turned out to be read in another way further on. */
async function shared(file: number, job: ScanJob, workerCount: number, workerPath: string, signal: AbortSignal): Promise<Done | null> {
  const results: RangeResult[] = [];
  const keep = (index: number, result: RangeResult): void => {
    results[index] = result;
  };
  const helpers = Array.from({ length: workerCount }, () => new ScanHelper(workerPath, job, keep));
  try {
    const scanner = new RangeScanner(file, job.reading, job.module, null);
    let turned = performance.now();
    const turn = (): Promise<void> | undefined => {
      if (performance.now() - turned < longestTurn) return undefined;
      return nextTurn().then(() => {
        signal.throwIfAborted();
        if (isStopped(job.queue)) throw new Error('A scan worker has stopped.');
        turned = performance.now();
      });
    };
    const [first] = job.ranges;
    if (first) keep(0, await scanner.scan(first, turn));
    await takeRanges(scanner, job, turn, keep);
    const words = await Promise.all(helpers.map(({ done }) => done));
    signal.throwIfAborted();
    const all = [{ summary: scanner.summary, isSame: scanner.isSame }, ...words];
    // One finding speaks for all malformed parts of a file: pieces cannot tell which.
    return all.every(({ summary, isSame }) => isSame && summary.notes.length === 0) ? { results, summaries: all.map(({ summary }) => summary) } : null;
  } catch (error) {
    signal.throwIfAborted();
    // Reading it once more from its start tells what is wrong, or that all is well.
    if (error instanceof Error) return null;
    throw error;
  } finally {
    stopQueue(job.queue);
    await Promise.all(helpers.map((helper) => helper.end()));
  }
}

/** A worker that takes ranges as this thread does. */
class ScanHelper {
  /** Rejects where the worker fails. */
  readonly done: Promise<Extract<ScanWord, { kind: 'done' }>>;
  private readonly worker: Worker;

  constructor(workerPath: string, job: ScanJob, keep: (index: number, result: RangeResult) => void) {
    this.worker = new Worker(workerPath, { workerData: job });
    this.done = new Promise((resolve, reject) => {
      this.worker.on('message', (word: ScanWord) => {
        if (word.kind === 'done') resolve(word);
        else keep(word.index, word.result);
      });
      this.worker.on('error', (error) => {
        stopQueue(job.queue);
        reject(error);
      });
    });
    // It is waited for once this thread has done its own part.
    this.done.catch(() => undefined);
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}

function batchOf(results: readonly RangeResult[]): Batch {
  let before = 0;
  const findings: Batch['findings'][number][] = [];
  const repeats: NonNullable<Batch['repeats']>[number][] = [];
  for (const { lines, alike } of results) {
    for (const { first, last, count } of alike) {
      findings.push(moved(first, before));
      if (count > 1) repeats.push({ finding: moved(last, before), count: count - 1 });
    }
    before += lines;
  }
  return { findings, records: [], repeats };
}

function summed(summaries: readonly PipelineSummary[]): PipelineSummary {
  const [first] = summaries;
  if (first === undefined) throw new RangeError('Nothing was scanned.');
  return summaries.slice(1).reduce((sum, each) => ({ ...sum, ...added(sum, each) }), first);
}

function added(a: Totals, b: Totals): Totals {
  return { lines: a.lines + b.lines, records: a.records + b.records, severities: addedCounts(a.severities, b.severities), levels: addedCounts(a.levels, b.levels) };
}

function addedCounts<T extends Readonly<Record<string, number>>>(a: T, b: T): T {
  return Object.fromEntries(Object.entries(a).map(([key, count]) => [key, count + (b[key] ?? 0)])) as T;
}
