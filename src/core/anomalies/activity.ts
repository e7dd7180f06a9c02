/** Places on the axis along which counts are kept: when a log outgrows them, two become one. */
const slotCount = 256;
/** Milliseconds of a slot at first. */
const finest = 1000;
/** Templates with counts of their own: those seen first. */
const mostSeries = 2000;

/** How often one kind of record occurs along a log. */
export interface Series {
  readonly fingerprint: string;
  /** What it says, for people. */
  readonly label: string;
  /** Whether it is a problem: of medium severity or above. */
  readonly isProblem: boolean;
  total: number;
  firstLine: number;
  lastLine: number;
  /** How many records had come before its first one; null where that was not watched. */
  readonly before: number | null;
  readonly counts: Float64Array;
  /** Line of the first one in each slot; 0 where there is none. */
  readonly lines: Float64Array;
}

/**
 * Counts along a log, by time where it states times, else by line: of each template, of all records and of the
 * problems among them. Takes the same memory for a log of any size.
 */
export class Activity {
  readonly series = new Map<string, Series>();
  readonly all = new Float64Array(slotCount);
  readonly problems = new Float64Array(slotCount);
  /** The first line known of each slot; 0 where there is none. */
  readonly lines = new Float64Array(slotCount);
  records = 0;
  /** Milliseconds or lines of a slot. */
  width: number;
  /** Where slot 0 begins; null before anything was counted. */
  origin: number | null = null;
  /** The last slot that has anything in it. */
  last = 0;

  constructor(readonly axis: 'time' | 'line') {
    this.width = axis === 'time' ? finest : 1;
  }

  /** The series of a template; null where there are too many. */
  seriesOf(fingerprint: string, label: string, isProblem: boolean, line: number, isFirst: boolean): Series | null {
    const known = this.series.get(fingerprint);
    if (known) return known;
    if (this.series.size === mostSeries) return null;
    const made: Series = { fingerprint, label, isProblem, total: 0, firstLine: line, lastLine: line, before: isFirst ? this.records : null, counts: new Float64Array(slotCount), lines: new Float64Array(slotCount) };
    this.series.set(fingerprint, made);
    return made;
  }

  /** Counts records that lie from one place of the axis to another; `line` is the last one's. */
  count(series: Series | null, count: number, isProblem: boolean, from: number, to: number, line: number): void {
    const end = this.slotOf(to);
    const start = Math.min(this.slotOf(from), end);
    const share = count / (end - start + 1);
    for (let slot = start; slot <= end; slot++) {
      add(this.all, slot, share);
      if (isProblem) add(this.problems, slot, share);
      if (this.lines[slot] === 0) this.lines[slot] = line;
      if (series === null) continue;
      add(series.counts, slot, share);
      if (series.lines[slot] === 0) series.lines[slot] = line;
    }
    this.records += count;
    if (series === null) return;
    series.total += count;
    series.lastLine = Math.max(series.lastLine, line);
  }

  /** Where a slot begins on the axis. */
  startOf(slot: number): number {
    return (this.origin ?? 0) + slot * this.width;
  }

  private slotOf(place: number): number {
    this.origin ??= place;
    // A record may be a little older than the first: it counts with that.
    const past = Math.max(0, place - this.origin);
    while (past >= slotCount * this.width) this.fold();
    const slot = Math.floor(past / this.width);
    this.last = Math.max(this.last, slot);
    return slot;
  }

  private fold(): void {
    this.width *= 2;
    this.last = Math.floor(this.last / 2);
    for (const counts of [this.all, this.problems, ...Array.from(this.series.values(), (series) => series.counts)]) merge(counts, (a, b) => a + b);
    for (const lines of [this.lines, ...Array.from(this.series.values(), (series) => series.lines)]) merge(lines, (a, b) => (a === 0 ? b : a));
  }
}

function add(counts: Float64Array, slot: number, count: number): void {
  counts[slot] = (counts[slot] ?? 0) + count;
}

function merge(values: Float64Array, both: (a: number, b: number) => number): void {
  for (let slot = 0; slot < slotCount / 2; slot++) values[slot] = both(values[2 * slot] ?? 0, values[2 * slot + 1] ?? 0);
  values.fill(0, slotCount / 2);
}
