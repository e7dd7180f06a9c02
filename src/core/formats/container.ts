import { timeWithin, type StatedTime } from '../statedTime';
import { readTimestamp } from '../timestamp';
import type { Line, LogRecord } from '../record';
import type { FormatContext, FormatSample, LogFormat, RecordReader } from './format';

const samples: readonly FormatSample[] = [
  {
    text: '{"log":"2024-03-05 07:08:09,123 ERROR lid is off\\n","stream":"stderr","time":"2024-03-05T07:08:09.5Z"}\n{"log":"java.lang.Error: lid\\n","stream":"stderr","time":"2024-03-05T07:08:09.5Z"}\n{"log":"\\tat com.acme.Lid.open(Lid.java:7)\\n","stream":"stderr","time":"2024-03-05T07:08:09.5Z"}',
    level: 'error',
    timestamp: '2024-03-05T07:08:09.123Z',
    message: 'lid is off',
  },
  {
    text: '{"log":"WARNING: slow valve\\n","stream":"stdout","time":"2024-03-05T07:08:09.123456789Z"}',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.123Z',
    message: 'slow valve',
  },
  {
    text: '2024-03-05T07:08:09.123456789+00:00 stderr F {"level":50,"msg":"no water"}',
    level: 'error',
    timestamp: '2024-03-05T07:08:09.123Z',
    message: 'no water',
  },
];

/** The inner format is chosen after this many lines (or at the end of a shorter file). */
const sniffedLines = 50;

interface Unwrapped {
  readonly text: string;
  readonly timestamp: StatedTime | null;
  /** Where the text begins in the raw line; null where it is escaped. */
  readonly column: number | null;
}

/** Takes the wrapping off a line: Docker's json-file or the notation of Kubernetes' container runtimes. */
function unwrap(text: string, year: number): Unwrapped | null {
  if (text.startsWith('{"log":"')) return unwrapJson(text, year);
  const stamp = text.charCodeAt(0) <= 0x39 ? readTimestamp(text, 0, year) : null;
  const stream = stamp === null ? null : /^ (?:stdout|stderr) [FP] ?/.exec(text.slice(stamp.length, stamp.length + 10));
  if (stamp === null || stream === null) return null;
  const column = stamp.length + stream[0].length;
  return { text: text.slice(column), timestamp: stamp, column };
}

function unwrapJson(text: string, year: number): Unwrapped | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A line cut short: it is read as it stands.
    return null;
  }
  if (typeof value !== 'object' || value === null || !('log' in value) || typeof value.log !== 'string') return null;
  if (!('stream' in value) && !('time' in value)) return null;
  const inner = value.log.replace(/\r?\n$/, '');
  const timestamp = 'time' in value && typeof value.time === 'string' ? readTimestamp(value.time, 0, year) : null;
  const column = '{"log":"'.length;
  return { text: inner, timestamp, column: text.startsWith(inner, column) ? column : null };
}

/** Containers' logs, whose lines are those of another format: `detect` chooses it. */
export function containerFormat(detect: (lines: readonly string[], context: FormatContext) => LogFormat): LogFormat {
  return {
    id: 'container',
    title: 'Docker and Kubernetes container log',
    samples,
    sniff(lines, { year }) {
      const filled = lines.filter((line) => line.trim() !== '');
      return filled.length === 0 ? 0 : filled.filter((line) => unwrap(line, year) !== null).length / filled.length;
    },
    open: (context) => new ContainerReader(detect, context),
  };
}

interface Kept {
  readonly raw: string;
  readonly unwrapped: Unwrapped;
}

class ContainerReader implements RecordReader {
  private inner: RecordReader | null = null;
  private waiting: Line[] = [];
  /** What the inner reader has not yet handed back, by line. */
  private readonly kept = new Map<number, Kept>();

  constructor(
    private readonly detect: (lines: readonly string[], context: FormatContext) => LogFormat,
    private readonly context: FormatContext,
  ) {}

  read(line: Line): readonly LogRecord[] {
    const unwrapped = unwrap(line.text, this.context.year) ?? { text: line.text, timestamp: null, column: 0 };
    this.kept.set(line.number, { raw: line.text, unwrapped });
    const inner: Line = { ...line, text: unwrapped.text };
    if (this.inner !== null) return this.inner.read(inner).map((record) => this.wrap(record));
    this.waiting.push(inner);
    return this.waiting.length < sniffedLines ? [] : this.start();
  }

  end(): readonly LogRecord[] {
    return [...this.start(), ...(this.inner?.end() ?? []).map((record) => this.wrap(record))];
  }

  private start(): readonly LogRecord[] {
    const { waiting } = this;
    this.waiting = [];
    const lines = waiting.map(({ text }) => text);
    const inner = (this.inner ??= this.detect(lines, this.context).open(this.context));
    return waiting.flatMap((line) => inner.read(line)).map((record) => this.wrap(record));
  }

  /** The inner record as it stands in the file. */
  private wrap(record: LogRecord): LogRecord {
    const raws: string[] = [];
    const first = this.kept.get(record.line)?.unwrapped;
    for (let number = record.line; number <= record.endLine; number++) raws.push(this.kept.get(number)?.raw ?? '');
    for (const number of this.kept.keys()) {
      // The last line may hold the next record too.
      if (number >= record.endLine) break;
      this.kept.delete(number);
    }
    const { messageAt } = record;
    const column = messageAt?.line === record.line ? (first?.column ?? null) : null;
    return {
      ...record,
      format: 'container',
      ...timeWithin(record, first?.timestamp ?? null),
      lines: raws,
      messageAt: messageAt === null || column === null ? null : { line: messageAt.line, column: messageAt.column + column },
      ...(record.trace === undefined && record.lines.length > 1 ? { trace: record.lines.join('\n') } : {}),
    };
  }
}
