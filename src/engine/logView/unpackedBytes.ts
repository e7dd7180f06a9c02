import { stat as fileStat, mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asSourceError, openSource } from '../sources';
import type { Source } from '../api';
import type { LogBytes } from './logBytes';

/** Bytes unpacked at a time. */
const pieceSize = 1024 * 1024;

/** One unpacking of a packed log, into a file of its own that nobody else can open. */
class Unpacking {
  size: number;
  isOver = false;
  damage: string | null = null;
  private wake: (() => void)[] = [];
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  private constructor(
    private readonly handle: FileHandle,
    private readonly folder: string,
    private readonly skip: number,
  ) {
    this.size = skip;
  }

  /** Resolves when the log's head is there. */
  static async start(source: Source, name: string): Promise<Unpacking> {
    const opened = await openSource(source);
    let unpacking: Unpacking;
    try {
      unpacking = await Unpacking.into(opened.notation.skip);
    } catch (error) {
      await opened.close();
      throw error;
    }
    unpacking.running = unpacking.run(opened, name);
    await unpacking.moreThan(unpacking.skip);
    return unpacking;
  }

  /** Makes the file. */
  private static async into(skip: number): Promise<Unpacking> {
    const folder = await mkdtemp(path.join(tmpdir(), 'stacklens-view-'));
    try {
      return new Unpacking(await open(path.join(folder, 'unpacked'), 'wx+', 0o600), folder, skip);
    } finally {
      // Without a name it goes with the process, however that ends. Where files in use keep theirs, `close` tries again.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    const wanted = Math.max(0, Math.min(target.length, this.size - position));
    return wanted === 0 ? 0 : (await this.handle.read(target, 0, wanted, position)).bytesRead;
  }

  async moreThan(size: number): Promise<boolean> {
    while (this.size <= size && !this.isOver) await new Promise<void>((resolve) => this.wake.push(resolve));
    return this.size > size;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.handle.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async run(opened: Awaited<ReturnType<typeof openSource>>, name: string): Promise<void> {
    const { signal } = this.stopping;
    const memory = Buffer.allocUnsafeSlow(pieceSize);
    try {
      const reader = opened.bytes(signal);
      while (!signal.aborted) {
        const length = await reader.read(memory);
        if (length === 0) break;
        await this.handle.write(memory, 0, length, this.size);
        this.size += length;
        this.tell();
      }
      this.damage = opened.damage;
    } catch (error) {
      if (!signal.aborted) this.damage = isFull(error) ? `${name} cannot be unpacked to its end: there is no room left in ${tmpdir()}.` : asSourceError(error, name).message;
    } finally {
      await opened.close();
      this.isOver = true;
      this.tell();
    }
  }

  private tell(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const resolve of waiting) resolve();
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

/** A log that is packed: it is unpacked once, in the background, and can be read as far as that has come. */
export class UnpackedBytes implements LogBytes {
  generation = 0;

  private constructor(
    private readonly source: Source,
    private readonly name: string,
    private unpacking: Unpacking,
    private stored: StoredFile,
  ) {}

  /** Rejects with a SourceError where nothing of it can be unpacked. */
  static async open(source: Source, name: string): Promise<UnpackedBytes> {
    try {
      const stored = await storedFile(source);
      return new UnpackedBytes(source, name, await Unpacking.start(source, name), stored);
    } catch (error) {
      throw asSourceError(error, name);
    }
  }

  get size(): number {
    return this.unpacking.size;
  }

  get storedSize(): number {
    return this.stored.size;
  }

  get modified(): number | null {
    return this.stored.modified;
  }

  get isWhole(): boolean {
    return this.unpacking.isOver;
  }

  get damage(): string | null {
    return this.unpacking.damage;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    try {
      return await this.unpacking.read(target, position);
    } catch (error) {
      throw asSourceError(error, this.name);
    }
  }

  async look(): Promise<void> {
    try {
      const stored = await storedFile(this.source);
      if (stored.size === this.stored.size && stored.modified === this.stored.modified) return;
      const before = this.unpacking;
      this.unpacking = await Unpacking.start(this.source, this.name);
      this.stored = stored;
      this.generation++;
      await before.close();
    } catch (error) {
      throw asSourceError(error, this.name);
    }
  }

  moreThan(size: number): Promise<boolean> {
    return this.unpacking.moreThan(size);
  }

  close(): Promise<void> {
    return this.unpacking.close();
  }
}

interface StoredFile {
  readonly size: number;
  readonly modified: number | null;
}

async function storedFile(source: Source): Promise<StoredFile> {
  if (source.kind !== 'file') return { size: source.kind === 'bytes' ? source.bytes.length : 0, modified: null };
  const { size, mtimeMs } = await fileStat(source.path);
  return { size, modified: mtimeMs };
}
