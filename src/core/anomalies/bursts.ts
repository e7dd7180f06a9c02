/** A stretch of slots in which something came far more often than before. */
export interface Burst {
  readonly first: number;
  /** Included. */
  readonly last: number;
  /** In all of it. */
  readonly count: number;
  /** What as many slots had before. */
  readonly usual: number;
  /** −log10 of how likely so many are, by its own past. */
  readonly surprise: number;
}

/** Slots that show what is usual: at least, and at most the latest so many. */
const fewestPast = 8;
const mostPast = 64;
/** Surprise from which on it is a burst; a log has many slots, and many templates. */
const surprising = 3.5;
/** Fewer are none, however rare they were; and so many times the usual. */
const fewest = 5;
const clearly = 2.5;

/**
 * Finds bursts in counts by time: a negative-binomial tail test of each slot against those before it, without those
 * that were bursts themselves. `end` is the last slot that counts.
 */
export function findBursts(counts: ArrayLike<number>, end: number): Burst[] {
  const bursts: Burst[] = [];
  const past: number[] = [];
  let open: Burst | null = null as Burst | null;
  for (let slot = 0; slot <= end; slot++) {
    const count = counts[slot] ?? 0;
    const surprise = past.length >= fewestPast ? surpriseOf(count, past) : 0;
    if (surprise >= surprising) {
      const usual = mean(past);
      if (open !== null) open = { ...open, last: slot, count: open.count + count, usual: open.usual + usual, surprise: Math.max(open.surprise, surprise) };
      else open = { first: slot, last: slot, count, usual, surprise };
      // What goes on for as long as the past is known is how it is from now on.
      if (slot - open.first < past.length) continue;
    }
    if (open !== null) bursts.push(open);
    open = null;
    past.push(count);
    if (past.length > mostPast) past.shift();
  }
  return open === null ? bursts : [...bursts, open];
}

/** −log10 of how likely so many or more are where counts were as in the past; 0 where they are not clearly more. */
export function surpriseOf(count: number, past: readonly number[]): number {
  // Half an occurrence more than was seen: what never came may come.
  const expected = (past.reduce((sum, each) => sum + each, 0) + 0.5) / past.length;
  if (count < fewest || count < clearly * expected) return 0;
  const spread = past.reduce((sum, each) => sum + (each - expected) ** 2, 0) / Math.max(1, past.length - 1);
  // Of few slots the spread is not well known.
  const variance = Math.max(spread, expected) * (1 + 2 / past.length) + 0.01;
  const size = variance > expected ? (expected * expected) / (variance - expected) : 1e6;
  return -log10Tail(Math.round(count), expected, Math.max(0.05, size));
}

/** log10 of P(X ≥ count) for a negative binomial of this mean and size. */
function log10Tail(count: number, expected: number, size: number): number {
  const p = size / (size + expected);
  let term = logGamma(count + size) - logGamma(size) - logGamma(count + 1) + size * Math.log(p) + count * Math.log(1 - p);
  let sum = 0;
  const top = term;
  // Beyond the mean each further term is smaller by a known ratio: the sum ends where they no longer add.
  for (let at = count; at < count + 2000; at++) {
    const share = Math.exp(term - top);
    sum += share;
    if (share < 1e-9 * sum) break;
    term += Math.log(((at + size) / (at + 1)) * (1 - p));
  }
  return Math.min(0, (top + Math.log(sum)) / Math.LN10);
}

/** Stirling's series, shifted to where it is exact enough. */
function logGamma(value: number): number {
  let x = value;
  let shift = 0;
  while (x < 8) shift -= Math.log(x++);
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
