import type { Finding } from './finding';
import { PipelineRun, type PipelineOptions, type PipelineSummary } from './pipeline';
import { lineNumbersOf, type Line, type LogRecord } from './record';

/** One finding of a file, as the deduplication rule tells findings apart. */
export type FindingKey = Pick<Finding, 'line' | 'message'>;

/** How what is found in a growing file has changed. */
export interface FindingChanges {
  /** New ones, and those that take the place of one with the same line and message. */
  readonly added: readonly Finding[];
  /** Told before, and found to be none or another one since. */
  readonly removed: readonly FindingKey[];
  /** Those of all findings, told before or not, that no line to come changes any more. */
  readonly settled: readonly Finding[];
}

/** Where a file is taken up again that was read before. */
export interface Resumption {
  /** First lines of the file; none where the last lines are all it has. */
  readonly head: readonly Line[];
  /** Its last lines that have ended, enough of them to show what those to come belong to. */
  readonly lines: readonly Line[];
  /** What stands behind them without a line break. */
  readonly unfinished: Line | null;
  /** From this line (1-based) on, which is among the last, it is clear what those before it make of it. */
  readonly from: number;
  /** What was found from there on, and before. */
  readonly known: readonly Finding[];
  /** What was counted in the whole file. */
  readonly counts: PipelineSummary;
}

/** First lines of a file that show how it is read. */
const headLength = 200;

/**
 * The pipeline over a file that goes on and on. The records at its end may still grow or join others: they are looked
 * at ahead of time, on the side, and what comes of that is taken back where more lines show something else. What is
 * settled is what a reading of the whole file finds.
 */
export class FollowingRun {
  private readonly run: PipelineRun;
  private readonly head: Line[];
  /** The lines that no settled record has. */
  private open: readonly Line[] = [];
  /** Numbers of lines that are settled while others before them are not. */
  private readonly settledApart = new Set<number>();
  private settledUpTo = 0;
  private nextLine = 1;
  /** Findings told that are not settled, by line and message. */
  private told = new Map<string, Finding>();
  /** Findings before this line (1-based) are settled, and known from before. */
  readonly from: number;
  /** What was counted before, and what the lines read for a second time give. */
  private readonly before: readonly [counts: PipelineSummary, again: PipelineSummary] | null;

  constructor(options: Omit<PipelineOptions, 'everyRecord' | 'onSettled'>, resumption: Resumption | null) {
    this.run = new PipelineRun({ ...options, everyRecord: false, onSettled: (records) => this.settle(records) });
    this.head = [...(resumption?.head ?? [])];
    const again = resumption && this.readAgain(resumption);
    // Where all lines are read again, nothing else counts.
    this.before = resumption && again && resumption.head.length > 0 ? [resumption.counts, again.summary] : null;
    this.from = Math.max(resumption?.from ?? 1, again?.openFrom ?? 1);
    for (const finding of resumption?.known ?? []) if (finding.line >= this.from) this.told.set(keyOf(finding), finding);
  }

  /** Findings told that lines to come may change. */
  get unsettled(): readonly Finding[] {
    return [...this.told.values()];
  }

  /** The first line (1-based) of which a finding may still come, change or go. */
  get openFrom(): number {
    return Math.min(this.open[0]?.number ?? this.nextLine, ...this.unsettled.map(({ line }) => line));
  }

  /** Takes the next lines of the file, which were there at `modified` (milliseconds since the epoch). */
  take(lines: readonly Line[], modified: number): FindingChanges {
    this.run.grownAt(modified);
    this.nextLine = (lines.at(-1)?.number ?? this.nextLine - 1) + 1;
    this.learnHead(lines);
    const { findings } = this.run.take(lines);
    this.open = this.openAmong([...this.open, ...lines]);
    return this.changed(findings);
  }

  /**
   * Looks ahead of time at what is not settled. `unfinished` is the last line as far as it has come. Unless `isQuiet`,
   * the last record is taken to go on, and is told of only where it was before.
   */
  look(unfinished: Line | null, isQuiet: boolean): FindingChanges & { readonly summary: PipelineSummary } {
    const { findings, lastRecord, summary } = this.run.preview(this.head, this.open, unfinished);
    const tellable = findings.filter((finding) => finding.line >= this.from && (isQuiet || finding.line !== lastRecord || this.told.has(keyOf(finding))));
    const before = this.told;
    this.told = new Map(tellable.map((finding) => [keyOf(finding), finding]));
    const added = tellable.filter((finding) => !isSame(before.get(keyOf(finding)), finding));
    const removed = [...before].filter(([key]) => !this.told.has(key)).map(([, { line, message }]) => ({ line, message }));
    return { added, removed, settled: [], summary: this.inAll(summary) };
  }

