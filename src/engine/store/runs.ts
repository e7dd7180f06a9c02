import { hostname, uptime } from 'node:os';
import type { StoreDatabase } from './database';
import { isAlive } from './fileLock';
import { type Row, type Steps, number, rows, runAll, text } from './steps';
import type { Run } from './store';

// What is being analysed is kept apart from what was: a process that dies leaves runs behind, and those become failed
// analyses once somebody notices.

/** Milliseconds after which it is worth telling others of a run. */
const worthTelling = 1_000;
/** Milliseconds after which nobody waits for a run on a machine of which nothing is known. */
const longestRun = 86_400_000;

/** A run as it is kept. */
export interface KeptRun extends Run {
  readonly host: string;
  readonly process: number;
}

/** Runs of this process. */
export function ownRuns(files: readonly Pick<Run, 'uri' | 'fileName'>[], status: Run['status'], since: number): KeptRun[] {
  return files.map(({ uri, fileName }) => ({ uri, fileName, status, since, host: hostname(), process: process.pid }));
}

/** Keeps runs, each in the place of what was kept of the same file and process. */
export function* insertRuns(kept: readonly KeptRun[]): Steps<void> {
  yield* removeRuns(kept);
  yield* runAll(
    'INSERT INTO runs (host, process, uri, file_name, status, since) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    kept.map(({ host, process: pid, uri, fileName, status, since }) => [host, pid, uri, fileName, status, since]),
  );
}

export function removeRuns(kept: readonly Pick<KeptRun, 'host' | 'process' | 'uri'>[]): Steps<void> {
  return runAll(
    'DELETE FROM runs WHERE host = ? AND process = ? AND uri = ?',
    kept.map(({ host, process: pid, uri }) => [host, pid, uri]),
  );
}

/** The oldest first. `condition`: on a row. */
export function* readRuns(condition = '1 = 1'): Steps<KeptRun[]> {
  return (yield* rows(`SELECT * FROM runs WHERE ${condition} ORDER BY since, uri`)).map(runOf);
}

/** Runs that somebody works on, as far as can be told. */
export function* runsUnderWay(now: number): Steps<Run[]> {
  return (yield* readRuns()).filter((each) => !isLeftBehind(each, now)).map(({ uri, fileName, status, since }) => ({ uri, fileName, status, since }));
}

/** Forgets runs that nobody works on any more, and returns them: of several that come at once, to one only. */
export function* takeLeftBehind(condition: string, now: number): Steps<KeptRun[]> {
  const taken: KeptRun[] = [];
  for (const each of yield* readRuns(condition)) {
    if (!isLeftBehind(each, now)) continue;
    const gone = yield* rows('DELETE FROM runs WHERE host = ? AND process = ? AND uri = ? RETURNING uri', each.host, each.process, each.uri);
    if (gone.length > 0) taken.push(each);
  }
  return taken;
}

/** Whether nobody works on it any more, as far as can be told on this machine at `now`. */
export function isLeftBehind({ host, process: pid, since }: KeptRun, now: number): boolean {
  if (host !== hostname()) return now - since > longestRun;
  return since < now - uptime() * 1_000 || !isAlive(pid);
}

function runOf(row: Row): KeptRun {
  return {
    uri: text(row, 'uri'),
    fileName: text(row, 'file_name'),
    status: text(row, 'status') as Run['status'],
    since: number(row, 'since'),
    host: text(row, 'host'),
    process: number(row, 'process'),
  };
}

/** Tells others of a run of this process, if it takes long enough. */
export class RunNote {
  private readonly timer: NodeJS.Timeout;
  private noting: Promise<unknown> = Promise.resolve();

  constructor(
    readonly run: KeptRun,
    private readonly database: StoreDatabase,
  ) {
    this.timer = setTimeout(() => {
      // Where this fails, storing the result does too, and that is told.
      this.noting = this.database.add(() => insertRuns([run])).catch(() => undefined);
    }, worthTelling);
    this.timer.unref();
  }

  /** No note is written after this; one that was is still to be removed. */
  async end(): Promise<void> {
    clearTimeout(this.timer);
    await this.noting;
  }
}
