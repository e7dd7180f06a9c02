import { logSum } from './negativeBinomial';

/** Slots that may be a burst, and the log of how much likelier their counts are in one than as ever. */
export interface Stretch {
  readonly first: number;
  /** Included. */
  readonly last: number;
  readonly odds: number;
}

/** logs of how likely a burst begins and ends just there: the first of a log, and a further one, for bursts are rare. */
const one = -Math.log(400);
const further = one - Math.log(10);

/**
 * How likely each of `slots` slots is in a burst, over all ways to choose stretches that do not overlap: a forward and a
 * backward pass, each of them without a burst and after one.
 */
export function burstChances(stretches: readonly Stretch[], slots: number): number[] {
  const starting = grouped(stretches, ({ first }) => first);
  const ending = grouped(stretches, ({ last }) => last + 1);
  const after = [-Infinity];
  for (let end = 1; end <= slots; end++) after[end] = logSum([after[end - 1] ?? 0, ...(ending.get(end) ?? []).map((stretch) => before(stretch, after))]);
  // What may come yet: where there was none so far, and where there was.
  const toCome = Array<number>(slots + 1).fill(0);
  const more = Array<number>(slots + 1).fill(0);
  for (let start = slots - 1; start >= 0; start--) {
    const here = (starting.get(start) ?? []).map(({ last, odds }) => odds + (more[last + 1] ?? 0));
    toCome[start] = logSum([toCome[start + 1] ?? 0, ...here.map((chance) => chance + one)]);
    more[start] = logSum([more[start + 1] ?? 0, ...here.map((chance) => chance + further)]);
  }
  const chances = Array<number>(slots).fill(0);
  for (const stretch of stretches) {
    const chance = Math.exp(before(stretch, after) + (more[stretch.last + 1] ?? 0) - (toCome[0] ?? 0));
    for (let slot = stretch.first; slot <= stretch.last; slot++) chances[slot] = (chances[slot] ?? 0) + chance;
  }
  return chances;
}

function grouped(stretches: readonly Stretch[], keyOf: (stretch: Stretch) => number): Map<number, readonly Stretch[]> {
  const groups = new Map<number, Stretch[]>();
  for (const stretch of stretches) groups.set(keyOf(stretch), [...(groups.get(keyOf(stretch)) ?? []), stretch]);
  return groups;
}

/** log of the weight of all that ends with a stretch; nothing at all before it weighs one. */
function before({ first, odds }: Stretch, after: readonly number[]): number {
  return odds + logSum([one, (after[first] ?? -Infinity) + further]);
}
