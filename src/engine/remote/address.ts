import { SourceError } from '../sources';

type RemoteKind = 'loki' | 'elasticsearch' | 'clickhouse' | 'postgresql';

/** Where a remote log is. */
export interface RemoteAddress {
  readonly kind: RemoteKind;
  /** As messages call it: host and path, without options. */
  readonly label: string;
  /** Of the engine's HTTP interface, without a slash at its end; of PostgreSQL, its own address without our options. */
  readonly base: string;
  /** Behind the host, without slashes around it: the index, or the table. */
  readonly path: string;
  readonly options: ReadonlyMap<string, string>;
}

const schemes: Readonly<Record<string, RemoteKind>> = { loki: 'loki', elasticsearch: 'elasticsearch', opensearch: 'elasticsearch', clickhouse: 'clickhouse', postgres: 'postgresql', postgresql: 'postgresql' };
const ports: Readonly<Record<RemoteKind, number>> = { loki: 3100, elasticsearch: 9200, clickhouse: 8123, postgresql: 5432 };
const ourOptions: Readonly<Record<RemoteKind, readonly string[]>> = {
  loki: ['query', 'tenant'],
  elasticsearch: ['time', 'level', 'message'],
  clickhouse: ['database', 'time', 'level', 'message'],
  postgresql: ['table', 'time', 'level', 'message'],
};
const pattern = /^(loki|elasticsearch|opensearch|clickhouse|postgres|postgresql)(?:\+(https?))?:\/\//i;

/** Whether a text names a remote log, and no path. */
export function isRemoteAddress(text: string): boolean {
  return pattern.test(text);
}

/**
 * Reads an address such as `loki://logs.example.org/?query={app="shop"}`. Other machines are spoken to encrypted, unless the
 * scheme says `+http`. Throws SourceError where it is none, or where a password is in it.
 */
export function remoteAddress(text: string): RemoteAddress {
  const [, scheme = '', transport] = pattern.exec(text) ?? [];
  const kind = schemes[scheme.toLowerCase()];
  // As a scheme of the web, so that hosts and ports are read as there.
  const inWeb = text.replace(pattern, 'http://');
  if (kind === undefined || !URL.canParse(inWeb)) throw new SourceError(`${text} is no address of a log. It should look like loki://host/?query={app="shop"}, elasticsearch://host/index, clickhouse://host/table or postgresql://host/database?table=logs.`);
  const url = new URL(inWeb);
  const { hostname } = url;
  const path = decoded(url.pathname).replace(/^\/+|\/+$/g, '');
  const label = `${kind}://${url.host}/${path}`;
  if (url.password !== '') throw new SourceError(`A password does not belong into the address of ${label}, where others can read it. Set STACKLENS_SOURCE_PASSWORD, or PGPASSWORD for PostgreSQL.`);
  const known = ourOptions[kind];
  const options = new Map<string, string>();
  for (const [name, value] of [...url.searchParams]) {
    if (known.includes(name)) {
      options.set(name, value);
      if (kind === 'postgresql') url.searchParams.delete(name);
    } else if (kind !== 'postgresql') {
      throw new SourceError(`The address of ${label} has the unknown option “${name}”. Known are ${known.join(', ')}.`);
    }
  }
  if (kind === 'postgresql') return { kind, label, base: url.href.replace(/^http:/, 'postgresql:'), path, options };
  if (kind !== 'loki' && path === '') throw new SourceError(`The address of ${label} names no ${kind === 'clickhouse' ? 'table' : 'index'}: ${kind}://host/NAME`);
  const port = url.port === '' ? /:(80)(?:[/?#]|$)/.exec(inWeb.slice('http://'.length))?.[1] ?? String(ports[kind]) : url.port;
  return { kind, label, base: `${transport?.toLowerCase() ?? (isThisMachine(hostname) ? 'http' : 'https')}://${hostname}:${port}`, path, options };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SourceError(`The address ${text} cannot be read: a percent sign in it is to be written as %25.`);
  }
}
