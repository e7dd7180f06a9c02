import { setImmediate as nextTurn } from 'node:timers/promises';
import { PipelineRun, type Batch, type PipelineOptions, type PipelineSummary } from '../../core/pipeline';
import { Skimmer, type SkimOptions } from '../../core/skim/skimmer';
import type { LineBreaks } from '../api';
import { decoders } from '../encodings';
import type { Notation } from '../lineReader';
import type { OpenSource } from '../sources';
import { chunkSize, compiledKernel, firstChunkSize, newShapes } from './kernel';

/** Milliseconds after which others have a turn: a word to stop must arrive. */
const longestTurn = 25;
/** A smaller log is read sooner than a kernel is made ready for it. */
const smallest = 2 * chunkSize;

interface SkimLogOptions {
  readonly lineBreaks: LineBreaks;
  /** Whether findings like earlier ones may be told in numbers. */
  readonly tallies?: boolean;
}

/** Whether a log can be skimmed: only where nothing is asked of each of its records, and a character has its bytes one by one. */
export function canSkim({ identity, notation }: OpenSource, { everyRecord, matchPatterns, formats }: PipelineOptions): boolean {
  return !everyRecord && matchPatterns === undefined && formats === undefined && identity.size >= smallest && !notation.encoding.startsWith('utf-16');
}

/** The pipeline over a log that can be skimmed: the same findings, many times as fast. Errors are those of `OpenSource.lines`. */
export async function* skimLog(source: OpenSource, options: PipelineOptions, { lineBreaks, tallies = false }: SkimLogOptions, signal: AbortSignal): AsyncGenerator<Batch, PipelineSummary> {
  const run = new PipelineRun(options);
  yield* skimAll(source, newSkimmer(source.notation, run, { lineBreaks, tallies }), signal);
  return run.summary();
}

/** A skimmer of a log from its start. */
export function newSkimmer({ encoding, skip, carriageReturns }: Notation, run: PipelineRun, { lineBreaks, ...options }: Pick<SkimOptions, 'tallies' | 'onRest'> & { readonly lineBreaks: LineBreaks }): Skimmer {
  return new Skimmer(newShapes(compiledKernel()), run, { ...options, decode: decoders[encoding], loneCarriageReturns: lineBreaks === 'editor' || carriageReturns, firstOffset: skip });
}

/** Has a skimmer take all of a log. */
export async function* skimAll(source: OpenSource, skimmer: Skimmer, signal: AbortSignal): AsyncGenerator<Batch, void> {
  const bytes = source.bytes(signal);
  let wanted = firstChunkSize;
  let turn = performance.now();
  for (;;) {
    const read = bytes.read(skimmer.space.subarray(0, wanted));
    const count = typeof read === 'number' ? read : await read;
    if (count === 0) break;
    wanted = skimmer.isTaught ? chunkSize : firstChunkSize;
    yield skimmer.take(count, false);
    if (performance.now() - turn < longestTurn) continue;
    await nextTurn();
    signal.throwIfAborted();
    turn = performance.now();
  }
  signal.throwIfAborted();
  yield skimmer.take(0, true);
}
