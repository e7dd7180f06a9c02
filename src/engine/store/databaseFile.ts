import path from 'node:path';
import type { SqlJsStatic } from 'sql.js';
import { Backups } from './backups';
import { type OwnDatabase, emptyConnection } from './database';
import type { FileLayer } from './fileLayer';
import { FileLock } from './fileLock';
import { plainly, reason } from './problems';
import { schemaVersion } from './schema';
import { type SoundDatabase, openSound } from './soundDatabase';
import type { Connection } from './sqlJs';
import type { StoreError } from './store';

/** Milliseconds from a change to its save: with the save itself, under 2 s. */
const saveDelay = 1_000;
/** Milliseconds from one look at the file to the next. */
const refreshInterval = 1_000;
/** Milliseconds between attempts to save that fail: from the first to the longest. */
const retryDelays = { first: 2_000, longest: 60_000 };

export interface DatabaseFileOptions {
  readonly file: string;
  readonly sql: SqlJsStatic;
  readonly files: FileLayer;
  readonly now: () => number;
  /** Told, in plain words and once, what the user should know. */
  readonly onProblem: (message: string) => void;
}

/** Milliseconds between two looks whether a backup is due. */
const backupInterval = 3_600_000;

/** A file's database, with the stamp that the file had. */
interface Loaded extends SoundDatabase {
  readonly stamp: string | null;
}

type Repeat = (connection: Connection, from: Connection) => void;

/**
 * A database in memory and its file, which other processes read and write too.
 *
 * Everything happens in memory; a save writes the whole file beside the old one and renames it. Saves take turns
 * by a lock. Whoever finds that the file is not the one it knows loads it and repeats its own unsaved changes on
 * it, so nobody undoes another's work. A file that cannot be saved is tried again and again; a damaged one is set
 * aside, never overwritten. Before the first save of a day, and before the first of a new version, the file is
 * copied to the backups.
 */
export class DatabaseFile implements OwnDatabase {
  /** Changes since the last save, in order. */
  private readonly unsaved: Repeat[] = [];
  /** Of the file that memory holds, apart from what is unsaved; null where there was none. */
  private stamp: string | null = null;
  /** Version of the schema that the file has, where there is one. */
  private fileVersion = schemaVersion;
  private readonly backups: Backups;
  private backupCheckedAt = Number.NEGATIVE_INFINITY;
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
  ) {
    this.backups = new Backups(file, options.files, options.now);
  }

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

  change<T>(make: (connection: Connection) => T, repeat: Repeat): T {
    const result = this.current.transaction(() => make(this.current));
    this.noteChange(repeat);
    return result;
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

  async reload(): Promise<void> {
    this.checkedAt = Number.NEGATIVE_INFINITY;
    await this.refresh();
  }

  async saveAtOnce(): Promise<void> {
    await this.attemptToSave();
  }

  async flush(): Promise<void> {
    const problem = await this.attemptToSave();
    if (problem) throw problem;
  }

  async close(): Promise<void> {
    const problem = await this.attemptToSave();
    clearTimeout(this.timer);
    if (problem) this.options.onProblem(`${problem.message} ${await this.keepElsewhere()}`);
    this.current.close();
  }

  /** For what cannot be saved in its place before the end; says what came of it. */
  private async keepElsewhere(): Promise<string> {
    const { files } = this.options;
    try {
      const copy = path.join(await files.makeTemporaryFolder(), path.basename(this.file));
      await files.write(copy, this.current.export());
      return `StackLens AI is closing; the store with the latest results is kept as ${copy}.`;
    } catch (error) {
      return `StackLens AI is closing, and the latest results are lost: they cannot be kept elsewhere, because ${reason(error)}.`;
    }
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
    await this.mergeNewer(lock);
    const problem = await this.backUpWhereDue();
    const changes = this.unsaved.length;
    if (!(await lock.replaceFile(this.current.export()))) return false;
    this.stamp = await this.options.files.stamp(this.file);
    this.fileVersion = schemaVersion;
    this.unsaved.splice(0, changes);
    if (problem !== null) this.options.onProblem(problem);
    return true;
  }

  /** To be called under the lock. What an older version wrote is not overwritten before there is a copy; else, says what went wrong. */
  private async backUpWhereDue(): Promise<string | null> {
    const { now } = this.options;
    if (this.fileVersion < schemaVersion) {
      await this.backups.take('update');
      return null;
    }
    if (Math.abs(now() - this.backupCheckedAt) < backupInterval) return null;
    this.backupCheckedAt = now();
    try {
      if (await this.backups.isDue()) await this.backups.take('daily');
      return null;
    } catch (error) {
      return `${this.name} cannot be backed up: ${reason(error)}. It is saved all the same.`;
    }
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
  private async load(lock: FileLock | null): Promise<Loaded | null> {
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
    const found = openSound(sql, bytes, this.file);
    if (found) return { ...found, stamp };

    // Another process may be doing the same: only under the lock is it certain that this file is the damaged one.
    try {
      if (!lock) return await this.underLock((taken) => this.load(taken));
      const aside = `${this.file}.damaged-${now()}`;
      await files.rename(this.file, aside);
      const advice = (await this.backups.list()).length > 0 ? ' The command Restore Database brings back one of its backups.' : '';
      onProblem(`${this.name} was damaged. It is kept as ${aside}, and a new store takes its place.${advice}`);
    } catch (error) {
      if (lock) throw error;
      this.tell(`${this.name} is damaged and cannot be set aside: ${reason(error)}. Results are kept in memory only.`);
    }
    return null;
  }

  private exchange(newer: Loaded): void {
    this.current.close();
    this.current = newer.connection;
    this.stamp = newer.stamp;
    this.fileVersion = newer.version;
  }

  private underLock<T>(work: (lock: FileLock) => Promise<T>): Promise<T> {
    return FileLock.during(this.file, this.options.files, this.options.now, work);
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
