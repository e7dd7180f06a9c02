import type { StatedTime } from './statedTime';

/** Levels a log can declare, mildest first: OpenTelemetry's scale, without its sub-steps. */
export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];

/** What of a timestamp the log does not state, the gravest: its zone, its year (and zone), its date (and all that). */
export type TimestampInferred = 'zone' | 'year' | 'date';

/** Where a record's level comes from: its format, a level word in its text, or nowhere. */
export type LevelSource = 'declared' | 'inferred' | 'none';

/** One line as the scan layer hands it out, without its line break. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Of the line's first byte, from the start of the file. */
  readonly byteOffset: number;
  readonly text: string;
}

/** A place in a file: 1-based line, 0-based UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What one log event says: a first line and the lines that continue it. */
export interface LogRecord {
  /** 1-based number of the first line. */
  readonly line: number;
  /** 1-based number of the last line; equals `line` for a record of one line. */
  readonly endLine: number;
  /** 1-based numbers of its lines, in order, where others stand between them; absent where they run from `line` to `endLine`. */
  readonly lineNumbers?: readonly number[];
  readonly byteOffset: number;
  /** Milliseconds since the epoch (UTC), or null where the record states no time. */
  readonly timestamp: number | null;
  /** What of the timestamp is inferred; absent where the record states all of it. */
  readonly timestampInferred?: TimestampInferred | undefined;
  /** The time as it is written, where that leaves something open: formats hand it on, `FileClock` settles `timestamp` by it. */
  readonly statedTime?: StatedTime;
  readonly level: Level | null;
  readonly levelSource: LevelSource;
  readonly logger: string | null;
  /** The first line without its prefix, or the message field of a structured record. */
  readonly message: string;
  /** Where the message begins; null where it does not stand in the file to the letter (escapes, folded text). */
  readonly messageAt: Position | null;
  /** The raw lines, the first one included. */
  readonly lines: readonly string[];
  /** Text of a stack trace that the lines do not hold to the letter: a structured record's field, or lines with a prefix each. */
  readonly trace?: string;
  /** Status of an HTTP response, where the record is an access log's. */
  readonly httpStatus?: number;
  /** Among the last things that a command said before it failed, as a record after it states. */
  readonly isLastWord?: true;
  /** Why this piece of the file could not be read; such a record has the raw text as its message. */
  readonly malformed?: string;
  /** Id of the format that read it. */
  readonly format: string;
}

/** 1-based numbers of the record's lines, in order. */
export function lineNumbersOf({ line, endLine, lineNumbers }: Pick<LogRecord, 'line' | 'endLine' | 'lineNumbers'>): readonly number[] {
  return lineNumbers ?? Array.from({ length: endLine - line + 1 }, (_, index) => line + index);
}
