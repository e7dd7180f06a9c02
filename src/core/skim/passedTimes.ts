import type { PipelineRun } from '../pipeline';
import type { Line, LogRecord } from '../record';
import { leavesOpen } from '../statedTime';

/** What lines of a shape state of their time: nothing; all; or a part, from here on by the number of its notation. */
export const timeless = 0;
const dated = 1;
const openFrom = 2;
/** A part, in one notation or another. */
const openAnyhow = 0xffff;

/** What lines like this record state of their time. `notation`: the number of the notation of times; null where it is not known. */
export function timingOf({ timestamp, statedTime }: LogRecord, notation: number | null): number {
  if (statedTime === undefined) return timestamp === null ? timeless : dated;
  if (!leavesOpen(statedTime)) return dated;
  return notation === null ? openAnyhow : openFrom + notation;
}

/**
 * Tells the run of the times of lines that were counted and not read, as what a time leaves open hangs on the one before.
 * Of those in a row that leave the same open only the last counts: a guard lets them differ no further.
 */
export class PassedTimes {
  private place = 0;
  /** Of the line at `place`; timeless where the run knows all there is to know. */
  private timing = timeless;

  constructor(
    private readonly run: PipelineRun,
    private readonly lineAt: (place: number) => Line,
  ) {}

  /** A line (by its place among those skimmed) is counted. */
  pass(place: number, timing: number): void {
    if (timing === timeless) return;
    if (timing >= openFrom && (timing !== this.timing || timing === openAnyhow)) this.tell();
    this.place = place;
    this.timing = timing;
  }

  /** Tells before this record, or any other, is read. */
  tell(next: LogRecord | null = null): void {
    if (this.timing === timeless) return;
    if (this.timing >= openFrom) this.run.noteTime(this.lineAt(this.place));
    else if (next === null || timingOf(next, null) !== dated) this.run.passBy(this.lineAt(this.place));
    this.timing = timeless;
  }
}
