import type { Verdict } from './detector';
import type { Line, LogRecord } from './record';

/** What records that are alike have in common. */
export interface Alike {
  readonly template: string;
  readonly fingerprint: string;
}

interface Place {
  readonly line: number;
  readonly time: number | null;
}

/** Looks on as a log is read. */
export interface Watcher {
  /** A record was read; `known` where its template is. */
  record(record: LogRecord, verdict: Verdict, known: Alike | null): void;
  /** Lines were counted, which lie among those that are `passed` next; null where it is not known what they say. */
  counted(count: number, isBad: boolean, alike: Alike | null): void;
  /** Reading has passed the lines from one to another: their numbers and times (milliseconds since the epoch; null for none). */
  passed(first: Place, last: Place): void;
  /** Two lines next to each other, of which this is the second, are so many milliseconds apart. */
  silence(length: number, line: number): void;
}

/** Milliseconds between counted lines that may be worth a word. */
const tellingGap = 60_000;

/** Tells who looks on of the times of lines that are counted and not read: two of each chunk, more where there is a gap. */
export class Passage {
  private before: number | null = null;

  /** `timeOf` reads a line's time. */
  constructor(
    private readonly watcher: Watcher,
    private readonly timeOf: (line: Line) => number | null,
  ) {}

  /** The lines `[from, end)` are dealt with; `lineAt` reads them by their places. */
  tell(from: number, end: number, lineAt: (place: number) => Line): void {
    if (end <= from) return;
    const start = lineAt(from);
    const last = lineAt(end - 1);
    const [first, time] = [this.timeOf(start), this.timeOf(last)];
    if (first !== null && this.before !== null && first - this.before >= tellingGap) this.watcher.silence(first - this.before, start.number);
    if (first !== null && time !== null && time - first >= tellingGap) this.search(from, end - 1, lineAt);
    this.watcher.passed({ line: start.number, time: first }, { line: last.number, time });
    this.before = time;
  }

  /** Looks for the longest gap by halves, as lines are in the order of time. */
  private search(from: number, to: number, lineAt: (place: number) => Line): void {
    let [low, high] = [from, to];
    let [before, after] = [this.timeOf(lineAt(low)), this.timeOf(lineAt(high))];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const time = this.timeOf(lineAt(middle));
      if (before === null || after === null || time === null) return;
      if (time - before > after - time) [high, after] = [middle, time];
      else [low, before] = [middle, time];
    }
    if (before !== null && after !== null && after - before >= tellingGap) this.watcher.silence(after - before, lineAt(high).number);
  }
}
