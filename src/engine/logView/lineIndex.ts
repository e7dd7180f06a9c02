import { setTimeout as pause } from 'node:timers/promises';
import type { LineBlocks } from './lineBlocks';

/** Bytes between two places of which the line is remembered: 10 GB have forty thousand of them. */
const step = 256 * 1024;
const stepsAtOnce = 4;
/** Milliseconds between two looks at how far counting has come. */
const waitInterval = 20;

export type Progress = (bytes: number, totalBytes: number) => void;

/** The size of a log, as of the last look. */
interface Sized {
  readonly size: number;
  readonly isWhole: boolean;
}

/** The numbers of a log's lines: counted in the background, once, and on where it grows. */
export class LineIndex {
  /** Breaks before each step. */
  private readonly before: number[] = [0];
  private counted: number;
  private breaksCounted = 0;
  /** Whether the last line that is counted has its break. */
  private endsWithBreak = true;
  private running: Promise<void> | null = null;
  private failure: Error | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private readonly log: Sized,
    private readonly blocks: LineBlocks,
  ) {
    this.counted = blocks.first;
  }

  /** All lines; null while they are being counted. */
  get lines(): number | null {
    return this.isDone() ? this.breaksCounted + (this.endsWithBreak ? 0 : 1) : null;
  }

  /** Counts what has not been counted, if it is not at it already. Throws what stopped it the last time, once. */
  start(): void {
    const { failure } = this;
    this.failure = null;
    if (failure) throw failure;
    this.running ??= this.run()
      .catch((error: unknown) => {
        this.failure = error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => (this.running = null));
  }

  /** Resolves when it has let go of the log. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** The number (1-based) of the line that starts at an offset; null while that is not known. */
  async numberAt(start: number, signal: AbortSignal): Promise<number | null> {
    if (start > this.counted) return null;
    const { first } = this.blocks;
    const nearest = Math.min(this.before.length - 1, Math.floor((start - first) / step));
    const from = first + nearest * step;
    return 1 + (this.before[nearest] ?? 0) + (await this.count(from, start, signal));
  }

  /** Breaks whose lines end in `(from, to]`; both are starts of lines. Reads no more than it must. */
  async breaksBetween(from: number, to: number, signal: AbortSignal): Promise<number> {
    if (to - from <= step || to > this.counted) return this.count(from, to, signal);
    const [start, end] = [await this.numberAt(from, signal), await this.numberAt(to, signal)];
    return start === null || end === null ? this.count(from, to, signal) : end - start;
  }

  /** The start of a line (1-based), once it is counted; of the last line where there are fewer. Null in an empty log. */
  async startOf(line: number, onProgress: Progress, signal: AbortSignal): Promise<number | null> {
    await this.countTo(line, onProgress, signal);
    const { first } = this.blocks;
    if (this.log.size <= first) return null;
    const wanted = Math.max(0, Math.min(line, this.lines ?? Infinity) - 1);
    const nearest = lastAtMost(this.before, wanted);
    let missing = wanted - (this.before[nearest] ?? 0);
    const place = first + nearest * step;
    if (missing === 0) return this.blocks.startOfLine(place, signal);
    // Whichever line the step lies in: its start does not matter where a later one is wanted.
    for await (const block of this.blocks.forward(place, step, signal)) {
      const starts = this.blocks.breaks.starts(block.bytes);
      const found = starts[missing];
      if (found !== undefined) return block.start + found;
      missing -= starts.length;
    }
    return this.blocks.startOfLine(this.log.size, signal);
  }

  private async countTo(line: number, onProgress: Progress, signal: AbortSignal): Promise<void> {
    while (!this.isDone() && this.breaksCounted < line) {
      signal.throwIfAborted();
      this.start();
      onProgress(this.counted, this.log.size);
      await pause(waitInterval);
    }
  }

  private isDone(): boolean {
    return this.log.isWhole && this.counted >= this.countable();
  }

  /** Half a unit at the end is not counted. */
  private countable(): number {
    const { first, breaks } = this.blocks;
    return Math.max(first, this.log.size - ((this.log.size - first) % breaks.unit));
  }

  private async run(): Promise<void> {
    const { first, breaks } = this.blocks;
    const isStopped = (): boolean => this.stopping.signal.aborted;
    const memory = Buffer.allocUnsafeSlow(step * stepsAtOnce + breaks.unit);
    while (this.counted < this.countable() && !isStopped()) {
      // Begins at a step, so that what is counted stands in whole steps but for the last one.
      const from = first + (this.before.length - 1) * step;
      const length = await this.blocks.fill(memory, from);
      if (isStopped() || length === 0) return;
      const piece = memory.subarray(0, length);
      const isLast = from + length >= this.countable();
      // It has shrunk: the next look tells.
      if (!isLast && length < memory.length) return;
      const usable = isLast ? length : length - breaks.unit;
      let total = this.before.at(-1) ?? 0;
      for (let at = 0; at < usable; at += step) {
        const end = Math.min(usable, at + step);
        total += breaks.count(piece, at, end, true);
        // What follows a CR shows whether it stands alone.
        if (end === at + step && end < length) this.before.push(total);
      }
      this.breaksCounted = total;
      this.counted = from + usable;
      this.endsWithBreak = breaks.lastEnd(piece, usable, true) === usable;
    }
  }

  private async count(from: number, to: number, signal: AbortSignal): Promise<number> {
    const { breaks } = this.blocks;
    const memory = Buffer.allocUnsafeSlow(Math.min(step, to - from) + breaks.unit);
    let count = 0;
    for (let at = from; at < to; ) {
      const length = await this.blocks.fill(memory, at);
      signal.throwIfAborted();
      if (length === 0) break;
      const usable = Math.min(to - at, length > breaks.unit ? memory.length - breaks.unit : length);
      count += breaks.count(memory.subarray(0, length), 0, Math.min(usable, length), true);
      at += usable;
    }
    return count;
  }
}

/** Index of the last of these rising numbers that is at most `most`. */
function lastAtMost(rising: readonly number[], most: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((rising[middle] ?? Infinity) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
