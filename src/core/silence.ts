/** A shorter gap is none, however busy a log is (milliseconds). */
const shortest = 60_000;
/** A gap is silence where it is so many times as long as most of the latest ones. */
const clearly = 5;
const most = 0.95;
/** Gaps that show what is usual, and the fewest that do. */
const latest = 200;
const fewest = 3;

/**
 * Finds the silences of a log: gaps between records of at least a minute, and at least five times as long as 95 of 100
 * of the latest 200 gaps before. What comes again and again, as with a job that runs each hour, is usual.
 */
export class Silences {
  private readonly gaps: number[] = [];
  private next = 0;
  private last: number | null = null;

  /** Takes the time of the next record (milliseconds since the epoch; null for none); returns the silence before it in milliseconds, null where there was none. */
  before(time: number | null): number | null {
    if (time === null) return null;
    const gap = this.last === null ? null : Math.max(0, time - this.last);
    this.last = Math.max(time, this.last ?? time);
    return gap === null ? null : this.note(gap);
  }

  /** Takes the gap between two records next to each other; returns it where it is silence, else null. */
  note(gap: number): number | null {
    const isSilence = this.isSilence(gap);
    this.gaps[this.next] = gap;
    this.next = (this.next + 1) % latest;
    return isSilence ? gap : null;
  }

  /** Whether a gap of so many milliseconds would be silence after those before, of which there are `least` at least. */
  isSilence(gap: number, least = fewest): boolean {
    return gap >= shortest && this.gaps.length >= least && gap >= clearly * this.usual();
  }

  /** Records have passed whose times are not known one by one: the next gap is counted from this time. */
  goOn(time: number): void {
    this.last = Math.max(time, this.last ?? time);
  }

  /** What nearly all of the latest gaps are as long as at most, in milliseconds; 0 where there are none. */
  usual(): number {
    const sorted = [...this.gaps].sort((a, b) => a - b);
    return sorted[Math.ceil(most * sorted.length) - 1] ?? 0;
  }
}

const units: readonly (readonly [name: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** A span of time as people say it, in its two largest units: `12 min`, `3 h 5 min`, `2 d`. */
export function spanText(milliseconds: number): string {
  let rest = Math.round(milliseconds / 1000) * 1000;
  const parts: string[] = [];
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest %= size;
    if (count > 0) parts.push(`${String(count)} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || '0 s';
}
