import { decoders } from '../encodings';
import type { Encoding } from '../../core/scan/lineSplitter';

const LF = 10;
const CR = 13;

/** How a log's bytes are cut into lines. */
export interface LineRule {
  readonly encoding: Encoding;
  /** Whether a CR without an LF ends a line. */
  readonly loneCarriageReturns: boolean;
}

/**
 * Finds line breaks in pieces of a log. A piece may end between a CR and its LF: where CRs count, a CR at the very
 * end of one that is not the `last` is none yet. Pieces of UTF-16 begin and end with whole units, at even offsets
 * of their memory.
 */
export class LineBreaks {
  /** Bytes of a unit of text. */
  readonly unit: 1 | 2;
  private readonly feed: number;
  private readonly carriageReturn: number;

  constructor(readonly rule: LineRule) {
    this.unit = rule.encoding.startsWith('utf-16') ? 2 : 1;
    const isSwapped = rule.encoding === 'utf-16be';
    this.feed = isSwapped ? LF << 8 : LF;
    this.carriageReturn = isSwapped ? CR << 8 : CR;
  }

  /** Counts the breaks of which the last unit stands in `[from, to)`; bytes at `to` and after show whether a CR stands alone. */
  count(bytes: Buffer, from: number, to: number, last: boolean): number {
    const feeds = this.unit === 1 ? countFeeds(bytes, from, to) : countUnit(this.units(bytes), this.feed, from / 2, to / 2);
    if (!this.rule.loneCarriageReturns) return feeds;
    let alone = 0;
    for (let at = this.find(bytes, this.carriageReturn, from); at >= 0 && at < to; at = this.find(bytes, this.carriageReturn, at + this.unit)) {
      if (this.isBreakAt(bytes, at, last)) alone++;
    }
    return feeds + alone;
  }

  /** Where the first line that begins behind `from` begins; -1 where none does. */
  firstEnd(bytes: Buffer, from: number, last: boolean): number {
    const feed = this.find(bytes, this.feed, from);
    const feedEnd = feed < 0 ? -1 : feed + this.unit;
    if (!this.rule.loneCarriageReturns) return feedEnd;
    const end = feed < 0 ? bytes.length : feed;
    for (let at = this.find(bytes.subarray(0, end), this.carriageReturn, from); at >= 0; at = this.find(bytes.subarray(0, end), this.carriageReturn, at + this.unit)) {
      if (this.isBreakAt(bytes, at, last)) return at + this.unit;
    }
    return feedEnd;
  }

  /** Where the last line that begins at or before `to` begins; -1 where none does behind the first byte. */
  lastEnd(bytes: Buffer, to: number, last: boolean): number {
    const feed = this.findLast(bytes, this.feed, to);
    const feedEnd = feed < 0 ? -1 : feed + this.unit;
    if (!this.rule.loneCarriageReturns) return feedEnd;
    for (let at = this.findLast(bytes, this.carriageReturn, to); at > feed; at = this.findLast(bytes, this.carriageReturn, at)) {
      if (this.isBreakAt(bytes, at, last)) return at + this.unit;
    }
    return feedEnd;
  }

  /** Where lines begin: at 0, and behind every break but one at the very end. */
  starts(bytes: Buffer): number[] {
    const starts: number[] = bytes.length > 0 ? [0] : [];
    const { unit } = this;
    let alone = this.rule.loneCarriageReturns ? this.find(bytes, this.carriageReturn, 0) : -1;
    for (let at = 0; at < bytes.length; ) {
      const feed = this.find(bytes, this.feed, at);
      const end = feed < 0 ? bytes.length : feed;
      for (; alone >= 0 && alone < end; alone = this.find(bytes, this.carriageReturn, alone + unit)) {
        if (this.isBreakAt(bytes, alone, true) && alone + unit < bytes.length) starts.push(alone + unit);
      }
      at = end + unit;
      if (at < bytes.length) starts.push(at);
    }
    return starts;
  }

