import { ColumnReader, ColumnWriter } from './columns';

const second = 1_000;
const day = 86_400_000;
/** Milliseconds. Each divides the next, so that counts of a finer step add up to those of a coarser one; beyond, they double. */
const widths = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400].map((seconds) => seconds * second);

/** Buckets that are not empty; with more of them, they get wider. */
const mostBuckets = 480;

/** Milliseconds of a bucket at this step. Buckets begin at multiples of it, counted from the epoch. */
export function widthAt(step: number): number {
  return widths[step] ?? day * 2 ** (step - widths.length + 1);
}

/** The finest step whose buckets cover a span (milliseconds) with at most so many. */
export function stepFor(span: number, buckets: number): number {
  let step = 0;
  while (span / widthAt(step) > buckets) step++;
  return step;
}

/** Counts by time, as finely as a few hundred numbers can tell. Times far from the others cost the others nothing. */
export class TimeCounts {
  private step = 0;
  private width = widthAt(0);
  private counts = new Map<number, number>();
  /** The bucket of the last time, not yet in the map: of times that rise, most are in it. */
  private last = Number.NaN;
  private lastCount = 0;

  /** `time` in milliseconds since the epoch. */
  add(time: number): void {
    const bucket = Math.floor(time / this.width);
    if (bucket === this.last) {
      this.lastCount++;
      return;
    }
    this.settle();
    this.last = Math.floor(time / this.width);
    this.lastCount = 1;
  }

  /** For `CountedTimes`. */
  packed(): Uint8Array {
    this.settle();
    const numbers = [this.step, this.counts.size];
    let before = 0;
    for (const [bucket, count] of [...this.counts].sort(([a], [b]) => a - b)) {
      numbers.push(bucket - before, count);
      before = bucket;
    }
    const writer = new ColumnWriter();
    writer.plain(numbers, (each) => each);
    return writer.bytes().slice();
  }

  private settle(): void {
    if (this.lastCount > 0) this.counts.set(this.last, this.lastCount + (this.counts.get(this.last) ?? 0));
    this.last = Number.NaN;
    this.lastCount = 0;
    while (this.counts.size > mostBuckets) this.widen();
  }

  private widen(): void {
    const ratio = widthAt(++this.step) / this.width;
    this.width *= ratio;
    const wider = new Map<number, number>();
    for (const [bucket, count] of this.counts) {
      const place = Math.floor(bucket / ratio);
      wider.set(place, count + (wider.get(place) ?? 0));
    }
    this.counts = wider;
  }
}

/** What a `TimeCounts` packed. Its methods throw a `RangeError` where the bytes are damaged. */
export class CountedTimes {
  /** As they were last asked for: who draws them again asks for the same. */
  private wider: { readonly width: number; readonly buckets: number[]; readonly counts: number[] } | undefined;

  constructor(private readonly packed: Uint8Array) {}

  /** Milliseconds of the buckets that were counted. */
  get width(): number {
    return widthAt(new ColumnReader(this.packed).integer());
  }

  /** Tells the counts in the order of time, in buckets of this width, which one of those that were counted divides: number n begins at n widths. */
  each(width: number, tell: (bucket: number, count: number) => void): void {
    if (this.wider?.width !== width) {
      const ratio = width / this.width;
      if (ratio === 1) {
        this.eachCounted(tell);
        return;
      }
      const wider = { width, buckets: [] as number[], counts: [] as number[] };
      this.eachCounted((bucket, count) => {
        const place = Math.floor(bucket / ratio);
        const last = wider.buckets.length - 1;
        if (wider.buckets[last] === place) wider.counts[last] = (wider.counts[last] ?? 0) + count;
        else {
          wider.buckets.push(place);
          wider.counts.push(count);
        }
      });
      this.wider = wider;
    }
    const { buckets, counts } = this.wider;
    for (let index = 0; index < buckets.length; index++) tell(buckets[index] ?? 0, counts[index] ?? 0);
  }

  private eachCounted(tell: (bucket: number, count: number) => void): void {
    const reader = new ColumnReader(this.packed);
    reader.integer();
    let bucket = 0;
    for (let left = reader.integer(); left > 0; left--) {
      bucket += reader.integer();
      tell(bucket, reader.integer());
    }
  }
}
