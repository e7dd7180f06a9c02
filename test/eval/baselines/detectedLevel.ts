import type { Level } from '../../../src/core/record';

const names: Readonly<Record<string, Level>> = {
  trace: 'trace',
  trc: 'trace',
  debug: 'debug',
  dbg: 'debug',
  info: 'info',
  inf: 'info',
  information: 'info',
  warn: 'warn',
  wrn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  critical: 'fatal',
  fatal: 'fatal',
};

const field = /(?<![\w.])"?(?:level|lvl|severity|log_?level|severity_text)"?\s*[:=]\s*"?([a-z]+)/i;

/** Looked for one after the other, wherever they stand in the line as words of their own. */
const words = (['trace', 'debug', 'fatal', 'critical', 'error', 'err', 'warning', 'warn', 'info'] as const).map(
  (word) => [new RegExp(`(?<![\\p{L}\\d_])${word}(?![\\p{L}\\d_])`, 'iu'), names[word] ?? null] as const,
);

/**
 * Loki's `detected_level`, re-made from what it does: the level field of JSON and logfmt, else the first of a list of
 * level names that occurs anywhere.
 */
export function detectedLevel(line: string): Level | null {
  const declared = names[field.exec(line)?.[1]?.toLowerCase() ?? ''];
  return declared ?? words.find(([word]) => word.test(line))?.[1] ?? null;
}
