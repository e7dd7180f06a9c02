import type { Frame } from '../finding';
import { cleanText } from '../formats/ansi';
import { TraceReader } from './reader';

/** How an exception is tied to another: it led to it, was thrown beside it, was being handled, or is one of its parts. */
export type Relation = 'thrown' | 'cause' | 'suppressed' | 'context' | 'grouped';

export interface TraceException {
  /** The class, or the kind of crash; null where the trace does not name it. */
  readonly type: string | null;
  /** Its first line. */
  readonly message: string;
  readonly relation: Relation;
  /** Index of the exception that it is tied to; null for one that was thrown by itself. */
  readonly of: number | null;
  /** Innermost first; at most 64. */
  readonly frames: readonly Frame[];
  /** Where type and message stand: 0-based indices of the line and of the column in its text without terminal codes; null where nothing states them. */
  readonly at: { readonly line: number; readonly column: number } | null;
}

/** A stack trace, taken apart. */
export interface Trace {
  /** What was thrown comes before what caused it, and that before what was suppressed or grouped; at most 32. */
  readonly exceptions: readonly TraceException[];
  /** The place in the program's own code nearest to the root cause. */
  readonly innermostApplicationFrame: Frame | null;
}

const maxFrames = 64;
/** Characters of a line that are looked at, half of them at its start and half at its end. */
const maxLength = 2048;

/** Takes the stack trace in these lines apart, whatever language wrote it. */
export function parseTrace(lines: readonly string[]): Trace {
  const reader = new TraceReader();
  for (const line of lines) reader.read(bothEnds(cleanText(line).text));
  const exceptions = reader.end();
  return { exceptions, innermostApplicationFrame: framesOf(exceptions).find((frame) => frame.application) ?? null };
}

/** All frames, those of the root cause first, and last what was suppressed or grouped; at most 64. */
export function framesOf(exceptions: readonly TraceException[]): Frame[] {
  const chain = causesOf(exceptions);
  const inOrder = [...chain.toReversed(), ...exceptions.filter((exception) => !chain.includes(exception))];
  return inOrder.flatMap(({ frames }) => frames).slice(0, maxFrames);
}

/** What was thrown first, then its cause, and the root cause last; empty where nothing was. */
export function causesOf(exceptions: readonly TraceException[]): TraceException[] {
  const chain: TraceException[] = [];
  for (let next = exceptions[0]; next !== undefined; ) {
    chain.push(next);
    const index = exceptions.indexOf(next);
    next = exceptions.find(({ of, relation }) => of === index && (relation === 'cause' || relation === 'context'));
  }
  return chain;
}

/** The line itself, or both ends of a very long one. */
export function bothEnds(line: string): string {
  return line.length <= maxLength ? line : line.slice(0, maxLength / 2) + line.slice(-maxLength / 2);
}
