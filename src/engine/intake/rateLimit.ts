interface Bucket {
  left: number;
  /** Milliseconds. */
  filledAt: number;
}

/** Seconds of requests that may come in one go. */
const burstSeconds = 2;
/** Addresses that are kept count of; beyond these those are forgotten that have not asked for the longest time. */
const mostAddresses = 10_000;

/** How many requests one address may make: a bucket of tokens for each, which fills at a steady rate. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  /** @param perSecond from 1 */
  constructor(
    private readonly perSecond: number,
    private readonly now: () => number,
  ) {}

  /** Takes a request at this time; 0 where it may be answered, else in how many seconds, from 1, it may come again. */
  take(address: string): number {
    const now = this.now();
    const most = this.perSecond * burstSeconds;
    const bucket = this.buckets.get(address) ?? { left: most, filledAt: now };
    // Put last: the first ones are the first to be forgotten.
    this.buckets.delete(address);
    this.buckets.set(address, bucket);
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > mostAddresses && oldest !== undefined) this.buckets.delete(oldest);
    bucket.left = Math.min(most, bucket.left + (Math.max(0, now - bucket.filledAt) / 1000) * this.perSecond);
    bucket.filledAt = now;
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / this.perSecond));
    bucket.left--;
    return 0;
  }
}
