import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Set in the environment of everything a session starts, so that a process that leaves its group is still known as ours. */
const marker = 'STACKLENS_SESSION';
const graceMs = 3_000;
const parentPollMs = 1_000;
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Completed {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Standard output. */
  readonly output: string;
  /** Standard output and standard error as they came. */
  readonly transcript: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the session's environment. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly shell?: boolean;
  /** The account that it runs as. */
  readonly uid?: number;
  readonly gid?: number;
  /** When it is killed; absent, never. */
  readonly timeoutMs?: number;
}

/**
 * Everything one run starts or writes, so that all of it ends with the run: processes by group (an extension host can
 * outlive its server), temporary files, and whatever was handed to `onEnd`. Ctrl+C, SIGTERM and the death of the
 * parent end it as well.
 */
export class Session {
  /** Temporary files of the session and, through TMPDIR, of all its processes. */
  readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), 'stacklens-'));
  readonly #id = [process.env[marker], path.basename(this.directory)].filter(Boolean).join('.');
  readonly #processes = new Set<ChildProcess>();
  readonly #releases: (() => Promise<void>)[] = [];
  readonly #directories = [this.directory];

  readonly #parentWatch: NodeJS.Timeout;

  private constructor() {
    process.on('exit', this.#endAtOnce);
    for (const signal of endingSignals) process.on(signal, leave);
    // A package manager that is killed leaves its scripts running.
    const parent = process.ppid;
    this.#parentWatch = setInterval(() => {
      if (process.ppid !== parent) leave();
    }, parentPollMs).unref();
  }

  /** Runs `work` with a session and ends the session afterwards, whatever came of it. */
  static async with<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = Session.begin();
    try {
      return await work(session);
    } finally {
      await session.end();
    }
  }

  static begin(): Session {
    return new Session();
  }

  /** A new directory that goes with the session, wherever it is. */
  temporaryDirectory(name: string, parent = this.directory): string {
    const directory = fs.mkdtempSync(path.join(parent, `${name}-`));
    if (parent !== this.directory) this.#directories.push(directory);
    return directory;
  }

  /** What processes of this session find in their environment. */
  environment(extra: Readonly<NodeJS.ProcessEnv> = {}): NodeJS.ProcessEnv {
    return { ...process.env, TMPDIR: this.directory, ...extra, [marker]: this.#id };
  }

  /** Starts a process in a group of its own that ends with the session. */
  spawn(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn(command, args, {
      ...options,
      env: this.environment(options.env),
      detached: process.platform !== 'win32',
    });
    this.#processes.add(child);
    return child;
  }

  /**
   * Runs a command to its end, without standard input.
   * @throws where it cannot be started; not for an exit code, which is handed back
   */
  async run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Completed> {
    const { timeoutMs, ...spawnOptions } = options;
    const child = this.spawn(command, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let transcript = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      transcript += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      transcript += text;
    });
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => signalGroup(child, 'SIGKILL'), timeoutMs);
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      return { code, output, transcript };
    } finally {
      clearTimeout(timer);
      this.#processes.delete(child);
    }
  }

  /** Ends a process and all of its group: politely, then by force. */
  async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      signalGroup(child, 'SIGTERM');
      await Promise.race([gone, delay(graceMs, undefined, { ref: false })]);
    }
    signalGroup(child, 'SIGKILL');
    this.#processes.delete(child);
  }

  /** Calls `release` when the session ends; the last one handed in comes first. */
  onEnd(release: () => Promise<void>): void {
    this.#releases.push(release);
  }

  /**
   * Ends everything.
   * @returns one line for each process that outlived its end by more than a moment and had to be killed (Linux only)
   */
  async end(): Promise<string[]> {
    for (const release of this.#releases.splice(0).reverse()) {
      // One that fails must not keep the others from ending; what it held shows among the survivors.
      await release().catch((error: unknown) => console.error('Clean-up:', error));
    }
    await Promise.all([...this.#processes].map((child) => this.stop(child)));
    const deadline = Date.now() + graceMs;
    while (this.#survivors().length > 0 && Date.now() < deadline) await delay(50);
    const survivors = this.#survivors().map((pid) => `${pid} ${readProc(pid, 'cmdline').replaceAll('\0', ' ')}`);
    this.#endAtOnce();
    clearInterval(this.#parentWatch);
    process.off('exit', this.#endAtOnce);
    for (const signal of endingSignals) process.off(signal, leave);
    return survivors;
  }

  readonly #endAtOnce = (): void => {
    for (const child of this.#processes) signalGroup(child, 'SIGKILL');
    this.#processes.clear();
    for (const pid of this.#survivors()) signal(pid, 'SIGKILL');
    for (const directory of this.#directories) fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  /** Processes that carry our mark, or that of a session within ours. */
  #survivors(): number[] {
    if (process.platform !== 'linux') return [];
    const ours = [`${marker}=${this.#id}\0`, `${marker}=${this.#id}.`];
    return fs
      .readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid)
      .filter((pid) => ours.some((mark) => `${readProc(pid, 'environ')}\0`.includes(mark)));
  }
}

/** Ends this process; the sessions follow its exit. */
function leave(): void {
  process.exit(130);
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') spawnSync('taskkill', ['/T', '/F', '/PID', String(child.pid)]);
  else signal(-child.pid, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isErrno(error, 'ESRCH')) throw error;
  }
}

/** A file of /proc; empty where the process is gone or not ours to read. */
function readProc(pid: number, name: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch (error) {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ESRCH') || isErrno(error, 'EACCES')) return '';
    throw error;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
