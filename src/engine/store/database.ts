import { migrate } from './schema';
import { Connection } from './sqlJs';
import type { SqlJsStatic } from 'sql.js';

/** A database that may be exchanged for a newer one between two questions: ask for `connection` each time. */
export interface StoreDatabase {
  /** How messages call it. */
  readonly name: string;
  readonly connection: Connection;
  /**
   * Makes a change as a whole. `repeat` must be able to make the same change, more than once, on a database
   * that another process has changed meanwhile; `from` is the one `make` was called on, as it is now.
   */
  change(make: (connection: Connection) => void, repeat: (connection: Connection, from: Connection) => void): void;
  /** Takes over what other processes have saved. Never rejects. */
  refresh(): Promise<void>;
  /** The same, at once. */
  reload(): Promise<void>;
  /** Saves without waiting for more; what goes wrong is told, and tried again later. */
  saveAtOnce(): Promise<void>;
  /** Saves; rejects where that cannot be done. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function emptyConnection(sql: SqlJsStatic): Connection {
  const connection = new Connection(sql, null);
  migrate(connection);
  return connection;
}

/** A database that ends with its process. */
export class MemoryDatabase implements StoreDatabase {
  readonly name = 'The store in memory';
  readonly connection: Connection;

  constructor(sql: SqlJsStatic) {
    this.connection = emptyConnection(sql);
  }

  change(make: (connection: Connection) => void): void {
    this.connection.transaction(() => make(this.connection));
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
