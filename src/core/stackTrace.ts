import type { Frame } from './finding';
import type { LogRecord } from './record';
import { bothEnds, framesOf, parseTrace, type Trace } from './trace/exceptions';
import { exceptions, fallback, plainLines } from './trace/common';
import { languages } from './trace/languages';
import { follow, link } from './trace/machine';
import type { State } from './trace/machine';

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

/** So many `maybe` lines in a row, and the trace is given up: messages and gaps are short. */
const maxDoubt = 48;

const known = [exceptions, ...languages];
const startsOf = link([...known, plainLines, fallback]);
const languageStarts = [{ moves: startsOf(known) }];
const plainStarts = [{ moves: startsOf([plainLines]) }];
const fallbackStarts = [{ moves: startsOf([fallback]) }];

export function traceJoiner(): TraceJoiner {
  let live: readonly State[] = [];
  let doubt = 0;
  return {
    begin(line) {
      const first = bothEnds(line);
      const told = follow(languageStarts, first);
      live = [...(told.length > 0 ? told : follow(fallbackStarts, first)), ...follow(plainStarts, first)];
      doubt = 0;
    },
    next(line) {
      const blank = !/\S/.test(line);
      const reached = blank ? live.filter((state) => state.spansBlanks) : follow(live, bothEnds(line));
      if (reached.length === 0) {
        live = reached;
        return 'ends';
      }
      const certain = blank ? [] : reached.filter((state) => state.certain);
      live = certain.length > 0 ? certain : reached;
      doubt = certain.length > 0 ? 0 : doubt + 1;
      if (certain.length > 0) return 'joins';
      if (doubt <= maxDoubt) return 'maybe';
      live = [];
      return 'ends';
    },
  };
}

/** The stack trace of a record, taken apart. */
export function traceOf({ trace, lines, line, timestamp, message, messageAt }: LogRecord): Trace {
  if (trace !== undefined) return parseTrace(trace.split('\n'));
  // What a log has before its first message is none of the trace.
  const isPrefixed = timestamp !== null && messageAt?.line === line;
  return parseTrace(isPrefixed ? [message, ...lines.slice(1)] : lines);
}

/** Frames of the traces in these lines, innermost first, those of the root cause before those it caused; at most 64. */
export function parseFrames(lines: readonly string[]): Frame[] {
  return framesOf(parseTrace(lines).exceptions);
}
