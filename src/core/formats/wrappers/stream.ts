import { joiningReader } from '../../joinRecords';
import { lineNumbersOf, type Line, type LogRecord, type Position } from '../../record';
import { timeWithin } from '../../statedTime';
import type { FormatContext, LogFormat, RecordReader } from '../format';
import type { Unwrapped } from './wrapper';

/** Chooses the format of one stream by its first lines. */
export type Detect = (lines: readonly string[], context: FormatContext) => LogFormat;

/** The inner reader is chosen after so many lines, or when the stream falls silent before. */
const sniffedLines = 50;
/** No inner reader needs more lines to tell where a record ends: one that holds more is told to end it. */
const mostHeld = 4096;
/** Parts of one line beyond this many characters are lines of their own. */
const mostCharacters = 1024 * 1024;

/** A line of the stream and the raw lines that hold it: several where it was split. */
interface Whole {
  readonly text: string;
  readonly column: number | null;
  readonly timestamp: Unwrapped['timestamp'];
  readonly first: Line;
  readonly rest: readonly Line[];
}

/** The first part of a line that may go on. */
interface OpenLine {
  readonly parts: string[];
  readonly raw: Line[];
  readonly unwrapped: Unwrapped;
  characters: number;
  partial: boolean;
}

/** One log among those of a wrapped file: joins its lines' parts and reads them as a file of their own. */
export class Stream {
  private reader: RecordReader | null = null;
  private openLine: OpenLine | null = null;
  private sniffing: string[] = [];
  /** What the inner reader has not handed back yet, by the number that the line has among the stream's. */
  private readonly held = new Map<number, Whole>();
  /** The last line of the record handed back last: it may hold the next record too. */
  private shared: readonly [number, Whole] | null = null;
  private count = 0;
  private latest = 0;

  /** `inner` is chosen by the first lines where it is null. */
  constructor(
    private readonly format: string,
    private inner: LogFormat | null,
    private readonly detect: Detect,
    private readonly context: FormatContext,
  ) {}

  /** Number of the first line in the file that a record still to come may begin on; null where all is told. */
  get firstLine(): number | null {
    const [oldest] = this.held.values();
    return (oldest?.first ?? this.openLine?.raw[0])?.number ?? null;
  }

  /** The format of the stream's lines; null until there are enough of them. */
  get innerFormat(): LogFormat | null {
    return this.inner;
  }

  /** Number of the last line that was read. */
  get lastLine(): number {
    return this.latest;
  }

  read(line: Line, unwrapped: Unwrapped): readonly LogRecord[] {
    this.latest = line.number;
    const { openLine } = this;
    if (openLine && (openLine.partial || unwrapped.appends === true) && openLine.characters < mostCharacters) {
      openLine.parts.push(unwrapped.text);
      openLine.raw.push(line);
      openLine.characters += unwrapped.text.length;
      openLine.partial = unwrapped.partial === true;
      return [];
    }
    const done = this.takeOpenLine();
    this.openLine = { parts: [unwrapped.text], raw: [line], unwrapped, characters: unwrapped.text.length, partial: unwrapped.partial === true };
    return done;
  }

  /** Returns what is still pending; the stream may go on afterwards, with a new record. */
  end(): readonly LogRecord[] {
    return [...this.takeOpenLine(), ...this.close()];
  }

  private takeOpenLine(): readonly LogRecord[] {
    if (this.openLine === null) return [];
    const { parts, raw, unwrapped } = this.openLine;
    this.openLine = null;
    const [first, ...rest] = raw;
    if (first === undefined) return [];
    const { column, timestamp } = unwrapped;
    const text = parts.length === 1 ? unwrapped.text : parts.join('');
    this.held.set(++this.count, { text, column, timestamp, first, rest });
    if (this.reader === null) {
      this.sniffing.push(text);
      return this.sniffing.length < (this.inner === null ? sniffedLines : 1) ? [] : this.start();
    }
    const done = this.wrapAll(this.reader.read({ number: this.count, byteOffset: first.byteOffset, text }));
    return this.held.size < mostHeld ? done : [...done, ...this.close()];
  }

  private close(): readonly LogRecord[] {
    const done = [...this.start(), ...this.wrapAll(this.reader?.end() ?? [])];
    this.reader = null;
    this.held.clear();
    this.shared = null;
    return done;
  }

  /** Opens the inner reader and has it read the lines that chose it. */
  private start(): readonly LogRecord[] {
    if (this.sniffing.length === 0) return [];
    this.inner ??= this.detect(this.sniffing, this.context);
    this.sniffing = [];
    const reader = joiningReader(this.inner.open(this.context));
    this.reader = reader;
    return [...this.held].flatMap(([number, { text, first }]) => this.wrapAll(reader.read({ number, byteOffset: first.byteOffset, text })));
  }

  private wrapAll(records: readonly LogRecord[]): readonly LogRecord[] {
    return records.length === 0 ? records : records.map((record) => this.wrap(record));
  }

  /** The inner record as it stands in the file. */
  private wrap(record: LogRecord): LogRecord {
    const { lineNumbers, ...inner } = record;
    const numbers = lineNumbers ?? lineNumbersOf(inner);
    const wholes = numbers.map((number) => this.whole(number)).filter((whole) => whole !== undefined);
    const messageAt = this.place(record);
    this.forget(record, numbers);
    const raw = wholes.flatMap(({ first, rest }) => [first, ...rest]);
    const [first] = raw;
    const last = raw.at(-1);
    if (first === undefined || last === undefined) return record;
    const apart = last.number - first.number + 1 > raw.length;
    return {
      ...inner,
      ...timeWithin(record, wholes[0]?.timestamp ?? null),
      format: this.format,
      line: first.number,
      endLine: last.number,
      byteOffset: first.byteOffset,
      lines: raw.map(({ text }) => text),
      messageAt,
      ...(apart ? { lineNumbers: raw.map(({ number }) => number) } : {}),
      ...(record.trace === undefined && raw.length > 1 ? { trace: record.lines.join('\n') } : {}),
    };
  }

  private whole(number: number): Whole | undefined {
    return this.held.get(number) ?? (this.shared?.[0] === number ? this.shared[1] : undefined);
  }

  /** Lets go of the record's lines, and of those before it, which belong to none. */
  private forget(record: LogRecord, numbers: readonly number[]): void {
    const last = this.whole(record.endLine);
    if (last !== undefined) this.shared = [record.endLine, last];
    for (const number of this.held.keys()) {
      if (number >= record.line) break;
      this.held.delete(number);
    }
    for (const number of numbers) this.held.delete(number);
  }

  private place({ message, messageAt: at }: LogRecord): Position | null {
    const whole = at === null ? undefined : this.whole(at.line);
    if (at === null || whole === undefined || whole.column === null) return null;
    const column = whole.column + at.column;
    // Of a line that was split, the first part may hold the message's beginning only.
    return whole.rest.length === 0 || whole.first.text.startsWith(message, column) ? { line: whole.first.number, column } : null;
  }
}
