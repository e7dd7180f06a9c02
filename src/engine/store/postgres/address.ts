import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { StoreError } from '../store';

/** Where a database is, and how it is spoken to. A password is no part of it. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Null for the name of the account, or what PGUSER says. */
  readonly user: string | null;
  /** False for no encryption. */
  readonly tls: ConnectionOptions | false;
  /** How messages call it: without the user, and on one line. */
  readonly label: string;
}

const tlsModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type TlsMode = (typeof tlsModes)[number];
const knownOptions = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey'];
const defaultPort = 5432;

/**
 * Reads an address such as `postgresql://user@host:5432/database?sslmode=verify-full`. Throws a `StoreError` where it is
 * none, where a password is in it, or where a file of a certificate cannot be read.
 */
export function databaseAddress(url: string): DatabaseAddress {
  const parsed = parse(url);
  if (parsed.password !== '') throw new StoreError('A password does not belong into the address of a database, where others can read it. Remove it there, and set it with “StackLens: Set Database Password…”, PGPASSWORD or a pgpass file.');
  const database = decoded(parsed.pathname.slice(1));
  if (database === '' || database.includes('/')) throw new StoreError(`The address of the database names no database: ${example}`);
  const unknown = [...parsed.searchParams.keys()].find((name) => !knownOptions.includes(name));
  if (unknown !== undefined) throw new StoreError(`The address of the database has the unknown option “${unknown}”. Known are ${knownOptions.join(', ')}.`);
  const host = decoded(parsed.hostname.replace(/^\[|\]$/g, ''));
  const port = parsed.port === '' ? defaultPort : Number(parsed.port);
  const user = parsed.username === '' ? null : decoded(parsed.username);
  return { host, port, database, user, tls: tlsOf(host, parsed.searchParams), label: `${host}:${String(port)}/${database}` };
}

/** Whether a text is the address of a database, and no path. */
export function isDatabaseAddress(text: string): boolean {
  return /^postgres(?:ql)?:/i.test(text);
}

const example = 'postgresql://user@host:5432/database';

function parse(url: string): URL {
  const parsed = isDatabaseAddress(url) && URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || parsed.hostname === '') throw new StoreError(`This is no address of a PostgreSQL database. It should look like ${example}`);
  return parsed;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new StoreError(`The address of the database cannot be read: a percent sign in it is to be written as %25. It should look like ${example}`, { cause: error });
  }
}

/** Other machines are spoken to encrypted, and have to prove who they are, unless it is said otherwise. */
function tlsOf(host: string, options: URLSearchParams): ConnectionOptions | false {
  const mode = options.get('sslmode') ?? (isThisMachine(host) ? 'disable' : 'verify-full');
  if (!isTlsMode(mode)) throw new StoreError(`sslmode in the address of the database is one of: ${tlsModes.join(', ')}.`);
  if (mode === 'disable') return false;
  const files = { ca: pem(options, 'sslrootcert'), cert: pem(options, 'sslcert'), key: pem(options, 'sslkey') };
  return {
    ...Object.fromEntries(Object.entries(files).filter(([, text]) => text !== null)),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
  };
}

function isTlsMode(mode: string): mode is TlsMode {
  return tlsModes.some((each) => each === mode);
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function pem(options: URLSearchParams, name: string): string | null {
  const file = options.get(name);
  if (file === null) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StoreError(`The file that ${name} names in the address of the database cannot be read: ${file}`, { cause: error });
  }
}
