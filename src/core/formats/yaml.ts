import { load } from 'js-yaml';
import type { Line } from '../record';
import { looksLogged } from './fields';
import type { FormatSample, LogFormat } from './format';
import { isBlank } from './openRecord';
import { largestPiece, pieceReader, shareOfRecords, type Cut, type PieceSyntax } from './pieces';

const samples: readonly FormatSample[] = [
  {
    text: '---\nlevel: error\ntime: 2024-03-05T07:08:09Z\nmessage: no water\n',
    level: 'error',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'no water',
  },
  {
    text: '- severity: WARNING\n  timestamp: "2024-03-05 07:08:09"\n  message: |\n    slow valve\n    - not a record',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'slow valve\n- not a record',
  },
];

/** YAML documents, or one sequence of mappings. */
export const yaml: LogFormat = {
  id: 'yaml',
  title: 'YAML',
  samples,
  sniff(lines, { year }) {
    const first = lines.find((line) => !isBlank(line) && !line.startsWith('#')) ?? '';
    return mappingStart.test(first) || documentStart.test(first) ? 0.9 * shareOfRecords(lines, new YamlSyntax(), year, looksLogged) : 0;
  },
  open: (context) => pieceReader(yaml, new YamlSyntax(), context),
};

const documentStart = /^---(?:\s|$)/;
const itemStart = /^-(?:\s|$)/;
const mappingStart = /^(?:- +)?["']?[A-Za-z_@][\w.@-]{0,80}["']? *:(?:\s|$)|^(?:- +)?\{/;

interface OpenPiece {
  readonly first: Line;
  readonly column: number;
  readonly lines: string[];
  readonly item: boolean;
  characters: number;
}

class YamlSyntax implements PieceSyntax {
  private open: OpenPiece | null = null;

  next(line: Line): readonly Cut[] {
    const { text } = line;
    if (documentStart.test(text)) {
      const cuts = this.close();
      const rest = text.slice(3).trimStart();
      if (rest !== '' && !rest.startsWith('#')) this.begin(line, text.length - rest.length);
      return cuts;
    }
    if (text.startsWith('...') && isBlank(text.slice(3))) return this.close();
    if (this.open === null || (this.open.item && itemStart.test(text))) {
      const cuts = this.close();
      if (mappingStart.test(text) || itemStart.test(text)) this.begin(line, 0);
      else if (!isBlank(text) && !text.startsWith('%YAML')) return [...cuts, { outside: line }];
      return cuts;
    }
    this.open.lines.push(text);
    this.open.characters += text.length + 1;
    return this.open.characters > largestPiece ? this.close('larger than 1 MB') : [];
  }

  end(): readonly Cut[] {
    return this.close();
  }

  parse(text: string): unknown {
    // Limits keep a hostile piece from growing in memory or from nesting without end.
    const value: unknown = load(text, { maxAliases: 20, maxDepth: 40 });
    const object: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (typeof object !== 'object' || object === null || Array.isArray(object)) throw new Error('not a mapping');
    return object;
  }

  private begin(first: Line, column: number): void {
    const text = first.text.slice(column);
    this.open = { first, column, lines: [text], item: itemStart.test(text), characters: text.length };
  }

  private close(broken?: string): readonly Cut[] {
    if (this.open === null) return [];
    const { first, column, lines } = this.open;
    this.open = null;
    return [{ piece: { first, column, lines, ...(broken === undefined ? {} : { broken }) } }];
  }
}
