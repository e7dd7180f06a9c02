import type { LogBytes } from './logBytes';

/** A part of a log that has been searched, and the starts of the lines found there, rising. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly hits: readonly number[];
  /** True where it must be searched again, as its last line may go on. */
  readonly isOpen: boolean;
}

/**
 * Searches a log for lines. Each stretch begins where the one before ended, the first at the place given; the last
 * one ends at an end of the log. Throws the signal's reason where it is aborted.
 */
export interface Scan {
  forward(from: number, signal: AbortSignal): AsyncGenerator<Stretch>;
  backward(before: number, signal: AbortSignal): AsyncGenerator<Stretch>;
}

/** How far a search goes. */
export interface Errand {
  /** Hits wanted. */
  readonly wanted: number;
  /** With so many it comes back when `deadline` is over (`performance.now()`). */
  readonly enough: number;
  readonly deadline: number;
  /** No further than this offset; as far as the log goes where absent. */
  readonly until?: number;
  /** Hears of bytes searched, and of those there are. */
  readonly onProgress: (bytes: number, totalBytes: number) => void;
  readonly signal: AbortSignal;
}

/** The hits of a part of the log. */
export interface Found {
  readonly hits: readonly number[];
  /** Where that part ends (or begins, backwards), and the search goes on. */
  readonly at: number;
  /** Whether there are no more of them in this direction. */
  readonly isAll: boolean;
}

/** Hits that are remembered, and stretches. */
const mostHits = 200_000;
const mostStretches = 2000;

interface Known {
  from: number;
  to: number;
  hits: number[];
}

/** The lines that a search finds, in order from any place: what has been searched is not searched again. */
export class Hits {
  /** Rising, none touches the next. */
  private known: Known[] = [];
  private count = 0;

  constructor(
    private readonly scan: Scan,
    private readonly bytes: Pick<LogBytes, 'size' | 'moreThan'>,
    private readonly first: number,
  ) {}

  /** The hits at or behind the start of a line, nearest first; more than are wanted where they came together. */
  async from(start: number, errand: Errand): Promise<Found> {
    const { until = Infinity, signal } = errand;
    const hits: number[] = [];
    let at = start;
    const take = (found: readonly number[]): void => {
      for (const hit of found) if (hit >= at && hit < until) hits.push(hit);
    };
    for (;;) {
      const known = this.known.find(({ from, to }) => from <= at && at < to);
      if (known) {
        take(known.hits);
        at = known.to;
      }
      if (at >= until || this.isDone(hits, errand)) return { hits, at, isAll: false };
      if (known) continue;
      if (at >= this.bytes.size && !(await this.bytes.moreThan(at))) return { hits, at, isAll: true };
      signal.throwIfAborted();
      const next = this.known.find(({ from }) => from > at)?.from ?? Infinity;
      const before = at;
      for await (const stretch of this.scan.forward(at, signal)) {
        take(stretch.hits);
        at = stretch.to;
        this.remember(stretch);
        errand.onProgress(at - start, this.bytes.size - start);
        if (at >= next || at >= until || this.isDone(hits, errand)) break;
      }
      if (at <= before) return { hits, at, isAll: true };
    }
  }

  /** The hits before the start of a line or the end of the log, nearest first. */
  async before(end: number, errand: Errand): Promise<Found> {
    const hits: number[] = [];
    let at = end;
    const take = (found: readonly number[]): void => {
      for (const hit of [...found].reverse()) if (hit < at) hits.push(hit);
    };
    for (;;) {
      const known = this.known.find(({ from, to }) => from < at && at <= to);
      if (known) {
        take(known.hits);
        at = known.from;
      }
      if (at <= this.first) return { hits, at, isAll: true };
      if (this.isDone(hits, errand)) return { hits, at, isAll: false };
      if (known) continue;
      const next = this.known.findLast(({ to }) => to < at)?.to ?? -Infinity;
      const before = at;
      for await (const stretch of this.scan.backward(at, errand.signal)) {
        take(stretch.hits);
        at = stretch.from;
        this.remember(stretch);
        errand.onProgress(end - at, end);
        if (at <= next || this.isDone(hits, errand)) break;
      }
      if (at >= before) return { hits, at, isAll: true };
    }
  }

  private isDone(hits: readonly number[], { wanted, enough, deadline }: Errand): boolean {
    return hits.length >= wanted || (hits.length >= enough && performance.now() > deadline);
  }

  private remember({ from, to, hits, isOpen }: Stretch): void {
    if (isOpen || to <= from) return;
    if (this.count + hits.length > mostHits || this.known.length >= mostStretches) {
      this.known = [];
      this.count = 0;
    }
    this.count += hits.length;
    const before = this.known.find((known) => known.to === from);
    const after = this.known.find((known) => known.from === to);
    if (before) {
      for (const hit of hits) before.hits.push(hit);
      before.to = to;
      if (after) {
        for (const hit of after.hits) before.hits.push(hit);
        before.to = after.to;
        this.known.splice(this.known.indexOf(after), 1);
      }
    } else if (after) {
      after.hits = [...hits, ...after.hits];
      after.from = from;
    } else if (!this.known.some((known) => known.from < to && from < known.to)) {
      // What overlaps has been searched but for a rest, and may be again.
      this.known.push({ from, to, hits: [...hits] });
      this.known.sort((a, b) => a.from - b.from);
    }
  }
}
