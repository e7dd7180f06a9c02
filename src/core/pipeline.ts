import type { LevelCounts, Note, SeverityCounts } from './analysis';
import { judge, rangeOf, type ClientErrors, type Judgement, type PatternHit, type Verdict } from './detector';
import { deduplicate, isProblem, type Finding, type Severity } from './finding';
import { ourFormats, type FormatSet } from './formats/detect';
import type { FormatContext, Layout, LogFormat } from './formats/format';
import { ReaderStack, standingAlone, type StandingRecord } from './readerStack';
import type { Level, Line, LogRecord } from './record';
import { maskVariables } from './masking';
import { fingerprint } from './template';
import { FileClock } from './time/fileClock';
import type { Alike, Watcher } from './watcher';

export interface PipelineOptions {
  readonly fileName: string;
  /** When the file was last changed, in milliseconds since the epoch: what times do not state is inferred from it. */
  readonly modified: number;
  /** IANA name of the zone of times that state none. */
  readonly zone: string;
  /** The formats that the file is held against; ours where absent. */
  readonly formats?: FormatSet;
  /** Which of the user's patterns match each record; same length and order as the records. */
  readonly matchPatterns?: (records: readonly LogRecord[]) => readonly (readonly PatternHit[])[];
  /** Severity of HTTP answers from 400 to 499; `low` where absent. */
  readonly clientErrors?: ClientErrors;
  /** What a finding is about, for who knows better than the rules; hangs on no more than what it is handed. */
  readonly classify?: ((judgement: Judgement, template: string) => Judgement) | undefined;
  /** Told of all records that the lines so far have settled, in the order of their first lines. */
  readonly onSettled?: (records: readonly LogRecord[]) => void;
  /** Looks on at all records, read or counted. */
  readonly watcher?: Watcher | undefined;
  /** Whether batches carry all records; otherwise only findings are described. */
  readonly everyRecord: boolean;
}

/** A record with what the detector and the templates say of it. */
export interface JudgedRecord {
  readonly record: LogRecord;
  readonly verdict: Verdict;
  readonly template: string;
  readonly fingerprint: string;
}

/** What came out of one batch of lines. */
export interface Batch {
  readonly findings: readonly Finding[];
  /** Empty unless `everyRecord` was asked for. */
  readonly records: readonly JudgedRecord[];
  /** Findings that were counted without a word for each; only of a reader that was told to. */
  readonly repeats?: readonly Repeats[];
}

/** Findings like one that was told before. */
export interface Repeats {
  /** The last of them in the file. */
  readonly finding: Finding;
  readonly count: number;
}

/** What the last lines so far would give. */
export interface Preview {
  readonly findings: readonly Finding[];
  /** First line (1-based) of the last record; null where there is none. */
  readonly lastRecord: number | null;
  /** Of the whole file. */
  readonly summary: PipelineSummary;
}

/** What is known when the last line has been read. */
export interface PipelineSummary {
  readonly format: string;
  readonly lines: number;
  readonly records: number;
  readonly severities: SeverityCounts;
  readonly levels: LevelCounts;
  readonly notes: readonly Note[];
}

/** Lines of the head that choose the format. */
const headLength = 200;
/** Frames kept with a finding: the innermost ones are those a reader follows. */
const maxFrames = 12;

/**
 * THE pipeline: lines in, findings out, in the order of the file.
 * Throws the signal's reason when it is aborted; never throws on content.
 */
export async function* runPipeline(
  batches: AsyncIterable<readonly Line[]>,
  options: PipelineOptions,
  signal: AbortSignal,
): AsyncGenerator<Batch, PipelineSummary> {
  const run = new PipelineRun(options);
  for await (const lines of batches) {
    signal.throwIfAborted();
    const batch = run.take(lines);
    if (batch !== nothing) yield batch;
  }
  signal.throwIfAborted();
  yield run.end();
  return run.summary();
}

const nothing: Batch = { findings: [], records: [] };

