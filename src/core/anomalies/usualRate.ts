import { logWeight, logSum } from './negativeBinomial';

/** What a count is expected to be: its mean, and how well that is known (a variance of its own). */
export interface Expected {
  readonly mean: number;
  readonly doubt: number;
}

/** How many times the usual a burst is: each as likely as the others. */
const timesUsual = [2.5, 4, 6.3, 10, 16];

/** Of two hundred slots one may be a burst, and then says little of what is usual. */
const outliers = 0.005;
/** Slots that are usual by themselves: there is nothing yet to hold them against. */
const beginning = 3;
/** What is known at first is worth so many slots. */
const vague = 0.1;
/** What never came is still expected so often in a slot. */
const rarest = 0.02;
/** What goes on for so many slots, or for as long as the past is known, is how it is from now on. */
const longest = 64;

/**
 * What is usual at each slot by those before it, if counts cluster by `clustering` (the variance is the mean and so many
 * times its square) and the past is forgotten at a rate of 1 − `memory` a slot. A Poisson rate with a gamma prior that is
 * discounted (West and Harrison, Bayesian Forecasting and Dynamic Models, ch. 14); each slot counts as far as it is not
 * likelier to be an outlier.
 */
export class UsualRate {
  private readonly expectedAt: Expected[] = [];
  /** log of how likely the counts are by all of this, beside others. */
  readonly evidence: number;

  constructor(
    counts: ArrayLike<number>,
    end: number,
    readonly clustering: number,
    memory: number,
  ) {
    let [sum, weight, run, evidence] = [vague, vague, 0, 0];
    for (let slot = 0; slot <= end; slot++) {
      const count = counts[slot] ?? 0;
      const expected = { mean: sum / weight, doubt: sum / weight ** 2 };
      this.expectedAt.push(expected);
      let usual = 1;
      if (slot >= beginning) {
        const asEver = Math.log(1 - outliers) + logWeight(count, expected.mean, this.varianceOf(expected, 1));
        const both = count <= 1.5 * expected.mean ? asEver : logSum([asEver, Math.log(outliers) + this.logBurst(count, expected, 1)]);
        usual = Math.exp(asEver - both);
        evidence += both;
      }
      run = usual < 0.5 ? run + 1 : 0;
      if (run > Math.min(longest, slot - run)) [sum, weight, run, usual] = [vague, vague, 0, 1];
      // What varies more says less of its mean.
      const worth = usual / (1 + this.clustering * expected.mean);
      weight = memory * weight + worth;
      sum = Math.max(memory * sum + worth * count, rarest * weight);
    }
    this.evidence = evidence;
  }

  /** What is usual of one slot, as known before it. */
  before(slot: number): Expected {
    return this.expectedAt[slot] ?? { mean: rarest, doubt: 0 };
  }

  /** log of how much likelier so many in so many slots are in a burst than as ever. */
  logOdds(count: number, expected: Expected, slots: number): number {
    return this.logBurst(count, expected, slots) - logWeight(count, slots * expected.mean, this.varianceOf(expected, slots));
  }

  private logBurst(count: number, expected: Expected, slots: number): number {
    const mean = slots * expected.mean;
    const beyond = this.varianceOf(expected, slots) - mean;
    return logSum(timesUsual.map((times) => logWeight(count, times * mean, times * mean + times * times * beyond))) - Math.log(timesUsual.length);
  }

  private varianceOf({ mean, doubt }: Expected, slots: number): number {
    return slots * mean + slots * this.clustering * (mean * mean + doubt) + slots * slots * doubt;
  }
}
