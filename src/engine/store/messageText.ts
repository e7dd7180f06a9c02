import { variable } from '../../core/masking';
import { at, byteAt, enlarged } from './columns';

/** Ends a value. No code unit is written with such a byte. */
const terminator = 0xff;
/** That a code unit needs. */
const mostBytes = 3;

/** What a database does not give back to the letter: a NUL, half a surrogate pair. */
const unsafe = /[\0\ud800-\udfff]/u;

/** What of a template stands around its variables. */
export class TemplatePieces {
  /** One more than there are variables. */
  readonly texts: readonly string[];
  /** Whether messages may be told by it. */
  readonly isSafe: boolean;
  private encoded: readonly Uint8Array[] | undefined;

  constructor(template: string) {
    this.isSafe = !unsafe.test(template);
    this.texts = template.split(variable);
  }

  /** How many variables there are. */
  get values(): number {
    return this.texts.length - 1;
  }

  /** The texts in UTF-8. */
  get bytes(): readonly Uint8Array[] {
    return (this.encoded ??= this.texts.map((text) => Buffer.from(text)));
  }
}

/**
 * Writes values (what messages put in the place of their templates' variables) one after the other. Each UTF-16 code
 * unit becomes one to three bytes as in UTF-8, halves of surrogate pairs too: every string comes back as it was.
 */
export class ValueWriter {
  private buffer: Uint8Array;
  private end = 0;

  /** With room for about so many bytes, to begin with. */
  constructor(room = 1_024) {
    this.buffer = new Uint8Array(room + (room >> 3));
  }

  /** Bytes written so far. */
  get length(): number {
    return this.end;
  }

  /** Writes the values of a message; where it is not what the template says, writes nothing and gives false. */
  fill(message: string, { texts: pieces, values: last }: TemplatePieces): boolean {
    // Never absent; and read plainly, since this is where most of the time goes.
    const head = pieces[0] ?? '';
    if (last === 0) return message === head;
    const tail = pieces[last] ?? '';
    const tailAt = message.length - tail.length;
    if (tailAt < head.length || !message.startsWith(head) || !message.endsWith(tail)) return false;
    this.makeRoom(mostBytes * message.length + last);
    let { end } = this;
    let from = head.length;
    for (let index = 1; index <= last; index++) {
      const piece = pieces[index] ?? '';
      const to = index === last ? tailAt : message.indexOf(piece, from);
      if (to < from || to > tailAt) return false;
      end = this.write(message, from, to, end);
      from = to + piece.length;
    }
    this.end = end;
    return true;
  }

  /** As `fill`, for a message in ASCII bytes. */
  fillBytes(bytes: Uint8Array, start: number, stop: number, { bytes: pieces, values: last }: TemplatePieces): boolean {
    const [head = none] = pieces;
    const tail = pieces[last] ?? none;
    const tailAt = stop - tail.length;
    if (last === 0) return stop - start === head.length && standsAt(bytes, start, head);
    if (tailAt < start + head.length || !standsAt(bytes, start, head) || !standsAt(bytes, tailAt, tail)) return false;
    this.makeRoom(stop - start + last);
    const { buffer } = this;
    let { end } = this;
    let from = start + head.length;
    for (let index = 1; index < last; index++) {
      const piece = pieces[index] ?? none;
      const [first] = piece;
      const lastStart = tailAt - piece.length;
      for (; from <= lastStart; from++) {
        const byte = bytes[from] ?? 0;
        if (first === undefined || (byte === first && standsAt(bytes, from, piece))) break;
        buffer[end++] = byte;
      }
      if (from > lastStart) return false;
      buffer[end++] = terminator;
      from += piece.length;
    }
    while (from < tailAt) buffer[end++] = bytes[from++] ?? 0;
    buffer[end++] = terminator;
    this.end = end;
    return true;
  }

