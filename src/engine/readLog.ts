import { runPipeline, type Batch, type PipelineSummary } from '../core/pipeline';
import type { PatternProblem, Reading } from './api';
import { PatternMatcher } from './patterns';
import type { OpenSource } from './sources';

export interface ReadOptions extends Reading {
  readonly everyRecord: boolean;
  /** Milliseconds since the epoch: its year completes timestamps without one where the file has no date. */
  readonly now: number;
}

/** What is known when all has been read. */
export interface ReadResult {
  readonly summary: PipelineSummary;
  readonly patternProblems: readonly PatternProblem[];
}

/** Runs the pipeline over an open source. Errors are those of `OpenSource.lines`. */
export async function* readLog(source: OpenSource, options: ReadOptions, signal: AbortSignal): AsyncGenerator<Batch, ReadResult> {
  const matcher = new PatternMatcher(options.patterns, source.path);
  const lines = source.lines(options.lineBreaks, signal);
  const summary = yield* runPipeline(
    lines,
    {
      fileName: source.fileName,
      // A log's last line is as old as its file: a December log read in January is last year's.
      year: new Date(source.identity.modified ?? options.now).getUTCFullYear(),
      everyRecord: options.everyRecord,
      ...(matcher.isEmpty ? {} : { matchPatterns: (records) => matcher.match(records) }),
    },
    signal,
  );
  return { summary, patternProblems: matcher.problems };
}
