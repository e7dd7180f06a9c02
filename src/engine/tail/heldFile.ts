import { open, type FileHandle } from 'node:fs/promises';

/** Bytes at the start, and before the place reached, by which a content is known again. */
const headSize = 1024;
const footSize = 256;

/** An open file of which the bytes up to `position` have been read. */
export interface HeldFile {
  readonly handle: FileHandle;
  readonly dev: number;
  readonly ino: number;
}

/** Rejects with the system's error. */
export async function hold(file: string): Promise<HeldFile> {
  const handle = await open(file, 'r');
  try {
    const { dev, ino } = await handle.stat();
    return { handle, dev, ino };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Reads at most `length` bytes at `position`, fewer where the file ends. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Knows a content again by its first bytes and those before the place reached, whatever the file is called. */
export class ContentMark {
  private head: Buffer = Buffer.alloc(0);
  private foot: Buffer = Buffer.alloc(0);
  private reached = 0;

  /** Bytes read so far. */
  get position(): number {
    return this.reached;
  }

  /** The mark of a content that has been read up to `position`. */
  static async at(handle: FileHandle, position: number): Promise<ContentMark> {
    const mark = new ContentMark();
    mark.head = await readAt(handle, 0, Math.min(headSize, position));
    mark.foot = await readAt(handle, Math.max(0, position - footSize), Math.min(footSize, position));
    mark.reached = position;
    return mark;
  }

  /** Takes the bytes read next. */
  pass(bytes: Buffer): void {
    if (this.head.length < headSize) this.head = Buffer.concat([this.head, bytes.subarray(0, headSize - this.head.length)]);
    const foot = bytes.length >= footSize ? bytes.subarray(-footSize) : Buffer.concat([this.foot, bytes]).subarray(-footSize);
    // A copy: the bytes' memory may be used again.
    this.foot = Buffer.from(foot);
    this.reached += bytes.length;
  }

  /** Whether this file begins with what has been read. */
  async isIn(handle: FileHandle): Promise<boolean> {
    const { size } = await handle.stat();
    if (size < this.reached) return false;
    const [head, foot] = await Promise.all([readAt(handle, 0, this.head.length), readAt(handle, this.reached - this.foot.length, this.foot.length)]);
    return head.equals(this.head) && foot.equals(this.foot);
  }
}
