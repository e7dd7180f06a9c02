#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { version } from '../package.json';
import { complain, messageOf, openOutput } from './cli/output';
import { scan } from './cli/scan';
import { usage, UsageError } from './cli/usage';

/** Runs one command and returns the exit code. */
async function main([name, ...args]: readonly string[], signal: AbortSignal): Promise<number> {
  const wanted = [name, ...args];
  const told = wanted.includes('--help') || wanted.includes('-h') ? usage : name === '--version' ? `${version}\n` : undefined;
  if (told !== undefined) {
    await (await openOutput(undefined)).sink.write(told);
    return 0;
  }
  if (name === 'scan') {
    staySmall();
    return scan(args, signal);
  }
  const { otherCommands } = await import('./cli/otherCommands');
  const command = otherCommands.get(name ?? '');
  if (!command) throw new UsageError(name === undefined ? 'Name a command.' : `There is no command "${name}".`);
  return command(args, signal);
}

/** Little of what a scan reads outlives its line: collected soon and not let pile up, it takes half the memory and hardly more time. */
function staySmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
  setFlagsFromString('--semi-space-growth-factor=1');
}

function isUsage(error: unknown): boolean {
  return error instanceof UsageError || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
}

// Most of our expressions run often: V8 is to compile each once, and not for its interpreter first. This spares a sixth of a start.
setFlagsFromString('--no-regexp-tier-up');

// Where nobody hears complaints any more, the work still counts.
process.stderr.on('error', () => undefined);
const interrupted = new AbortController();
for (const [name, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
  process.once(name, () => {
    process.exitCode = code;
    interrupted.abort(new Error('Interrupted.'));
  });
}

main(process.argv.slice(2), interrupted.signal).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(`${messageOf(error)}${isUsage(error) ? `\n\n${usage.trimEnd()}` : ''}`);
    if (!interrupted.signal.aborted) process.exitCode = 2;
  },
);
