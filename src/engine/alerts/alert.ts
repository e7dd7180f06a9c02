import type { Category, Severity } from '../../core/finding';

/** What a channel is told of one fingerprint, redacted. */
export interface Alert {
  /** Milliseconds since the epoch: when it was decided to tell of it. */
  readonly time: number;
  readonly rule: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly fingerprint: string;
  /** Without its folder. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** When it happened, in milliseconds since the epoch; null where the log does not say. */
  readonly happened: number | null;
  readonly message: string;
  /** Findings since this was last told of, this one included. */
  readonly count: number;
}
