import type { LineBreaks } from './lineBreaks';
import type { LogBytes } from './logBytes';

/** Whole lines in a row. Its memory is used again for the next one. */
export interface Block {
  /** Offset in the log. */
  readonly start: number;
  readonly bytes: Buffer;
  /** Where the lines end. Further than the bytes go where it is one line that is too long to be held. */
  readonly end: number;
}

/** So much of a line is held at most, in bytes. */
const longestLine = 1 << 20;

/** Bytes read at a time for a page, and on the way through the log. */
export const pageSize = 64 * 1024;
export const strideSize = 512 * 1024;

/**
 * Reads a log by lines, forwards and backwards from any offset. Memory is bounded by two strides and one line of at
 * most 1 MiB; every read gives others a turn, and throws the signal's reason where it is aborted. Rejects with what
 * `LogBytes.read` does.
 */
export class LineBlocks {
  constructor(
    private readonly bytes: LogBytes,
    readonly breaks: LineBreaks,
    /** Where the first line begins: behind a byte order mark. */
    readonly first: number,
  ) {}

  /** The start of the line that an offset lies in; of the last line where it lies behind it. */
  async startOfLine(offset: number, signal: AbortSignal): Promise<number> {
    const { first, breaks, bytes } = this;
    if (offset >= bytes.size) {
      for await (const block of this.backward(bytes.size, pageSize, signal)) return this.lastStart(block);
      return first;
    }
    return this.startBefore(Math.max(first, offset - ((offset - first) % breaks.unit)), signal);
  }

  /** Where the line that begins at `start` ends and the next begins; the log's size for the last line. */
  async endOfLine(start: number, signal: AbortSignal): Promise<number> {
    for (let at = start, size = pageSize; ; size = strideSize) {
      const piece = await this.piece(at, size, signal);
      const isLast = at + piece.length >= this.bytes.size;
      const end = this.breaks.firstEnd(piece, 0, isLast);
      if (end >= 0) return at + end;
      if (isLast || piece.length <= this.breaks.unit) return at + piece.length;
      // A CR at the end is looked at again, with what follows it.
      at += piece.length - this.breaks.unit;
    }
  }

  /** Lines from the start of one to the end of the log. */
  async *forward(from: number, size: number, signal: AbortSignal): AsyncGenerator<Block> {
    const { breaks } = this;
    const stream = new Stream(this.bytes, size, breaks.unit, from);
    /** A line that is too long: its start, and what is kept of it. */
    let long: { readonly start: number; readonly head: Buffer } | null = null;
    try {
      for (let start = from; ; ) {
        const chunk = await stream.next();
        signal.throwIfAborted();
        const { piece, isLast } = chunk;
        if (long !== null) {
          const end = breaks.firstEnd(piece, 0, isLast);
          if (end < 0 && !isLast) {
            // A CR at the end may belong to an LF.
            stream.keep(piece.length - breaks.unit);
            start += piece.length - breaks.unit;
            continue;
          }
          const length = end < 0 ? piece.length : end;
          start += length;
          yield { start: long.start, bytes: long.head, end: start };
          long = null;
          stream.keep(length);
          if (start >= stream.position && isLast) return;
          continue;
        }
        const end = isLast ? piece.length : breaks.lastEnd(piece, piece.length, false);
        if (end > 0) yield { start, bytes: piece.subarray(0, end), end: start + end };
        if (isLast) return;
        if (end <= 0 && piece.length >= longestLine) {
          long = { start, head: Buffer.from(piece.subarray(0, longestLine)) };
          stream.keep(longestLine);
          start += longestLine;
        } else {
          stream.keep(Math.max(0, end));
          start += Math.max(0, end);
        }
      }
    } finally {
      await stream.settle();
    }
  }

  /** Lines before the start of one (or the end of the log), the last ones first, to the start of the log. */
  async *backward(before: number, size: number, signal: AbortSignal): AsyncGenerator<Block> {
    const { first, breaks } = this;
    const memory = Buffer.allocUnsafeSlow(size);
    for (let end = before; end > first; ) {
      const from = Math.max(first, end - size);
      const read = await this.bytes.read(memory.subarray(0, end - from), from);
      signal.throwIfAborted();
      // It has shrunk meanwhile.
      if (read < end - from) {
        if (read < breaks.unit) return;
        end = from + read - (read % breaks.unit);
      }
      const piece = memory.subarray(0, end - from);
      let start = from === first ? 0 : breaks.firstEnd(piece, 0, true);
      if (start >= 0 && start < piece.length) {
        yield { start: from + start, bytes: piece.subarray(start), end };
        end = from + start;
        continue;
      }
      start = await this.startBefore(end - breaks.unit, signal);
      yield { start, bytes: await this.piece(start, Math.min(longestLine, end - start), signal), end };
      end = start;
    }
  }

