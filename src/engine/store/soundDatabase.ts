import type { SqlJsStatic } from 'sql.js';
import { isSound, migrate, provenance, versionOf } from './schema';
import { Connection } from './sqlJs';
import { StoreError } from './store';

/** A store's database, brought up to date in memory. */
export interface SoundDatabase {
  readonly connection: Connection;
  /** Version of the schema that it came with. */
  readonly version: number;
}

/** Bytes. SQLite takes less than this for an empty database. */
const smallestDatabase = 512;

/** Null where the bytes are damaged. Throws a `StoreError` for a file that is not ours to touch. */
export function openSound(sql: SqlJsStatic, bytes: Uint8Array, file: string): SoundDatabase | null {
  if (bytes.length < smallestDatabase) return null;
  const connection = new Connection(sql, bytes);
  try {
    const whose = provenance(connection);
    if (whose === 'newer') {
      throw new StoreError(`The store ${file} was written by a later version of StackLens AI. Update StackLens AI, or choose another store.`);
    }
    if (whose === 'foreign') throw new StoreError(`${file} is a database, but not a store of StackLens AI. Choose another file.`);
    if (isSound(connection)) {
      const version = versionOf(connection);
      migrate(connection);
      return { connection, version };
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
