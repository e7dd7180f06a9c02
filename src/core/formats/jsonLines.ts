import { looksLogged, readFields } from './fields';
import type { FormatSample, LogFormat } from './format';
import type { Head } from './head';
import { pieceReader, shareOfRecords, type PieceSyntax } from './pieces';

const samples: readonly FormatSample[] = [
  sample('{"level":50,"msg":"no water"}', 'error', null, 'no water'),
  sample('{"Level":"WARN","text":"slow valve","created":1709622489}', 'warn', '2024-03-05T07:08:09.000Z', 'slow valve'),
  sample('{"err":{"message":"no lid","stack":"Error: no lid\\n    at f (a.js:1:2)"},"level":60}', 'fatal', null, 'no lid'),
  sample('{"eventTime":"2024-03-05T07:08:09Z","detail":"filled"}', null, '2024-03-05T07:08:09.000Z', 'filled'),
];

function sample(text: string, level: FormatSample['level'], timestamp: string | null, message: string): FormatSample {
  return { text, level, timestamp, message };
}

const objectStart = /^\s*\{\s*["}]/;

/** Each line that begins as an object is a piece, whole or not. */
export function jsonLinesSyntax(): PieceSyntax {
  return {
    next: (line) => [objectStart.test(line.text) ? { piece: { first: line, column: 0, lines: [line.text] } } : { outside: line }],
    end: () => [],
    isLinewise: true,
    parse: (text): unknown => JSON.parse(text),
  };
}

/** One JSON object a line, whatever wrote it: the library's formats know the keys of those they name. */
export const jsonLines: LogFormat = {
  id: 'json-lines',
  title: 'JSON lines',
  samples,
  sniff(lines, { year }) {
    const weight = shareOfRecords(lines, jsonLinesSyntax(), year, looksLogged) > 0 ? 0.97 : 0.5;
    return weight * shareOfRecords(lines, jsonLinesSyntax(), year, () => true);
  },
  open: (context) => pieceReader(jsonLines, jsonLinesSyntax(), context),
  readAlone:
    ({ year }) =>
    (text) =>
      readJsonHead(text, year),
};

/** Reads a JSON object that a line of another format carries as its message; null where it carries none of a log's. */
export function readJsonHead(text: string, year: number): Head | null {
  if (!text.startsWith('{"') || !text.trimEnd().endsWith('}')) return null;
  let object: unknown;
  try {
    object = JSON.parse(text);
  } catch {
    // It only looks like JSON: the text is the message.
    return null;
  }
  const { timestamp, level, logger, message, trace } = readFields(object, year);
  if (message === null) return null;
  const column = text.indexOf(message);
  return { timestamp, level, logger, message, column: column < 0 ? null : column, ...(trace === null ? {} : { trace }) };
}
