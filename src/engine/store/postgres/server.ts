import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Ask, StoreDatabase } from '../database';
import type { Dialect } from '../removals';
import { number, row, type Row, type Steps } from '../steps';
import { StoreError } from '../store';
import type { DatabaseAddress } from './address';
import { ServerAwayError, plainly } from './problems';
import { migrationLock, schemaName, serverMigration, serverSchemaVersion, serverVersion } from './serverSchema';
import { parserOf, serverStatements } from './serverSql';

export interface ServerOptions {
  readonly address: DatabaseAddress;
  /** Null for what PGPASSWORD or a pgpass file says. */
  readonly password: string | null;
  /** After so many seconds a statement is stopped. */
  readonly secondsPerStatement?: number;
}

/** At once to one server: windows of one user are few, and what they ask is short. */
const mostConnections = 4;
const usualSecondsPerStatement = 30;
const connectingMilliseconds = 10_000;
const idleMilliseconds = 30_000;

/** A database on a PostgreSQL server, which many write to at the same time. It makes no attempt twice. */
export class PostgresDatabase implements StoreDatabase {
  readonly isNear = false;
  readonly name: string;
  /** What was read stays as it is: an analysis is never changed, and has an id of its own. */
  readonly generation = {};
  private readonly dialect: Dialect = {
    bytes: `(SELECT COALESCE(SUM(pg_total_relation_size(pg_class.oid)), 0) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = '${schemaName}' AND relkind = 'r')`,
    isOwn: 'owner = current_user',
    isRemovable: `(owner = current_user OR pg_has_role(current_user, 'stacklens_admin', 'MEMBER'))`,
  };
  private readonly seconds: number;
  private readonly pool: Pool;
  private preparing: Promise<void> | undefined;

  /** Nothing is connected before something is asked. */
  constructor(private readonly options: ServerOptions) {
    this.name = `The database ${options.address.label}`;
    this.seconds = options.secondsPerStatement ?? usualSecondsPerStatement;
    this.pool = new Pool(configOf(options, this.seconds));
    // A connection that ends while nobody uses it is none of anybody's; the next question makes another.
    this.pool.on('error', () => undefined);
  }

  async read<T>(ask: Ask<T>): Promise<T> {
    return this.withClient((client) => take(client, ask(this.dialect)));
  }

  async change<T>(make: Ask<T>): Promise<T> {
    return this.withClient((client) => inTransaction(client, () => take(client, make(this.dialect))));
  }

  add<T>(make: Ask<T>): Promise<T> {
    return this.change(make);
  }

  reload(): Promise<void> {
    return Promise.resolve();
  }

  saveAtOnce(): Promise<void> {
    return Promise.resolve();
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      await (this.preparing ??= this.prepare());
    } catch (error) {
      this.preparing = undefined;
      const { message, ...problem } = plainly(error, this.options.address.label, this.seconds);
      throw new ServerAwayError(message, { cause: problem.cause });
    }
    return this.connected(work);
  }

  /** Brings the schema up to date, where it is not. */
  private async prepare(): Promise<void> {
    const version = await this.connected((client) => take(client, serverVersion()));
    if (version > serverSchemaVersion) throw new StoreError(`${this.name} was made by a later version of StackLens AI. Update the extension to use it.`);
    if (version === serverSchemaVersion) return;
    await this.connected(async (client) => {
      await mustBeRecent(client, this.name);
      await inTransaction(client, async () => {
        await client.query(migrationLock);
        const present = await take(client, serverVersion());
        if (present < serverSchemaVersion) for (const statement of serverMigration(present)) await client.query(statement);
      });
    }).catch((error: unknown) => {
      const doing = version === 0 ? 'has no tables of StackLens AI yet' : 'has tables of an earlier version of StackLens AI';
      throw isNotAllowed(error) ? new StoreError(`${this.name} ${doing}, and your login may not make them. Let an administrator, whose login may create roles and schemas, open it once: stacklens db status --store URL`, { cause: error }) : error;
    });
  }

  private async connected<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    let broken: Error | undefined;
    const noteEnd = (error: Error): void => {
      broken = error;
    };
    let client: PoolClient | undefined;
    try {
      client = await this.pool.connect();
      client.on('error', noteEnd);
      return await work(client);
    } catch (error) {
      const problem = plainly(error, this.options.address.label, this.seconds);
      broken ??= problem;
      throw problem;
    } finally {
      client?.off('error', noteEnd);
      client?.release(broken);
    }
  }
}

function configOf({ address, password }: ServerOptions, seconds: number): PoolConfig {
  const { host, port, database, user, tls } = address;
  return {
    ...{ host, port, database, ssl: tls },
    ...(user === null ? {} : { user }),
    ...(password === null ? {} : { password }),
    application_name: 'StackLens AI',
    options: `-c search_path=${schemaName},pg_temp`,
    statement_timeout: seconds * 1000,
    connectionTimeoutMillis: connectingMilliseconds,
    idleTimeoutMillis: idleMilliseconds,
    max: mostConnections,
    keepAlive: true,
    // The process may end while a connection waits for work.
    allowExitOnIdle: true,
    types: { getTypeParser: parserOf },
  };
}

/** Takes steps, each once the server has answered the one before. */
async function take<T>(client: PoolClient, steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (step.done !== true) {
    const rows: Row[] = [];
    for (const statement of serverStatements(step.value)) {
      for (const each of (await client.query<Record<string, Row[string]>>(statement)).rows) rows.push(each);
    }
    step = steps.next(rows);
  }
  return step.value;
}

async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Where the connection is gone, so is the transaction: what went wrong first is what counts.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const earliestServer = 140_000;

async function mustBeRecent(client: PoolClient, name: string): Promise<void> {
  const version = number((await take(client, row(`SELECT current_setting('server_version_num')::int AS version`))) ?? {}, 'version');
  if (version < earliestServer) throw new StoreError(`${name} is on a server of PostgreSQL ${String(Math.floor(version / 10_000))}; version 14 or later is needed.`);
}

function isNotAllowed(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '42501';
}
