import path from 'node:path';
import type { StoreDatabase } from '../database';
import { LocalDatabase } from '../database';
import { DatabaseFile, type DatabaseFileOptions } from '../databaseFile';
import type { ServerAccess } from '../openStore';
import { databaseAddress } from './address';
import { PostgresDatabase } from './server';
import { SharedDatabase } from './sharedDatabase';

/** The database on a server alone. Throws a `StoreError` where the address is none; nothing is connected yet. */
export function openServer({ url, password, secondsPerStatement }: ServerAccess): PostgresDatabase {
  return new PostgresDatabase({ address: databaseAddress(url), password, ...(secondsPerStatement === undefined ? {} : { secondsPerStatement }) });
}

/** The same with a file beside the store's that keeps what the server has missed. */
export async function openShared(access: ServerAccess, { file, ...options }: DatabaseFileOptions): Promise<StoreDatabase> {
  const server = openServer(access);
  const unsent = path.join(path.dirname(file), 'unsent.db');
  const spool = await DatabaseFile.open({ file: unsent, ...options });
  return SharedDatabase.over(server, new LocalDatabase(spool), options);
}
