import { levels } from '../core/record';
import type { RemoteFilter, RemoteProgress } from '../engine/remote/remoteLog';
import { spanOf } from '../engine/remote/span';
import type { OpenSource } from '../engine/sources';
import { oneOf } from './choice';
import { complain } from './output';
import { UsageError } from './usage';

/** Options that say what is read of a remote log. */
export const remoteOptions = {
  since: { type: 'string' },
  until: { type: 'string' },
  level: { type: 'string' },
  word: { type: 'string', multiple: true },
  label: { type: 'string', multiple: true },
  limit: { type: 'string' },
  patience: { type: 'string' },
} as const;

interface RemoteValues {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly level?: string | undefined;
  readonly word?: readonly string[] | undefined;
  readonly label?: readonly string[] | undefined;
  readonly limit?: string | undefined;
  readonly patience?: string | undefined;
}

/** How remote logs are read. */
export interface RemoteChoice {
  readonly filter: RemoteFilter;
  /** Milliseconds. */
  readonly patience: number;
}

const usualSince = '1h';
const usualLimit = 100_000;
const mostRecords = 100_000_000;
const usualPatience = 60;
/** Milliseconds between two words on how far it has come. */
const progressEvery = 1000;

/** Reads the options. Throws UsageError where they say what there is not, or where no remote log is named that they could be about. */
export function remoteChoice(values: RemoteValues, isAsked: boolean, now: number): RemoteChoice {
  const { since, until, level, word = [], label = [], limit, patience } = values;
  const given = Object.keys(remoteOptions).find((name) => Object.hasOwn(values, name));
  if (!isAsked && given !== undefined) throw new UsageError(`--${given} is for logs that another engine keeps, such as loki://host/?query={app="shop"}.`);
  const from = timeOption('--since', since ?? usualSince, now);
  const to = until === undefined ? now : timeOption('--until', until, now);
  if (from >= to) throw new UsageError('--since has to be before --until.');
  return {
    filter: { from, to, level: level === undefined ? null : oneOf('--level', level, levels), words: word.filter((each) => each !== ''), labels: label.map(labelOption), most: numberOption('--limit', limit ?? String(usualLimit), mostRecords) },
    patience: numberOption('--patience', patience ?? String(usualPatience), 3600) * 1000,
  };
}

/** Opens a remote log; how far it has come is told where somebody watches. */
export async function openRemoteLog(address: string, { filter, patience }: RemoteChoice, signal: AbortSignal): Promise<OpenSource> {
  // What speaks to engines is not loaded for files.
  const { openRemote } = await import('../engine/remote/openRemote');
  const { STACKLENS_SOURCE_USER: user, STACKLENS_SOURCE_PASSWORD: password, STACKLENS_SOURCE_TOKEN: token } = process.env;
  const secrets = { user: user || undefined, password: password || undefined, token: token || undefined };
  let toldAt = performance.now();
  const onProgress = ({ records, total }: RemoteProgress): void => {
    if (!process.stderr.isTTY || performance.now() - toldAt < progressEvery) return;
    toldAt = performance.now();
    complain(`${String(records)}${total === null ? '' : ` of ${String(Math.min(total, filter.most))}`} records read, of ${String(filter.most)} at most`);
  };
  const onLimit = (): void => complain(`${address} has more than the ${String(filter.most)} records that were read, the oldest ones. Ask for a shorter time, or for more with --limit.`);
  return openRemote(address, { filter, secrets, patience, onProgress, onLimit }, signal);
}

function timeOption(option: string, value: string, now: number): number {
  const span = spanOf(value);
  const time = Number.isNaN(span) ? isoTime(value) : now - span;
  if (Number.isNaN(time)) throw new UsageError(`${option} takes a time such as 2026-11-22T10:00:00Z, or how long ago: 30s, 15m, 2h, 7d.`);
  return time;
}

/** A time without a zone is one of UTC. */
function isoTime(value: string): number {
  const [, day, time, zone] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(value) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${time ?? '00:00'}${zone ?? 'Z'}`);
}

function labelOption(value: string): readonly [string, string] {
  const equals = value.indexOf('=');
  if (equals < 1) throw new UsageError(`--label takes NAME=VALUE, not "${value}".`);
  return [value.slice(0, equals), value.slice(equals + 1)];
}

function numberOption(option: string, value: string, most: number): number {
  if (!/^[1-9]\d{0,8}$/.test(value) || Number(value) > most) throw new UsageError(`${option} takes a number from 1 to ${String(most)}.`);
  return Number(value);
}