  /** Reads at most `length` bytes into memory of their own; whole units. */
  async piece(position: number, length: number, signal: AbortSignal): Promise<Buffer> {
    const memory = Buffer.allocUnsafeSlow(length);
    const filled = await this.fill(memory, position);
    signal.throwIfAborted();
    return memory.subarray(0, filled);
  }

  /** Reads whole units into memory; returns how many bytes. */
  async fill(memory: Buffer, position: number): Promise<number> {
    const read = await this.bytes.read(memory, position);
    return read - (read % this.breaks.unit);
  }

  /** The start of the line that has an offset in the log. */
  private async startBefore(offset: number, signal: AbortSignal): Promise<number> {
    const { first, breaks } = this;
    let memory = Buffer.allocUnsafeSlow(pageSize + breaks.unit);
    for (let at = offset; at > first; ) {
      const from = Math.max(first, at - memory.length + breaks.unit);
      // One unit more shows whether a CR before it stands alone.
      const filled = await this.fill(memory.subarray(0, at - from + breaks.unit), from);
      signal.throwIfAborted();
      const end = breaks.lastEnd(memory.subarray(0, filled), Math.min(filled, at - from), true);
      if (end >= 0) return from + end;
      at = from;
      if (memory.length < strideSize) memory = Buffer.allocUnsafeSlow(strideSize + breaks.unit);
    }
    return first;
  }

  private lastStart({ start, bytes, end }: Block): number {
    if (start + bytes.length < end) return start;
    return start + (this.breaks.starts(bytes).at(-1) ?? 0);
  }
}

/** Room for what is kept of the chunk before, at most. */
const mostRoom = 64 * 1024;
/** From this size on the next chunk is read while this one is looked at. */
const readAheadFrom = 256 * 1024;

interface Chunk {
  readonly memory: Buffer;
  readonly length: number;
}

/** The bytes of a log from an offset on, in chunks: each begins with what its reader has kept of the one before. */
class Stream {
  private spare: Buffer | null = null;
  private ahead: Promise<Chunk> | null = null;
  private kept: Buffer = Buffer.alloc(0);
  private current: { readonly memory: Buffer; readonly piece: Buffer } | null = null;
  private readonly room: number;

  constructor(
    private readonly bytes: LogBytes,
    private readonly size: number,
    private readonly unit: number,
    /** Where the bytes begin that have not been read. */
    public position: number,
  ) {
    this.room = Math.min(mostRoom, size);
  }

  async next(): Promise<{ readonly piece: Buffer; readonly isLast: boolean }> {
    const { memory, length } = await (this.ahead ?? this.readChunk());
    this.ahead = null;
    this.position += length;
    const piece = this.joined(memory, length);
    this.spare = this.current?.memory ?? null;
    this.current = { memory, piece };
    const isLast = length === 0 || !(this.position < this.bytes.size || (await this.bytes.moreThan(this.position)));
    if (!isLast && this.size >= readAheadFrom) {
      this.ahead = this.readChunk();
      // Nobody may come for it.
      this.ahead.catch(() => undefined);
    }
    return { piece, isLast };
  }

  /** Keeps what stands behind `from` in the current chunk for the next one. */
  keep(from: number): void {
    this.kept = this.current?.piece.subarray(from) ?? this.kept;
  }

  /** Nothing is read any more when this resolves. */
  async settle(): Promise<void> {
    await this.ahead?.catch(() => undefined);
  }

  private async readChunk(): Promise<Chunk> {
    const memory = this.spare ?? Buffer.allocUnsafeSlow(this.room + this.size);
    this.spare = null;
    const length = await this.bytes.read(memory.subarray(this.room), this.position);
    return { memory, length: length - (length % this.unit) };
  }

  private joined(memory: Buffer, length: number): Buffer {
    const { kept, room } = this;
    const chunk = memory.subarray(room, room + length);
    if (kept.length > room) return Buffer.concat([kept, chunk]);
    memory.set(kept, room - kept.length);
    return memory.subarray(room - kept.length, room + length);
  }
}
