import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import initSqlJs, { type Database, type SqlJsStatic, type SqlValue, type Statement } from 'sql.js';
import { StoreError } from './store';

/** One row of a result; read it with `number`, `text` and the like. */
export type Row = Readonly<Record<string, SqlValue>>;

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

  run(sql: string, ...parameters: SqlValue[]): void {
    this.database.run(sql, parameters);
  }

  /** Runs one statement for each set of parameters. */
  runAll(sql: string, parameters: Iterable<SqlValue[]>): void {
    this.withStatement(sql, (statement) => {
      for (const set of parameters) statement.run(set);
    });
  }

  rows(sql: string, ...parameters: SqlValue[]): Row[] {
    return this.rowsForAll(sql, [parameters]);
  }

  /** The rows of one statement for each set of parameters, one set after the other. */
  rowsForAll(sql: string, parameters: Iterable<SqlValue[]>): Row[] {
    return this.withStatement(sql, (statement) => {
      const rows: Row[] = [];
      for (const set of parameters) {
        statement.bind(set);
        while (statement.step()) rows.push(statement.getAsObject());
      }
      return rows;
    });
  }

  row(sql: string, ...parameters: SqlValue[]): Row | null {
    return this.withStatement(sql, (statement) => {
      statement.bind(parameters);
      return statement.step() ? statement.getAsObject() : null;
    });
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

  private withStatement<T>(sql: string, work: (statement: Statement) => T): T {
    const statement = this.database.prepare(sql);
    try {
      return work(statement);
    } finally {
      statement.free();
    }
  }
}

function unexpected(column: string): Error {
  return new TypeError(`Unexpected value in column ${column}`);
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw unexpected(column);
  return value;
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw unexpected(column);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw unexpected(column);
  return value;
}
