import { type Limits, usualLimits } from './allowance';
import { type Program, actorIn } from './auditTrail';
import { LocalDatabase, MemoryDatabase } from './database';
import { DatabaseFile } from './databaseFile';
import { type FileLayer, nodeFileLayer } from './fileLayer';
import { loadSqlJs } from './sqlJs';
import { SqlStore } from './sqlStore';
import type { Store } from './store';
import { StoreFile } from './storeFile';

export interface StoreOptions {
  /** Path of the store's file; it need not exist yet. Null keeps everything in memory. */
  readonly file: string | null;
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
export async function openStore({ file, onProblem, now, program, files = nodeFileLayer(), wasmPath, limits = usualLimits }: StoreOptions): Promise<Store> {
  const sql = await loadSqlJs(wasmPath);
  const own = file === null ? new MemoryDatabase(sql) : await DatabaseFile.open({ file, sql, files, now, onProblem });
  return new SqlStore(new LocalDatabase(own), now, limits, actorIn(program));
}

/** A store's file as a whole. Rejects with a `StoreError` where its path cannot be read; the file need not exist. */
export async function openStoreFile({ file, now, program, files = nodeFileLayer(), wasmPath }: Pick<StoreOptions, 'now' | 'program' | 'files' | 'wasmPath'> & { readonly file: string }): Promise<StoreFile> {
  return StoreFile.at({ file, sql: await loadSqlJs(wasmPath), files, now, actor: actorIn(program) });
}
