import { type Limits, usualLimits } from './allowance';
import { type Program, actorIn } from './auditTrail';
import { LocalDatabase, MemoryDatabase, type StoreDatabase } from './database';
import { DatabaseFile } from './databaseFile';
import { type FileLayer, nodeFileLayer } from './fileLayer';
import { loadSqlJs } from './sqlJs';
import { SqlStore } from './sqlStore';
import type { Store } from './store';
import { StoreFile } from './storeFile';

/** A database on a server. */
export interface ServerAccess {
  /** As `databaseAddress` takes it. */
  readonly url: string;
  /** Null for what PGPASSWORD or a pgpass file says. */
  readonly password: string | null;
  /** After so many seconds a statement is stopped; 30 where it is left out. */
  readonly secondsPerStatement?: number;
}

export interface StoreOptions {
  /** Path of the store's file; it need not exist yet. Null keeps everything in memory. */
  readonly file: string | null;
  /** Where results are kept instead; the file's folder then has what the server has missed. */
  readonly server?: ServerAccess | null;
  /** Told, in plain words and once, why stored results are not as they were or cannot be saved. */
  readonly onProblem: (message: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Where StackLens AI is used, for the audit trail. */
  readonly program: Program;
  /** By default, the file system. */
  readonly files?: FileLayer;
  /** Path of sql-wasm.wasm; by default beside the bundle. */
  readonly wasmPath?: string;
  /** How much of an analysis is kept; tests set narrower ones. */
  readonly limits?: Limits;
}

/**
 * Opens the store. Rejects with a `StoreError` where the file cannot be read, was written by a later version of
 * StackLens AI or is no store; such a file is not touched. A damaged file is set aside and told of.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return storeOver(await openDatabase(options), options);
}

/** A store on a database, which goes with it. */
export function storeOver(database: StoreDatabase, { now, program, limits = usualLimits }: Pick<StoreOptions, 'now' | 'program' | 'limits'>): Store {
  return new SqlStore(database, now, limits, actorIn(program));
}

/** What a store keeps its rows in, alone. */
export async function openDatabase({ file, server = null, onProblem, now, files = nodeFileLayer(), wasmPath }: Omit<StoreOptions, 'program' | 'limits'>): Promise<StoreDatabase> {
  const sql = await loadSqlJs(wasmPath);
  if (file === null) return new LocalDatabase(new MemoryDatabase(sql));
  const options = { file, sql, files, now, onProblem };
  // Most know no server, and load nothing for it.
  if (server !== null) return (await import('./postgres/openShared')).openShared(server, options);
  return new LocalDatabase(await DatabaseFile.open(options));
}

/** A store's file as a whole. Rejects with a `StoreError` where its path cannot be read; the file need not exist. */
export async function openStoreFile({ file, now, program, files = nodeFileLayer(), wasmPath }: Pick<StoreOptions, 'now' | 'program' | 'files' | 'wasmPath'> & { readonly file: string }): Promise<StoreFile> {
  return StoreFile.at({ file, sql: await loadSqlJs(wasmPath), files, now, actor: actorIn(program) });
}
