import { traceJoiner, type Continuation } from '../stackTrace';
import type { Line, LogRecord } from '../record';
import { cleanText } from './ansi';
import { BareLines } from './bareLines';
import type { FormatContext, LogFormat, RecordReader } from './format';
import { traceText, type Head, type HeadReader, type NamedHead } from './head';
import { isBlank, OpenRecord } from './openRecord';
import { plainReader } from './plain';
import { isUncaught } from './uncaught';

/** So many lines in a row that neither start nor look like they continue a record are none of this format's. */
const mostStrays = 40;
/** More indented lines than this after one record speak against the format. */
const longestSniffedTrace = 100;

export interface LineFormatOptions extends Pick<LogFormat, 'id' | 'title' | 'samples'> {
  /** What `sniff` gives where every line fits, up to 1. */
  readonly weight: number;
  /** Makes the head reader of one file; it may learn from the lines it sees. */
  readonly heads: (context: FormatContext) => HeadReader;
  /** Reads the line after a head as its second half; null where it is none. */
  readonly rest?: RestReader;
  /** Whether a line continues the record before it although it looks like the first of one. */
  readonly continued?: (text: string) => boolean;
  /** Makes a head reader for single lines of any file, where `heads` learns from the lines around. */
  readonly alone?: LogFormat['readAlone'];
}

type RestReader = (text: string, head: Head) => Head | null;

/** How the lines of one file are read. */
interface Shapes {
  readonly head: HeadReader;
  readonly rest: RestReader;
  readonly continued: (text: string) => boolean;
}

/** A format whose records each begin with a line of a known shape; lines of another shape continue the one before. */
export function lineFormat({ id, title, samples, weight, heads, rest, continued, alone }: LineFormatOptions): LogFormat {
  const readAlone = alone ?? (rest === undefined ? heads : undefined);
  const shapes = (context: FormatContext): Shapes => ({ head: heads(context), rest: rest ?? (() => null), continued: continued ?? (() => false) });
  return {
    id,
    title,
    samples,
    sniff: (lines, context) => weight * shareOfHeads(lines, shapes(context)),
    open: (context) => new LineReader(id, shapes(context), context),
    ...(readAlone === undefined ? {} : { readAlone }),
    isGeneric: alone !== undefined,
  };
}

/** Share of the lines that start a record, among those that neither continue one nor are blank. */
function shareOfHeads(lines: readonly string[], shapes: Shapes): number {
  const joiner = traceJoiner();
  let heads = 0;
  let strays = 0;
  let indented = 0;
  let joining = false;
  let last: Head | null = null;
  for (const line of lines) {
    const { text } = cleanText(line);
    if (isBlank(text)) continue;
    const head = shapes.head(text);
    const goesOn = head === null && heads > 0 && ((last !== null && shapes.rest(text, last) !== null) || shapes.continued(text));
    last = head;
    if (goesOn) continue;
    if (head !== null) {
      heads++;
      indented = 0;
      joiner.begin(head.message);
      joining = true;
    } else if (joining && joiner.next(text) !== 'ends') {
      indented++;
    } else if (heads === 0) {
      strays++;
    } else {
      joining = true;
      joiner.begin(text);
      if (!isIndented(text) || ++indented > longestSniffedTrace) strays++;
    }
  }
  return heads === 0 ? 0 : heads / (heads + strays);
}

class LineReader implements RecordReader {
  private readonly joiner = traceJoiner();
  /** Reads what comes before the first record, and long stretches of something else. */
  private readonly plain: RecordReader;
  private open: OpenRecord | null = null;
  /** The first line of the open record. */
  private before = '';
  /** Whether the open record is this format's own. */
  private isOwn = true;
  private following = false;
  /** Whether only records of other formats have been read. */
  private isAmongOthers = false;
  /** Whether the open record has only lines that surely continue it, as bare lines stand alone here. */
  private isStrict = false;
  /** The lines since the last one that looks like it continues the record. */
  private strays: Line[] = [];
  private readonly bare: BareLines;

  constructor(
    private readonly format: string,
    private readonly shapes: Shapes,
    private readonly context: FormatContext,
  ) {
    // What the plain reader takes for records may well belong to one: it is no witness here.
    const { bareLines = new BareLines(), ...others } = context;
    this.bare = bareLines;
    this.plain = plainReader(others);
  }