  endsWithBreak(bytes: Buffer): boolean {
    return bytes.length > 0 && this.lastEnd(bytes, bytes.length, true) === bytes.length;
  }

  /** The text of a line in `[start, end)` without its break; characters beyond `limit` bytes are left out. */
  text(bytes: Buffer, start: number, end: number, limit = Infinity): string {
    return decoders[this.rule.encoding](bytes, start, Math.min(this.textEnd(bytes, start, end), start + limit));
  }

  /** Where the text of a line in `[start, end)` ends and its break begins. */
  textEnd(bytes: Buffer, start: number, end: number): number {
    let at = end;
    if (at > start && this.unitAt(bytes, at - this.unit) === this.feed) at -= this.unit;
    // What stands before the break is no text, whatever ends lines here.
    if (at > start && this.unitAt(bytes, at - this.unit) === this.carriageReturn) at -= this.unit;
    return at;
  }

  private isBreakAt(bytes: Buffer, carriageReturn: number, last: boolean): boolean {
    const next = carriageReturn + this.unit;
    return next >= bytes.length ? last : this.unitAt(bytes, next) !== this.feed;
  }

  private unitAt(bytes: Buffer, at: number): number | undefined {
    if (this.unit === 1) return bytes[at];
    return at >= 0 && at + 1 < bytes.length ? bytes.readUInt16LE(at) : undefined;
  }

  private find(bytes: Buffer, unit: number, from: number): number {
    if (this.unit === 1) return bytes.indexOf(unit, from);
    const found = this.units(bytes).indexOf(unit, from / 2);
    return found < 0 ? -1 : found * 2;
  }

  /** The last unit that begins before `to`. */
  private findLast(bytes: Buffer, unit: number, to: number): number {
    if (to <= 0) return -1;
    if (this.unit === 1) return bytes.lastIndexOf(unit, to - 1);
    const found = this.units(bytes).lastIndexOf(unit, to / 2 - 1);
    return found < 0 ? -1 : found * 2;
  }

  /** As this machine reads them, which has the lower byte first. */
  private units(bytes: Buffer): Uint16Array {
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 1);
  }
}

function countUnit(units: Uint16Array, unit: number, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (units[at] === unit) count++;
  return count;
}

/** Lines that show how long lines are, and bytes from which on they are found faster one by one than all together. */
const linesToTell = 1000;
const longLine = 48;

function countFeeds(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF, from); at >= 0 && at < to; at = bytes.indexOf(LF, at + 1)) {
    count++;
    if (count === linesToTell && at - from < linesToTell * longLine) return count + countByte(bytes, LF, at + 1, to);
  }
  return count;
}

/** Steps after which counts of a byte each must be added up, lest one overflow. */
const mostSteps = 255;

/** Counts a byte four at a time, in the lanes of one number: several times as fast as one by one. */
function countByte(bytes: Buffer, byte: number, from: number, to: number): number {
  let count = 0;
  let at = from;
  for (; at < to && (bytes.byteOffset + at) % 4 !== 0; at++) if (bytes[at] === byte) count++;
  if (at >= to) return count;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (to - at) >>> 2);
  const wanted = byte * 0x01010101;
  for (let start = 0; start < words.length; start += mostSteps) {
    const end = Math.min(words.length, start + mostSteps);
    let lanes = 0;
    for (let word = start; word < end; word++) {
      const other = (words[word] as number) ^ wanted;
      // The top bit of each lane is set where the byte is the wanted one.
      const equal = ~((((other & 0x7f7f7f7f) + 0x7f7f7f7f) | other) | 0x7f7f7f7f);
      lanes = (lanes + (equal >>> 7)) | 0;
    }
    count += (lanes & 0xff) + ((lanes >>> 8) & 0xff) + ((lanes >>> 16) & 0xff) + (lanes >>> 24);
  }
  for (at += words.length * 4; at < to; at++) if (bytes[at] === byte) count++;
  return count;
}
