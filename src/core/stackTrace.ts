import type { Frame } from './finding';
import { exceptions, fallback, plainLines } from './trace/common';
import { frameReader, readHeading } from './trace/frames';
import { follow, link } from './trace/machine';
import type { State } from './trace/machine';
import { managedLanguages, rubyHeader } from './trace/managedLanguages';
import { nativeLanguages } from './trace/nativeLanguages';

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
/** Characters of a line that are looked at, half of them at its start and half at its end. */
const maxLength = 2048;

const maxFrames = 64;

const languages = [exceptions, ...managedLanguages, ...nativeLanguages];
const starts = link([...languages, plainLines, fallback]);
const languageStarts = languages.flatMap(({ language }) => starts.get(language) ?? []);
const plainStarts = starts.get(plainLines.language) ?? [];
const fallbackStarts = starts.get(fallback.language) ?? [];

export function traceJoiner(): TraceJoiner {
  let live: readonly State[] = [];
  let doubt = 0;
  return {
    begin(line) {
      const first = ends(line);
      const known = follow(languageStarts, first);
      live = [...(known.length > 0 ? known : follow(fallbackStarts, first)), ...follow(plainStarts, first)];
      doubt = 0;
    },
    next(line) {
      const blank = !/\S/.test(line);
      const reached = blank ? live.filter((state) => state.spansBlanks) : follow(live.flatMap((state) => state.moves), ends(line));
      const certain = blank ? [] : reached.filter((state) => state.certain);
      live = certain.length > 0 ? certain : reached;
      doubt = certain.length > 0 ? 0 : doubt + 1;
      if (certain.length > 0) return 'joins';
      if (reached.length > 0 && doubt <= maxDoubt) return 'maybe';
      live = [];
      return 'ends';
    },
  };
}

/** The line itself, or both ends of a very long one. */
function ends(line: string): string {
  return line.length <= maxLength ? line : line.slice(0, maxLength / 2) + line.slice(-maxLength / 2);
}

/** Frames of the traces in these lines, innermost first, those of the root cause before those it caused; at most 64. */
export function parseFrames(lines: readonly string[]): Frame[] {
  const readFrame = frameReader();
  let part: Part = { order: 'innermost-first', frames: [] };
  // The root cause first, and what was thrown beside it last.
  const chain = [part];
  const aside: Part[] = [];
  for (const line of lines) {
    const text = ends(line);
    const link = linkOf(text);
    if (link !== null) {
      const beside = link === 'beside' || (aside.at(-1) === part && /^\s/.test(text));
      part = { order: link === 'innermost-last' ? link : 'innermost-first', frames: [] };
      if (beside) aside.push(part);
      else if (link === 'cause') chain.unshift(part);
      else chain.push(part);
    }
    const frame = readFrame(text);
    if (frame) add(part, frame);
  }
  const frames = [...chain, ...aside].flatMap(({ order, frames }) => (order === 'innermost-last' ? frames.toReversed() : frames));
  const heading = lines[0] === undefined ? null : readHeading(ends(lines[0]));
  if (heading && !frames.some((frame) => isSamePlace(frame, heading))) frames.unshift(heading);
  return frames.slice(0, maxFrames);
}

/** The frames of one exception of a chain. */
interface Part {
  readonly order: 'innermost-first' | 'innermost-last';
  readonly frames: Frame[];
}

/** Whether both name one line; a heading may leave out the folders. */
function isSamePlace(frame: Frame, heading: Frame): boolean {
  return frame.line === heading.line && frame.file !== null && heading.file !== null && frame.file.endsWith(heading.file);
}

/** How the exception that begins on this line is tied to the one before it; null where none begins. */
function linkOf(line: string): 'cause' | 'beside' | 'innermost-last' | null {
  if (/^\s*(?:Suppressed: |\[errors\]: )/.test(line)) return 'beside';
  if (/^\s*(?:[Cc]aused by: |\[cause\]: )/.test(line) || rubyHeader.test(line)) return 'cause';
  return /^[\s|+]*(?:Exception Group )?Traceback \(most recent call last\)/.test(line) ? 'innermost-last' : null;
}

/** Keeps the innermost frames of a part, however deep its recursion. */
function add({ order, frames }: Part, frame: Frame): void {
  if (frames.length === maxFrames && order === 'innermost-last') frames.shift();
  if (frames.length < maxFrames) frames.push(frame);
}