/** The pipeline over one file, for those that bring its lines themselves. */
export class PipelineRun {
  private head: Line[] | null = [];
  private format: LogFormat | undefined;
  private reader: ReaderStack | undefined;
  private ahead: ReaderStack | undefined;
  private lines = 0;
  private records = 0;
  private readonly severities = { critical: 0, high: 0, medium: 0, low: 0 };
  private readonly levels: Record<Level | 'none', number> = { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 };
  /** Findings of the last line so far: one more may come that is the same. */
  private lastLine: Finding[] = [];
  private malformed: { readonly first: LogRecord; count: number } | undefined;

  constructor(
    private readonly options: PipelineOptions,
    private readonly clock = new FileClock(options),
  ) {}

  /** Learns from the first lines of the file how it is read, where the lines to take stand further on. */
  prime(lines: readonly Line[]): void {
    this.head = [...lines];
    this.read(this.startReading());
    this.reader?.end();
  }

  /** The file has grown, at this time (milliseconds since the epoch): its records may be as young as that. */
  grownAt(modified: number): void {
    this.clock.extend(modified);
  }

  /** Takes the next lines of the file. */
  take(lines: readonly Line[]): Batch {
    this.lines += lines.length;
    if (this.head) {
      // One by one: a chunk of empty lines has more of them than a call takes arguments.
      for (const line of lines) this.head.push(line);
      if (this.head.length < headLength) return nothing;
      return this.judgeAll(this.read(this.startReading()));
    }
    return this.judgeAll(this.read(lines));
  }

  /** Ends what is open, as no line to come belongs to it. */
  pause(): Batch {
    const read = this.head ? this.read(this.startReading()) : [];
    const { findings, records } = this.judgeAll([...read, ...(this.reader?.end() ?? [])]);
    return { findings: [...findings, ...this.flushLine()], records };
  }

  end(): Batch {
    return this.pause();
  }

  /**
   * What would come out if the file ended here: `head` are its first lines (some hundreds), `open` those taken that no
   * settled record has, and `unfinished` is its last line, where that may go on. Nothing that is settled changes.
   */
  preview(head: readonly Line[], open: readonly Line[], unfinished: Line | null): Preview {
    let lastRecord: number | null = null;
    const onSettled = (records: readonly LogRecord[]): void => {
      lastRecord = records.at(-1)?.line ?? lastRecord;
    };
    const other = new PipelineRun({ ...this.options, everyRecord: false, onSettled, watcher: undefined }, this.clock.copy());
    if (this.head === null) other.continueFrom(this, head, open.length);
    const batches = [other.take(unfinished === null ? open : [...open, unfinished]), other.end()];
    return { findings: batches.flatMap(({ findings }) => findings), lastRecord, summary: other.summary() };
  }

  /** True while lines to come may change what the records before them are, beyond the open one. */
  isFollowing(): boolean {
    return this.head !== null || this.reader?.isFollowing() === true;
  }

  /** What reads the lines now; changes where the file changes its layout, null while that is unknown. */
  get layout(): Layout | null {
    return this.reader?.layout ?? null;
  }

  /**
   * Changes with all that is learnt of the file: where it is the same, lines are read alike. Null where what they are
   * hangs on those before them.
   */
  get lessons(): number | null {
    return this.malformed !== undefined || this.clock.hasOpenTimes ? null : (this.reader?.lessons ?? null);
  }

  /** Year (UTC) that completes times without one until it is settled. */
  get year(): number {
    return this.clock.year;
  }

  /** See `ReaderStack.alone`; null before the format is known. */
  alone(line: Line): StandingRecord | null {
    return this.reader?.alone(line) ?? null;
  }

  /** See `ReaderStack.isWaryAside`. */
  isWaryAside(line: Line): boolean {
    return this.reader?.isWaryAside(line) === true;
  }

  /** Takes a line's record that was read alone, in the place of the line. */
  add(record: LogRecord): Batch {
    this.lines++;
    const { findings, records } = this.judgeAll([record]);
    return { findings: [...findings, ...this.flushLine()], records };
  }

