import { traceJoiner } from '../stackTrace';
import type { Line, LogRecord } from '../record';
import { cleanText } from './ansi';
import type { FormatContext, FormatSample, LogFormat, RecordReader } from './format';
import { traceText, type Head } from './head';
import { readLevelMark } from './levelMark';
import { library } from './library';
import { markReader } from './marks';
import { isBlank, OpenRecord } from './openRecord';

/** Lines that wait for a later one to say whether they belong to a trace. */
const mostWaiting = 64;

const samples: readonly FormatSample[] = [
  { text: 'server is up and serving port 8080', level: null, timestamp: null, message: 'server is up and serving port 8080' },
  { text: 'ERROR: the queue is gone', level: 'error', timestamp: null, message: 'the queue is gone' },
  { text: '[warning] disk almost full', level: 'warn', timestamp: null, message: 'disk almost full' },
  { text: 'fine words butter no parsnips', level: null, timestamp: null, message: 'fine words butter no parsnips' },
];

/** The fallback: every line is a record of its own, but for the stack traces that the trace joiner knows. */
export const plain: LogFormat = {
  id: 'plain',
  title: 'Plain text',
  sniff: () => 0.1,
  open: (context) => plainReader(context),
  samples,
};

/** Reads the marks of all tools we know: what runs a build mixes them in one log. */
const readToolMark = markReader(library);

/** What a line without a timestamp says: a tool's mark or a level word at its very start is its declared level. */
export function readPlainHead(text: string): Head {
  const tool = readToolMark(text);
  if (tool !== null) return tool.head;
  const start = text.length - text.trimStart().length;
  const mark = readLevelMark(text, start, 'line');
  let column = mark?.end ?? start;
  if (mark !== null) {
    while (/[\s:|]/.test(text.charAt(column))) column++;
    if (text.startsWith('- ', column)) column += 2;
  }
  return { timestamp: null, level: mark?.level ?? null, logger: null, message: text.slice(column).trimEnd(), column };
}

/** The record that a line makes which is none of its file's own, if it begins one; null for a blank one. */
export function recordAside(line: Line, { readStranger, readMark }: FormatContext): LogRecord | null {
  const clean = cleanText(line.text);
  if (isBlank(clean.text)) return null;
  const named = readStranger?.(clean.text, clean.text) ?? readMark?.(clean.text) ?? null;
  return new OpenRecord(named?.format ?? plain.id, line, clean, named?.head ?? readPlainHead(clean.text)).close();
}

/** Reads lines that follow no known format, as records of `format`; other readers hand it what theirs does not cover. */
export function plainReader(context: FormatContext, format = plain.id): RecordReader {
  return new PlainReader(context, format);
}

class PlainReader implements RecordReader {
  private readonly joiner = traceJoiner();
  private open: OpenRecord | null = null;
  private waiting: Line[] = [];

  constructor(
    private readonly context: FormatContext,
    private readonly format: string,
  ) {}

  read(line: Line): readonly LogRecord[] {
    const done: LogRecord[] = [];
    this.take([line], done);
    return done;
  }

  end(): readonly LogRecord[] {
    const done: LogRecord[] = [];
    while (this.open !== null) {
      const rest = this.waiting;
      this.close(done);
      this.take(rest, done);
    }
    return done;
  }

  private take(lines: readonly Line[], done: LogRecord[]): void {
    const queue = [...lines].reverse();
    for (let line = queue.pop(); line !== undefined; line = queue.pop()) {
      if (this.open === null) {
        this.begin(line);
        continue;
      }
      const verdict = this.open.isFull(this.waiting.length) ? 'ends' : this.joiner.next(cleanText(line.text).text);
      if (verdict === 'joins') {
        for (const earlier of this.waiting) this.open.add(earlier);
        this.open.add(line);
        this.waiting = [];
      } else if (verdict === 'maybe' && this.waiting.length < mostWaiting) {
        this.waiting.push(line);
      } else {
        queue.push(line, ...this.waiting.reverse());
        this.close(done);
      }
    }
  }

  private begin(line: Line): void {
    if (isBlank(line.text)) return;
    const clean = cleanText(line.text);
    const { readStranger, readMark } = this.context;
    const named = readStranger?.(clean.text, '') ?? readMark?.(clean.text) ?? null;
    this.open = new OpenRecord(named?.format ?? this.format, line, clean, named?.head ?? readPlainHead(clean.text));
    this.joiner.begin(named === null ? clean.text : traceText(named.head, clean.text));
    if (named !== null && named.head.timestamp !== null) this.context.bareLines?.record(line.number);
    else if (/^\S/.test(clean.text)) this.context.bareLines?.alone(line.number);
  }

  private close(done: LogRecord[]): void {
    if (this.open !== null) done.push(this.open.close());
    this.open = null;
    this.waiting = [];
  }
}
