/** What can be unusual about a log, and what may have begun its trouble. */
export const anomalyKinds = ['first-cause', 'burst', 'first-seen', 'vanished', 'gap', 'level-shift', 'new-sequence', 'unusual-value'] as const;
export type AnomalyKind = (typeof anomalyKinds)[number];

/** Something in a log that is not as it was before, or elsewhere. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  /** 0 to 1: how much it deserves a look, beside the others of its analysis. */
  readonly score: number;
  /** 1-based. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Of the template that it is about; null where it is about the log. */
  readonly fingerprint: string | null;
  /** What shows it, in one sentence. */
  readonly evidence: string;
  /** Fingerprints that came of a first cause, in the order in which they set in; empty for other kinds. */
  readonly followers: readonly string[];
}