  /** Takes a line's record that was read alone, of which all but the numbers is known. */
  addKnown(record: LogRecord, known: JudgedRecord): Batch {
    const settled = this.settled(record);
    this.options.watcher?.record(settled, known.verdict, known);
    this.tally(1, known.verdict.level, known.verdict.judgement?.severity ?? null);
    const finding = this.findingOf(settled, known);
    return { findings: finding === null ? [] : [finding], records: [] };
  }

  /** The finding that a line alone is, as long as the file was laid out so, of which all but the numbers is known. */
  findingIn(layout: Layout, line: Line, known: JudgedRecord): Finding | null {
    const own = layout.alone(line);
    return own === null ? null : this.findingOf(this.clock.peek(standingAlone(own).record), known);
  }

  /** The finding that a record is, of which all but the numbers is known; nothing is counted. */
  private findingOf(record: LogRecord, { verdict, template, fingerprint: id }: JudgedRecord): Finding | null {
    // The words that decided may be others where they hold a number.
    const own = /\d/.test(verdict.judgement?.evidence.text ?? '') ? this.weigh(record).verdict : verdict;
    return toFinding(record, own, template, id);
  }

  /** Counts lines whose records are known to be alike; null where it is not known what they say. */
  count(lines: number, level: Level | null, severity: Severity | null, alike: Alike | null = null): void {
    this.options.watcher?.counted(lines, isProblem(severity), alike);
    this.tally(lines, level, severity);
  }

  get watcher(): Watcher | null {
    return this.options.watcher ?? null;
  }

  /** The time of a line whose record stands alone, as if it came next; null where it has none. */
  timeOf(line: Line): number | null {
    const record = this.alone(line)?.record;
    return record === undefined ? null : this.clock.peek(record).timestamp;
  }

  /** A line was counted whose time leaves something open: what others leave open hangs on it. */
  noteTime(line: Line): void {
    const record = this.alone(line)?.record;
    if (record !== undefined) this.settled(record);
  }

  /** A line was counted whose time leaves nothing open: it is read only if what others leave open hangs on it. */
  passBy(line: Line): void {
    const { layout } = this;
    this.clock.passBy(() => layout?.alone(line) ?? null);
  }

  private settled(record: LogRecord): LogRecord {
    return this.clock.settle([record])[0] ?? record;
  }

  private tally(lines: number, level: Level | null, severity: Severity | null): void {
    this.lines += lines;
    this.records += lines;
    this.levels[level ?? 'none'] += lines;
    if (severity !== null) this.severities[severity] += lines;
  }

  /** What is found in a record that stands alone, apart from its file: nothing is counted. */
  weigh(record: LogRecord): JudgedRecord {
    const verdict = this.judge(record);
    const template = maskVariables(record.message);
    return { record, verdict: this.classified(verdict, template), template, fingerprint: fingerprint(template, verdict.frames) };
  }

  /** The same, without what it has in common with others. */
  judge(record: LogRecord): Verdict {
    return judge(record, { clientErrors: this.options.clientErrors ?? 'low' });
  }

  summary(): PipelineSummary {
    const notes: Note[] = [];
    if (this.malformed) {
      const { first, count } = this.malformed;
      const text = count === 1 ? `One part of this file could not be read: ${first.malformed ?? ''}` : `${String(count)} parts of this file could not be read, this one first: ${first.malformed ?? ''}`;
      notes.push({ line: first.line, text });
    }
    return { format: this.format?.id ?? 'plain', lines: this.lines, records: this.records, severities: this.severities, levels: this.levels, notes };
  }

  /** Goes on where another run is, but for so many of its lines: with what it has counted, and a reader that looks ahead. */
  private continueFrom(other: PipelineRun, head: readonly Line[], lines: number): void {
    this.head = null;
    this.format = other.format;
    this.reader = other.lookingAhead(head);
    this.lines = other.lines - lines;
    this.records = other.records;
    Object.assign(this.severities, other.severities);
    Object.assign(this.levels, other.levels);
    this.lastLine = [...other.lastLine];
    this.malformed = other.malformed && { ...other.malformed };
  }

