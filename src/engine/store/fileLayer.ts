import { type FileHandle, copyFile, mkdir, mkdtemp, open, readFile, readdir, realpath, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import nodePath from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

interface FileEntry {
  readonly name: string;
  readonly bytes: number;
}

/** What the store asks of a file system; tests put a failing one in its place. Errors are Node's, with their `code`. */
export interface FileLayer {
  /** The path behind symbolic links; the path itself where nothing is there yet. */
  readonly resolve: (path: string) => Promise<string>;
  /** Null where there is no such file. */
  readonly read: (path: string) => Promise<Uint8Array | null>;
  /** Tells one content of a database file from the next without reading it; null where there is no such file. */
  readonly stamp: (path: string) => Promise<string | null>;
  /** Milliseconds since the epoch; null where there is no such file. */
  readonly modified: (path: string) => Promise<number | null>;
  /** Sets the time of the last change. */
  readonly touch: (path: string, time: number) => Promise<void>;
  /** Writes the whole file and returns once the disk has it. */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Writes a new file; false where there is one already. */
  readonly create: (path: string, text: string) => Promise<boolean>;
  /** Copies the whole file, in the place of another, and returns once the disk has it; false where there is none to copy. */
  readonly copy: (from: string, to: string) => Promise<boolean>;
  /** The files of a folder with their sizes in bytes; none where there is no such folder. */
  readonly list: (folder: string) => Promise<readonly FileEntry[]>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Does nothing where there is no such file. */
  readonly remove: (path: string) => Promise<void>;
  readonly makeFolder: (path: string) => Promise<void>;
  /** A new folder among the system's temporary files that nobody else may look into. */
  readonly makeTemporaryFolder: () => Promise<string>;
  /** Makes renames in this folder last through a power cut, where the system can. */
  readonly syncFolder: (path: string) => Promise<void>;
}

/** The `code` of a Node error: `ENOENT`, `ENOSPC`… */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

export function nodeFileLayer(): FileLayer {
  return {
    resolve: async (path) => (await unlessMissing(realpath(path))) ?? path,
    read: (path) => unlessMissing(readFile(path)),
    stamp: (path) => unlessMissing(stamp(path)),
    modified: async (path) => (await unlessMissing(stat(path)))?.mtimeMs ?? null,
    touch: (path, time) => utimes(path, time / 1000, time / 1000),
    write,
    create,
    copy,
    list,
    rename: renamePatiently,
    remove: (path) => rm(path, { force: true }),
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true });
    },
    makeTemporaryFolder: () => mkdtemp(nodePath.join(tmpdir(), 'stacklens-')),
    syncFolder,
  };
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The first bytes hold SQLite's change counter: they differ even where a quick rename got inode and time again. */
const headerBytes = 28;

async function stamp(path: string): Promise<string> {
  return withFile(path, 'r', async (file) => {
    const { ino, size, mtimeNs } = await file.stat({ bigint: true });
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return `${ino.toString()}:${size.toString()}:${mtimeNs.toString()}:${buffer.toString('hex', 0, bytesRead)}`;
  });
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await withFile(path, 'w', async (file) => {
    await file.writeFile(bytes);
    await file.sync();
  });
}

async function create(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // On a full disk the empty file is there and only its content is not.
    if (errorCode(error) === 'ENOSPC') await rm(path, { force: true });
    throw error;
  }
}

async function copy(from: string, to: string): Promise<boolean> {
  const copied = await unlessMissing(copyFile(from, to).then(() => true));
  if (copied) await withFile(to, 'r+', (file) => file.sync());
  return copied ?? false;
}

async function list(folder: string): Promise<readonly FileEntry[]> {
  const entries = (await unlessMissing(readdir(folder, { withFileTypes: true }))) ?? [];
  const files = entries.filter((entry) => entry.isFile()).map(async ({ name }) => ({ name, found: await unlessMissing(stat(nodePath.join(folder, name))) }));
  return (await Promise.all(files)).flatMap(({ name, found }) => (found ? [{ name, bytes: found.size }] : []));
}

/** Virus scanners and readers hold files for a moment on Windows; a rename onto such a file fails until they let go. */
async function renamePatiently(from: string, to: string): Promise<void> {
  const busy = new Set(process.platform === 'win32' ? ['EPERM', 'EACCES', 'EBUSY'] : []);
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (attempt === 10 || !busy.has(errorCode(error) ?? '')) throw error;
      await delay(20 * attempt);
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder as a file, and does not need it.
  if (process.platform === 'win32') return;
  const unsupported = new Set(['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES']);
  try {
    await withFile(path, 'r', (folder) => folder.sync());
  } catch (error) {
    if (!unsupported.has(errorCode(error) ?? '')) throw error;
  }
}

async function withFile<T>(path: string, flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
