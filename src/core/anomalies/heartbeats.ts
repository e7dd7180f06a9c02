/** A regular sign of life that failed to come. */
export interface Vanished {
  /** The first slot without it. */
  readonly first: number;
  /** The last slot without it. */
  readonly last: number;
  /** Slots in which it came about once or more, without fail, before. */
  readonly period: number;
  /** How many such periods it kept before, and missed then. */
  readonly kept: number;
  readonly missed: number;
}

const scales = [1, 2, 4, 8, 16];
/** Periods that make a habit, and those missed that break it. */
const habit = 10;
const broken = 4;
/** Regular is what varies from period to period by less than this share. */
const steady = 0.6;

/** Finds where something that came in every period stopped coming, while the log goes on: `alive` counts all records. */
export function findVanished(counts: ArrayLike<number>, alive: ArrayLike<number>, end: number): Vanished | null {
  for (const scale of scales) {
    const own = merged(counts, end, scale);
    const log = merged(alive, end, scale);
    const first = own.findIndex((count) => count > 0);
    if (first < 0) return null;
    let kept = 0;
    let at = first;
    while (at < own.length && (own[at] ?? 0) > 0) {
      at++;
      kept++;
    }
    if (kept < habit) continue;
    const past = own.slice(first, first + kept);
    // The last period before may be cut short.
    if (!isSteady(past.slice(1, -1))) continue;
    let missed = 0;
    let stopped = at;
    while (stopped < own.length && own[stopped] === 0) {
      // Where the log itself is silent nothing vanished of its own.
      if ((log[stopped] ?? 0) > 0) missed++;
      stopped++;
    }
    const needed = Math.max(broken, Math.ceil(kept / 20));
    if (missed < needed) continue;
    return { first: at * scale, last: Math.min(end, stopped * scale - 1), period: scale, kept, missed };
  }
  return null;
}

function merged(counts: ArrayLike<number>, end: number, scale: number): number[] {
  const sums: number[] = [];
  for (let slot = 0; slot <= end; slot++) sums[Math.floor(slot / scale)] = (sums[Math.floor(slot / scale)] ?? 0) + (counts[slot] ?? 0);
  return sums;
}

function isSteady(counts: readonly number[]): boolean {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  return Math.sqrt(variance) <= steady * mean;
}
