import { Random } from '../../bench/random';

/** Counts of one kind of record by time, with a burst in the slots `[from, to]`, or without one. */
export interface MadeSeries {
  readonly counts: readonly number[];
  readonly burst: { readonly from: number; readonly to: number } | null;
  /** How it was made: the mean of each slot without a burst; the variance is the mean and `clustering` times its square. */
  readonly rates: readonly number[];
  readonly clustering: number;
}

const slots = 120;
/** Where a burst may begin, how many slots it has at most, and how many times the usual comes in it, evenly. */
export const burstShape = { first: 40, last: slots - 10, slots: 3, times: [3, 10], fewest: 8 } as const;

/** Steady, clustered, daily and drifting counts; half of them with a burst of three to ten times the usual. */
export function madeSeries(seed: number): MadeSeries {
  const random = new Random(seed);
  const unit = (): number => (random.next() + 0.5) / 2 ** 32;
  const usual = 0.3 * 100 ** unit();
  const clustering = random.pick([0, 0, 0.3, 1]);
  const wave = random.pick([0, 0, 0.5]);
  const drift = random.pick([0, 0, 0.5]);
  const rateAt = (slot: number): number => usual * (1 + wave * Math.sin((slot / slots) * 6 * Math.PI)) * (1 + (drift * slot) / slots);
  const counts = Array.from({ length: slots }, (_, slot) => poisson(rateAt(slot) * (clustering === 0 ? 1 : gamma(1 / clustering, unit) * clustering), unit));
  const rates = counts.map((_, slot) => rateAt(slot));
  if (seed % 2 === 0) return { counts, burst: null, rates, clustering };
  const from = random.between(burstShape.first, burstShape.last);
  const to = from + random.below(burstShape.slots);
  const [least, most] = burstShape.times;
  for (let slot = from; slot <= to; slot++) counts[slot] = poisson(Math.max(burstShape.fewest, rateAt(slot) * (least + (most - least) * unit())), unit);
  return { counts, burst: { from, to }, rates, clustering };
}

function poisson(rate: number, unit: () => number): number {
  const limit = Math.exp(-Math.min(rate, 500));
  let count = 0;
  for (let product = unit(); product > limit && count < 5000; product *= unit()) count++;
  return count;
}

/** Marsaglia and Tsang's method, of scale 1. */
function gamma(shape: number, unit: () => number): number {
  if (shape < 1) return gamma(shape + 1, unit) * unit() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(unit()) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
