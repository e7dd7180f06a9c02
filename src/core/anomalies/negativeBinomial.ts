/** log of P(X = count) of counts of this mean and variance: negative binomial, or Poisson where they vary no more than that. */
export function logChance(count: number, mean: number, variance: number): number {
  return logWeight(count, mean, variance) - logGamma(count + 1);
}

/** The same but for what is the same of a count whatever its mean and variance: to compare these. */
export function logWeight(count: number, mean: number, variance: number): number {
  if (variance <= mean * (1 + 1e-6)) return count * Math.log(mean) - mean;
  const size = (mean * mean) / (variance - mean);
  return logGamma(count + size) - logGamma(size) + size * Math.log(size / (size + mean)) + count * Math.log(mean / (size + mean));
}

/** log10 of P(X ≥ count), for a count beyond the mean. */
export function log10Tail(count: number, mean: number, variance: number): number {
  const size = variance > mean ? (mean * mean) / (variance - mean) : 1e6;
  const share = mean / (size + mean);
  const top = logChance(count, mean, variance);
  let sum = 0;
  let term = 1;
  // Beyond the mean each further term is smaller by a known ratio: the sum ends where they no longer add.
  for (let at = count; at < count + 2000 && term >= 1e-9 * sum; at++) {
    sum += term;
    term *= ((at + size) / (at + 1)) * share;
  }
  return Math.min(0, (top + Math.log(sum)) / Math.LN10);
}

/** log of the sum of what the logs in `values` stand for; −Infinity of none. */
export function logSum(values: readonly number[]): number {
  const most = values.reduce((top, value) => Math.max(top, value), -Infinity);
  return most === -Infinity ? most : most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}

/** Stirling's series, shifted to where it is exact enough. */
function logGamma(value: number): number {
  let x = value;
  let product = 1;
  while (x < 8) product *= x++;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) - Math.log(product);
}
