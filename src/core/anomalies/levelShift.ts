/** From where on another share of the records are problems. */
export interface LevelShift {
  /** The first slot of the new mix, and the last. */
  readonly first: number;
  readonly last: number;
  /** Shares of problems before and from there on, 0 to 1. */
  readonly before: number;
  readonly after: number;
  /** The statistic of the test: the square of a normal deviate. */
  readonly surprise: number;
}

/** Records on each side, and problems at least. */
const fewestRecords = 100;
const fewestProblems = 10;
const clearly = 3;
/** Far beyond chance, for records come in clusters. */
export const surprising = 60;

/** The slot at which the share of problems rises most clearly; null where it does not. */
export function findLevelShift(all: ArrayLike<number>, problems: ArrayLike<number>, end: number): LevelShift | null {
  const sum = (values: ArrayLike<number>, from: number, to: number): number => {
    let total = 0;
    for (let slot = from; slot <= to; slot++) total += values[slot] ?? 0;
    return total;
  };
  const [records, bad] = [sum(all, 0, end), sum(problems, 0, end)];
  const share = bad / records;
  let best: LevelShift | null = null;
  let [left, leftBad] = [0, 0];
  for (let slot = 1; slot <= end; slot++) {
    left += all[slot - 1] ?? 0;
    leftBad += problems[slot - 1] ?? 0;
    const [right, rightBad] = [records - left, bad - leftBad];
    if (left < fewestRecords || right < fewestRecords || rightBad < fewestProblems) continue;
    const [before, after] = [leftBad / left, rightBad / right];
    if (after < clearly * Math.max(before, 0.001)) continue;
    const surprise = (after - before) ** 2 / (share * (1 - share) * (1 / left + 1 / right) + 1e-12);
    if (surprise >= surprising && surprise > (best?.surprise ?? 0)) best = { first: slot, last: end, before, after, surprise };
  }
  return best;
}

/** How many times as much the share of problems varied from slot to slot before a shift as it would by chance, where each record is for itself: Pearson's statistic by its degrees of freedom. */
export function variationBefore({ first, before }: LevelShift, all: ArrayLike<number>, problems: ArrayLike<number>): number {
  let [sum, slots] = [0, 0];
  for (let slot = 0; slot < first; slot++) {
    const records = all[slot] ?? 0;
    if (records === 0) continue;
    slots++;
    sum += ((problems[slot] ?? 0) - records * before) ** 2 / (records * Math.max(before, 0.001) * (1 - before) + 1e-12);
  }
  return slots < 2 ? 1 : sum / (slots - 1);
}
