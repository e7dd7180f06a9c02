import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import nodePath from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type FileLayer, errorCode } from './fileLayer';
import { StoreError } from './store';

/** Milliseconds after which a lock nobody has touched counts as left behind. */
const staleAfter = 30_000;
/** The same for a lock without words: whoever makes one writes them in the next moment. */
const emptyStaleAfter = 2_000;
/** Milliseconds between two signs of life of a holder. */
const heartbeat = 5_000;
/** Milliseconds to wait for others: longer than any lock left behind can last. */
const patience = 40_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Names one holding of the lock, and the temporary file written under it. */
  readonly token: string;
}

/**
 * The right to replace a file, held by one process at a time through `<file>.lock`.
 * A lock of a dead process of this machine, or without a sign of life for 30 s, is taken away from it; a holder
 * that was only slow learns that from `held` and must not go on.
 */
export class FileLock {
  private constructor(
    private readonly files: FileLayer,
    private readonly file: string,
    private readonly path: string,
    private readonly text: string,
    /** A name beside the file that only the holder of this lock uses. */
    private readonly temporary: string,
    private readonly beat: NodeJS.Timeout,
  ) {}

  /** Waits for the lock of `file`. Throws a `StoreError` after 40 s, and the file system's errors as they are. */
  static async acquire(file: string, files: FileLayer, now: () => number): Promise<FileLock> {
    const path = `${file}.lock`;
    const self: Holder = { pid: process.pid, host: hostname(), token: randomUUID() };
    const text = JSON.stringify(self);
    for (const started = now(); now() - started < patience; ) {
      if (await files.create(path, text)) {
        const beat = setInterval(() => {
          // A lock that is gone needs no sign of life: `held` finds out.
          files.touch(path, now()).catch(() => undefined);
        }, heartbeat);
        beat.unref();
        return new FileLock(files, file, path, text, temporaryName(file, self), beat);
      }
      if (!(await takeAwayIfStale(file, path, self, files, now))) await delay(10 + Math.random() * 20);
    }
    throw new StoreError(`Another window or process holds on to ${path}. Close it, or delete that file if none is running.`);
  }

  /** Runs work under the lock of `file`, which it lets go of in the end. */
  static async during<T>(file: string, files: FileLayer, now: () => number, work: (lock: FileLock) => Promise<T>): Promise<T> {
    const lock = await FileLock.acquire(file, files, now);
    try {
      return await work(lock);
    } finally {
      await lock.release();
    }
  }

  /**
   * Puts these bytes in the place of the file's, at any instant either the old ones or all of the new ones, and
   * returns once that lasts. False where the lock was lost on the way: then the file is as it was.
   */
  async replaceFile(bytes: Uint8Array): Promise<boolean> {
    const { files, file, temporary } = this;
    try {
      await files.write(temporary, bytes);
      if (!(await this.held())) return false;
      await files.rename(temporary, file);
    } finally {
      await files.remove(temporary);
    }
    await files.syncFolder(nodePath.dirname(file));
    return true;
  }

  async held(): Promise<boolean> {
    return (await readText(this.files, this.path)) === this.text;
  }

  async release(): Promise<void> {
    clearInterval(this.beat);
    if (await this.held()) await this.files.remove(this.path);
  }
}

function temporaryName(file: string, holder: Holder): string {
  return `${file}.${holder.token}.tmp`;
}

/** True where it is worth trying again at once. */
async function takeAwayIfStale(file: string, path: string, self: Holder, files: FileLayer, now: () => number): Promise<boolean> {
  const judged = await readText(files, path);
  const modified = await files.modified(path);
  if (judged === null || modified === null) return true;
  const holder = parseHolder(judged);
  const dead = holder !== null && holder.host === self.host && !isAlive(holder.pid);
  if (!dead && now() - modified < (judged === '' ? emptyStaleAfter : staleAfter)) return false;

  // Of several that judge alike only one rename succeeds; one that comes late may get the lock of the next holder.
  const aside = `${path}.${self.token}`;
  try {
    await files.rename(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true;
    throw error;
  }
  const taken = await readText(files, aside);
  if (taken !== null && taken !== judged) await files.create(path, taken);
  else if (holder) await files.remove(temporaryName(file, holder));
  await files.remove(aside);
  return true;
}

async function readText(files: FileLayer, path: string): Promise<string | null> {
  const bytes = await files.read(path);
  return bytes && new TextDecoder().decode(bytes);
}

/** Null where the text is not (yet) a holder's: it may just be being written. */
function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { pid, host, token } = value as Partial<Record<keyof Holder, unknown>>;
    const wellFormed = typeof pid === 'number' && typeof host === 'string' && typeof token === 'string' && /^[\w-]+$/.test(token);
    return wellFormed ? { pid, host, token } : null;
  } catch {
    return null;
  }
}

/** Whether this machine has a process of that number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
