import { isProblem, type Finding } from '../finding';
import { Silences, spanText } from '../silence';
import { type Burst, findBursts } from './bursts';
import { burstText, shiftText } from './evidence';
import { findLevelShift, surprising, variationBefore } from './levelShift';

/** What can become unusual about a log while it is written. */
export type LiveAnomalyKind = 'burst' | 'level-shift' | 'silence';

export interface LiveAnomaly {
  readonly kind: LiveAnomalyKind;
  /** The latest finding of the kind that it is about; null where it is about the log. */
  readonly finding: Finding | null;
  /** What shows it, in one sentence. */
  readonly evidence: string;
}

/** Milliseconds of a slot in which is counted, and slots that are kept: two hours. */
const width = 30_000;
const slots = 240;
/** Kinds of problems with counts of their own; further ones are counted once others did not come for two hours. */
const mostSeries = 500;
/** Slots before a change of the mix, at least; and for so many it is news. */
const fewestPast = 8;
const newsFor = 10;
/** Pauses that show what is usual in a log that is written to; and times a silence that it was watched before. */
const fewestPauses = 20;
const watchedBefore = 5;
/** Long pauses that are remembered: twice as long as two of them is still usual. */
const rememberedPauses = 8;
const long = 60_000;
/** Milliseconds between two looks after which the machine has slept, and nothing is known of the time between. */
const asleep = 60_000;

interface Series {
  readonly counts: Float64Array;
  latest: Finding;
  /** Counted since it was last looked at. */
  isFresh: boolean;
}

/**
 * Looks on as one log is written, and tells what becomes unusual by when its lines come: a burst of one kind of problem, a
 * larger share of problems, or no lines at all. What is usual is learnt from the two hours before. Each is told once, and
 * again only after it was over. Times are those of the clock, in milliseconds since the epoch, whatever the lines state.
 */
export class LiveWatch {
  private readonly series = new Map<string, Series>();
  private readonly all = new Float64Array(slots);
  private readonly problems = new Float64Array(slots);
  /** Number of the first slot that is kept, and of the current one, counted since the epoch. */
  private first: number;
  private current: number;
  private readonly bursting = new Set<string>();
  private isShifted = false;
  private readonly silences = new Silences();
  /** Milliseconds, the latest last. */
  private readonly longPauses: number[] = [];
  private watchedSince: number;
  private lastLines: number | null = null;
  private isSilent = false;
  private lookedAt: number;

  constructor(now: number) {
    this.first = this.current = Math.floor(now / width);
    this.watchedSince = this.lookedAt = now;
  }

  /** Problems were found. */
  found(findings: readonly Finding[], now: number): void {
    this.goOn(now);
    for (const finding of findings) {
      if (!isProblem(finding.severity)) continue;
      const series = this.seriesOf(finding);
      if (series === null) continue;
      series.latest = finding;
      series.isFresh = true;
      count(series.counts, this.end, 1);
    }
  }

  /** Lines were written: so many records more, so many of them problems. */
  written(records: number, problems: number, now: number): void {
    this.goOn(now);
    count(this.all, this.end, records);
    count(this.problems, this.end, problems);
    if (this.lastLines !== null) this.notePause(now - this.lastLines);
    this.lastLines = now;
    this.isSilent = false;
  }

  /** What has become unusual since the last look. */
  look(now: number): LiveAnomaly[] {
    this.goOn(now);
    return [...this.bursts(), ...this.shift(), ...this.silence(now)];
  }

  private get end(): number {
    return this.current - this.first;
  }

  /** Null where there are too many. */
  private seriesOf(finding: Finding): Series | null {
    const known = this.series.get(finding.fingerprint);
    if (known) return known;
    if (this.series.size === mostSeries) {
      const over = [...this.series].find(([, { counts }]) => counts.every((each) => each === 0));
      if (over === undefined) return null;
      this.series.delete(over[0]);
    }
    const made = { counts: new Float64Array(slots), latest: finding, isFresh: true };
    this.series.set(finding.fingerprint, made);
    return made;
  }

  private bursts(): LiveAnomaly[] {
    const found: LiveAnomaly[] = [];
    for (const [fingerprint, series] of this.series) {
      if (!series.isFresh && !this.bursting.has(fingerprint)) continue;
      series.isFresh = false;
      const burst = findBursts(series.counts, this.end).find(({ last }) => last >= this.end - 1);
      if (burst === undefined) this.bursting.delete(fingerprint);
      else if (!this.bursting.has(fingerprint)) {
        this.bursting.add(fingerprint);
        found.push({ kind: 'burst', finding: series.latest, evidence: burstText(series.latest.message, burst, lengthOf(burst), 1) });
      }
    }
    return found;
  }

  private shift(): LiveAnomaly[] {
    const found = findLevelShift(this.all, this.problems, this.end);
    // Problems come in swarms, which are no news where they always did.
    const shift = found && found.surprise >= surprising * variationBefore(found, this.all, this.problems) ? found : null;
    const wasShifted = this.isShifted;
    this.isShifted = shift !== null;
    if (shift === null || wasShifted || shift.first < fewestPast || this.end - shift.first >= newsFor) return [];
    return [{ kind: 'level-shift', finding: null, evidence: shiftText(shift) }];
  }

  private silence(now: number): LiveAnomaly[] {
    if (this.lastLines === null || this.isSilent) return [];
    const length = now - this.lastLines;
    if (this.lastLines - this.watchedSince < watchedBefore * length || !this.silences.isSilence(length, fewestPauses)) return [];
    if (this.longPauses.filter((pause) => 2 * pause >= length).length >= 2) return [];
    this.isSilent = true;
    const usual = Math.max(1000, this.silences.usual());
    return [{ kind: 'silence', finding: null, evidence: `Nothing has been written for ${spanText(length)}; before, nearly all pauses were at most ${spanText(usual)}.` }];
  }

  private notePause(length: number): void {
    this.silences.note(length);
    if (length < long) return;
    this.longPauses.push(length);
    if (this.longPauses.length > rememberedPauses) this.longPauses.shift();
  }

  private goOn(now: number): void {
    if (now - this.lookedAt > asleep && this.lastLines !== null) {
      this.lastLines = now;
      this.watchedSince = now;
    }
    this.lookedAt = Math.max(this.lookedAt, now);
    this.current = Math.max(this.current, Math.floor(now / width));
    const past = this.current - this.first - (slots - 1);
    if (past <= 0) return;
    this.first += past;
    for (const counts of [this.all, this.problems, ...Array.from(this.series.values(), (series) => series.counts)]) {
      counts.copyWithin(0, Math.min(past, slots));
      counts.fill(0, Math.max(0, slots - past));
    }
  }
}

function count(counts: Float64Array, slot: number, more: number): void {
  counts[slot] = (counts[slot] ?? 0) + more;
}

function lengthOf({ first, last }: Burst): string {
  return spanText((last - first + 1) * width);
}
