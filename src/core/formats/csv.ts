import { parse } from 'csv-parse/sync';
import type { Line, Position } from '../record';
import type { FormatSample, LogFormat } from './format';
import { isBlank } from './openRecord';
import { largestPiece, pieceReader, shareOfRecords, type Cut, type Piece, type PieceSyntax } from './pieces';
import { eventLevels, eventPart } from './windowsWords';

const samples: readonly FormatSample[] = [
  {
    text: 'timestamp,level,message\n2024-03-05T07:08:09Z,ERROR,no water',
    level: 'error',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'no water',
  },
  {
    text: 'Date;Severity;Source;Message\n2024-03-05 07:08:09;Warning;pump;"slow; ""very"" slow\nand loud"',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'slow; "very" slow\nand loud',
  },
  { text: 'Level\tTime\tText\nInformation\t2024-03-05 07:08:09\tfilled', level: 'info', timestamp: '2024-03-05T07:08:09.000Z', message: 'filled' },
  { text: 'Level,Date and Time,Source,Event ID,Task Category\nError,3/25/2024 7:08:09 AM,Pump,1000,None,"no water\nin tank 3"', level: 'error', timestamp: '2024-03-25T07:08:09.000Z', message: 'no water\nin tank 3' },
  {
    text: '#TYPE Acme.Tank.Event\n"Message","Id","Level","ProviderName","TimeCreated","LevelDisplayName"\n"no water","1000","2","Pump","3/25/2024 7:08:09 AM","Error"',
    level: 'error',
    timestamp: '2024-03-25T07:08:09.000Z',
    message: 'no water',
  },
  { text: 'Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie\nWarnung,05.03.2024 07:08:09,Tank,7,Keine,fast leer', level: 'warn', timestamp: '2024-03-05T07:08:09.000Z', message: 'fast leer' },
];

const delimiters = [',', ';', '\t', '|'];
const loggedColumn = /^(?:level|severity|log ?level|log_level|levelname|lvl|priority|message|msg|log message|error message)$/i;
/** A quote that is not closed within so many lines was never meant as one. */
const mostLines = 500;

/** Separated values with a header that names a level or a message. */
export const csv: LogFormat = {
  id: 'csv',
  title: 'CSV',
  samples,
  sniff(lines, { year }) {
    const header = lines.find((line) => !isBlank(line) && !typeLine.test(line)) ?? '';
    if (readHeader(header) === null) return 0;
    return 0.95 * shareOfRecords(lines, new CsvSyntax(), year, ({ level, message }) => level !== null || message !== null, known);
  },
  open: (context) => pieceReader({ id: csv.id, known }, new CsvSyntax(), context),
};

/** What PowerShell 5 writes above the header. */
const typeLine = /^#TYPE /;
/** PowerShell exports an event's level as a number and in words. */
const known = { level: 'leveldisplayname', levels: eventLevels };
/** Event Viewer names five columns, in the user's language, and adds the message without a name. */
const eventColumns = ['LevelDisplayName', 'Date', 'Source', 'Event ID', 'Task Category', 'Message'];

interface Header {
  readonly delimiter: string;
  readonly columns: readonly string[];
}

