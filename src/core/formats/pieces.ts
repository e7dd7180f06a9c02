import type { Level, Line, LogRecord, Position } from '../record';
import { timeOfRecord } from '../statedTime';
import { readFields, type Fields, type KnownKeys } from './fields';
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
  const plain = plainReader(context);
  const take = (cuts: readonly Cut[]): LogRecord[] => {
    // A record of the plain reader's does not go on behind a line that is not its own.
    if (cuts.length === 0) return [...plain.end()];
    return cuts.flatMap((cut) =>
      'outside' in cut ? [...plain.read(cut.outside)] : [...plain.end(), ...recordsOf(format, cut.piece, syntax, context.year)],
    );
  };
  const reader: RecordReader = {
    read: (line) => take(syntax.next(line)),
    end: () => [...take(syntax.end()), ...plain.end()],
  };
  return syntax.isLinewise === true ? { ...reader, alone: (line) => pieceAlone(format, line, syntax, context.year) } : reader;
}

function pieceAlone(format: PieceFormat, line: Line, syntax: PieceSyntax, year: number): LogRecord | null {
  const [cut] = syntax.next(line);
  if (cut === undefined || 'outside' in cut) return null;
  const [record, ...others] = recordsOf(format, cut.piece, syntax, year);
  return record === undefined || others.length > 0 || record.malformed !== undefined ? null : record;
}

/** The records that a piece holds, one as a rule; a malformed one has its raw text as its message. */
function recordsOf(format: PieceFormat, piece: Piece, syntax: PieceSyntax, year: number): readonly LogRecord[] {
  const lines = withoutBlankEnd(piece.lines);
  const { number, byteOffset } = piece.first;
  const place = { line: number, endLine: number + lines.length - 1, byteOffset, lines, format: format.id };
  if (piece.broken !== undefined) return [malformed(place, piece, piece.broken)];
  let object: unknown;
  try {
    object = syntax.parse(piece.lines.join('\n'));
  } catch (error) {
    return [malformed(place, piece, error instanceof Error ? error.message : String(error))];
  }
  return (syntax.each?.(object) ?? [object]).map((each) => {
    const fields = readFields(each, year, format.known);
    const level = fields.level ?? format.defaultLevel ?? null;
    const message = fields.message ?? lines.join('\n').trim();
    return {
      ...place,
      ...timeOfRecord(fields.timestamp),
      level,
      levelSource: level === null ? 'none' : 'declared',
      logger: fields.logger,
      message,
      messageAt: syntax.locate?.(piece, message, fields.messageKey) ?? locate(piece, message, fields.messageKey),
      ...(fields.trace === null ? {} : { trace: fields.trace }),
    };
  });
}

function malformed(place: Pick<LogRecord, 'line' | 'endLine' | 'byteOffset' | 'lines' | 'format'>, piece: Piece, reason: string): LogRecord {
  const message = place.lines.join('\n').trim();
  return {
    ...place,
    timestamp: null,
    level: null,
    levelSource: 'none',
    logger: null,
    message,
    messageAt: locate(piece, message, null),
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

/** The column of `message` where it follows `key` with nothing but punctuation between; -1 where it does not. */
function afterKey(line: string, key: string, message: string): number {
  const between = /["']?(?:[^\S\n]|[>=:"'|]|<!\[CDATA\[){0,20}/y;
  for (let at = line.indexOf(key); at >= 0; at = line.indexOf(key, at + key.length)) {
    between.lastIndex = at + key.length;
    between.exec(line);
    if (between.lastIndex > at + key.length && line.startsWith(message, between.lastIndex)) return between.lastIndex;
  }
  return -1;
}

/** Share of these lines' pieces whose fields fit, 0 to 1; for sniffing. */
export function shareOfRecords(lines: readonly string[], syntax: PieceSyntax, year: number, fits: (fields: Fields) => boolean, known?: KnownKeys): number {
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
      if (cut.piece.broken === undefined && fits(readFields(syntax.parse(cut.piece.lines.join('\n')), year, known))) good++;
      else bad++;
    } catch {
      bad++;
    }
  }
  return good === 0 ? 0 : good / (good + bad);
}