  /** Settles what is left: the file goes on no more. */
  end(unfinished: Line | null): FindingChanges & { readonly summary: PipelineSummary } {
    const batches = [...(unfinished === null ? [] : [this.run.take([unfinished])]), this.run.end()];
    const { added, settled } = this.changed(batches.flatMap(({ findings }) => findings));
    const removed = this.unsettled.map(({ line, message }) => ({ line, message }));
    this.told.clear();
    this.open = [];
    return { added, removed, settled, summary: this.inAll(this.run.summary()) };
  }

  /** Reads the last lines once more; what they give is known. */
  private readAgain({ head, lines, unfinished }: Resumption): { readonly summary: PipelineSummary; readonly openFrom: number } {
    if (head.length > 0) this.run.prime(head);
    else this.learnHead(lines);
    this.nextLine = (lines.at(-1)?.number ?? (unfinished?.number ?? 1) - 1) + 1;
    this.run.take(lines);
    this.open = this.openAmong(lines);
    const { summary, findings } = this.run.preview(this.head, this.open, unfinished);
    return { summary, openFrom: Math.min(this.open[0]?.number ?? this.nextLine, ...findings.map(({ line }) => line)) };
  }

  private learnHead(lines: readonly Line[]): void {
    for (const line of lines) {
      if (this.head.length >= headLength) return;
      if (line.number > (this.head.at(-1)?.number ?? 0)) this.head.push(line);
    }
  }

  /** The counts of the whole file. */
  private inAll(summary: PipelineSummary): PipelineSummary {
    if (this.before === null) return summary;
    const [counts, again] = this.before;
    const grown = <K extends string>(key: (from: PipelineSummary) => Readonly<Record<K, number>>): Record<K, number> => {
      const now = key(summary);
      const names = Object.keys(now) as K[];
      return Object.fromEntries(names.map((name) => [name, key(counts)[name] + now[name] - key(again)[name]])) as Record<K, number>;
    };
    return {
      format: counts.format,
      lines: counts.lines + summary.lines - again.lines,
      records: counts.records + summary.records - again.records,
      severities: grown(({ severities }) => severities),
      levels: grown(({ levels }) => levels),
      notes: counts.notes.length > 0 ? counts.notes : summary.notes,
    };
  }

  private openAmong(lines: readonly Line[]): readonly Line[] {
    return lines.filter(({ number }) => number > this.settledUpTo && !this.settledApart.delete(number));
  }

  private changed(findings: readonly Finding[]): FindingChanges {
    const settled = findings.filter(({ line }) => line >= this.from);
    const added = settled.filter((finding) => {
      const key = keyOf(finding);
      const told = this.told.get(key);
      this.told.delete(key);
      return !isSame(told, finding);
    });
    return { added, removed: [], settled };
  }

  private settle(records: readonly LogRecord[]): void {
    for (const record of records) {
      if (record.lineNumbers === undefined) {
        this.settledUpTo = Math.max(this.settledUpTo, record.endLine);
        continue;
      }
      for (const number of lineNumbersOf(record)) this.settledApart.add(number);
      // Records are settled in the order of their first lines: nothing before this one is open.
      this.settledUpTo = Math.max(this.settledUpTo, record.line);
    }
    for (const number of this.settledApart) if (number <= this.settledUpTo) this.settledApart.delete(number);
  }
}

function keyOf({ line, message }: FindingKey): string {
  return `${String(line)}:${message}`;
}

/** Whether two findings with the same line and message say the same. */
function isSame(told: Finding | undefined, finding: Finding): boolean {
  if (told?.endLine !== finding.endLine || told.severity !== finding.severity || told.category !== finding.category) return false;
  return told.level === finding.level && told.timestamp === finding.timestamp && told.fingerprint === finding.fingerprint && told.evidence.rule === finding.evidence.rule;
}
