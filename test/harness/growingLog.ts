import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { SyntheticLog } from './syntheticLog';

/** Names the log that a probe opens. */
export const logVariable = 'STACKLENS_BENCH_LOG';
/** Names the file whose appearance asks for the log to grow. */
export const readyVariable = 'STACKLENS_BENCH_READY';
/** How long it grows. */
export const growthMs = 20_000;

const initialBytes = 10_000_000;
const intervalMs = 200;
const pieceBytes = { least: 300, most: 4_000 };
const pollMs = 50;

/** A log of 10 MB that grows as a busy program's does, written by this process. */
export class GrowingLog {
  readonly #log = new SyntheticLog(2026);

  constructor(readonly file: string) {
    fs.writeFileSync(file, this.#log.next(initialBytes));
  }

  /** Waits for `ready` to appear, then lets the log grow for its time. */
  async growOnceReady(ready: string, signal: AbortSignal): Promise<void> {
    while (!fs.existsSync(ready)) await delay(pollMs, undefined, { signal });
    for (const end = Date.now() + growthMs; Date.now() < end; ) {
      const { least, most } = pieceBytes;
      fs.appendFileSync(this.file, this.#log.next(least + this.#log.draw(most - least)));
      await delay(intervalMs, undefined, { signal });
    }
  }
}