  wholeBytes(bytes: Uint8Array, start: number, end: number): void {
    this.makeRoom(end - start + 1);
    this.buffer.set(bytes.subarray(start, end), this.end);
    this.end += end - start;
    this.buffer[this.end++] = terminator;
  }

  whole(message: string): void {
    this.makeRoom(mostBytes * message.length + 1);
    this.end = this.write(message, 0, message.length, this.end);
  }

  /** Takes over bytes of another writer. */
  copy(other: ValueWriter, start: number, end: number): void {
    this.makeRoom(end - start);
    // For a few bytes a call costs more than they do.
    if (end - start > 100) this.buffer.set(other.buffer.subarray(start, end), this.end);
    else for (let index = start, to = this.end; index < end; index++, to++) this.buffer[to] = other.buffer[index] ?? 0;
    this.end += end - start;
  }

  /** Forgets everything, and keeps the room. */
  clear(): void {
    this.end = 0;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.end);
  }

  /** Writes a value from `end` on, where there is room for it, and gives its own end. */
  private write(text: string, from: number, to: number, end: number): number {
    const { buffer } = this;
    let next = end;
    for (let index = from; index < to; index++) {
      const code = text.charCodeAt(index);
      if (code < 0x80) {
        buffer[next++] = code;
      } else if (code < 0x800) {
        buffer[next++] = 0xc0 | (code >> 6);
        buffer[next++] = 0x80 | (code & 0x3f);
      } else {
        buffer[next++] = 0xe0 | (code >> 12);
        buffer[next++] = 0x80 | ((code >> 6) & 0x3f);
        buffer[next++] = 0x80 | (code & 0x3f);
      }
    }
    buffer[next++] = terminator;
    return next;
  }

  private makeRoom(bytes: number): void {
    if (this.end + bytes > this.buffer.length) this.buffer = enlarged(this.buffer, bytes);
  }
}

const none = new Uint8Array();

function standsAt(bytes: Uint8Array, start: number, piece: Uint8Array): boolean {
  for (let index = 0; index < piece.length; index++) if (bytes[start + index] !== piece[index]) return false;
  return true;
}

export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if ((bytes[index] ?? 0x80) >= 0x80) return false;
  return true;
}

/** Reads what a `ValueWriter` wrote. */
export class ValueReader {
  constructor(private readonly bytes: Uint8Array) {}

  /** Where each row's values begin. Throws a `RangeError` where the bytes end before the rows do. */
  starts(rows: number, valuesInRow: (row: number) => number): Uint32Array {
    const { bytes } = this;
    const starts = new Uint32Array(rows);
    let position = 0;
    for (let row = 0; row < rows; row++) {
      starts[row] = position;
      for (let left = valuesInRow(row); left > 0; left--) {
        while (byteAt(bytes, position) !== terminator) position++;
        position++;
      }
    }
    return starts;
  }

  /** The message whose values begin at `start`. */
  message(start: number, pieces: readonly string[]): string {
    let message = at(pieces, 0);
    let position = start;
    for (let index = 1; index < pieces.length; index++) {
      const end = this.bytes.indexOf(terminator, position);
      if (end < 0) throw new RangeError('A value does not end');
      message += this.text(position, end) + at(pieces, index);
      position = end + 1;
    }
    return message;
  }

  private text(start: number, end: number): string {
    const { bytes } = this;
    const part = bytes.subarray(start, end);
    if (isAscii(bytes, start, end)) return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
    let text = '';
    for (let index = 0; index < part.length; index++) {
      const first = byteAt(part, index);
      if (first < 0x80) text += String.fromCharCode(first);
      else if (first < 0xe0) text += String.fromCharCode(((first & 0x1f) << 6) | (byteAt(part, ++index) & 0x3f));
      else text += String.fromCharCode(((first & 0x0f) << 12) | ((byteAt(part, ++index) & 0x3f) << 6) | (byteAt(part, ++index) & 0x3f));
    }
    return text;
  }
}
