import path from 'node:path';
import { FollowingRun, type FindingChanges, type Resumption } from '../../core/followingRun';
import type { Finding } from '../../core/finding';
import type { PipelineSummary } from '../../core/pipeline';
import type { Line } from '../../core/record';
import type { Classifier } from '../../ml/classifier';
import type { Reading } from '../api';
import type { LineStart } from '../lineReader';
import { userReading, type UserReading } from '../userReading';
import type { FileWatch } from './fileWatch';
import { LogTail, type EndOfContent, type RestartReason } from './logTail';

/** Where an analysed log is taken up again. */
export interface TailResumption extends Resumption {
  readonly start: LineStart;
}

export interface TailAnalysisOptions {
  readonly file: string;
  readonly reading: Reading;
  /** Says what findings are about. */
  readonly classifier: Classifier;
  /** Null where the log is read from its start. */
  readonly resumption: TailResumption | null;
  /** As of `TailOptions`. */
  readonly heldAs?: string;
  readonly watch: FileWatch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface TailAnalysisListener {
  /** What is found has changed. `summary` where it was looked ahead: of all lines so far. */
  changed(changes: FindingChanges, summary: PipelineSummary | null): void;
  /** The content is over, and all of its findings are settled; lines count from 1 again. */
  restarted(reason: RestartReason, end: { readonly size: number; readonly encoding: string }): void;
  /** It cannot be read for now, in a sentence that names it. */
  problem(message: string): void;
}

/** Milliseconds of silence after which the last record, or a line without a line break, is taken as it is. */
const quietTime = 300;
/** Milliseconds from a line to a look at what is not settled. */
const lookDelay = 60;
/** Looks take at most this share of the time. */
const mostShare = 0.1;

/** Findings of a log on disk, from the moment they are written. */
export class TailAnalysis {
  private tail: LogTail | null = null;
  private own: UserReading;
  private run: FollowingRun;
  private looking: NodeJS.Timeout | undefined;
  private resting: NodeJS.Timeout | undefined;
  private nextLook = 0;
  private isClosed = false;

  private constructor(
    private readonly options: TailAnalysisOptions,
    private readonly listener: TailAnalysisListener,
  ) {
    this.own = this.newReading();
    this.run = new FollowingRun(this.own.pipeline, options.resumption);
  }

  /** Resolves when what is there has been read. Rejects with a SourceError where it cannot be. */
  static async open(options: TailAnalysisOptions, listener: TailAnalysisListener): Promise<TailAnalysis> {
    const { file, reading, resumption, watch, heldAs = file } = options;
    const analysis = new TailAnalysis(options, listener);
    analysis.tail = await LogTail.open(
      { file, lineBreaks: reading.lineBreaks, start: resumption?.start ?? null, heldAs, watch },
      {
        lines: (lines) => analysis.take(lines),
        restarted: (reason, end) => analysis.restart(reason, end),
        problem: (message) => listener.problem(message),
      },
    );
    return analysis;
  }

  /** Bytes of the present content that have been read. */
  get position(): number {
    return this.tail?.position ?? 0;
  }

  get encoding(): string {
    return this.tail?.encoding ?? 'utf-8';
  }

  /** Findings told that more lines may change. */
  get unsettled(): readonly Finding[] {
    return this.run.unsettled;
  }

  /** The first line (1-based) of which a finding may still come, change or go. */
  get openFrom(): number {
    return this.run.openFrom;
  }

  /** Findings before this line (1-based) are known from before and are not told of. */
  get from(): number {
    return this.run.from;
  }

  /** Reads what there is now and looks at all of it, without waiting. */
  async check(): Promise<void> {
    await this.tail?.check();
    if (!this.isClosed) this.look(true);
  }

  /** Ends following. Nothing is told afterwards. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.stopTimers();
    await this.tail?.close();
  }

  private newReading(): UserReading {
    const { file, reading, classifier, now } = this.options;
    return userReading({ fileName: path.basename(file), path: file, modified: now() }, reading, classifier);
  }

  private take(lines: readonly Line[]): void {
    if (this.isClosed) return;
    if (lines.length > 0) {
      this.own.formats?.prepareLines(lines);
      this.tell(this.run.take(lines, this.options.now()), null);
      this.looking ??= setTimeout(() => this.look(false), Math.max(lookDelay, this.nextLook - performance.now()));
    }
    this.rest();
  }

  /** Looks once more when nothing comes any more. */
  private rest(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.look(true), quietTime);
  }

  private look(isQuiet: boolean): void {
    clearTimeout(this.looking);
    this.looking = undefined;
    const start = performance.now();
    const { summary, ...changes } = this.run.look(isQuiet ? (this.tail?.unfinished() ?? null) : null, isQuiet);
    const end = performance.now();
    this.nextLook = end + (end - start) / mostShare;
    this.tell(changes, summary);
  }

  private restart(reason: RestartReason, { unfinished, ...end }: EndOfContent): void {
    this.stopTimers();
    const { summary, ...changes } = this.run.end(unfinished);
    this.tell(changes, summary);
    this.own = this.newReading();
    this.run = new FollowingRun(this.own.pipeline, null);
    this.listener.restarted(reason, end);
  }

  private tell(changes: FindingChanges, summary: PipelineSummary | null): void {
    const isNews = changes.added.length > 0 || changes.removed.length > 0 || changes.settled.length > 0;
    if (isNews || summary !== null) this.listener.changed(changes, summary);
  }

  private stopTimers(): void {
    clearTimeout(this.looking);
    clearTimeout(this.resting);
    this.looking = undefined;
  }
}
