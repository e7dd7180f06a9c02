import type { Line } from '../record';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Decodes `bytes[start, end)`; never throws, invalid sequences become replacement characters. */
export type Decode = (bytes: Uint8Array, start: number, end: number) => string;

export interface SplitOptions {
  readonly encoding: Encoding;
  readonly decode: Decode;
  /** Whether a CR without an LF ends a line, as editors have it and terminal tools do not. */
  readonly loneCarriageReturns: boolean;
  /** Offset in the file of the first byte that will be pushed (after a byte order mark, say). */
  readonly firstOffset: number;
  /** Number of the first line; 1 where absent. */
  readonly firstNumber?: number;
}

const LF = 10;
const CR = 13;
/** What a longer line has beyond this is counted but not read. */
const maxLineBytes = 1 << 20;
/** So many NULs in a row are read, so that columns stay those of an editor; more of them part what comes after from what was before. */
const largestHole = 1 << 16;

/**
 * Cuts a stream of bytes into lines: the slow, obvious reference.
 * Memory is bounded by one chunk and one line of at most 1 MiB.
 */
export class LineSplitter {
  private readonly unit: 1 | 2;
  private number: number;
  private lineOffset: number;
  private carry = new Uint8Array(0);
  /** Bytes of the unfinished line, those past the limit included. */
  private lineBytes = 0;
  private afterCarriageReturn = false;

  constructor(private readonly options: SplitOptions) {
    this.unit = options.encoding.startsWith('utf-16') ? 2 : 1;
    this.lineOffset = options.firstOffset;
    this.number = options.firstNumber ?? 1;
  }

  /** Takes the next bytes (for UTF-16 an even number of them) and returns the lines they complete. */
  push(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let start = 0;
    if (this.afterCarriageReturn && chunk.length > 0) {
      this.afterCarriageReturn = false;
      if (this.unitAt(chunk, 0) === LF) {
        start = this.unit;
        this.lineOffset += this.unit;
      }
    }
    const nextBreak = this.breaksOf(chunk);
    for (let at = nextBreak(start); at < chunk.length; at = nextBreak(start)) {
      const next = at + this.unit;
      const crlf = this.unitAt(chunk, at) === CR && this.unitAt(chunk, next) === LF;
      this.afterCarriageReturn = this.unitAt(chunk, at) === CR && next >= chunk.length;
      const end = crlf ? next + this.unit : next;
      lines.push(this.finish(chunk, start, at, end));
      start = end;
    }
    this.keep(chunk, start);
    return lines;
  }

  /** Returns the last line where the file does not end with a line break. */
  end(): Line[] {
    return this.lineBytes > 0 ? [this.finish(new Uint8Array(0), 0, 0, 0)] : [];
  }

  /** The line whose end has not come yet, as far as it has; null where there is none. It changes nothing here. */
  unfinished(): Line | null {
    if (this.lineBytes === 0) return null;
    const text = this.options.decode(this.carry, 0, this.carry.length);
    return { number: this.number, byteOffset: this.lineOffset, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  }

  private finish(chunk: Uint8Array, start: number, textEnd: number, end: number): Line {
    const { decode } = this.options;
    const cut = this.lineBytes + textEnd - start > maxLineBytes;
    let text: string;
    this.leaveHole();
    if (this.carry.length === 0) {
      text = decode(chunk, start, Math.min(textEnd, start + maxLineBytes));
    } else {
      const room = Math.max(0, maxLineBytes - this.carry.length);
      const whole = concat(this.carry, chunk.subarray(start, Math.min(textEnd, start + room)));
      text = decode(whole, 0, whole.length);
      this.carry = new Uint8Array(0);
    }
    if (!cut && text.endsWith('\r')) text = text.slice(0, -1);
    const line = { number: this.number++, byteOffset: this.lineOffset, text };
    this.lineOffset += this.lineBytes + end - start;
    this.lineBytes = 0;
    return line;
  }

  private keep(chunk: Uint8Array, start: number): void {
    this.lineBytes += chunk.length - start;
    this.leaveHole();
    const room = maxLineBytes - this.carry.length;
    if (room > 0 && start < chunk.length) this.carry = concat(this.carry, chunk.subarray(start, start + room));
  }

  /** Lets go of the NULs that a crash or a truncated file has left: there may be a disk full of them before what counts. */
  private leaveHole(): void {
    const { carry } = this;
    let at = carry.length;
    while (at > 0 && carry[at - 1] === 0) at--;
    if (carry.length - at >= largestHole) this.carry = new Uint8Array(0);
  }

  /** Tells where the next line break at or after an index starts; infinity where there is none. Indexes only grow. */
  private breaksOf(chunk: Uint8Array): (from: number) => number {
    const nextFeed = this.unitsOf(chunk, LF);
    if (!this.options.loneCarriageReturns) return nextFeed;
    const nextReturn = this.unitsOf(chunk, CR);
    return (from) => Math.min(nextFeed(from), nextReturn(from));
  }

  /** Tells where a unit comes next. It remembers, lest a chunk without line feeds be searched again for each of its lines. */
  private unitsOf(chunk: Uint8Array, unit: number): (from: number) => number {
    let found = -1;
    return (from) => {
      if (found < from) found = this.indexOf(chunk, unit, from);
      return found;
    };
  }

  private indexOf(chunk: Uint8Array, unit: number, from: number): number {
    if (this.unit === 1) {
      const found = chunk.indexOf(unit, from);
      return found < 0 ? Infinity : found;
    }
    for (let at = from; at + 1 < chunk.length; at += 2) if (this.unitAt(chunk, at) === unit) return at;
    return Infinity;
  }

  private unitAt(chunk: Uint8Array, at: number): number | undefined {
    const first = chunk[at];
    if (this.unit === 1 || first === undefined) return first;
    const second = chunk[at + 1] ?? 0;
    return this.options.encoding === 'utf-16le' ? first | (second << 8) : (first << 8) | second;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
