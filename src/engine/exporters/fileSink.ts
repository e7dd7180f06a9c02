import { randomBytes } from 'node:crypto';
import { access, constants, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Stats } from 'node:fs';
import { isAlive } from '../store/fileLock';
import { thisMachine } from '../thisMachine';
import type { Sink } from './exporter';

async function statIfThere(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Which machine wrote a temporary file, and which process. */
const temporaryName = /^\.stacklens-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{16}\.tmp$/;
/** A file that was written to so lately (in milliseconds) is left alone, whoever its writer is. */
const lately = 60_000;

function newTemporaryName(): string {
  return `.stacklens-${thisMachine()}-${String(process.pid)}-${randomBytes(8).toString('hex')}.tmp`;
}

/** Removes what exports left in a folder that were killed on this machine. What cannot be removed is not ours to remove, and stays. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder);
  const left = names.filter((name) => {
    const [, machine, pid] = temporaryName.exec(name) ?? [];
    return machine === thisMachine() && !isAlive(Number(pid));
  });
  for (const name of left) {
    const path = join(folder, name);
    const found = await statIfThere(path);
    if (found?.isFile() === true && Date.now() - found.mtimeMs > lately) await rm(path, { force: true });
  }
}

/** Opens a file sink. Rejects in a sentence that names the file where it cannot be written. */
export async function openFile(path: string): Promise<FileSink> {
  try {
    return await FileSink.open(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be written: ${codeOf(error) === 'ENOENT' ? 'its folder does not exist' : reason}.`, { cause: error });
  }
}

/**
 * Writes a file that appears, or replaces what was there, only when it is complete: until `commit` all goes to a
 * temporary file beside it. A device or pipe (`/dev/stdout`) cannot be replaced and is written directly.
 */
export class FileSink implements Sink {
  private open = true;
  private written = 0;

  private constructor(
    private readonly handle: FileHandle,
    private readonly target: string,
    /** Null where the target is written directly. */
    private readonly temporary: string | null,
  ) {}

  /** Rejects where the folder does not exist or the target is a folder or cannot be written. */
  static async open(path: string): Promise<FileSink> {
    const existing = await statIfThere(path);
    if (existing && !existing.isFile()) return new FileSink(await open(path, 'w'), path, null);
    // A link stays a link: what it points to is replaced.
    const target = existing ? await realpath(path) : path;
    if (existing) await access(target, constants.W_OK);
    const folder = dirname(target);
    // Whether they go or stay, this export does not hang on it.
    await removeLeftovers(folder).catch(() => undefined);
    const temporary = join(folder, newTemporaryName());
    const handle = await open(temporary, 'wx', existing ? existing.mode & 0o777 : 0o666);
    return new FileSink(handle, target, temporary);
  }

  /** How many were written so far. */
  get bytes(): number {
    return this.written;
  }

  /** Rejects as the file system does, for one where the disk is full; `abort` then. */
  async write(chunk: string | Uint8Array): Promise<void> {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    await this.handle.appendFile(bytes);
    this.written += bytes.length;
  }

  /** Puts the complete file in its place. Where that fails the temporary file is removed and the target is as it was. */
  async commit(): Promise<void> {
    if (this.temporary === null) {
      await this.close();
      return;
    }
    try {
      await this.handle.sync();
      await this.close();
      await rename(this.temporary, this.target);
    } catch (error) {
      await this.abort();
      throw error;
    }
  }

  /** Gives up: the temporary file is removed, the target is as it was. Does nothing after `commit`. */
  async abort(): Promise<void> {
    try {
      await this.close();
    } finally {
      if (this.temporary !== null) await rm(this.temporary, { force: true });
    }
  }

  private async close(): Promise<void> {
    if (!this.open) return;
    this.open = false;
    await this.handle.close();
  }
}
