import type { SqlJsStatic } from 'sql.js';
import type { Dialect } from './removals';
import { migrate } from './schema';
import { Connection } from './sqlJs';
import type { Steps } from './steps';
import { StoreError } from './store';

/** What a store keeps its rows in. Rejects with `StoreError`s and no other errors. */
export interface StoreDatabase {
  /** How messages call it. */
  readonly name: string;
  /** Whether it is in this process: reading costs nobody else anything. */
  readonly isNear: boolean;
  /** Another one each time what was read before may be no more. */
  readonly generation: object;
  /** `analyses`: those that are asked about, where it is about some. */
  read<T>(ask: Ask<T>, analyses?: readonly number[]): Promise<T>;
  /**
   * Makes a change as a whole. `repeat` must be able to make the same change, more than once, on a database that
   * another process has changed meanwhile; it is `make` where it is left out. `earlier` takes steps on the database
   * that `make` was for, as it is now.
   */
  change<T>(make: Ask<T>, repeat?: Repeat): Promise<T>;
  /** The same of a change that needs nothing of what is there: where the database is away, it may be made once it is back. */
  add<T>(make: Ask<T>, repeat?: Repeat): Promise<T>;
  /** Takes over at once what other processes have saved. Never rejects. */
  reload(): Promise<void>;
  /** Saves without waiting for more; what goes wrong is told, and tried again later. */
  saveAtOnce(): Promise<void>;
  /** Saves; rejects where that cannot be done. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Takes steps at a stretch. */
export type Take = <T>(steps: Steps<T>) => T;

/** Steps on a database of some dialect. */
export type Ask<T> = (dialect: Dialect) => Steps<T>;

export type Repeat = (earlier: Take, dialect: Dialect) => Steps<unknown>;

/** A database in this process. It may be exchanged for a newer one between two questions: ask for `connection` each time. */
export interface OwnDatabase extends Pick<StoreDatabase, 'name' | 'reload' | 'saveAtOnce' | 'flush' | 'close'> {
  readonly connection: Connection;
  change<T>(make: (connection: Connection) => T, repeat: (connection: Connection, from: Connection) => void): T;
  /** Takes over what other processes have saved. Never rejects. */
  refresh(): Promise<void>;
}

/** A database in this process as a store takes it. */
export class LocalDatabase implements StoreDatabase {
  readonly isNear = true;
  private readonly dialect: Dialect = { bytes: '(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())', isOwn: '1 = 1', isRemovable: '1 = 1' };

  constructor(private readonly own: OwnDatabase) {}

  get name(): string {
    return this.own.name;
  }

  get generation(): object {
    return this.own.connection;
  }

  async read<T>(ask: Ask<T>): Promise<T> {
    await this.own.refresh();
    return this.plainly(() => this.own.connection.take(ask(this.dialect)));
  }

  async change<T>(make: Ask<T>, repeat: Repeat = (_, dialect) => make(dialect)): Promise<T> {
    await this.own.refresh();
    return this.plainly(() =>
      this.own.change(
        (connection) => connection.take(make(this.dialect)),
        (newer, from) => void newer.take(repeat((steps) => from.take(steps), this.dialect)),
      ),
    );
  }

  add<T>(make: Ask<T>, repeat?: Repeat): Promise<T> {
    return this.change(make, repeat);
  }

  reload(): Promise<void> {
    return this.own.reload();
  }

  saveAtOnce(): Promise<void> {
    return this.own.saveAtOnce();
  }

  flush(): Promise<void> {
    return this.own.flush();
  }

  close(): Promise<void> {
    return this.own.close();
  }

  private plainly<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw new StoreError(`${this.name} cannot be used as it is: a part of it is damaged, or memory ran out. Clear the results and analyse the files again.`, { cause: error });
    }
  }
}

export function emptyConnection(sql: SqlJsStatic): Connection {
  const connection = new Connection(sql, null);
  migrate(connection);
  return connection;
}

/** A database that ends with its process. */
export class MemoryDatabase implements OwnDatabase {
  readonly name = 'The store in memory';
  readonly connection: Connection;

  constructor(sql: SqlJsStatic) {
    this.connection = emptyConnection(sql);
  }

  change<T>(make: (connection: Connection) => T): T {
    return this.connection.transaction(() => make(this.connection));
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  reload(): Promise<void> {
    return Promise.resolve();
  }

  saveAtOnce(): Promise<void> {
    return Promise.resolve();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.connection.close();
    return Promise.resolve();
  }
}
