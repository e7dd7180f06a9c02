import { spawn } from 'node:child_process';
import path from 'node:path';

const cli = path.resolve('dist/cli.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The working directory. */
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Stops reading standard output after so many bytes, as `head` does. */
  readonly readOnly?: number;
}

/** Runs the built command line. */
export function stacklens(args: readonly string[], { cwd, env, readOnly }: RunOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd, env: { ...process.env, STACKLENS_STORE: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (readOnly !== undefined && stdout.length >= readOnly) child.stdout.destroy();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** Lines of NDJSON. */
export function parseLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A log with one finding of each severity. */
export const mixedLog = [
  '2026-11-22T10:00:00Z INFO up',
  '2026-11-22T10:00:01Z ERROR load of /srv/app/x.db failed',
  'java.lang.IllegalStateException: no',
  '\tat com.example.A.b(A.java:3)',
  '2026-11-22T10:00:02Z WARN disk usage at 91%',
  '2026-11-22T10:00:03Z FATAL Out of memory',
  '2026-11-22T10:00:04Z INFO retrying in 5 s',
  '2026-11-22T10:00:05Z DEBUG down',
  '',
].join('\n');

export const quietLog = '2026-11-22T10:00:00Z INFO up\n2026-11-22T10:00:01Z INFO down\n';