/** The columns a header names; null where the line is no header of a log. */
function readHeader(text: string): Header | null {
  if (text.length > 4000) return null;
  for (const delimiter of delimiters) {
    const columns = text.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (isEventHeader(columns)) return { delimiter, columns: eventColumns };
    const named = columns.length > 1 && columns.every((cell) => /^[\w .@/#()-]{1,60}$/.test(cell));
    if (named && columns.some((cell) => loggedColumn.test(cell))) return { delimiter, columns };
  }
  return null;
}

function isEventHeader(columns: readonly string[]): boolean {
  const [level, date, source] = columns.map(eventPart);
  return columns.length === 5 && columns[1]?.includes(' ') === true && (level === 'level' || level === 'keywords') && date === 'date' && source === 'source';
}

class CsvSyntax implements PieceSyntax {
  private header: Header | null = null;
  private headed = false;
  private pending: Line[] = [];
  private characters = 0;
  private quoted = false;

  next(line: Line): readonly Cut[] {
    if (!this.headed && typeLine.test(line.text)) return [];
    if (!this.headed && !isBlank(line.text)) {
      this.headed = true;
      this.header = readHeader(line.text);
      // The header holds the rows together and is no record.
      if (this.header !== null) return [];
    }
    return this.take(line);
  }

  end(): readonly Cut[] {
    const cuts: Cut[] = [];
    while (this.pending.length > 0) cuts.push(...this.giveUp());
    return cuts;
  }

  parse(text: string): unknown {
    const { columns = [], delimiter = ',' } = this.header ?? {};
    const row = cellsOf(text, delimiter) ?? parse(text, { delimiter, relax_column_count: true, relax_quotes: true })[0] ?? [];
    if (row.length < columns.length) throw new Error(`${row.length} fields where the header has ${columns.length}`);
    // An unquoted message may hold the delimiter: what is too much belongs to the last column.
    const last = columns.length - 1;
    return Object.fromEntries(columns.map((name, index) => [name, index === last ? row.slice(last).join(delimiter) : (row[index] ?? '')]));
  }

  locate(piece: Piece, message: string, key: string | null): Position | null {
    const index = this.header?.columns.findIndex((name) => name === key) ?? -1;
    const column = index < 0 ? -1 : cellStart(piece.lines[0] ?? '', index, this.header?.delimiter ?? ',');
    const found = column >= 0 && !message.includes('\n') && (piece.lines[0] ?? '').startsWith(message, column);
    return found ? { line: piece.first.number, column } : null;
  }

  private take(line: Line): readonly Cut[] {
    if (this.header === null) return [{ outside: line }];
    if (this.pending.length === 0 && isBlank(line.text)) return [];
    this.pending.push(line);
    this.characters += line.text.length;
    this.quoted = endsQuoted(line.text, this.quoted, this.header.delimiter);
    if (!this.quoted) return [this.cut(this.pending)];
    return this.pending.length >= mostLines || this.characters > largestPiece ? this.giveUp() : [];
  }

  /** A quote was never closed: its line alone is malformed, and the ones after it are read anew. */
  private giveUp(): readonly Cut[] {
    const [first, ...rest] = this.pending;
    if (first === undefined) return [];
    return [this.cut([first], 'quote not closed'), ...rest.flatMap((line) => this.take(line))];
  }

  private cut(lines: readonly Line[], broken?: string): Cut {
    const [first = { number: 1, byteOffset: 0, text: '' }] = lines;
    this.pending = [];
    this.characters = 0;
    this.quoted = false;
    return { piece: { first, column: 0, lines: lines.map(({ text }) => text), ...(broken === undefined ? {} : { broken }) } };
  }
}

/** The cells of one row, quoted by the book or not at all; null where quotes or line breaks are anywhere else. */
function cellsOf(text: string, delimiter: string): string[] | null {
  if (text.includes('\r')) return null;
  if (!text.includes('"')) return text.includes('\n') ? null : text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; at++) {
    let end: number;
    if (text.charAt(at) === '"') {
      const close = quoteEnd(text, at);
      end = close + 1;
      if (close < 0 || (end < text.length && text.charAt(end) !== delimiter)) return null;
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
    } else {
      const found = text.indexOf(delimiter, at);
      end = found < 0 ? text.length : found;
      const cell = text.slice(at, end);
      if (cell.includes('"') || cell.includes('\n')) return null;
      cells.push(cell);
    }
    if (end >= text.length) return cells;
    at = end;
  }
}

/** Where the quote that opens at `start` closes; -1 where it does not. */
function quoteEnd(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0 && text.charAt(at + 1) === '"') at = text.indexOf('"', at + 2);
  return at;
}

/** Whether a quoted field is still open at the end of a line. */
function endsQuoted(text: string, quoted: boolean, delimiter: string): boolean {
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    if (!quoted) quoted = at === 0 || text.charAt(at - 1) === delimiter;
    else if (text.charAt(at + 1) === '"') at++;
    else quoted = false;
  }
  return quoted;
}

/** Where the text of a cell begins; -1 where the line has fewer cells. */
function cellStart(text: string, index: number, delimiter: string): number {
  let quoted = false;
  let cell = 0;
  let start = 0;
  for (let at = 0; cell < index && at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') quoted = quoted ? false : at === start;
    else if (char === delimiter && !quoted) {
      cell++;
      start = at + 1;
    }
  }
  if (cell < index) return -1;
  return text.charAt(start) === '"' ? start + 1 : start;
}
