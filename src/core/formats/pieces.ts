import type { Level, Line, LogRecord, Position } from '../record';
import { timeOfRecord } from '../statedTime';
import { fieldsReader, readFields, type Fields, type FieldsReader, type KnownKeys } from './fields';
import type { FormatContext, RecordReader } from './format';
import { withoutBlankEnd } from './openRecord';
import { plainReader } from './plain';

/** A piece larger than this (in characters) is given up as malformed. */
export const largestPiece = 1024 * 1024;

/** The part of a file that holds one structured record, cut out but not yet parsed. */
export interface Piece {
  readonly first: Line;
  /** Where the piece begins in its first line. */
  readonly column: number;
  /** The piece's own text, line by line. */
  readonly lines: readonly string[];
  /** Why it is cut short; absent where it is whole. */
  readonly broken?: string;
}

/** What a cutter makes of the lines: pieces, lines outside of any, and lines that only hold pieces together. */
export type Cut = { readonly piece: Piece } | { readonly outside: Line };

/** How one structured file is read: it keeps state, so each file gets its own. */
export interface PieceSyntax {
  next(line: Line): readonly Cut[];
  end(): readonly Cut[];
  /** Parses a piece's text to an object; throws where it is malformed. */
  parse(text: string): unknown;
  /** Whether each line is a piece, or outside of any, by itself. */
  readonly isLinewise?: boolean;
  /** The records that an object holds, where it holds several. */
  each?(object: unknown): readonly unknown[];
  /** Where a message stands to the letter; `locate` below where absent. */
  locate?(piece: Piece, message: string, key: string | null): Position | null;
}

/** What a format knows of its records. */
export interface PieceFormat {
  readonly id: string;
  readonly known?: KnownKeys;
  readonly defaultLevel?: Level | undefined;
}

/** Reads the records of a structured file; what stands between its pieces goes to the plain reader. */
export function pieceReader(format: PieceFormat, syntax: PieceSyntax, context: FormatContext): RecordReader {
  return syntax.isLinewise === true ? new LinewiseReader(format, syntax, context) : new PieceReader(format, syntax, context);
}

class PieceReader implements RecordReader {
  private readonly plain: RecordReader;
  private readonly readFields: FieldsReader;

  constructor(
    private readonly format: PieceFormat,
    protected readonly syntax: PieceSyntax,
    private readonly context: FormatContext,
  ) {
    this.plain = plainReader(context);
    this.readFields = format.known === undefined ? readFields : fieldsReader(format.known);
  }

  read(line: Line): readonly LogRecord[] {
    return this.take(this.syntax.next(line));
  }

  end(): readonly LogRecord[] {
    return [...this.take(this.syntax.end()), ...this.plain.end()];
  }

  private take(cuts: readonly Cut[]): readonly LogRecord[] {
    const [first] = cuts;
    // A record of the plain reader's does not go on behind a line that is not its own.
    if (first === undefined) return this.plain.end();
    return cuts.length === 1 ? this.recordsOf(first) : cuts.flatMap((cut) => this.recordsOf(cut));
  }

  private recordsOf(cut: Cut): readonly LogRecord[] {
    if ('outside' in cut) return this.plain.read(cut.outside);
    const before = this.plain.end();
    const records = this.readPiece(cut.piece);
    return before.length === 0 ? records : [...before, ...records];
  }

  /** The records that a piece holds, one as a rule; a malformed one has its raw text as its message. */
  protected readPiece(piece: Piece): readonly LogRecord[] {
    const { syntax } = this;
    if (piece.broken !== undefined) return [malformed(piece, this.format, piece.broken)];
    let object: unknown;
    try {
      object = syntax.parse(textOf(piece.lines));
    } catch (error) {
      return [malformed(piece, this.format, error instanceof Error ? error.message : String(error))];
    }
    return syntax.each === undefined ? [this.recordOf(object, piece)] : syntax.each(object).map((each) => this.recordOf(each, piece));
  }

