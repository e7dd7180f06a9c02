import path from 'node:path';
import type { SqlJsStatic } from 'sql.js';
import { type StoreDatabase, emptyConnection } from './database';
import type { FileLayer } from './fileLayer';
import { FileLock } from './fileLock';
import { plainly, reason } from './problems';
import { isSound, migrate, provenance } from './schema';
import { Connection } from './sqlJs';
import { StoreError } from './store';

/** Milliseconds from a change to its save: with the save itself, under 2 s. */
const saveDelay = 1_000;
/** Milliseconds from one look at the file to the next. */
const refreshInterval = 1_000;
/** Milliseconds between attempts to save that fail: from the first to the longest. */
const retryDelays = { first: 2_000, longest: 60_000 };

interface DatabaseFileOptions {
  readonly file: string;
  readonly sql: SqlJsStatic;
  readonly files: FileLayer;
  readonly now: () => number;
  /** Told, in plain words and once, what the user should know. */
  readonly onProblem: (message: string) => void;
}

type Repeat = (connection: Connection, from: Connection) => void;

/**
 * A database in memory and its file, which other processes read and write too.
 *
 * Everything happens in memory; a save writes the whole file beside the old one and renames it. Saves take turns
 * by a lock. Whoever finds that the file is not the one it knows loads it and repeats its own unsaved changes on
 * it, so nobody undoes another's work. A file that cannot be saved is tried again and again; a damaged one is set
 * aside, never overwritten.
 */
export class DatabaseFile implements StoreDatabase {
  /** Changes since the last save, in order. */
  private readonly unsaved: Repeat[] = [];
  /** Of the file that memory holds, apart from what is unsaved; null where there was none. */
  private stamp: string | null = null;
  private checkedAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private lastProblem: string | null = null;
  /** File work is done one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly options: DatabaseFileOptions,
    private current: Connection,
  ) {}

  /**
   * Loads the file, or starts empty where there is none or a damaged one. Throws a `StoreError` where the file
   * cannot be read, comes from a later version or is no store: such a file is never touched.
   */
  static async open(options: DatabaseFileOptions): Promise<DatabaseFile> {
    const file = await options.files.resolve(path.resolve(options.file)).catch((error: unknown) => {
      throw plainly(options.file, 'read', error);
    });
    const database = new DatabaseFile(file, options, emptyConnection(options.sql));
    try {
      const found = await database.load(null);
      if (found) database.exchange(found);
    } catch (error) {
      database.current.close();
      throw error;
    }
    return database;
  }

  get name(): string {
    return `The store ${this.file}`;
  }

  get connection(): Connection {
    return this.current;
  }

  change(make: (connection: Connection) => void, repeat: Repeat): void {
    this.current.transaction(() => make(this.current));
    this.noteChange(repeat);
  }

  async refresh(): Promise<void> {
    const now = this.options.now();
    if (this.unsaved.length > 0 || Math.abs(now - this.checkedAt) < refreshInterval) return;
    this.checkedAt = now;
    try {
      await this.inTurn(() => this.takeOverNewer());
    } catch (error) {
      this.tell(plainly(this.file, 'read', error).message);
    }
  }

  async flush(): Promise<void> {
    const problem = await this.attemptToSave();
    if (problem) throw problem;
  }

  async close(): Promise<void> {
    const problem = await this.attemptToSave();
    clearTimeout(this.timer);
    if (problem) this.options.onProblem(`${problem.message} StackLens AI is closing, so the latest results are lost.`);
    this.current.close();
  }

  private noteChange(repeat: Repeat): void {
    this.unsaved.push(repeat);
    this.timer ??= setTimeout(() => void this.attemptToSave(), saveDelay);
  }

