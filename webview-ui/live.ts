/** Runs `task` after so many milliseconds. */
export type Schedule = (task: () => void, milliseconds: number) => void;

/** What a page knows at a moment. */
export interface LiveState<T> {
  readonly value: T | null;
  /** What went wrong last, in words to be shown; null where nothing did, or where it has been put right. */
  readonly trouble: string | null;
}

/** Milliseconds in which changes are gathered before the host is asked. A log that grows changes the store many times a second. */
const gathering = 250;

/**
 * Keeps what a page shows true to the store: asks at the start and after changes, one question at a time and never
 * faster than the gathering time. What was known stays on show while a question runs or fails.
 */
export class Live<T> {
  private state: LiveState<T>;
  private asking = false;
  private planned = false;
  /** Counts what would make an answer stale. */
  private changes = 0;

  constructor(
    private readonly question: () => Promise<T>,
    private readonly show: (state: LiveState<T>) => void,
    private readonly schedule: Schedule,
    /** What an earlier page of the same panel knew. */
    remembered: T | null = null,
  ) {
    this.state = { value: remembered, trouble: null };
  }

  start(): void {
    this.show(this.state);
    void this.ask();
  }

  /** The store has changed. */
  changed(): void {
    this.changes++;
    this.plan();
  }

  /** Asks at once: the question is another one, or is to be tried once more. */
  again(): void {
    this.changes++;
    void this.ask();
  }

  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const { changes } = this;
    try {
      this.update({ value: await this.question(), trouble: null });
    } catch (error) {
      this.update({ trouble: error instanceof Error ? error.message : String(error) });
    }
    this.asking = false;
    if (this.changes !== changes) this.plan();
  }

  private plan(): void {
    if (this.asking || this.planned) return;
    this.planned = true;
    this.schedule(() => {
      this.planned = false;
      void this.ask();
    }, gathering);
  }

  private update(change: Partial<LiveState<T>>): void {
    this.state = { ...this.state, ...change };
    this.show(this.state);
  }
}
