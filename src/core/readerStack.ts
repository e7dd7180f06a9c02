import { joiningReader, standing, type JoiningReader } from './joinRecords';
import { lastWordsReader, mayTellOfFailedCommand, tellsOfFailedCommand } from './lastWords';
import type { Layout, RecordReader } from './formats/format';
import type { Line, LogRecord } from './record';
import { mayFollow } from './tracePieces';

/** A record of one line, read without those around it. */
export interface StandingRecord {
  readonly record: LogRecord;
  /** Whether the records around it may make it something else, or it them: at most so many as `reach` says. */
  readonly isWary: boolean;
}

/** Records before another that it may belong to or tell about. */
export const reach = 64;

/** The readers of one file one upon the other: its format's, the joiner of traces in pieces, and the listener for last words. */
export class ReaderStack {
  private readonly joining: JoiningReader;
  private readonly outermost: RecordReader;
  private readonly onlyLayout: Layout;

  constructor(private readonly formatReader: RecordReader) {
    this.onlyLayout = { name: null, alone: (line) => formatReader.alone?.(line) ?? null };
    this.joining = joiningReader(formatReader);
    this.outermost = lastWordsReader(this.joining);
  }

  read(line: Line): readonly LogRecord[] {
    return this.outermost.read(line);
  }

  end(): readonly LogRecord[] {
    return this.outermost.end();
  }

  /** Whether a trace has begun that records to come may be part of. */
  isFollowing(): boolean {
    return this.joining.followsTraces();
  }

  /** What reads the lines now. */
  get layout(): Layout {
    return this.formatReader.layout ?? this.onlyLayout;
  }

  /** See `RecordReader.lessons`. */
  get lessons(): number | null {
    return this.formatReader.lessons ?? null;
  }

  /** The record of a line that begins one whatever stands before, if the next line begins another; null where it does not. */
  alone(line: Line): StandingRecord | null {
    const own = this.formatReader.alone?.(line) ?? null;
    return own === null ? null : standingAlone(own);
  }

  /** Whether a line that makes no record `alone` may make one that those before it belong to, or that tells about them. */
  isWaryAside(line: Line): boolean {
    // Indented it belongs to the record above, or to no stream.
    if (/^\s/.test(line.text) && !mayTellOfFailedCommand(line.text)) return false;
    const own = this.formatReader.aside?.(line) ?? null;
    if (own === null) return false;
    const { record } = standing(own);
    return mayFollow(record) || tellsOfFailedCommand(record);
  }
}

/** A record of one line, of its format's making. */
export function standingAlone(own: LogRecord): StandingRecord {
  const { record, isPiece } = standing(own);
  return { record, isWary: isPiece || tellsOfFailedCommand(record) };
}
