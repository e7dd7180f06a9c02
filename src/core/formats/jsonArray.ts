import type { Line } from '../record';
import { looksLogged } from './fields';
import type { FormatSample, LogFormat } from './format';
import { isBlank } from './openRecord';
import { largestPiece, pieceReader, shareOfRecords, type Cut, type PieceSyntax } from './pieces';

const samples: readonly FormatSample[] = [
  { text: '[{"level":"error","time":"2024-03-05T07:08:09Z","msg":"no water"}]', level: 'error', timestamp: '2024-03-05T07:08:09.000Z', message: 'no water' },
  {
    text: '[\n  {\n    "severity": "WARNING",\n    "timestamp": "2024-03-05T07:08:09Z",\n    "message": "a } and a \\" in a string",\n    "more": [{"a": 1}]\n  }\n]',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'a } and a " in a string',
  },
  {
    text: '{\n  "level": "fatal",\n  "message": "objects one after another"\n}',
    level: 'fatal',
    timestamp: null,
    message: 'objects one after another',
  },
];

/** An array of JSON objects, or such objects one after another over several lines. */
export const jsonArray: LogFormat = {
  id: 'json-array',
  title: 'JSON array',
  samples,
  sniff: (lines, { year }) =>
    /^\s*[[{]/.test(lines.find((line) => !isBlank(line)) ?? '') ? 0.96 * shareOfRecords(lines, new JsonArraySyntax(), year, looksLogged) : 0,
  open: (context) => pieceReader(jsonArray, new JsonArraySyntax(), context),
};

interface OpenPiece {
  readonly first: Line;
  readonly column: number;
  readonly indent: number;
  readonly lines: string[];
  characters: number;
}

/** Cuts out the elements by the depth of their braces. */
class JsonArraySyntax implements PieceSyntax {
  private open: OpenPiece | null = null;
  private depth = 0;

  next(line: Line): readonly Cut[] {
    const cuts: Cut[] = [];
    const { text } = line;
    if (this.open !== null && this.startsAnew(this.open, text)) cuts.push(this.cut(this.open, 'object not closed before the next one'));
    let start = 0;
    let foreign = false;
    for (let at = 0; at < text.length; at++) {
      const char = text.charCodeAt(at);
      if (this.open === null) {
        if (char === 0x7b) {
          this.open = { first: line, column: at, indent: indentOf(text), lines: [], characters: 0 };
          this.depth = 1;
          start = at;
        } else if (char !== 0x5b && char !== 0x5d && char !== 0x2c && char !== 0x20 && char !== 0x09 && char !== 0x0d) {
          foreign = true;
        }
      } else if (char === 0x22) {
        at = stringEnd(text, at);
        if (at < 0) {
          this.open.lines.push(text.slice(start));
          // JSON strings do not go over the end of a line.
          cuts.push(this.cut(this.open, 'string not closed'));
          return cuts;
        }
      } else if (char === 0x7b) {
        this.depth++;
      } else if (char === 0x7d && --this.depth === 0) {
        this.open.lines.push(text.slice(start, at + 1));
        cuts.push(this.cut(this.open));
      }
    }
    if (this.open !== null) {
      this.open.lines.push(text.slice(start));
      this.open.characters += text.length;
      if (this.open.characters > largestPiece) cuts.push(this.cut(this.open, 'larger than 1 MB'));
    } else if (foreign && cuts.length === 0) {
      cuts.push({ outside: line });
    }
    return cuts;
  }

  end(): readonly Cut[] {
    return this.open === null ? [] : [this.cut(this.open, 'object not closed at the end of the file')];
  }

  parse(text: string): unknown {
    return JSON.parse(text);
  }

  /** A line that opens an object no deeper than the open one did, where none can stand: that one was cut short. */
  private startsAnew(open: OpenPiece, text: string): boolean {
    if (!/^\s*\{/.test(text) || indentOf(text) > open.indent) return false;
    return !/[[:]\s*$|\}\s*,?\s*$/.test(open.lines.at(-1) ?? '');
  }

  private cut(open: OpenPiece, broken?: string): Cut {
    this.open = null;
    const { first, column, lines } = open;
    return { piece: { first, column, lines, ...(broken === undefined ? {} : { broken }) } };
  }
}

/** The closing quote of the string that opens at `at`; -1 where the line ends first. */
function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x5c) i++;
    else if (char === 0x22) return i;
  }
  return -1;
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
