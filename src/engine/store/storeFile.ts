import path from 'node:path';
import type { SqlJsStatic } from 'sql.js';
import { type Actor, type AuditNote, auditEntry, auditTrail, insertAudit } from './auditTrail';
import { type Backup, type BackupOccasion, Backups } from './backups';
import type { FileLayer } from './fileLayer';
import { FileLock } from './fileLock';
import { plainly } from './problems';
import { dropRemoved } from './removals';
import { runsUnderWay } from './runs';
import { schemaVersion } from './schema';
import { type SoundDatabase, openSound } from './soundDatabase';
import type { Connection } from './sqlJs';
import { type AuditEntry, type Run, type StoreCounts, StoreError } from './store';
import { StoreQueries } from './storeQueries';
import { faultsOf } from './verification';

interface StoreFileOptions {
  readonly file: string;
  readonly sql: SqlJsStatic;
  readonly files: FileLayer;
  readonly now: () => number;
  readonly actor: Actor;
}

export interface StoreStatus {
  readonly file: string;
  readonly bytes: number;
  readonly schemaVersion: number;
  readonly counts: StoreCounts;
  /** What is being analysed, the oldest first. */
  readonly runs: readonly Run[];
  readonly backups: readonly Backup[];
}

/** Bytes of a store's file. */
export interface Compacted {
  readonly before: number;
  readonly after: number;
}

/**
 * What is done to a store's file as a whole, while this process and others may have it open: they take it over as
 * any other file that is newer than theirs. Everything rejects with a `StoreError`.
 */
export class StoreFile {
  private readonly backupFiles: Backups;

  private constructor(
    private readonly file: string,
    private readonly options: StoreFileOptions,
  ) {
    this.backupFiles = new Backups(file, options.files, options.now);
  }

  static async at(options: StoreFileOptions): Promise<StoreFile> {
    const file = await options.files.resolve(path.resolve(options.file)).catch((error: unknown) => {
      throw plainly(options.file, 'read', error);
    });
    return new StoreFile(file, options);
  }

  /** The newest first. */
  async backups(): Promise<Backup[]> {
    return this.attempt('read', () => this.backupFiles.list());
  }

  async mustExist(): Promise<void> {
    if ((await this.attempt('read', () => this.options.files.modified(this.file))) === null) throw this.missing();
  }

  async status(): Promise<StoreStatus> {
    const { connection, version, bytes } = await this.read();
    try {
      return { file: this.file, bytes, schemaVersion: version, counts: connection.take(new StoreQueries().counts()), runs: connection.take(runsUnderWay(this.options.now())), backups: await this.backups() };
    } finally {
      connection.close();
    }
  }

  /** What is damaged in it, read to the last finding; empty where it is sound. It is not touched. */
  async verify(): Promise<string[]> {
    const { sql, files } = this.options;
    const bytes = await this.attempt('read', () => files.read(this.file));
    if (!bytes) throw this.missing();
    const found = openSound(sql, bytes, this.file);
    if (!found) return [`${this.file} is no whole database: a part of it is missing or was overwritten`];
    try {
      return faultsOf(found.connection);
    } finally {
      found.connection.close();
    }
  }

  /** Brings a file of an earlier version to the present schema, and keeps what it was as a backup. */
  async migrate(): Promise<{ readonly from: number; readonly to: number }> {
    const { connection, version } = await this.read();
    connection.close();
    if (version < schemaVersion) await this.replace('update', async () => (await this.read()).connection);
    return { from: version, to: schemaVersion };
  }

  /** Copies the file to the backups. */
  async backUp(occasion: BackupOccasion = 'asked'): Promise<Backup> {
    const backup = await this.underLock(() => this.backupFiles.take(occasion));
    if (!backup) throw this.missing();
    return backup;
  }

  /** Puts a backup in the file's place, and the file among the backups. The audit trail stays what it is. */
  async restore(name: string): Promise<void> {
    const { files, sql } = this.options;
    const backup = (await this.backups()).find((each) => each.name === name);
    if (!backup) throw new StoreError(`There is no backup ${name} of the store ${this.file}.`);
    const from = this.backupFiles.pathOf(backup);
    await this.replace('restore', async () => {
      const bytes = await files.read(from);
      const found = bytes && openSound(sql, bytes, from);
      if (!found) throw new StoreError(`The backup ${from} is damaged. Choose another one; the store is as it was.`);
      found.connection.take(insertAudit(await this.trail()));
      return this.noted(found.connection, { action: 'restored', subject: this.file, details: { backup: name } });
    });
  }

  /** Writes the file without its gaps and without what was deleted. */
  async compact(): Promise<Compacted> {
    let before = 0;
    const after = await this.replace('compact', async () => {
      const { connection, bytes } = await this.read();
      before = bytes;
      connection.transaction(() => connection.take(dropRemoved()));
      connection.execute('VACUUM');
      return this.noted(connection, { action: 'compacted', subject: this.file, details: {} });
    });
    return { before, after };
  }

  /** The file's database, brought up to date in memory, with the version and the size that it came with. */
  private async read(): Promise<SoundDatabase & { readonly bytes: number }> {
    const bytes = await this.attempt('read', () => this.options.files.read(this.file));
    if (!bytes) throw this.missing();
    const found = openSound(this.options.sql, bytes, this.file);
    if (!found) throw new StoreError(`The store ${this.file} is damaged. Restore one of its backups.`);
    return { ...found, bytes: bytes.length };
  }

  /** Of the file as it is; empty where that cannot be read. */
  private async trail(): Promise<AuditEntry[]> {
    try {
      const { connection } = await this.read();
      const entries = connection.take(auditTrail(0, Number.MAX_SAFE_INTEGER));
      connection.close();
      return entries;
    } catch (error) {
      // Gone, damaged or of a later version: that is what a backup is wanted for.
      if (error instanceof StoreError) return [];
      throw error;
    }
  }

  private noted(connection: Connection, note: AuditNote): Connection {
    connection.take(insertAudit([auditEntry(this.options.actor, this.options.now(), note)]));
    return connection;
  }

  /** Puts a database in the file's place, and the file among the backups; returns its new size in bytes. */
  private async replace(occasion: BackupOccasion, make: () => Promise<Connection>): Promise<number> {
    return this.underLock(async (lock) => {
      const connection = await make();
      try {
        await this.backupFiles.take(occasion);
        const bytes = connection.export();
        if (!(await lock.replaceFile(bytes))) throw new StoreError(`Another window or process took over the store ${this.file}. Try again.`);
        return bytes.length;
      } finally {
        connection.close();
      }
    });
  }

  private underLock<T>(work: (lock: FileLock) => Promise<T>): Promise<T> {
    const { files, now } = this.options;
    return this.attempt('written', async () => {
      await files.makeFolder(path.dirname(this.file));
      return FileLock.during(this.file, files, now, work);
    });
  }

  private async attempt<T>(what: 'read' | 'written', work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw plainly(this.file, what, error);
    }
  }

  private missing(): StoreError {
    return new StoreError(`There is no store ${this.file} yet.`);
  }
}
