import type { Line } from '../core/record';
import { LineSplitter } from '../core/scan/lineSplitter';
import type { LineBreaks } from './api';
import { decoders, type Detected } from './encodings';

/** How the bytes of a log say its text. */
export interface Notation extends Detected {
  /** Whether its lines end with a CR alone. */
  readonly carriageReturns: boolean;
  /** Whether it is packed with gzip. */
  readonly packed: boolean;
}

/** Where reading begins: the start of a line. */
export interface LineStart {
  readonly byteOffset: number;
  /** 1-based. */
  readonly number: number;
}

/** Makes lines of a log's bytes as they come, cut anywhere. */
export class LineReader {
  private readonly splitter: LineSplitter;
  private readonly isWide: boolean;
  /** Bytes of a byte order mark that are still to come. */
  private toSkip: number;
  /** The first half of a UTF-16 unit. */
  private odd: Buffer = Buffer.alloc(0);

  /** `start` is null at the beginning of the log. */
  constructor({ encoding, skip, carriageReturns }: Notation, lineBreaks: LineBreaks, start: LineStart | null = null) {
    this.isWide = encoding.startsWith('utf-16');
    this.toSkip = start === null ? skip : 0;
    this.splitter = new LineSplitter({
      encoding,
      decode: decoders[encoding],
      loneCarriageReturns: lineBreaks === 'editor' || carriageReturns,
      firstOffset: start?.byteOffset ?? skip,
      firstNumber: start?.number ?? 1,
    });
  }

  /** Takes the next bytes and returns the lines they complete. */
  take(chunk: Buffer): Line[] {
    let bytes = this.toSkip > 0 ? chunk.subarray(this.toSkip) : chunk;
    this.toSkip = Math.max(0, this.toSkip - chunk.length);
    if (this.isWide) {
      if (this.odd.length > 0) bytes = Buffer.concat([this.odd, bytes]);
      const even = bytes.length - (bytes.length % 2);
      // A copy: the chunk's memory may be used again.
      this.odd = Buffer.from(bytes.subarray(even));
      bytes = bytes.subarray(0, even);
    }
    return this.splitter.push(bytes);
  }

  /** The line whose end has not come yet, as far as it has; null where there is none. */
  unfinished(): Line | null {
    return this.splitter.unfinished();
  }

  /** The last line, where the log does not end with a line break. */
  end(): Line[] {
    return this.splitter.end();
  }
}
