import { lineNumbersOf, type LogRecord, type Position } from './record';
import { streamOf, type StreamKey } from './sameStream';
import { traceJoiner, type Continuation } from './stackTrace';
import { whatHappened } from './trace/naming';

/** A record that may be a piece of a trace. */
export interface Piece {
  /** Once its trace is closed, the first piece's record is that of all. */
  record: LogRecord;
  /** The trace that it belongs to beyond doubt. */
  trace: TraceInPieces | null;
}

/** A trace larger than this is cut, as records are that their readers join. */
const mostLines = 2000;
/** A trace is written in one go: a record so many milliseconds later is not of it. */
const longestPause = 5000;
/** Records of other streams in a row after which a trace is over. */
const longestSilence = 64;

/** A first line whose next one need not look like part of a trace. */
const opening =
  /^(?:\[ {0,8}\d{1,12}\.\d{1,9}\] ?)?(?:[A-Za-z_$][\w$.\\]{0,200}(?:Error|Exception)\b|panic: |fatal error: |PHP Fatal |Fatal error: |Unhandled |Uncaught |thread '|={17}|==\d{1,10}==|WARNING: (?:\w{4,20}Sanitizer|DATA RACE|CPU: )|BUG: |Oops\b|kernel BUG |general protection |Unable to handle |Kernel panic |\S{1,100} invoked oom-killer: |divide error: |invalid opcode: |Internal error: |-{3,20}\[ cut here|INFO: task |rcu: |watchdog: |\*\* \(|FATAL ERROR: |FATAL EXCEPTION|<--- Last|Fatal Python error|[^\s:]{1,200}\.[cm]?[jt]sx?:\d{1,7}$)/;
const continuing =
  /^(?:#011|at |File "|#\d|Caused by|Suppressed|\.\.\. ?\d|---> |--- End of|goroutine \d|Stack trace:|Traceback \(|from \S+:\d|\^+$)/;
/** What of a record's message makes it one that may be a piece, beside blanks at its start. */
export const pieceBeginnings: readonly RegExp[] = [opening, continuing];

/** Cheap: whether the record could be the first of a trace although the next one looks like no part of it. */
export function mayBegin({ message, lines }: LogRecord): boolean {
  return lines.length === 1 && opening.test(message);
}

/** Cheap: whether the record could be a line of a trace but its first. */
export function mayContinue({ message, messageAt, lines }: LogRecord): boolean {
  if (message === '') return true;
  const code = message.charCodeAt(0);
  if (code === 0x20 || code === 0x09) return true;
  const raw = messageAt === null ? '' : (lines[0] ?? '');
  const column = messageAt?.column ?? 0;
  return raw.charCodeAt(column - 1) === 0x09 || raw.startsWith('   ', column - 3) || continuing.test(message);
}

/** Whether the record could be a line of a trace that an earlier record has begun. */
export function mayFollow(record: LogRecord): boolean {
  return mayContinue(record) && streamOf(record) !== null;
}

/** A trace whose lines are records of their own. */
export class TraceInPieces {
  isOpen = true;
  private readonly joiner = traceJoiner();
  private readonly texts: string[] = [];
  private readonly pieces: Piece[] = [];
  /** Pieces that belong to the trace if it goes on. */
  private doubtful: { readonly piece: Piece; readonly texts: readonly string[] }[] = [];
  /** Blanks that the first line has before its text: they are the logger's. */
  private gap = '';
  private alone = true;
  private others = 0;

  private constructor(
    readonly first: Piece,
    private key: StreamKey,
    text: string,
  ) {
    this.isOpen = this.start(text);
  }

  /** A trace that may begin with this record; null where no later record could be told to be of it. */
  static begin(first: Piece): TraceInPieces | null {
    const key = streamOf(first.record);
    const text = key?.textOf(first.record) ?? null;
    if (key === null || text === null || first.record.trace !== undefined) return null;
    const trace = new TraceInPieces(first, key, text);
    return trace.isOpen ? trace.own() : null;
  }

  /** The trace that begins with `first` and goes on, or may, with `second`; null where it does not. */
  static of(first: Piece, second: Piece): TraceInPieces | null | 'other stream' {
    const key = streamOf(second.record);
    if (key === null) return null;
    const text = key.textOf(first.record);
    if (text === null) return 'other stream';
    if (first.trace !== null || first.record.trace !== undefined) return null;
    const trace = new TraceInPieces(first, key, text);
    if (!trace.isOpen) return null;
    const continuation = trace.next(second);
    return continuation === null || continuation === 'ends' ? null : trace.own();
  }

  /** Takes the next record of the log; null where it is of another stream. After `ends` the trace is to be closed. */
  next(piece: Piece): Continuation | null {
    const text = this.textOf(piece.record);
    if (text === null) {
      this.others++;
      return null;
    }
    this.others = 0;
    if (this.texts.length + this.doubtful.length >= mostLines) return 'ends';
    const texts = [this.withoutGap(text), ...piece.record.lines.slice(1)];
    const [first = '', ...rest] = texts;
    const continuation = this.joiner.next(first);
    if (continuation === 'ends') return continuation;
    this.doubtful.push({ piece, texts });
    const ended = rest.some((line) => this.joiner.next(line) === 'ends');
    if (continuation === 'joins') this.settle();
    if (ended) this.others = longestSilence;
    return continuation;
  }

  /** Whether its stream has been silent for so long that no more of it is to come. */
  isOver(): boolean {
    return this.others >= longestSilence;
  }

  /** Makes one record of the pieces; those in doubt stay by themselves. */
  close(): void {
    this.isOpen = false;
    if (this.first.trace === this && this.pieces.length === 0) this.first.trace = null;
    if (this.pieces.length > 0) this.first.record = merge([this.first, ...this.pieces].map(({ record }) => record), this.texts);
  }

  private own(): this {
    this.first.trace = this;
    return this;
  }

  /** Begins with this text of the first record; false where its own lines already end what a trace could be. */
  private start(text: string): boolean {
    const trimmed = text.trimStart();
    const { lines } = this.first.record;
    this.gap = text.slice(0, text.length - trimmed.length);
    this.texts.splice(0, Infinity, trimmed, ...lines.slice(1));
    this.joiner.begin(trimmed);
    return !lines.slice(1).some((line) => this.joiner.next(line) === 'ends');
  }

  /** The record's text, if it is of the same stream and time. */
  private textOf(record: LogRecord): string | null {
    const before = (this.pieces.at(-1) ?? this.first).record.timestamp;
    if (record.trace !== undefined || (before !== null && record.timestamp !== null && Math.abs(record.timestamp - before) > longestPause)) return null;
    const text = this.key.textOf(record);
    if (text !== null || !this.alone) return text;
    // What was taken for the first record's level may be the first word of the trace.
    const key = streamOf(record);
    const opening = key?.textOf(this.first.record) ?? null;
    if (key === null || opening === null) return null;
    this.key = key;
    this.doubtful = [];
    this.start(opening);
    return key.textOf(record);
  }

  private withoutGap(text: string): string {
    // rsyslog writes a tab so.
    if (text.startsWith('#011', this.gap.length)) return `\t${text.slice(this.gap.length + '#011'.length)}`;
    return text.startsWith(this.gap) ? text.slice(this.gap.length) : text.trimStart();
  }

  private settle(): void {
    this.alone = false;
    for (const { piece, texts } of this.doubtful) {
      piece.trace = this;
      this.pieces.push(piece);
      this.texts.push(...texts);
    }
    this.doubtful = [];
  }
}

/** One record of several of one stream; `texts` are its lines without their prefixes. */
function merge(records: readonly LogRecord[], texts: readonly string[]): LogRecord {
  const [first] = records;
  if (first === undefined) throw new RangeError('Nothing to merge.');
  const lines = records.flatMap((record) => record.lines);
  const numbers = records.flatMap(lineNumbersOf);
  const endLine = numbers.at(-1) ?? first.endLine;
  const stated = records.find(({ level }) => level !== null) ?? first;
  const happened = whatHappened(texts);
  return {
    ...first,
    endLine,
    ...(endLine - first.line + 1 > numbers.length ? { lineNumbers: numbers } : {}),
    level: stated.level,
    levelSource: stated.levelSource,
    ...(happened === null ? {} : { message: happened.message, messageAt: placeOf(happened.message, lines[happened.line] ?? '', numbers[happened.line]) }),
    lines,
    trace: texts.join('\n'),
  };
}

/** Where a line ends in the message; null where it does not. */
function placeOf(message: string, raw: string, line: number | undefined): Position | null {
  const column = raw.trimEnd().length - message.length;
  return line !== undefined && raw.startsWith(message, column) ? { line, column } : null;
}