  read(line: Line): readonly LogRecord[] {
    const clean = cleanText(line.text);
    const head = this.shapes.head(clean.text);
    const stranger = head === null ? this.readStranger(clean.text) : null;
    const begins = head ?? stranger?.head ?? null;
    if (begins !== null) {
      const done = this.end();
      this.before = clean.text;
      this.isAmongOthers = false;
      this.open = new OpenRecord(stranger?.format ?? this.format, line, clean, begins);
      this.isOwn = stranger === null;
      this.following = false;
      // First told of this one: of records that were counted and not read it knows from the next.
      this.bare.record(line.number);
      this.isStrict = this.bare.standAlone;
      return done;
    }
    if (this.open === null) return this.readPlain(line);
    const rest = this.isOwn && this.open.isSingle && this.strays.length === 0 ? this.shapes.rest(clean.text, this.open.head) : null;
    if (rest !== null) {
      this.open.amend(line, clean, rest);
      return [];
    }
    if (this.open.isFull(this.strays.length) || isUncaught(clean.text, this.open.head)) return [...this.end(), ...this.readPlain(line)];
    const continuation = this.continuation(this.open, clean.text);
    if (continuation === 'joins') {
      this.keepStrays(this.open);
      this.open.add(line);
      return [];
    }
    const stands = continuation === 'ends' && !isBlank(clean.text) && this.standsAlone(this.open, line.number, clean.text);
    this.strays.push(line);
    return stands || this.strays.length >= mostStrays ? this.leave(this.open) : [];
  }

  end(): readonly LogRecord[] {
    if (this.open === null) return this.plain.end();
    if (this.isStrict) return [...this.leave(this.open), ...this.plain.end()];
    this.keepStrays(this.open);
    const record = this.open.close();
    this.open = null;
    return [record];
  }

  alone(line: Line): LogRecord | null {
    const clean = cleanText(line.text);
    const head = this.shapes.head(clean.text, true);
    return head === null ? null : new OpenRecord(this.format, line, clean, head).close();
  }

  private readPlain(line: Line): readonly LogRecord[] {
    const records = this.plain.read(line);
    for (const { timestamp, line: number, lines: [first = ''] } of records) {
      if (timestamp !== null) {
        this.bare.record(number);
        this.isAmongOthers = this.before === '';
      } else if (!isIndented(first)) {
        if (this.isAmongOthers) this.bare.alone(number);
        else this.bare.below(number, cleanText(first).text);
      }
    }
    return records;
  }

  /** Reads the first line of a record in another layout. */
  private readStranger(text: string): NamedHead | null {
    return this.open === null || this.shapes.continued(text) ? null : (this.context.readStranger?.(text, this.before) ?? null);
  }

  private continuation(open: OpenRecord, text: string): Continuation {
    if (!this.following) this.joiner.begin(traceText(open.head, this.before));
    this.following = true;
    const continuation = this.joiner.next(text);
    if (continuation !== 'ends') return this.isStrict ? continuation : 'joins';
    // The line may be the first of a trace that has nothing to do with the record's own text.
    this.joiner.begin(text);
    return isIndented(text) && !(this.isStrict && this.hasStray()) ? 'joins' : 'ends';
  }

  /** Whether a line that nothing ties to the record is none of it: of a problem a trace may tell more right below. */
  private standsAlone(open: OpenRecord, line: number, text: string): boolean {
    this.bare.below(line, text);
    return this.isStrict && (isHarmless(open.head) || !open.isSingle || this.hasStray());
  }

  private hasStray(): boolean {
    return this.strays.some(({ text }) => !isBlank(text));
  }

  private keepStrays(open: OpenRecord): void {
    for (const stray of this.strays) open.add(stray);
    this.strays = [];
  }

  /** Ends the record before its strays and hands those to the plain reader. */
  private leave(open: OpenRecord): readonly LogRecord[] {
    const strays = this.strays;
    this.strays = [];
    this.open = null;
    return [open.close(), ...strays.flatMap((stray) => this.readPlain(stray))];
  }
}

function isHarmless({ level }: Head): boolean {
  return level === 'info' || level === 'debug' || level === 'trace';
}

function isIndented(text: string): boolean {
  return /^\s/.test(text);
}
