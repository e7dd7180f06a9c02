import type { Level } from '../record';
import type { StatedTime } from '../statedTime';

/** What the first line of a record says. */
export interface Head {
  readonly timestamp: StatedTime | null;
  readonly level: Level | null;
  readonly logger: string | null;
  readonly message: string;
  /** Where the message begins in the line; null where it does not stand there to the letter. */
  readonly column: number | null;
  readonly httpStatus?: number;
  readonly trace?: string;
}

/**
 * Reads a line (without terminal codes) as the first of a record; null where it starts none. Some learn from the
 * lines they are shown, unless they are to `peek`.
 */
export type HeadReader = (text: string, peek?: boolean) => Head | null;

/** A line that says by itself which format it is of. */
export interface NamedHead {
  /** Id of the format that read it. */
  readonly format: string;
  readonly head: Head;
}

/** What may open a trace: the message, or the whole line where its prefix is all it says. */
export function traceText({ message }: Head, line: string): string {
  return /[\p{L}\d]/u.test(message) ? message : line;
}
