import type { PipelineSummary } from '../../core/pipeline';
import type { Line } from '../../core/record';
import type { KernelModule } from './kernel';
import type { Range, RangeReading, RangeResult, RangeScanner } from './rangeScanner';

/** What a scan worker is given to do. */
export interface ScanJob {
  readonly path: string;
  readonly reading: RangeReading;
  readonly module: KernelModule;
  readonly head: readonly Line[];
  readonly ranges: readonly Range[];
  readonly queue: SharedArrayBuffer;
}

/** What a scan worker tells. */
export type ScanWord =
  | { readonly kind: 'range'; readonly index: number; readonly result: RangeResult }
  /** `isSame`: whether it read the file to its end as it did at first. */
  | { readonly kind: 'done'; readonly summary: PipelineSummary; readonly isSame: boolean };

/** Places in the queue's memory: the next range, and whether to stop. */
const next = 0;
const stop = 1;

/** What those who share the ranges of a file share: which of them is the next. The first one is given away already. */
export function newQueue(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(8);
  Atomics.store(new Int32Array(memory), next, 1);
  return memory;
}

/** Has all that take ranges stop soon. */
export function stopQueue(queue: SharedArrayBuffer): void {
  Atomics.store(new Int32Array(queue), stop, 1);
}

/** Whether all are to stop. */
export function isStopped(queue: SharedArrayBuffer): boolean {
  return Atomics.load(new Int32Array(queue), stop) !== 0;
}

/** Scans ranges that nobody else has taken until there are no more. Throws what `turn` throws, which is asked now and then. */
export async function takeRanges(scanner: RangeScanner, { ranges, queue }: Pick<ScanJob, 'ranges' | 'queue'>, turn: () => Promise<void> | undefined, tell: (index: number, result: RangeResult) => void): Promise<void> {
  const state = new Int32Array(queue);
  for (let index = Atomics.add(state, next, 1); ; index = Atomics.add(state, next, 1)) {
    const range = ranges[index];
    if (range === undefined) return;
    tell(index, await scanner.scan(range, turn));
  }
}