  private recordOf(object: unknown, piece: Piece): LogRecord {
    const { format, syntax } = this;
    const lines = withoutBlankEnd(piece.lines);
    const { number, byteOffset } = piece.first;
    const { timestamp, level, logger, message, messageKey, trace } = this.readFields(object, this.context.year);
    const stated = level ?? format.defaultLevel ?? null;
    const text = message ?? textOf(lines).trim();
    const record: LogRecord = {
      line: number,
      endLine: number + lines.length - 1,
      byteOffset,
      ...timeOfRecord(timestamp),
      level: stated,
      levelSource: stated === null ? 'none' : 'declared',
      logger,
      message: text,
      messageAt: syntax.locate?.(piece, text, messageKey) ?? locate(piece, text, messageKey),
      lines,
      format: format.id,
    };
    return trace === null ? record : { ...record, trace };
  }
}

class LinewiseReader extends PieceReader {
  alone(line: Line): LogRecord | null {
    const [cut] = this.syntax.next(line);
    if (cut === undefined || 'outside' in cut) return null;
    const [record, ...others] = this.readPiece(cut.piece);
    return record === undefined || others.length > 0 || record.malformed !== undefined ? null : record;
  }
}

/** As a rule there is but one line. */
function textOf(lines: readonly string[]): string {
  return lines.length === 1 ? (lines[0] ?? '') : lines.join('\n');
}

function malformed(piece: Piece, format: PieceFormat, reason: string): LogRecord {
  const lines = withoutBlankEnd(piece.lines);
  const { number, byteOffset } = piece.first;
  const message = textOf(lines).trim();
  return {
    line: number,
    endLine: number + lines.length - 1,
    byteOffset,
    timestamp: null,
    level: null,
    levelSource: 'none',
    logger: null,
    message,
    messageAt: locate(piece, message, null),
    lines,
    format: format.id,
    malformed: (reason.split('\n', 1)[0] ?? '').slice(0, 200),
  };
}

/** Where the message stands to the letter: right after its key, or anywhere if the piece has no key for it. */
function locate(piece: Piece, message: string, key: string | null): Position | null {
  if (message === '' || message.includes('\n')) return null;
  for (const [index, line] of piece.lines.entries()) {
    const found = key === null ? line.indexOf(message) : afterKey(line, key, message);
    if (found >= 0) return { line: piece.first.number + index, column: index === 0 ? piece.column + found : found };
  }
  return null;
}

const between = /["']?(?:[^\S\n]|[>=:"'|]|<!\[CDATA\[){0,20}/y;

/** The column of `message` where it follows `key` with nothing but punctuation between; -1 where it does not. */
function afterKey(line: string, key: string, message: string): number {
  for (let at = line.indexOf(key); at >= 0; at = line.indexOf(key, at + key.length)) {
    between.lastIndex = at + key.length;
    between.exec(line);
    if (between.lastIndex > at + key.length && line.startsWith(message, between.lastIndex)) return between.lastIndex;
  }
  return -1;
}

/** Share of these lines' pieces whose fields fit, 0 to 1; for sniffing. */
export function shareOfRecords(lines: readonly string[], syntax: PieceSyntax, year: number, fits: (fields: Fields) => boolean, known?: KnownKeys): number {
  const read = known === undefined ? readFields : fieldsReader(known);
  const cuts = [...lines.flatMap((text, index) => syntax.next({ number: index + 1, byteOffset: 0, text })), ...syntax.end()];
  let good = 0;
  let bad = 0;
  for (const [index, cut] of cuts.entries()) {
    if ('outside' in cut) {
      bad++;
      continue;
    }
    // The head of the file ends somewhere within a record.
    if (cut.piece.broken !== undefined && index === cuts.length - 1 && good > 0) continue;
    try {
      if (cut.piece.broken === undefined && fits(read(syntax.parse(textOf(cut.piece.lines)), year))) good++;
      else bad++;
    } catch {
      bad++;
    }
  }
  return good === 0 ? 0 : good / (good + bad);
}
