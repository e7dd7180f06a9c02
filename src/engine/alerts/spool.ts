import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../store/fileLayer';
import { isAlive } from '../store/fileLock';
import { thisMachine } from '../thisMachine';
import type { Alert } from './alert';

/** Alerts that wait for a channel at most; what comes beyond is only counted. */
const mostWaiting = 1000;
/** Names say how grave an alert is, so that what is not wanted yet is left alone. */
const waitingName = /^\d{15}-[0-9a-f]{12}-([a-z]+)\.json$/;
const claimedName = /^(\d{15}-[0-9a-f]{12}-[a-z]+\.json)\.([0-9a-f]{8})-(\d{1,10})$/;

/** Alerts that one process is about to send; no other one has them. */
export interface Claim {
  readonly alerts: readonly Alert[];
  /** They were sent, or are given up. */
  done(): Promise<void>;
  /** They wait again. */
  release(): Promise<void>;
}

/**
 * Alerts that wait to be sent, a file each in a folder of each channel, so that they outlive the process. Who is to send
 * some renames them, so that two processes never send the same; what a killed one had claimed is claimed again by the
 * next, and is then told twice where it was sent just before.
 */
export class Spool {
  constructor(private readonly folder: string) {}

  /** False where too many wait already. */
  async add(channel: string, alert: Alert): Promise<boolean> {
    const folder = this.folderOf(channel);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await readdir(folder)).length >= mostWaiting) return false;
    const name = `${String(alert.time).padStart(15, '0')}-${randomBytes(6).toString('hex')}-${alert.severity}.json`;
    const unfinished = path.join(folder, `.${name}`);
    await writeFile(unfinished, JSON.stringify(alert), { mode: 0o600 });
    await rename(unfinished, path.join(folder, name));
    return true;
  }

  /** Claims what waits and is wanted, the oldest first; null where there is nothing. */
  async claim(channel: string, wanted: (severity: string) => boolean): Promise<Claim | null> {
    const folder = this.folderOf(channel);
    const alerts: Alert[] = [];
    const claimed: { readonly from: string; readonly to: string }[] = [];
    for (const name of await this.waiting(folder)) {
      if (!wanted(waitingName.exec(name)?.[1] ?? '')) continue;
      const [from, to] = [path.join(folder, name), path.join(folder, `${name}.${thisProcess()}`)];
      if (!(await renamed(from, to))) continue;
      const alert = await alertIn(to);
      if (alert === null) {
        await rm(to, { force: true });
        continue;
      }
      alerts.push(alert);
      claimed.push({ from, to });
    }
    if (alerts.length === 0) return null;
    return {
      alerts,
      done: async () => {
        for (const { to } of claimed) await rm(to, { force: true });
      },
      release: async () => {
        for (const { from, to } of claimed) await renamed(to, from);
      },
    };
  }

  /** Names of what waits, with what processes have left that are no more. */
  private async waiting(folder: string): Promise<string[]> {
    const names = await namesIn(folder);
    const waiting = names.filter((name) => waitingName.test(name));
    for (const name of names) {
      const [, own, machine, pid] = claimedName.exec(name) ?? [];
      if (own === undefined || machine !== thisMachine() || isAlive(Number(pid))) continue;
      if (await renamed(path.join(folder, name), path.join(folder, own))) waiting.push(own);
    }
    return waiting.sort();
  }

  private folderOf(channel: string): string {
    return path.join(this.folder, `channel-${encodeURIComponent(channel)}`);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** False where another process was faster. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Null for what is no alert: a disk was full, or somebody else wrote it. */
async function alertIn(file: string): Promise<Alert | null> {
  try {
    const alert: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof alert === 'object' && alert !== null && 'message' in alert && 'severity' in alert && 'time' in alert ? (alert as Alert) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function thisProcess(): string {
  return `${thisMachine()}-${String(process.pid)}`;
}
