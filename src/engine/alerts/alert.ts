import type { LiveAnomalyKind } from '../../core/anomalies/liveWatch';
import type { Category, Severity } from '../../core/finding';

/** What a channel is told of one fingerprint, or of what became unusual about a log; redacted. */
export interface Alert {
  /** Milliseconds since the epoch: when it was decided to tell of it. */
  readonly time: number;
  readonly rule: string;
  readonly severity: Severity;
  readonly category: Category;
  /** Null where it is about a log as a whole. */
  readonly fingerprint: string | null;
  /** Without its folder. */
  readonly file: string;
  /** 1-based: of the finding, or the last one of the log. */
  readonly line: number;
  /** When it happened, in milliseconds since the epoch; null where the log does not say. */
  readonly happened: number | null;
  readonly message: string;
  /** Findings since this was last told of, this one included. */
  readonly count: number;
  /** What became unusual; absent where a finding is told of for itself. */
  readonly anomaly?: LiveAnomalyKind;
}
