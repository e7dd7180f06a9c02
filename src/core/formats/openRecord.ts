import type { Line, LogRecord } from '../record';
import { timeOfRecord } from '../statedTime';
import { whatHappened } from '../trace/naming';
import { cleanText, type CleanText } from './ansi';
import type { Head } from './head';

/** A record larger than this is cut, so that no file can make one grow without end. */
const mostLines = 2000;
const mostCharacters = 256 * 1024;

/** A record whose continuation lines are still being read. */
export class OpenRecord {
  private readonly lines: string[];
  private characters: number;
  private messageLine: Line;

  constructor(
    private readonly format: string,
    private readonly first: Line,
    private clean: CleanText,
    private said: Head,
  ) {
    this.lines = [first.text];
    this.characters = first.text.length;
    this.messageLine = first;
  }

  get head(): Head {
    return this.said;
  }

  /** True while the record consists of its first line. */
  get isSingle(): boolean {
    return this.lines.length === 1;
  }

  /** Adds a line that says the rest of what the head says, the message among it. */
  amend(line: Line, clean: CleanText, head: Head): void {
    this.add(line);
    this.messageLine = line;
    this.clean = clean;
    this.said = head;
  }

  add(line: Line): void {
    this.lines.push(line.text);
    this.characters += line.text.length;
  }

  /** True where these lines and one more would make it too large. */
  isFull(waiting: number): boolean {
    return this.lines.length + waiting >= mostLines || this.characters >= mostCharacters;
  }

  /** The record without the blank lines at its end. */
  close(): LogRecord {
    const { first, head } = this;
    const lines = withoutBlankEnd(this.lines);
    const { message, messageAt } = this.message(lines);
    const record: LogRecord = {
      line: first.number,
      endLine: first.number + lines.length - 1,
      byteOffset: first.byteOffset,
      ...timeOfRecord(head.timestamp),
      level: head.level,
      levelSource: head.level === null ? 'none' : 'declared',
      logger: head.logger,
      message,
      messageAt,
      lines,
      format: this.format,
    };
    const { httpStatus, trace } = head;
    if (httpStatus === undefined && trace === undefined) return record;
    return { ...record, ...(httpStatus === undefined ? {} : { httpStatus }), ...(trace === undefined ? {} : { trace }) };
  }

  /** What the head says, or what the trace below says has happened, where the head only opens it. */
  private message(lines: readonly string[]): Pick<LogRecord, 'message' | 'messageAt'> {
    const { head, first, messageLine, clean } = this;
    if (lines.length > 1) {
      const skipped = messageLine.number - first.number;
      const below = lines.slice(skipped + 1).map(cleanText);
      // A line without a prefix is the trace's own from its start on.
      const opening = head.timestamp === null ? clean.text : head.message;
      const happened = whatHappened([opening, ...below.map(({ text }) => text)], head.message);
      const line = happened ? below[happened.line - 1] : undefined;
      if (happened && line) {
        return { message: happened.message, messageAt: place(lines[skipped + happened.line] ?? '', line, happened.message, messageLine.number + happened.line, happened.column) };
      }
    }
    return { message: head.message, messageAt: head.column === null ? null : place(messageLine.text, clean, head.message, messageLine.number, head.column) };
  }
}

/** Where the message stands; terminal codes within keep it from standing there to the letter. */
function place(raw: string, clean: CleanText, message: string, line: number, cleanColumn: number): LogRecord['messageAt'] {
  const column = clean.rawColumn(cleanColumn);
  return !clean.coded || raw.startsWith(message, column) ? { line, column } : null;
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** The lines without the blank ones at their end; the first one stays. */
export function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  let end = lines.length;
  while (end > 1 && isBlank(lines[end - 1] ?? '')) end--;
  return end === lines.length ? lines : lines.slice(0, end);
}
