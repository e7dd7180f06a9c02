/** What goes on without being asked for, and what came of it. */
export interface BackgroundWork {
  /** Names of the logs that are watched. */
  readonly watched: readonly string[];
  readonly scheduled: readonly ScheduledRun[];
  /** The server for logs; null where none runs. */
  readonly server: { readonly address: string; /** Logs that it took in. */ readonly logs: number } | null;
  /** Other engines that logs are read from. */
  readonly sources: readonly SourceState[];
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

/** An engine that a log is read from, and what came of it last. */
export interface SourceState {
  readonly name: string;
  /** Without options. */
  readonly address: string;
  /** Milliseconds since the epoch; null where nothing was read yet. */
  readonly last: number | null;
  readonly records: number;
  /** A sentence; null where it went well. */
  readonly problem: string | null;
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
