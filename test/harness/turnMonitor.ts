import { createHistogram, monitorEventLoopDelay, type Histogram } from 'node:perf_hooks';

const resolutionMs = 5;

/** Milliseconds. */
export interface Figures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Turns {
  /** How late timers were. */
  readonly late: Figures;
  /** How long this thread was at work between two timers: that delay without what a busy machine adds. */
  readonly busy: Figures;
}

/** Watches the event loop of the thread that makes it. */
export class TurnMonitor {
  readonly #late = monitorEventLoopDelay({ resolution: resolutionMs });
  readonly #busy = createHistogram();
  readonly #timer: NodeJS.Timeout;
  #usedBefore = usedByThread();

  constructor() {
    this.#timer = setInterval(() => {
      const used = usedByThread();
      this.#busy.record(Math.max(1, used - this.#usedBefore));
      this.#usedBefore = used;
    }, resolutionMs);
    this.#late.enable();
  }

  end(): Turns {
    this.#late.disable();
    clearInterval(this.#timer);
    return {
      late: figures(this.#late, (nanoseconds) => Math.max(0, nanoseconds / 1e6 - resolutionMs)),
      busy: figures(this.#busy, (microseconds) => microseconds / 1e3),
    };
  }
}

function figures(histogram: Histogram, toMs: (recorded: number) => number): Figures {
  return { p50: toMs(histogram.percentile(50)), p99: toMs(histogram.percentile(99)), max: toMs(histogram.max) };
}

/** Processor time of this thread, in microseconds. The types are those of a Node that did not have it yet. */
function usedByThread(): number {
  const { threadCpuUsage } = process as typeof process & { readonly threadCpuUsage: () => NodeJS.CpuUsage };
  const { user, system } = threadCpuUsage.call(process);
  return user + system;
}
