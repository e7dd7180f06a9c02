import { isProblem } from './finding';
import type { JudgedRecord } from './pipeline';
import { isRoutine, runTemplate } from './runMask';
import { fingerprint } from './template';

export type ChangeKind = 'new' | 'gone' | 'more' | 'fewer';
export type RunName = 'old' | 'new';

/** How a record of one run differs from the other run. */
export interface Change {
  readonly kind: ChangeKind;
  /** Of the old run where its event is gone, else of the new run. */
  readonly judged: JudgedRecord;
  /** How often its event occurs in each run. */
  readonly counts: Readonly<Record<RunName, number>>;
  /**
   * The `first` record of its event, a `repeat`, or `context`: a known event that tells more of the new problem right
   * before it.
   */
  readonly role: 'first' | 'repeat' | 'context';
}

interface Tally {
  readonly counts: Record<RunName, number>;
  told: boolean;
}

/** Events told apart by default. Further ones share buckets, which may hide news but never invents any. */
const defaultMaxEvents = 2 ** 19;
const buckets = 2 ** 12;
/** A problem's context ends after so many known records, or where time goes on by so many milliseconds. */
const maxContext = 12;
const contextTime = 100;

/**
 * Compares two runs of the same job by the events they log. Both runs are read twice: first every record is counted
 * (`count`), then, in order, each is asked what it tells (`changeAt`). Between the readings it keeps numbers only, at
 * most some 50 MB of them.
 */
export class RunComparison {
  private readonly tallies = new Map<number, Tally>();
  /** The end of a new problem and its context, while they are being read. */
  private open: { last: JudgedRecord; known: number } | null = null;

  constructor(private readonly maxEvents = defaultMaxEvents) {}

  /** Takes a record of the first reading. */
  count(run: RunName, judged: JudgedRecord): void {
    const event = eventOf(judged);
    if (event === null) return;
    const key = this.tallies.has(event) || this.tallies.size < this.maxEvents ? event : bucketOf(event);
    const tally = this.tallies.get(key);
    if (tally) tally.counts[run]++;
    else this.tallies.set(key, { counts: { old: 0, new: 0, [run]: 1 }, told: false });
  }

  /**
   * What a record of the second reading tells: that its event is `new` (every record of it), comes `more` or `fewer`
   * times (the first one in the new run), or is `gone` (the first one in the old run). Null where it tells nothing.
   */
  changeAt(run: RunName, judged: JudgedRecord): Change | null {
    const event = eventOf(judged);
    const tally = event === null ? undefined : (this.tallies.get(event) ?? this.tallies.get(bucketOf(event)));
    if (!tally) return null;
    const { counts } = tally;
    const kind = kindOf(counts);
    const first = !tally.told;
    if (run === 'new' && this.isContext(judged, kind === 'new')) {
      tally.told = true;
      return { kind: 'new', judged, counts, role: 'context' };
    }
    if (kind === null || (kind === 'gone') !== (run === 'old') || (!first && kind !== 'new')) return null;
    tally.told = true;
    return { kind, judged, counts, role: first ? 'first' : 'repeat' };
  }

  /**
   * A message of several lines may carry its level on each of them (`[ERROR] …`), and some of the lines are the same
   * whatever went wrong: right after a new problem, records of its level belong to it.
   */
  private isContext(judged: JudgedRecord, isNew: boolean): boolean {
    const { open } = this;
    if (isNew) {
      this.open = isProblem(judged.verdict.judgement?.severity ?? null) ? { last: judged, known: 0 } : null;
      return false;
    }
    if (!open || open.known === maxContext || !continues(open.last, judged)) {
      this.open = null;
      return false;
    }
    this.open = { last: judged, known: open.known + 1 };
    return true;
  }
}

function continues(before: JudgedRecord, after: JudgedRecord): boolean {
  const [a, b] = [before.record, after.record];
  return (
    b.line === a.endLine + 1 &&
    b.logger === null &&
    before.verdict.levelSource === 'declared' &&
    after.verdict.levelSource === 'declared' &&
    before.verdict.level === after.verdict.level &&
    Math.abs((b.timestamp ?? 0) - (a.timestamp ?? 0)) <= contextTime
  );
}

function kindOf(counts: Record<RunName, number>): ChangeKind | null {
  if (counts.old === 0) return 'new';
  if (counts.new === 0) return 'gone';
  if (counts.old === counts.new) return null;
  return counts.new > counts.old ? 'more' : 'fewer';
}

/**
 * Identity of an event across runs, 52 bits: what it says, where its trace comes from and, for a problem, its level;
 * `Failures: 1` is no repetition of `Failures: 0`. Null for what is not compared.
 */
function eventOf({ record, verdict, template }: JudgedRecord): number | null {
  const problem = isProblem(verdict.judgement?.severity ?? null);
  if (!problem && isRoutine(record.message)) return null;
  const text = runTemplate(record.message, template);
  const id = fingerprint(`${problem ? (verdict.level ?? 'problem') : ''}\n${text}`, verdict.frames);
  return Number.parseInt(id.slice(id.indexOf(':') + 1).slice(0, 13), 16);
}

/** Buckets are negative, events are not. */
function bucketOf(event: number): number {
  return -1 - (event % buckets);
}
