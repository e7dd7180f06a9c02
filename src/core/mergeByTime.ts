import { Heap } from './heap';

/** What a merge must know of the things it merges. */
export interface MergeOrder<T> {
  /** Milliseconds since the epoch; null for what states no time: it stays behind what comes before it in its source. */
  timeOf(item: T): number | null;
  /** Characters it holds in memory, about. */
  sizeOf(item: T): number;
}

export interface Merged<T> {
  /** Index of the source it comes from. */
  readonly source: number;
  readonly item: T;
}

/** Within so many items a source need not be sorted: loggers of several threads write a little out of order. */
const lookAhead = 500;
/** Characters of one source that look-ahead may hold. */
const mostHeld = 4_000_000;
/** Items handed over at a time. */
const batchSize = 500;

/**
 * Merges sources, each of which is more or less in the order of time, into one that is: of equal times the earlier
 * source comes first. Each source is read once, as far as the merge has come, and memory holds no more of it than a
 * batch and a bounded look-ahead; what is out of order by more comes late. Items before the first time of their
 * source come right before the one that states it. Errors are those of the sources; all of them are closed at the end.
 */
export async function* mergeByTime<T>(sources: readonly AsyncIterable<readonly T[]>[], order: MergeOrder<T>): AsyncGenerator<readonly Merged<T>[]> {
  const lanes = sources.map((source, index) => new Lane(source[Symbol.asyncIterator](), index, order));
  try {
    await Promise.all(lanes.map((lane) => lane.fill()));
    const waiting = new Heap<Lane<T>>((a, b) => a.time < b.time || (a.time === b.time && a.index < b.index));
    for (const lane of lanes) if (!lane.isEmpty) waiting.push(lane);
    let batch: Merged<T>[] = [];
    for (let lane = waiting.pop(); lane; lane = waiting.pop()) {
      batch.push({ source: lane.index, item: lane.take() });
      if (lane.isHungry) await lane.fill();
      if (!lane.isEmpty) waiting.push(lane);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}

interface Entry<T> {
  readonly time: number;
  /** Place among the items of its source: what has equal times keeps its order. */
  readonly place: number;
  readonly size: number;
  readonly item: T;
}

/** One source, sorted as far as it is looked ahead. */
class Lane<T> {
  private readonly window = new Heap<Entry<T>>((a, b) => a.time < b.time || (a.time === b.time && a.place < b.place));
  private batch: readonly T[] = [];
  private next = 0;
  /** Items before the first that states a time. */
  private leading: T[] | null = [];
  private lastTime = -Infinity;
  private places = 0;
  private held = 0;
  private ended = false;

  constructor(
    private readonly items: AsyncIterator<readonly T[]>,
    readonly index: number,
    private readonly order: MergeOrder<T>,
  ) {}

  get isEmpty(): boolean {
    return this.window.size === 0;
  }

  /** True where it should read on before it hands out more: not for each item, as that takes longer. */
  get isHungry(): boolean {
    return !this.ended && this.window.size < lookAhead / 2 && this.held < mostHeld / 2;
  }

  /** The time at which the next item stands. */
  get time(): number {
    return this.window.first?.time ?? Infinity;
  }

  take(): T {
    const entry = this.window.pop();
    if (entry === undefined) throw new RangeError('The source has been read to its end.');
    this.held -= entry.size;
    return entry.item;
  }

  async fill(): Promise<void> {
    while (!this.ended && this.hasRoom()) {
      if (this.next >= this.batch.length) {
        const step = await this.items.next();
        if (step.done === true) {
          this.ended = true;
          this.endLeading(-Infinity);
          return;
        }
        this.batch = step.value;
        this.next = 0;
      }
      // A batch may hold more than the window takes: the rest waits where it is.
      while (this.next < this.batch.length && this.hasRoom()) this.read(this.batch[this.next++] as T);
    }
  }

  async close(): Promise<void> {
    await this.items.return?.();
  }

  private hasRoom(): boolean {
    return this.window.size < lookAhead && this.held < mostHeld;
  }

  private read(item: T): void {
    const time = this.order.timeOf(item);
    if (this.leading !== null) {
      if (time === null && this.leading.length < lookAhead) {
        this.leading.push(item);
        return;
      }
      this.endLeading(time ?? -Infinity);
    }
    this.lastTime = time ?? this.lastTime;
    this.add(item);
  }

  private endLeading(time: number): void {
    this.lastTime = time;
    for (const item of this.leading ?? []) this.add(item);
    this.leading = null;
  }

  private add(item: T): void {
    const size = this.order.sizeOf(item);
    this.held += size;
    this.window.push({ time: this.lastTime, place: this.places++, size, item });
  }
}
