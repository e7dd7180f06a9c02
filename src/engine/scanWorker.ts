/** A scan worker's entry: takes ranges of one file until none is left. */
import { closeSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { isStopped, takeRanges, type ScanJob, type ScanWord } from './scan/rangeQueue';
import { RangeScanner } from './scan/rangeScanner';

async function work(port: NonNullable<typeof parentPort>, job: ScanJob): Promise<void> {
  const say = (word: ScanWord): void => {
    port.postMessage(word);
  };
  const turn = (): undefined => {
    if (isStopped(job.queue)) throw new Error('The scan was stopped.');
  };
  const file = openSync(job.path, 'r');
  try {
    const scanner = new RangeScanner(file, job.reading, job.module, job.head);
    await takeRanges(scanner, job, turn, (index, result) => say({ kind: 'range', index, result }));
    say({ kind: 'done', summary: scanner.summary, isSame: scanner.isSame });
  } finally {
    closeSync(file);
  }
}

if (parentPort) void work(parentPort, workerData as ScanJob);
