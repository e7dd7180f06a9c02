import type { Level, Line, LogRecord } from '../record';
import type { BareLines } from './bareLines';
import type { HeadReader, NamedHead } from './head';
import type { Lessons } from './lessons';

/** What a format may know of the file beside its lines. */
export interface FormatContext {
  /** The file's name without its folder. */
  readonly fileName: string;
  /** Year (UTC) that completes timestamps without one. */
  readonly year: number;
  /**
   * Reads a line (without terminal codes) that the file's format does not, where another format's record plainly
   * begins there; `before` is the first line of the record before it. Absent where nothing is known of other formats.
   */
  readonly readStranger?: (text: string, before: string) => NamedHead | null;
  /** Reads a line of plain text that states its level in the way of a tool which the user has told us of. */
  readonly readMark?: (text: string) => NamedHead | null;
  /** What this file's readers have learnt of its bare lines; absent where a reader is to learn it by itself. */
  readonly bareLines?: BareLines;
  /** Told by this file's readers of what they learn; absent where nobody asks. */
  readonly lessons?: Lessons;
}

/** What reads the lines of a file that are laid out alike; another one where that has changed. */
export interface Layout {
  /** Layouts of one name read a line that stands alone as the same; null of one that is like no other. */
  readonly name: string | null;
  /** See `RecordReader.alone`; as long as the file is laid out so. */
  alone(line: Line): LogRecord | null;
}

/**
 * Turns the lines of one file into records. A reader keeps state, so each file gets its own.
 * It never throws on content: what cannot be read becomes a record with `malformed` set.
 */
export interface RecordReader {
  /** Takes the next line and returns the records it completed (usually none or one). */
  read(line: Line): readonly LogRecord[];
  /** Returns what is still pending at the end of the file, or before lines that are passed over. */
  end(): readonly LogRecord[];
  /**
   * The record that this line makes where it begins one of the file's own, whatever stands before it, and the next
   * line begins another; null where it begins none, or where the file has not yet shown how it is read. It leaves
   * the reader as it is. Absent where what a line is may depend on the lines before.
   */
  alone?(line: Line): LogRecord | null;
  /**
   * The record that a line may make of which `alone` is null, where it makes one of its own and does not belong to the
   * one above; null where none can be told. It leaves the reader as it is.
   */
  aside?(line: Line): LogRecord | null;
  /** What reads the lines at this moment, where that changes with the file's layout. */
  readonly layout?: Layout;
  /** Changes with all that is learnt of the file; null or absent where that is not known to have come to rest. */
  readonly lessons?: number | null;
}

/** A piece of log as its format writes it, with what must be read from it. */
export interface FormatSample {
  /** One or more lines, joined with \n. */
  readonly text: string;
  readonly level: Level | null;
  /** ISO 8601 in UTC, or null where the sample states no time. */
  readonly timestamp: string | null;
  readonly message: string;
}

/** One log format: how to recognise it and how to read it. */
export interface LogFormat {
  /** Stable, kebab-case; stored with each analysis. */
  readonly id: string;
  readonly title: string;
  /**
   * How well these first lines of a file (at most 200) fit, from 0 (not at all) to 1.
   * A generic format stays below a specific one that fits the same lines.
   */
  sniff(lines: readonly string[], context: FormatContext): number;
  open(context: FormatContext): RecordReader;
  /** Reads the first line of a record that stands alone among lines of other formats; absent where one line does not tell. */
  readonly readAlone?: (context: FormatContext) => HeadReader;
  /** True where lines that look different from each other are this format's all the same: it is held against others when they do. */
  readonly isGeneric?: boolean;
  /** Each is read alone in a file of its own and must sniff as this format. */
  readonly samples: readonly FormatSample[];
}
