import { Client, type ClientConfig } from 'pg';
import { SourceError } from '../sources';
import { databaseAddress } from '../store/postgres/address';
import { plainly } from '../store/postgres/problems';
import { StoreError } from '../store/store';
import type { RemoteAddress } from './address';
import { levelNames, type RemotePages, type RemoteReading } from './remoteLog';
import { columnsOf, lineOfRow } from './rows';

const pageSize = 1000;
const connectingMilliseconds = 10_000;

interface RowOfTable {
  readonly time: string | null;
  readonly level: string | null;
  readonly message: string | null;
}

/** Rows of a table of PostgreSQL, by a cursor in a transaction that can only read. */
export async function* postgresPages(address: RemoteAddress, { filter, signal, secrets, patience }: RemoteReading): RemotePages {
  const table = address.options.get('table');
  if (table === undefined || table === '') throw new SourceError(`The address of ${address.label} names no table: postgresql://user@host/database?table=logs`);
  const seconds = patience / 1000;
  const config = { ...configOf(address, patience), ...(secrets.password === undefined ? {} : { password: secrets.password }) };
  const client = new Client(config);
  const cancel = (): void => void cancelQuery(client, config);
  // A connection that ends rejects what is being asked of it.
  client.on('error', () => undefined);
  try {
    signal.throwIfAborted();
    await client.connect();
    signal.addEventListener('abort', cancel);
    await client.query('BEGIN READ ONLY');
    const { text, values } = selection(table, address, filter);
    await client.query(`DECLARE log NO SCROLL CURSOR FOR ${text}`, values);
    for (;;) {
      const { rows } = await client.query<RowOfTable>(`FETCH ${String(pageSize)} FROM log`);
      signal.throwIfAborted();
      if (rows.length > 0) yield rows.map(({ time, level, message }) => lineOfRow(time ?? '', level, message ?? ''));
      if (rows.length < pageSize) return;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof SourceError ? error : asSource(error, address.label, seconds);
  } finally {
    signal.removeEventListener('abort', cancel);
    // The transaction ends with the connection; where that is gone already, so is it.
    await client.end().catch(() => undefined);
  }
}

function selection(table: string, address: RemoteAddress, { from, to, level, words, labels, most }: RemoteReading['filter']): { readonly text: string; readonly values: unknown[] } {
  const columns = columnsOf(address);
  const time = quoted(columns.time);
  const message = quoted(columns.message);
  const values: unknown[] = [new Date(from).toISOString(), new Date(to).toISOString()];
  const next = (value: unknown): string => `$${String(values.push(value))}`;
  const conditions = [`${time} >= $1::timestamptz`, `${time} < $2::timestamptz`];
  if (level !== null && columns.level !== null) conditions.push(`lower(${quoted(columns.level)}::text) = ANY(${next(levelNames(level))}::text[])`);
  if (words.length > 0) conditions.push(`${message}::text ILIKE ANY(${next(words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`))}::text[])`);
  for (const [name, value] of labels) conditions.push(`${quoted(name)}::text = ${next(value)}`);
  const levelValue = columns.level === null ? 'NULL::text' : `${quoted(columns.level)}::text`;
  const text = `SELECT to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS time, ${levelValue} AS level, ${message}::text AS message FROM ${table.split('.').map(quoted).join('.')} WHERE ${conditions.join(' AND ')} ORDER BY ${time} LIMIT ${next(most)}`;
  return { text, values };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function configOf({ base, label }: RemoteAddress, patience: number): ClientConfig {
  try {
    const { host, port, database, user, tls } = databaseAddress(base);
    return { host, port, database, ssl: tls, ...(user === null ? {} : { user }), application_name: 'StackLens AI', statement_timeout: patience, connectionTimeoutMillis: connectingMilliseconds, keepAlive: true, options: '-c timezone=UTC' };
  } catch (error) {
    throw asSource(error, label, patience / 1000);
  }
}

/** Ends what the server is doing for a connection: that takes another one. */
async function cancelQuery(client: Client, config: ClientConfig): Promise<void> {
  const { processID } = client as Client & { readonly processID: number | null };
  const other = new Client(config);
  other.on('error', () => undefined);
  try {
    await other.connect();
    await other.query('SELECT pg_cancel_backend($1)', [processID]);
  } catch {
    // What cannot be told to end ends by its time limit, or with its connection.
  } finally {
    await other.end().catch(() => undefined);
  }
}

function asSource(error: unknown, label: string, seconds: number): SourceError {
  const told = error instanceof StoreError ? error : plainly(error, new URL(`http${label.slice(label.indexOf(':'))}`).host, seconds);
  return new SourceError(`${label} cannot be read: ${told.message}`, { cause: error });
}
