import { readTimestamp } from '../timestamp';
import type { FormatSample } from './format';
import type { Head } from './head';
import { levelOfWord } from './levels';
import { lineFormat } from './lineFormat';

const samples: readonly FormatSample[] = [
  {
    text: 'time="2024-03-05T07:08:09Z" level=error msg="no \\"water\\" left" pump=3',
    level: 'error',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'no "water" left',
  },
  {
    text: 'ts=2024-03-05T07:08:09.123Z caller=pump.go:12 level=warn component=tank msg="slow valve"',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.123Z',
    message: 'slow valve',
  },
  { text: 'level=info msg=started errors=0', level: 'info', timestamp: null, message: 'started' },
  { text: 'tank=7 state=full', level: null, timestamp: null, message: 'tank=7 state=full' },
];

interface Value {
  readonly text: string;
  /** Where it begins in the line; null where escapes keep it from standing there to the letter. */
  readonly column: number | null;
}

const mostPairs = 100;

const pair = /\s*([A-Za-z_@][\w.\-/@]{0,99})=("(?:[^"\\]|\\.)*"|[^\s"]\S*|)(?=\s|$)/y;
const word = /\s*\S+\s*/y;

/** The pairs of a line, keys in lower case; the first of each key counts. Null where the line is not made of pairs. */
function readPairs(text: string): ReadonlyMap<string, Value> | null {
  const pairs = new Map<string, Value>();
  let words = 0;
  let at = 0;
  while (at < text.length && pairs.size < mostPairs) {
    pair.lastIndex = at;
    const match = pair.exec(text);
    if (match === null) {
      // A bare word is a flag; before the first pair, or where they prevail, the line is prose.
      word.lastIndex = at;
      if (pairs.size === 0 || !word.test(text) || ++words > pairs.size) return null;
      at = word.lastIndex;
      continue;
    }
    const [whole, key = '', raw = ''] = match;
    const quoted = raw.startsWith('"');
    const inner = quoted ? raw.slice(1, -1) : raw;
    const escaped = quoted && inner.includes('\\');
    const column = at + whole.length - raw.length + (quoted ? 1 : 0);
    const name = key.toLowerCase();
    if (!pairs.has(name)) pairs.set(name, { text: escaped ? unescape(inner) : inner, column: escaped ? null : column });
    at += whole.length;
  }
  return pairs;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char));
}

function first(pairs: ReadonlyMap<string, Value>, keys: readonly string[]): Value | undefined {
  for (const key of keys) {
    const value = pairs.get(key);
    if (value !== undefined && value.text !== '') return value;
  }
  return undefined;
}

/** Reads a line of `key=value` pairs, at least two; null where it is something else. */
export function readLogfmtHead(text: string, year: number): Head | null {
  if (!/^[A-Za-z_@][\w.\-/@]{0,99}=/.test(text)) return null;
  const pairs = readPairs(text);
  if (pairs === null || pairs.size < 2) return null;
  const level = first(pairs, ['level', 'lvl', 'severity', 'loglevel', 'log.level', 'at']);
  const time = first(pairs, ['time', 'ts', 'timestamp', 't', '@timestamp', 'datetime']);
  const message = first(pairs, ['msg', 'message']) ?? first(pairs, ['err', 'error']);
  const logger = first(pairs, ['logger', 'caller', 'component', 'module', 'source']);
  const trace = first(pairs, ['stacktrace', 'stack', 'stack_trace']);
  return {
    timestamp: time === undefined ? null : readTimestamp(time.text, 0, year),
    level: level === undefined ? null : levelOfWord(level.text),
    logger: logger?.text ?? null,
    message: message?.text ?? text.trimEnd(),
    column: message === undefined ? 0 : message.column,
    ...(trace === undefined ? {} : { trace: trace.text }),
  };
}

/** Lines of `key=value` pairs, as logrus, go-kit, Heroku and others write them. */
export const logfmt = lineFormat({
  id: 'logfmt',
  title: 'logfmt',
  weight: 0.95,
  samples,
  heads: ({ year }) => (text) => readLogfmtHead(text, year),
});
