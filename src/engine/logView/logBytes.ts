import { stat as fileStat, type FileHandle } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { asSourceError } from '../sources';
import { ContentMark, hold } from '../tail/heldFile';

/** The unpacked bytes of a log, by offset. Every method rejects with a SourceError where they cannot be had. */
export interface LogBytes {
  /** As of the last look. */
  readonly size: number;
  /** Of what the log is stored in: differs from `size` where it is packed. */
  readonly storedSize: number;
  /** False while more bytes come though nobody writes them: the log is being unpacked. */
  readonly isWhole: boolean;
  /** Why what there is does not go on to the log's end, in a sentence that names it; null where it does. */
  readonly damage: string | null;
  /** Goes up where the bytes are no continuation of those before. */
  readonly generation: number;
  /** Milliseconds since the epoch of the last change; null where that is not known. */
  readonly modified: number | null;
  /** Reads what is there from `position` on, at most as much as `target` holds; returns how much. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Looks what has become of the log. */
  look(): Promise<void>;
  /** Waits until there is more than `size` bytes; false where no more come. */
  moreThan(size: number): Promise<boolean>;
  close(): Promise<void>;
}

/** A file that may grow, be cut off or replaced while it is read. */
export class FileBytes implements LogBytes {
  readonly isWhole = true;
  readonly damage = null;
  generation = 0;
  size = 0;
  modified: number | null = null;
  private looking: Promise<void> | undefined;

  private constructor(
    private readonly file: string,
    private handle: FileHandle,
    private ino: number,
    private mark: ContentMark,
  ) {}

  /** Rejects with a SourceError where it cannot be read. */
  static async open(file: string): Promise<FileBytes> {
    try {
      const { handle, ino } = await hold(file);
      const bytes = new FileBytes(file, handle, ino, new ContentMark());
      await bytes.measure();
      return bytes;
    } catch (error) {
      throw asSourceError(error, file);
    }
  }

  get storedSize(): number {
    return this.size;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    const wanted = Math.max(0, Math.min(target.length, this.size - position));
    let filled = 0;
    try {
      while (filled < wanted) {
        const { bytesRead } = await this.handle.read(target, filled, wanted - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
    } catch (error) {
      throw asSourceError(error, this.file);
    }
    return filled;
  }

  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => (this.looking = undefined));
    return this.looking;
  }

  moreThan(size: number): Promise<boolean> {
    return Promise.resolve(this.size > size);
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private async lookOnce(): Promise<void> {
    try {
      const { ino } = await fileStat(this.file);
      if (ino === this.ino) await this.measure();
      else await this.replace();
    } catch (error) {
      throw asSourceError(error, this.file);
    }
  }

  private async replace(): Promise<void> {
    const { handle, ino } = await hold(this.file);
    const old = this.handle;
    this.handle = handle;
    this.ino = ino;
    this.startAnew();
    await old.close();
    await this.measure();
  }

  private async measure(): Promise<void> {
    const { size, mtimeMs } = await this.handle.stat();
    if (size === this.size && mtimeMs === this.modified) return;
    if (!(await this.mark.isIn(this.handle))) this.startAnew();
    this.mark = await ContentMark.at(this.handle, size);
    this.size = size;
    this.modified = mtimeMs;
  }

  private startAnew(): void {
    this.mark = new ContentMark();
    this.size = 0;
    this.generation++;
  }
}

/** Milliseconds after which others have a turn: nothing here waits for a disk. */
const longestTurn = 10;

/** What is in memory already, and does not change. */
export class MemoryBytes implements LogBytes {
  readonly isWhole = true;
  readonly damage = null;
  readonly generation = 0;
  readonly modified = null;
  private turn = performance.now();

  constructor(private readonly bytes: Buffer) {}

  get size(): number {
    return this.bytes.length;
  }

  get storedSize(): number {
    return this.bytes.length;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    if (performance.now() - this.turn > longestTurn) {
      await nextTurn();
      this.turn = performance.now();
    }
    const part = this.bytes.subarray(position, position + target.length);
    target.set(part);
    return part.length;
  }

  look(): Promise<void> {
    return Promise.resolve();
  }

  moreThan(size: number): Promise<boolean> {
    return Promise.resolve(this.size > size);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
