/** What goes on without being asked for, and what came of it. */
export interface BackgroundWork {
  /** Names of the logs that are watched. */
  readonly watched: readonly string[];
  readonly scheduled: readonly ScheduledRun[];
  /** The server for logs; null where none runs. */
  readonly server: { readonly address: string; /** Logs that it took in. */ readonly logs: number } | null;
  /** The newest first, the newest few. */
  readonly deliveries: readonly Delivery[];
}

/** Times in milliseconds since the epoch. */
export interface ScheduledRun {
  /** Paths and globs. */
  readonly paths: readonly string[];
  /** A span or a cron expression. */
  readonly when: string;
  readonly last: number | null;
  /** Null where there is none any more. */
  readonly next: number | null;
}

/** What became of a message about alerts. */
export interface Delivery {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly channel: string;
  /** The host, without what may be secret of the address. */
  readonly destination: string;
  /** How many alerts it told of; none in a test. */
  readonly alerts: number;
  readonly outcome: 'delivered' | 'failed' | 'given up';
  /** A clause. */
  readonly reason: string | null;
}