  /** A reader beside the one that counts, which has learnt from the head and may end as often as it is asked to. */
  private lookingAhead(head: readonly Line[]): ReaderStack | undefined {
    if (this.ahead !== undefined || this.format === undefined) return this.ahead;
    this.ahead = new ReaderStack(this.format.open(this.context));
    for (const line of head) this.ahead.read(line);
    this.ahead.end();
    return this.ahead;
  }

  private get context(): FormatContext {
    return { fileName: this.options.fileName, year: this.clock.year };
  }

  private startReading(): readonly Line[] {
    const head = this.head ?? [];
    this.head = null;
    const { context } = this;
    const format = (this.options.formats ?? ourFormats).detect(
      head.slice(0, headLength).map((line) => line.text),
      context,
    );
    this.format = format;
    this.reader = new ReaderStack(format.open(context));
    return head;
  }

  private read(lines: readonly Line[]): readonly LogRecord[] {
    const records: LogRecord[] = [];
    for (const line of lines) {
      for (const record of this.reader?.read(line) ?? []) records.push(record);
    }
    return records;
  }

  private judgeAll(unsettled: readonly LogRecord[]): Batch {
    const records = this.clock.settle(unsettled);
    this.options.onSettled?.(records);
    const { matchPatterns, everyRecord, watcher, clientErrors = 'low' } = this.options;
    const hits = matchPatterns?.(records);
    const findings: Finding[] = [];
    const all: JudgedRecord[] = [];
    records.forEach((record, index) => {
      const judgedAlone = judge(record, { hits: hits?.[index] ?? [], clientErrors });
      const spokenFor = record.malformed !== undefined && !this.isFirstMalformed(record);
      const judged = spokenFor ? { ...judgedAlone, judgement: null } : judgedAlone;
      this.records++;
      this.levels[judged.level ?? 'none']++;
      if (!judged.judgement && !everyRecord) {
        watcher?.record(record, judged, null);
        return;
      }
      const template = maskVariables(record.message);
      const verdict = this.classified(judged, template);
      const id = fingerprint(template, verdict.frames);
      watcher?.record(record, verdict, { template, fingerprint: id });
      if (everyRecord) all.push({ record, verdict, template, fingerprint: id });
      const finding = toFinding(record, verdict, template, id);
      if (finding) findings.push(...this.keepFinding(finding));
    });
    return { findings, records: all };
  }

  private classified(verdict: Verdict, template: string): Verdict {
    const { classify } = this.options;
    return verdict.judgement === null || classify === undefined ? verdict : { ...verdict, judgement: classify(verdict.judgement, template) };
  }

  /** One finding speaks for all malformed parts; the note counts them. */
  private isFirstMalformed(record: LogRecord): boolean {
    if (this.malformed) {
      this.malformed.count++;
      return false;
    }
    this.malformed = { first: record, count: 1 };
    return true;
  }

  private keepFinding(finding: Finding): readonly Finding[] {
    const done = this.lastLine[0]?.line === finding.line ? [] : this.flushLine();
    this.lastLine.push(finding);
    return done;
  }

  private flushLine(): readonly Finding[] {
    const done = deduplicate(this.lastLine);
    this.lastLine = [];
    for (const { severity } of done) this.severities[severity]++;
    return done;
  }
}

function toFinding(record: LogRecord, verdict: Verdict, template: string, id: string): Finding | null {
  const { judgement, level, levelSource, frames } = verdict;
  if (!judgement) return null;
  const { line, endLine, byteOffset, timestamp, timestampInferred, message } = record;
  const range = rangeOf(record, judgement.evidence.text);
  const time = { timestamp, ...(timestampInferred ? { timestampInferred } : {}) };
  return { line, endLine, byteOffset, ...time, level, levelSource, ...judgement, message, template, fingerprint: id, range, frames: frames.slice(0, maxFrames) };
}
