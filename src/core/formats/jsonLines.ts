import { looksLogged, readFields } from './fields';
import type { FormatSample, LogFormat } from './format';
import type { Head } from './head';
import { pieceReader, shareOfRecords, type PieceSyntax } from './pieces';

const samples: readonly FormatSample[] = [
  sample('{"level":50,"time":1709622489123,"pid":7,"hostname":"tank","msg":"no water"}', 'error', '2024-03-05T07:08:09.123Z', 'no water'),
  sample('{"name":"pump","hostname":"tank","pid":7,"level":40,"msg":"slow","time":"2024-03-05T07:08:09.123Z","v":0}', 'warn', '2024-03-05T07:08:09.123Z', 'slow'),
  sample('{"level":"error","message":"lid is off","timestamp":"2024-03-05 07:08:09"}', 'error', '2024-03-05T07:08:09.000Z', 'lid is off'),
  sample('{"level":"warn","ts":1709622489.5,"caller":"pump/valve.go:12","msg":"slow valve"}', 'warn', '2024-03-05T07:08:09.500Z', 'slow valve'),
  sample('{"level":"fatal","time":1709622489,"error":"EOF","message":"pump died"}', 'fatal', '2024-03-05T07:08:09.000Z', 'pump died'),
  sample(
    '{"@timestamp":"2024-03-05T07:08:09.123Z","log.level":"ERROR","message":"no water","error.stack_trace":"E: no\\n\\tat T.f(T.java:1)"}',
    'error',
    '2024-03-05T07:08:09.123Z',
    'no water',
  ),
  sample('{"@timestamp":"2024-03-05T07:08:09Z","log":{"level":"warn","logger":"tank"},"message":"slow"}', 'warn', '2024-03-05T07:08:09.000Z', 'slow'),
  sample('{"timeUnixNano":"1709622489123000000","severityNumber":17,"severityText":"Error","body":{"stringValue":"no water"}}', 'error', '2024-03-05T07:08:09.123Z', 'no water'),
  sample('{"t":{"$date":"2024-03-05T07:08:09.123+00:00"},"s":"W","c":"STORAGE","id":22,"ctx":"main","msg":"Slow tank"}', 'warn', '2024-03-05T07:08:09.123Z', 'Slow tank'),
  sample('{"@t":"2024-03-05T07:08:09.123Z","@m":"Lid off","@l":"Fatal"}', 'fatal', '2024-03-05T07:08:09.123Z', 'Lid off'),
  sample('{"timestamp":"2024-03-05T07:08:09.1Z","level":"INFO","fields":{"message":"filled"},"target":"tank::pump"}', 'info', '2024-03-05T07:08:09.100Z', 'filled'),
  sample('{"__REALTIME_TIMESTAMP":"1709622489123456","PRIORITY":"3","SYSLOG_IDENTIFIER":"pumpd","MESSAGE":"no water"}', 'error', '2024-03-05T07:08:09.123Z', 'no water'),
  sample('{"version":"1.1","short_message":"no water","timestamp":1709622489,"level":3}', 'error', '2024-03-05T07:08:09.000Z', 'no water'),
  sample('{"time":"2024-03-05T07:08:09Z","level":"ERROR+2","msg":"quote \\"x\\""}', 'error', '2024-03-05T07:08:09.000Z', 'quote "x"'),
  sample('{"err":{"message":"no lid","stack":"Error: no lid\\n    at f (a.js:1:2)"},"level":60}', 'fatal', null, 'no lid'),
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
    parse: (text): unknown => JSON.parse(text),
  };
}

/** One JSON object a line: pino, bunyan, winston, zap, zerolog, ECS, OpenTelemetry, MongoDB, journald and others. */
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
