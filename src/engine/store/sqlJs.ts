import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import initSqlJs, { type Database, type SqlJsStatic, type SqlValue, type Statement } from 'sql.js';
import type { Row, Steps } from './steps';
import { StoreError } from './store';

/** Loads sql.js. `wasmPath` says where its binary is; without it, beside the bundle, or else in node_modules. */
export async function loadSqlJs(wasmPath?: string): Promise<SqlJsStatic> {
  const file = wasmPath ?? defaultWasmPath();
  try {
    const wasm = await readFile(file);
    return await initSqlJs({ wasmBinary: new Uint8Array(wasm).buffer });
  } catch (error) {
    throw new StoreError(`The store cannot start because ${file} cannot be loaded. Installing StackLens AI again should help.`, { cause: error });
  }
}

function defaultWasmPath(): string {
  const beside = path.join(__dirname, 'sql-wasm.wasm');
  return existsSync(beside) ? beside : createRequire(__filename).resolve('sql.js/dist/sql-wasm.wasm');
}

/** Where SQLite's header keeps the change counter, and the copy that says its page count is right. */
const changeCounterAt = 24;
const validForAt = 92;
const headerBytes = 100;

function header(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
}

/** One SQLite database in memory. Throws sql.js errors as they are: the store's own methods put them into plain words. */
export class Connection {
  private readonly database: Database;
  private changeCounter: number;

  /** Opens the bytes of a database file, or an empty database. */
  constructor(sql: SqlJsStatic, bytes: Uint8Array | null) {
    this.database = new sql.Database(bytes);
    this.changeCounter = bytes && bytes.length > headerBytes ? header(bytes).getUint32(changeCounterAt) : 0;
  }

  /** Runs statements without parameters. */
  execute(sql: string): void {
    this.database.exec(sql);
  }

  /** Takes steps at a stretch, and returns what they come to. */
  take<T>(steps: Steps<T>): T {
    let step = steps.next();
    while (step.done !== true) {
      const { sql, sets } = step.value;
      step = steps.next(this.rowsForAll(sql, sets));
    }
    return step.value;
  }

  /** All of `work` happens or nothing. Not to be nested. */
  transaction<T>(work: () => T): T {
    this.database.run('BEGIN');
    try {
      const result = work();
      this.database.run('COMMIT');
      return result;
    } catch (error) {
      this.database.run('ROLLBACK');
      throw error;
    }
  }

  /**
   * The bytes of the database file, with the change counter one up: sql.js leaves that as it is, and it is what
   * tells other processes cheaply that the file is another one.
   */
  export(): Uint8Array {
    const bytes = this.database.export();
    this.changeCounter++;
    header(bytes).setUint32(changeCounterAt, this.changeCounter);
    header(bytes).setUint32(validForAt, this.changeCounter);
    return bytes;
  }

  close(): void {
    this.database.close();
  }

  private rowsForAll(sql: string, sets: readonly (readonly SqlValue[])[]): Row[] {
    return this.withStatement(sql, (statement) => {
      const rows: Row[] = [];
      // Asked once: `getAsObject` would read the names anew for each row.
      const names = statement.getColumnNames();
      for (const set of sets) {
        statement.bind([...set]);
        while (statement.step()) rows.push(rowOf(names, statement.get()));
      }
      return rows;
    });
  }

  private withStatement<T>(sql: string, work: (statement: Statement) => T): T {
    const statement = this.database.prepare(sql);
    try {
      return work(statement);
    } finally {
      statement.free();
    }
  }
}

function rowOf(names: readonly string[], values: readonly SqlValue[]): Row {
  const row: Record<string, SqlValue> = {};
  for (let index = 0; index < names.length; index++) row[names[index] ?? ''] = values[index] ?? null;
  return row;
}
