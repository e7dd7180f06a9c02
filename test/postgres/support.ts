import net from 'node:net';
import { once } from 'node:events';
import { Client } from 'pg';
import { databaseAddress } from '../../src/engine/store/postgres/address';
import { PostgresDatabase, type ServerOptions } from '../../src/engine/store/postgres/server';
import { storeOver, type ServerAccess } from '../../src/engine/store/openStore';
import type { Store } from '../../src/engine/store/store';
import { newDatabase } from '../unit/engine/store/support';

/** A database of its own for one test. */
export async function freshDatabase(): Promise<ServerAccess> {
  const access = await newDatabase();
  if (access === null) throw new Error('These tests are run by `npm test -- --only postgres`, which starts a server.');
  return access;
}

/** A store on a server alone, without anything that stands in for it. */
export function serverStore(url: string, options: Partial<Omit<ServerOptions, 'address'>> = {}): Store {
  return storeOver(new PostgresDatabase({ address: databaseAddress(url), password: null, ...options }), { now: Date.now, program: 'editor' });
}

/** The address as another login, or otherwise changed. */
export function changed(url: string, changes: Partial<Pick<URL, 'username' | 'hostname' | 'port' | 'search'>>): string {
  return Object.assign(new URL(url), changes).href;
}

/** Runs statements as the login that may do all, or as another. */
export async function run(url: string, ...statements: readonly string[]): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

/** The way to a server, which can be cut and opened again. */
export class Way {
  private readonly sockets = new Set<net.Socket>();
  private readonly listener: net.Server;
  private port = 0;

  constructor(private readonly url: URL) {
    this.listener = net.createServer((socket) => {
      const onward = net.connect(Number(this.url.port), this.url.hostname);
      for (const each of [socket, onward]) {
        this.sockets.add(each);
        each.on('error', () => each.destroy());
        each.on('close', () => this.sockets.delete(each));
      }
      socket.pipe(onward).pipe(socket);
    });
  }

  async open(): Promise<string> {
    this.listener.listen(this.port, '127.0.0.1');
    await once(this.listener, 'listening');
    const address = this.listener.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    return changed(this.url.href, { port: String(this.port) });
  }

  async cut(): Promise<void> {
    const closed = once(this.listener, 'close');
    this.listener.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
