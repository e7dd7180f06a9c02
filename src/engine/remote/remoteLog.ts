import type { Level } from '../../core/record';

/** Which records of a remote log are read; the engine that keeps it leaves out the others. */
export interface RemoteFilter {
  /** Milliseconds since the epoch: `from` inclusive, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** The least level; null for all, those without one included. */
  readonly level: Level | null;
  /** Records with one of these words in their message, upper case or lower; all where there is none. */
  readonly words: readonly string[];
  /** What labels, fields or columns have to be. */
  readonly labels: readonly (readonly [name: string, value: string])[];
  /** Records that are read at most, so that a question that is too wide costs no more. */
  readonly most: number;
}

/** Pages of records, the oldest first, each a line of JSON. Throws SourceError; ended early, it ends the query where it runs. */
export type RemotePages = AsyncGenerator<readonly string[]>;

/** Told after each page. */
export interface RemoteProgress {
  readonly records: number;
  /** Where the engine tells how many there are. */
  readonly total: number | null;
}

/** What reading a remote log takes. */
export interface RemoteReading {
  readonly filter: RemoteFilter;
  readonly signal: AbortSignal;
  readonly secrets: Secrets;
  /** Milliseconds that an engine may be silent. */
  readonly patience: number;
  readonly onTotal: (total: number) => void;
}

/** What proves who asks; never part of an address. */
export interface Secrets {
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Sent as a bearer token, to Elasticsearch as an API key. */
  readonly token: string | undefined;
}

/** Levels from the least on, as engines spell them. */
export function levelNames(least: Level): string[] {
  const spelled: Readonly<Record<Level, readonly string[]>> = {
    trace: ['trace'],
    debug: ['debug'],
    info: ['info', 'information', 'notice'],
    warn: ['warn', 'warning'],
    error: ['error', 'err'],
    fatal: ['fatal', 'critical', 'crit', 'alert', 'emergency', 'emerg', 'panic'],
  };
  const order = Object.keys(spelled) as Level[];
  return order.slice(order.indexOf(least)).flatMap((level) => spelled[level]);
}

/**
 * A line as a container's log has it, which the engine reads as what was written: the line itself, with its own level
 * and its own trace, and the time where it states none. Lines of one stream belong together.
 */
export function wrappedLine(line: string, stream: string, time: string): string {
  return JSON.stringify({ log: `${line}\n`, stream, time });
}
