import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Bytes of each log. */
  readonly size: number;
  /** Names of cases, or how they begin; empty for all. */
  readonly only: readonly string[];
  readonly runs: number;
  readonly seed: number;
  /** Bytes up to which one log grows; null for no such case. */
  readonly scale: number | null;
  /** Whether docs/performance.md is to have the tables. */
  readonly markdown: boolean;
  /** As the tables give it. */
  readonly date: string;
  /** The command line to measure; null for the one just built. */
  readonly cli: string | null;
  readonly clean: boolean;
  readonly help: boolean;
}

/** What was asked for cannot be done; the message says what can. */
export class BenchUsageError extends Error {
  override readonly name = 'BenchUsageError';
}

export const help = `npm run bench -- [OPTIONS]   how fast logs are scanned, beside other tools on the same logs

  --size SIZE      of each log, such as 64m or 1g (default 256m)
  --only NAMES     some cases, by name or how it begins, with commas between:
                   mixed-0, mixed-1, mixed-10, mixed-40, mixed-100 (per cent of lines that are problems),
                   FORMAT-PERCENT such as spring-1 or zap-40, gz, long-line, start, scale
  --runs N         that are counted, of each tool (default 5)
  --scale SIZE     one log that grows up to this size, such as 10g
  --markdown       writes the tables into docs/performance.md
  --date DATE      of the tables (default: today)
  --seed N         of the logs (default 1)
  --cli FILE       another build of the command line
  --clean          removes the logs that were kept, and does nothing else

npm run bench:activation     what the extension costs when VS Code starts
npm run bench:host           what it costs the extension host while a log grows
`;

/** Throws BenchUsageError. `today` is taken where no date is given. */
export function readArguments(args: readonly string[], today: Date): BenchOptions {
  const values = valuesOf(args);
  const only = list(values.only ?? '');
  const scale = values.scale ?? (only.includes('scale') ? '10g' : undefined);
  return {
    size: bytesOf('--size', values.size),
    only,
    runs: wholeNumber('--runs', values.runs, 1),
    seed: wholeNumber('--seed', values.seed, 0),
    scale: scale === undefined ? null : bytesOf('--scale', scale),
    markdown: values.markdown,
    date: values.date ?? today.toISOString().slice(0, 10),
    cli: values.cli ?? null,
    clean: values.clean,
    help: values.help,
  };
}

function list(text: string): string[] {
  return text.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

interface Values {
  readonly size: string;
  readonly only?: string | undefined;
  readonly runs: string;
  readonly seed: string;
  readonly scale?: string | undefined;
  readonly markdown: boolean;
  readonly date?: string | undefined;
  readonly cli?: string | undefined;
  readonly clean: boolean;
  readonly help: boolean;
}

function valuesOf(args: readonly string[]): Values {
  try {
    return parseArgs({
      args: [...args],
      options: {
        size: { type: 'string', default: '256m' },
        only: { type: 'string' },
        runs: { type: 'string', default: '5' },
        seed: { type: 'string', default: '1' },
        scale: { type: 'string' },
        markdown: { type: 'boolean', default: false },
        date: { type: 'string' },
        cli: { type: 'string' },
        clean: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    // Node names the option and what is wrong with it.
    throw new BenchUsageError(error instanceof Error ? error.message : String(error));
  }
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

function bytesOf(option: string, text: string): number {
  const parts = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(text);
  const bytes = Number(parts?.[1]) * (units[parts?.[2]?.toLowerCase() ?? ''] ?? NaN);
  if (!(bytes >= 1)) throw new BenchUsageError(`${option} takes a size such as 64m or 1g, not ${text}.`);
  return Math.round(bytes);
}

function wholeNumber(option: string, text: string, least: number): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw new BenchUsageError(`${option} takes a whole number from ${least}, not ${text}.`);
  return Number(text);
}
