import type { FormatFileProblem, FormatProblem, Reading } from '../engine/api';
import { readFormatFiles } from '../engine/formatFiles';
import { complain } from './output';
import { ownFiles } from './ownFiles';
import { UsageError } from './usage';
import { zoneOption } from './zones';

/** How the command line reads a log where nothing else is asked for. */
export const defaultReading: Reading = { lineBreaks: 'lf', patterns: [], formats: [], clientErrors: 'low', zone: 'UTC' };

/** Options of every command that reads and judges logs. */
export const readingOptions = {
  'log-time-zone': { type: 'string', default: 'UTC' },
  'client-errors': { type: 'string', default: 'low' },
} as const;

/** How a command reads logs here with what its options say. Throws UsageError where they say what there is not. */
export async function readingWith(values: Readonly<Record<keyof typeof readingOptions, string>>): Promise<Reading> {
  const clientErrors = values['client-errors'];
  if (clientErrors !== 'low' && clientErrors !== 'medium') throw new UsageError('--client-errors takes one of: low, medium.');
  return { ...(await readingHere()), zone: zoneOption('--log-time-zone', values['log-time-zone']), clientErrors };
}

/** How the command line reads logs here: with the formats of `.stacklens/formats`. Those that are left out are told of, one line a file. */
export async function readingHere(): Promise<Reading> {
  const files = await ownFiles('formats', '.json');
  if (files.length === 0) return defaultReading;
  const { formats, problems } = readFormatFiles(files);
  for (const { name } of files) {
    const found = problems.filter(({ file }) => file === name);
    if (found.length > 0) complain(describe(name, found));
  }
  return { ...defaultReading, formats };
}

/** Tells of formats that took too long while a log was read. */
export function complainOfFormats(file: string, problems: readonly FormatProblem[]): void {
  for (const { id, message } of problems) complain(`${file}: the format "${id}" was left out: ${message}. Avoid nested repetitions such as (a+)+.`);
}

function describe(file: string, problems: readonly FormatFileProblem[]): string {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${String(problems.length - 1)} more)` : '';
  return `${file}: ${first?.place === '' ? 'it' : (first?.place ?? '')} ${first?.message ?? ''}${more}. The format is left out until that is mended.`;
}
