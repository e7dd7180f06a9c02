import { logChance, logSum } from '../../../src/core/anomalies/negativeBinomial';
import { burstShape, type MadeSeries } from '../made/series';

const steps = 20;
const times = Array.from({ length: steps }, (_, step) => burstShape.times[0] + ((burstShape.times[1] - burstShape.times[0]) * (step + 0.5)) / steps);

/**
 * The most that can be found: told how a series was made (its rates, how its counts cluster, where and how bursts are put
 * into one of two), what is likelier than not by Bayes' rule. Gives the slot that a burst most likely touches, if any.
 */
export function toldBursts({ counts, rates, clustering }: MadeSeries): number[] {
  const odds = counts.map((count, slot) => {
    const rate = rates[slot] ?? 0;
    const burst = logSum(times.map((each) => logChance(count, Math.max(burstShape.fewest, rate * each), 0))) - Math.log(steps);
    return burst - logChance(count, rate, rate + clustering * rate * rate);
  });
  const places = burstShape.last - burstShape.first + 1;
  const windows = Array.from({ length: places * burstShape.slots }, (_, index) => {
    const from = burstShape.first + Math.floor(index / burstShape.slots);
    const to = from + (index % burstShape.slots);
    return { from, to, weight: odds.slice(from, to + 1).reduce((sum, each) => sum + each, -Math.log(places * burstShape.slots)) };
  });
  const all = logSum([0, ...windows.map(({ weight }) => weight)]);
  const chances = counts.map((_, slot) => windows.reduce((sum, { from, to, weight }) => (slot >= from && slot <= to + 1 ? sum + Math.exp(weight - all) : sum), 0));
  const best = Math.max(...chances);
  return best >= 0.5 ? [chances.indexOf(best)] : [];
}
