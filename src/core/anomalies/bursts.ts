import { burstChances, type Stretch } from './burstChances';
import { logSum } from './negativeBinomial';
import { UsualRate } from './usualRate';

/** A stretch of slots in which something came far more often than before. */
export interface Burst {
  readonly first: number;
  /** Included. */
  readonly last: number;
  /** In all of it. */
  readonly count: number;
  /** What as many slots had before. */
  readonly usual: number;
  /** log10 of how much likelier the counts are in a burst than as ever, by their own past. */
  readonly surprise: number;
}

/** Ways in which counts may vary, of which the counts show how likely each is: how they cluster, how fast they change. */
const clusterings = [0, 0.1, 0.25, 0.5, 1, 2];
const memories = [1, 0.97, 0.9];
/** Slots that a burst is looked for in at a time, at most. */
const widest = 3;
/** Slots that show what is usual, at least. */
const fewestPast = 8;
/** Fewer are none, however rare they were; and so many times the usual. */
const fewest = 5;
const clearly = 2;
/** log of how much likelier a stretch must be in a burst, at least, for a closer look. */
const worthALook = 5;
/** From this chance on it is told. */
const sure = 0.7;

/**
 * Finds bursts in counts by time: a Bayesian scan statistic. Counts are negative binomial around a rate that is known from
 * the slots before only; how they cluster and how fast the rate changes is averaged over, by what fits the counts. `end`
 * is the last slot that counts.
 */
export function findBursts(counts: ArrayLike<number>, end: number): Burst[] {
  const all = stretchesOf(counts, end);
  if (all.length === 0) return [];
  // Where counts cluster a burst is less of a surprise: what is none without that needs no closer look.
  const evenly = ratesOf(counts, end, clusterings.slice(0, 1));
  if (!all.some((stretch) => evenly.some((rate) => logOdds(stretch, rate) >= worthALook))) return [];
  const rates = [...evenly, ...ratesOf(counts, end, clusterings.slice(1))];
  const evidence = logSum(rates.map((rate) => rate.evidence));
  const weights = rates.map((rate) => rate.evidence - evidence);
  const judged = all.flatMap((stretch): Stretch[] => {
    const odds = logSum(rates.map((rate, index) => (weights[index] ?? 0) + logOdds(stretch, rate)));
    return odds > 0 ? [{ ...stretch, odds }] : [];
  });
  const usualAt = (slot: number): number => rates.reduce((sum, rate, index) => sum + Math.exp(weights[index] ?? 0) * rate.before(slot).mean, 0);
  return runsOf(burstChances(judged, end + 1)).map(({ first, last }) => {
    const within = judged.filter((stretch) => stretch.first <= last && stretch.last >= first);
    const slots = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return {
      first,
      last,
      count: slots.reduce((sum, slot) => sum + (counts[slot] ?? 0), 0),
      usual: slots.reduce((sum, slot) => sum + usualAt(slot), 0),
      surprise: Math.max(...within.map(({ odds }) => odds)) / Math.LN10,
    };
  });
}

function ratesOf(counts: ArrayLike<number>, end: number, clustered: readonly number[]): UsualRate[] {
  return clustered.flatMap((clustering) => memories.map((memory) => new UsualRate(counts, end, clustering, memory)));
}

interface Counted {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** Stretches with enough in them to be a burst. */
function stretchesOf(counts: ArrayLike<number>, end: number): Counted[] {
  const found: Counted[] = [];
  for (let first = fewestPast; first <= end; first++) {
    let count = 0;
    for (let last = first; last < first + widest && last <= end; last++) {
      count += counts[last] ?? 0;
      if (count >= fewest) found.push({ first, last, count });
    }
  }
  return found;
}

/** log of how much likelier a stretch is in a burst than as ever. */
function logOdds({ first, last, count }: Counted, rate: UsualRate): number {
  const slots = last - first + 1;
  const expected = rate.before(first);
  return count < clearly * slots * expected.mean ? -Infinity : rate.logOdds(count, expected, slots);
}

/** Slots in a row that are a burst. */
function runsOf(chances: readonly number[]): { readonly first: number; readonly last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const [slot, chance] of chances.entries()) {
    const run = runs.at(-1);
    if (chance < sure) continue;
    if (run?.last === slot - 1) run.last = slot;
    else runs.push({ first: slot, last: slot });
  }
  return runs;
}
