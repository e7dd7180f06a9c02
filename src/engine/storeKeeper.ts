import type { Program } from './store/auditTrail';
import type { Backup } from './store/backups';
import { copyStore, type Copied, type CopyOptions } from './store/copying';
import { openDatabase, openStore, openStoreFile, type ServerAccess } from './store/openStore';
import { StoreError, type Store } from './store/store';
import type { Compacted, StoreFile } from './store/storeFile';

interface StoreKeeperOptions {
  /** The store's file; null keeps everything in memory. */
  readonly file: string | null;
  /** Where StackLens AI is used, for the audit trail. */
  readonly program: Program;
  readonly now: () => number;
  /** Told, in plain words and once, what the user should know. */
  readonly onProblem: (message: string) => void;
}

/** The worker's store: opened when it is first needed, and opened again where its file was another. */
export class StoreKeeper {
  private opening: Promise<Store> | undefined;
  /** Whether results are kept in memory because the file cannot be used. */
  private isMakeshift = false;
  /** Where results are kept on a server. */
  private server: Promise<ServerAccess | null> = Promise.resolve(null);
  /** Told which server there is, where that is still to come. */
  private tellServer: ((server: ServerAccess | null) => void) | undefined;

  constructor(private readonly options: StoreKeeperOptions) {}

  /** From now on results are kept on this server, or in the file; `soon`: on a server that is told of next, for which all wait. */
  async use(server: ServerAccess | null | 'soon'): Promise<void> {
    if (server === 'soon') {
      // Who waits already goes on waiting.
      if (!this.tellServer) await this.turnTo(new Promise((resolve) => (this.tellServer = resolve)));
      return;
    }
    if (!this.tellServer) {
      await this.turnTo(Promise.resolve(server));
      return;
    }
    this.tellServer(server);
    this.tellServer = undefined;
  }

  /** Copies all that the file holds to the server, or the other way; what is there already stays. */
  async copy(direction: 'toServer' | 'toFile', options: CopyOptions): Promise<Copied> {
    const { file, now, onProblem } = this.options;
    const access = await this.server;
    if (access === null || file === null) throw new StoreError('There is no database on a server to copy to or from: set stacklens.database.url first.');
    await (await this.opened()).flush();
    const { openServer } = await import('./store/postgres/openShared');
    const [local, server] = [await openDatabase({ file, now, onProblem }), openServer(access)];
    try {
      const copied = await (direction === 'toServer' ? copyStore(local, server, options) : copyStore(server, local, options));
      await local.flush();
      return copied;
    } finally {
      await local.close();
      await server.close();
    }
  }

  opened(): Promise<Store> {
    return (this.opening ??= this.open());
  }

  /** The newest first; none where everything is kept in memory. */
  async backups(): Promise<Backup[]> {
    return this.options.file === null || (await this.server) !== null ? [] : (await this.storeFile()).backups();
  }

  /** What is stored is from now on what the backup holds; what was stored until now becomes a backup. */
  restore(name: string): Promise<void> {
    return this.withFile((file) => file.restore(name));
  }

  compact(): Promise<Compacted> {
    return this.withFile((file) => file.compact());
  }

  /** Saves and lets go of the store; one that was never needed is not opened to be closed. */
  async close(): Promise<void> {
    await (await this.opening)?.close();
  }

  /** What was open until now is saved and let go of. */
  private async turnTo(server: Promise<ServerAccess | null>): Promise<void> {
    this.server = server;
    const before = this.opening;
    this.opening = undefined;
    await (await before)?.close();
  }

  private async open(): Promise<Store> {
    const { file, now, onProblem, program } = this.options;
    const server = await this.server;
    try {
      return await openStore({ file, server, now, onProblem, program });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      // Logs can be analysed all the same; what is found lasts as long as the window.
      onProblem(error.message);
      this.isMakeshift = true;
      return openStore({ file: null, now, onProblem, program });
    }
  }

  /** Works on the file with all that is known in it. */
  private async withFile<T>(work: (file: StoreFile) => Promise<T>): Promise<T> {
    const store = await this.opened();
    await store.flush();
    const result = await work(await this.storeFile());
    if (this.isMakeshift) {
      this.isMakeshift = false;
      this.opening = undefined;
    } else {
      await store.reload();
    }
    return result;
  }

  private async storeFile(): Promise<StoreFile> {
    const { file, now, program } = this.options;
    if ((await this.server) !== null) throw new StoreError('The database is on a server, which has backups of its own.');
    if (file === null) throw new StoreError('Everything is kept in memory: there is no file of the store.');
    return openStoreFile({ file, now, program });
  }
}