  /** Saves what is unsaved. What goes wrong is told once, comes back as the result, and is tried again later. */
  private async attemptToSave(): Promise<StoreError | null> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      await this.inTurn(() => this.save());
      this.failures = 0;
      this.lastProblem = null;
      return null;
    } catch (error) {
      const problem = plainly(this.file, 'written', error);
      this.tell(`${problem.message} Results are kept in memory until it works again.`);
      const delay = Math.min(retryDelays.longest, retryDelays.first * 2 ** this.failures++);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.attemptToSave(), delay);
      // Waiting for a better day must not keep the process alive.
      this.timer.unref();
      return problem;
    }
  }

  private async save(): Promise<void> {
    if (this.unsaved.length === 0) return;
    await this.options.files.makeFolder(path.dirname(this.file));
    let saved = false;
    while (!saved) saved = await this.underLock((lock) => this.saveUnder(lock));
  }

  /** False where the lock was lost on the way: then nothing was written. */
  private async saveUnder(lock: FileLock): Promise<boolean> {
    const { files } = this.options;
    await this.mergeNewer(lock);
    const changes = this.unsaved.length;
    try {
      await files.write(lock.temporary, this.current.export());
      if (!(await lock.held())) return false;
      await files.rename(lock.temporary, this.file);
    } finally {
      await files.remove(lock.temporary);
    }
    this.stamp = await files.stamp(this.file);
    await files.syncFolder(path.dirname(this.file));
    this.unsaved.splice(0, changes);
    return true;
  }

  /** Brings memory to the state of the file, with what is unsaved on top. A file that is gone changes nothing. */
  private async mergeNewer(lock: FileLock): Promise<void> {
    if (!(await this.isNewer())) return;
    const newer = await this.load(lock);
    if (!newer) return;
    try {
      for (const repeat of this.unsaved) newer.connection.transaction(() => repeat(newer.connection, this.current));
    } catch (error) {
      newer.connection.close();
      throw error;
    }
    this.exchange(newer);
  }

  private async takeOverNewer(): Promise<void> {
    if (!(await this.isNewer())) return;
    const newer = await this.load(null);
    if (!newer) {
      // The file was damaged under us: what memory holds is all there is, so it is saved again.
      this.noteChange(() => undefined);
    } else if (this.unsaved.length > 0) {
      newer.connection.close();
    } else {
      this.exchange(newer);
    }
  }

  private async isNewer(): Promise<boolean> {
    const stamp = await this.options.files.stamp(this.file);
    return stamp !== null && stamp !== this.stamp;
  }

  /** The database in the file; null where there is none or where it was damaged, and is now set aside. */
  private async load(lock: FileLock | null): Promise<{ connection: Connection; stamp: string | null } | null> {
    const { files, sql, now, onProblem } = this.options;
    let bytes: Uint8Array | null;
    let stamp: string | null;
    try {
      stamp = await files.stamp(this.file);
      bytes = await files.read(this.file);
    } catch (error) {
      throw plainly(this.file, 'read', error);
    }
    if (!bytes) return null;
    const connection = openSound(sql, bytes, this.file);
    if (connection) return { connection, stamp };

    // Another process may be doing the same: only under the lock is it certain that this file is the damaged one.
    try {
      if (!lock) return await this.underLock((taken) => this.load(taken));
      const aside = `${this.file}.damaged-${now()}`;
      await files.rename(this.file, aside);
      onProblem(`${this.name} was damaged. It is kept as ${aside}, and a new store takes its place.`);
    } catch (error) {
      if (lock) throw error;
      this.tell(`${this.name} is damaged and cannot be set aside: ${reason(error)}. Results are kept in memory only.`);
    }
    return null;
  }

  private exchange(newer: { connection: Connection; stamp: string | null }): void {
    this.current.close();
    this.current = newer.connection;
    this.stamp = newer.stamp;
  }

  private async underLock<T>(work: (lock: FileLock) => Promise<T>): Promise<T> {
    const lock = await FileLock.acquire(this.file, this.options.files, this.options.now);
    try {
      return await work(lock);
    } finally {
      await lock.release();
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Tells the user, unless it is what they were told last. */
  private tell(message: string): void {
    if (message === this.lastProblem) return;
    this.lastProblem = message;
    this.options.onProblem(message);
  }
}

/** Bytes. SQLite takes less than this for an empty database. */
const smallestDatabase = 512;

/** Null where the bytes are damaged. Throws a `StoreError` for a file that is not ours to touch. */
function openSound(sql: SqlJsStatic, bytes: Uint8Array, file: string): Connection | null {
  if (bytes.length < smallestDatabase) return null;
  const connection = new Connection(sql, bytes);
  try {
    const whose = provenance(connection);
    if (whose === 'newer') {
      throw new StoreError(`The store ${file} was written by a later version of StackLens AI. Update StackLens AI, or choose another store.`);
    }
    if (whose === 'foreign') throw new StoreError(`${file} is a database, but not a store of StackLens AI. Choose another file.`);
    if (isSound(connection)) {
      migrate(connection);
      return connection;
    }
  } catch (error) {
    if (error instanceof StoreError) {
      connection.close();
      throw error;
    }
    // Anything else that reading the first pages can throw means: damaged.
  }
  connection.close();
  return null;
}
