import path from 'node:path';

import type { Completed, RunOptions, Session } from './session';

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Runs the npm that runs us, else the one on the path. */
export async function runNpm(session: Session, args: readonly string[], options: RunOptions): Promise<Completed> {
  const running = process.env['npm_execpath'];
  const ownNpm = running !== undefined && path.basename(running).startsWith('npm-cli');
  const [command, first] = ownNpm ? [process.execPath, [running]] : ['npm', []];
  return session.run(command, [...first, ...args], { ...options, shell: !ownNpm && process.platform === 'win32' });
}

/**
 * Fetches packages with npm.
 * @returns its standard output
 * @throws with npm's own words where it fails
 */
export async function npm(session: Session, args: readonly string[], directory: string): Promise<string> {
  const done = await runNpm(session, [...args, ...quiet], { cwd: directory });
  if (done.code !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${done.transcript.trim()}`);
  return done.output;
}
