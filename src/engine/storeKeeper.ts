import type { Backup } from './store/backups';
import { openStore, openStoreFile } from './store/openStore';
import { StoreError, type Store } from './store/store';
import type { Compacted, StoreFile } from './store/storeFile';

interface StoreKeeperOptions {
  /** The store's file; null keeps everything in memory. */
  readonly file: string | null;
  readonly now: () => number;
  /** Told, in plain words and once, what the user should know. */
  readonly onProblem: (message: string) => void;
}

/** The worker's store: opened when it is first needed, and opened again where its file was another. */
export class StoreKeeper {
  private opening: Promise<Store> | undefined;
  /** Whether results are kept in memory because the file cannot be used. */
  private isMakeshift = false;

  constructor(private readonly options: StoreKeeperOptions) {}

  opened(): Promise<Store> {
    return (this.opening ??= this.open());
  }

  /** The newest first; none where everything is kept in memory. */
  async backups(): Promise<Backup[]> {
    return this.options.file === null ? [] : (await this.storeFile()).backups();
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

  private async open(): Promise<Store> {
    const { file, now, onProblem } = this.options;
    try {
      return await openStore({ file, now, onProblem, program: 'editor' });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      // Logs can be analysed all the same; what is found lasts as long as the window.
      onProblem(error.message);
      this.isMakeshift = true;
      return openStore({ file: null, now, onProblem, program: 'editor' });
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

  private storeFile(): Promise<StoreFile> {
    const { file, now } = this.options;
    if (file === null) throw new StoreError('Everything is kept in memory: there is no file of the store.');
    return openStoreFile({ file, now, program: 'editor' });
  }
}
