import { mergeByTime, type Merged } from '../../core/mergeByTime';
import type { JudgedRecord } from '../../core/pipeline';
import { levels, type Level } from '../../core/record';
import { Silences } from '../../core/silence';
import type { Reading, Source } from '../api';
import { readLog } from '../readLog';
import { openSource, type OpenSource } from '../sources';

export interface MergeOptions {
  readonly sources: readonly Source[];
  readonly reading: Reading;
  /** Records below it, and those without a level, are left out. */
  readonly minLevel: Level | null;
  /** Milliseconds since the epoch: taken for the last change of what has no date of its own. */
  readonly now: number;
  /** Told of a log that cannot be read, or not to its end; the others are merged all the same. */
  readonly onFailure: (source: number, message: string) => void;
  /** Told of bytes read and in all, as far as the logs have been opened. */
  readonly onProgress?: (bytes: number, totalBytes: number) => void;
}

/** A record among those of several logs. */
export interface MergedRecord extends Merged<JudgedRecord> {
  /** Milliseconds in which no log said anything, since the record before; null where that was not unusual. See `Silences`. */
  readonly silence: number | null;
}

/** The records of several logs in the order of time, in batches. Throws the signal's reason when it is aborted. */
export async function* mergedLogs(options: MergeOptions, signal: AbortSignal): AsyncGenerator<readonly MergedRecord[]> {
  const { sources, minLevel, onFailure, onProgress } = options;
  const progress = new Map<number, OpenSource>();
  const lanes = sources.map((source, index) =>
    recordsOf(source, options, signal, (opened) => progress.set(index, opened), (message) => onFailure(index, message)),
  );
  const order = { timeOf: ({ record }: JudgedRecord) => record.timestamp, sizeOf: ({ record }: JudgedRecord) => sizeOf(record.lines) };
  const silences = new Silences();
  // One before a record that is left out stands before the next that is not.
  let silence: number | null = null;
  for await (const batch of mergeByTime(lanes, order)) {
    signal.throwIfAborted();
    onProgress?.(sum(progress.values(), ({ position }) => position), sum(progress.values(), ({ identity }) => identity.size));
    const shown: MergedRecord[] = [];
    for (const { source, item } of batch) {
      silence = silences.before(item.record.timestamp) ?? silence;
      if (minLevel !== null && !isAtLeast(item.verdict.level, minLevel)) continue;
      shown.push({ source, item, silence });
      silence = null;
    }
    yield shown;
  }
}

async function* recordsOf(
  source: Source,
  { reading, now }: MergeOptions,
  signal: AbortSignal,
  onOpen: (opened: OpenSource) => void,
  onFailure: (message: string) => void,
): AsyncGenerator<readonly JudgedRecord[]> {
  let opened: OpenSource | undefined;
  try {
    opened = await openSource(source);
    onOpen(opened);
    for await (const { records } of readLog(opened, { ...reading, classifier: null, everyRecord: true, now }, signal)) yield records;
    if (opened.damage !== null) onFailure(opened.damage);
  } catch (error) {
    if (signal.aborted) throw error;
    onFailure(error instanceof Error ? error.message : String(error));
  } finally {
    await opened?.close();
  }
}

function isAtLeast(level: Level | null, least: Level): boolean {
  return level !== null && levels.indexOf(level) >= levels.indexOf(least);
}

/** Characters of the lines, and something for the record itself. */
function sizeOf(lines: readonly string[]): number {
  return sum(lines, ({ length }) => length) + 500;
}

function sum<T>(items: Iterable<T>, value: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += value(item);
  return total;
}
