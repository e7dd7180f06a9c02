import type { Judgement } from '../core/detector';
import { runPipeline, type Batch, type PipelineOptions, type PipelineSummary } from '../core/pipeline';
import type { Watcher } from '../core/watcher';
import type { Classifier } from '../ml/classifier';
import type { FormatProblem, LineBreaks, PatternProblem, Reading } from './api';
import { scanInRanges, type Threads } from './scan/scanInRanges';
import { canSkim, skimLog } from './scan/skimLog';
import type { OpenSource } from './sources';
import type { UserFormats } from './userFormats';
import { userReading } from './userReading';

export interface ReadOptions extends Reading {
  readonly everyRecord: boolean;
  /** Says what findings are about; null leaves that to the rules. */
  readonly classifier: Classifier | null;
  /** Looks on at all records. */
  readonly watcher?: Watcher;
  /** Whether findings like earlier ones may be told in numbers: see `Batch.repeats`. */
  readonly tallies?: boolean;
  /** What may share in a scan that tells in numbers; this thread alone does it where absent. */
  readonly threads?: Threads;
  /** Milliseconds since the epoch: taken for the file's last change where that is not known. */
  readonly now: number;
}

/** What is known when all has been read. */
export interface ReadResult {
  readonly summary: PipelineSummary;
  readonly patternProblems: readonly PatternProblem[];
  readonly formatProblems: readonly FormatProblem[];
  /** Why reading ended before the end of the log, in a sentence that names it; null where it did not. */
  readonly damage: string | null;
}

/** Runs the pipeline over an open source. Errors are those of `OpenSource.lines`. */
export async function* readLog(source: OpenSource, options: ReadOptions, signal: AbortSignal): AsyncGenerator<Batch, ReadResult> {
  const { fileName, path, identity } = source;
  const user = userReading({ fileName, path, modified: identity.modified ?? options.now }, options, options.classifier);
  const { matcher, formats } = user;
  const pipeline: PipelineOptions = { ...user.pipeline, everyRecord: options.everyRecord, watcher: options.watcher };
  const summary = canSkim(source, pipeline) ? yield* skimmed(source, pipeline, options, signal) : yield* runAll(source, pipeline, formats, options.lineBreaks, signal);
  const { damage } = source;
  const notes = damage === null ? summary.notes : [{ line: null, text: damage }, ...summary.notes];
  return { summary: { ...summary, notes }, patternProblems: matcher.problems, formatProblems: formats?.problems ?? [], damage };
}

async function* skimmed(source: OpenSource, pipeline: PipelineOptions, options: ReadOptions, signal: AbortSignal): AsyncGenerator<Batch, PipelineSummary> {
  const { threads, tallies = false, lineBreaks } = options;
  // Functions are not sent to other threads: what they find is classified here.
  const { classify, ...plain } = pipeline;
  const shared = threads && tallies ? await scanInRanges(source, plain, lineBreaks, threads, signal) : null;
  if (shared === null) return yield* skimLog(source, pipeline, options, signal);
  yield classify === undefined ? shared.batch : classified(shared.batch, classify);
  return shared.summary;
}

function classified({ findings, repeats = [], ...batch }: Batch, classify: NonNullable<PipelineOptions['classify']>): Batch {
  const own = <T extends Batch['findings'][number]>(finding: T): T => ({ ...finding, ...pick(classify(finding, finding.template)) });
  return { ...batch, findings: findings.map(own), repeats: repeats.map(({ finding, count }) => ({ finding: own(finding), count })) };
}

function pick({ category, confidence, evidence }: Judgement): Omit<Judgement, 'severity'> {
  return { category, confidence, evidence };
}

function runAll(source: OpenSource, options: PipelineOptions, formats: UserFormats | null, lineBreaks: LineBreaks, signal: AbortSignal): AsyncGenerator<Batch, PipelineSummary> {
  const lines = source.lines(lineBreaks, signal);
  return runPipeline(formats?.prepared(lines) ?? lines, options, signal);
}
