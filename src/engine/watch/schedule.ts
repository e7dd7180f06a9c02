import { Cron } from 'croner';

/** Logs that are analysed again and again, and when. */
export interface Scheduled {
  /** Paths, folders and globs. */
  readonly paths: readonly string[];
  readonly when: string;
  /** When it is due first, where it was scheduled then; in milliseconds since the epoch. */
  readonly first: (since: number) => number;
  /** When it is due after it ran then: infinite where it is not any more. */
  readonly next: (last: number) => number;
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads an entry of a schedule: `{ paths, every: "15m" }` or `{ paths, cron: "0 7 * * 1-5" }`, by the clock of this machine.
 * What was missed is due at once, and once. Throws an Error that says what is wrong with it.
 */
export function readScheduled(entry: unknown): Scheduled {
  if (typeof entry !== 'object' || entry === null) throw new Error('It is no object.');
  const { paths, every, cron } = entry as Record<string, unknown>;
  if (!Array.isArray(paths) || paths.length === 0 || !paths.every((each) => typeof each === 'string' && each !== '')) throw new Error('Its paths are no list of paths or globs.');
  if (typeof every === 'string' && cron === undefined) {
    const span = spanOf(every);
    return { paths, when: every, first: (since) => since, next: (last) => last + span };
  }
  if (typeof cron === 'string' && every === undefined) {
    const next = cronOf(cron);
    return { paths, when: cron, first: next, next };
  }
  throw new Error('It needs either every or cron.');
}

function spanOf(every: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,4})([mhd])$/.exec(every) ?? [];
  if (count === undefined) throw new Error(`“${every}” is no span such as 15m, 6h or 1d.`);
  return Number(count) * (units[unit] ?? 0);
}

/** The first time after another one. */
function cronOf(expression: string): (after: number) => number {
  try {
    const cron = new Cron(expression, { paused: true, mode: '5-part' });
    return (after) => cron.nextRun(new Date(after))?.getTime() ?? Number.POSITIVE_INFINITY;
  } catch (error) {
    throw new Error(`“${expression}” is no cron expression of five fields: ${error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error)}`, { cause: error });
  }
}
