import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** A command that goes through a log. */
export interface Contender {
  readonly id: string;
  /** As tables name it. */
  readonly title: string;
  readonly command: string;
  readonly args: (file: string) => readonly string[];
  /** `pipe` where the command would do less if it saw that nobody reads what it writes. */
  readonly output: 'ignore' | 'pipe';
}

export interface Measured {
  readonly contender: Contender;
  /** Of each run, from the start of the process to its end; empty where it failed. */
  readonly seconds: readonly number[];
  /** Highest resident memory of its process in bytes; null where this system does not tell. */
  readonly peak: number | null;
  /** What it wrote to standard error in its first run. */
  readonly errors: string;
  /** Why there are no times. */
  readonly failure: string | null;
}

/** Above this, what a command says on standard error is not kept. */
const mostErrors = 64 * 1024;
const pollEvery = 5;

/** Codes that say that something or nothing was found. */
const fine: readonly (number | null)[] = [0, 1];

/**
 * Runs all contenders over a file in turn, `runs` times, each round in another order. A first round that is not counted
 * brings the file and the programs into memory, and says how much memory each takes.
 */
export async function interleaved(contenders: readonly Contender[], file: string, runs: number): Promise<Measured[]> {
  const all = await inTurn(contenders, async (contender) => ({ contender, first: await run(contender, file, true), seconds: [] as number[] }));
  const able = all.filter(({ first }) => first.failure === null);
  for (let round = 0; round < runs; round++) {
    const shift = able.length === 0 ? 0 : round % able.length;
    await inTurn([...able.slice(shift), ...able.slice(0, shift)], async ({ contender, seconds }) => seconds.push((await run(contender, file, false)).seconds));
  }
  return all.map(({ contender, first: { peak, errors, failure }, seconds }) => ({ contender, seconds, peak, errors, failure }));
}

async function inTurn<In, Out>(list: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (const item of list) results.push(await work(item));
  return results;
}

interface Run {
  readonly seconds: number;
  readonly peak: number | null;
  readonly errors: string;
  readonly failure: string | null;
}

function run({ command, args, output }: Contender, file: string, watchMemory: boolean): Promise<Run> {
  return new Promise((resolve) => {
    const started = performance.now();
    // The C locale: bytes, and no tables of a language.
    const child = spawn(command, args(file), { stdio: ['ignore', output, 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
    let errors = '';
    let peak: number | null = null;
    const look = async (): Promise<void> => {
      if (child.pid !== undefined) peak = (await peakOf(child.pid)) ?? peak;
    };
    if (watchMemory) void look();
    const poll = watchMemory ? setInterval(() => void look(), pollEvery) : undefined;
    child.stdout?.resume();
    child.stderr?.on('data', (part: Buffer) => {
      if (errors.length < mostErrors) errors += part.toString('utf8');
    });
    let ended = NaN;
    child.once('exit', () => (ended = performance.now()));
    const finish = (failure: string | null): void => {
      clearInterval(poll);
      resolve({ seconds: (ended - started) / 1000, peak, errors, failure });
    };
    child.once('error', (error) => finish(error.message));
    child.once('close', (code, signal) => finish(fine.includes(code) ? null : `ended with ${code ?? signal ?? 'nothing'}: ${errors.trim().slice(0, 200)}`));
  });
}

/** Highest resident memory of a running process so far, where the system tells it as Linux does. */
async function peakOf(pid: number): Promise<number | null> {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    // It has ended, or this system has no /proc.
    return null;
  }
}

/** The middle one; the mean of both where there are two; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
