// What is asked of a database is written once, whatever database that is: as steps, each a statement whose rows are
// waited for. The one in this process takes them at a stretch (`sqlJs.ts`), one on a server in its own time.

/** What a database holds, and what parameters are. */
export type SqlValue = number | string | Uint8Array | null;

/** One row of a result; read it with `number`, `text` and the like. */
export type Row = Readonly<Record<string, SqlValue>>;

/** A statement in SQL that every database understands, its parameters as `?` (or `?1`, `?2`), run for each of the sets. */
export interface Statement {
  readonly sql: string;
  readonly sets: readonly (readonly SqlValue[])[];
}

/** Asks for one statement after the other, is given the rows of each, and comes to a result. */
export type Steps<T> = Generator<Statement, T, Row[]>;

export function* run(sql: string, ...parameters: SqlValue[]): Steps<void> {
  yield { sql, sets: [parameters] };
}

export function* runAll(sql: string, sets: readonly (readonly SqlValue[])[]): Steps<void> {
  if (sets.length > 0) yield { sql, sets };
}

export function* rows(sql: string, ...parameters: SqlValue[]): Steps<Row[]> {
  return yield { sql, sets: [parameters] };
}

/** The rows of all sets, one set after the other. */
export function* rowsForAll(sql: string, sets: readonly (readonly SqlValue[])[]): Steps<Row[]> {
  return sets.length === 0 ? [] : yield { sql, sets };
}

/** The first row, null where there is none. */
export function* row(sql: string, ...parameters: SqlValue[]): Steps<Row | null> {
  const [first] = yield { sql, sets: [parameters] };
  return first ?? null;
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

export function blobOrNull(row: Row, column: string): Uint8Array | null {
  return row[column] === null ? null : blob(row, column);
}
