import type { Category, Severity } from './finding';
import type { Level } from './record';

export type AnalysisStatus = 'running' | 'completed' | 'failed' | 'cancelled';

/** Something about the file as a whole that its reader should know: a malformed part, an encoding guessed. */
export interface Note {
  /** 1-based, or null where the note is about the whole file. */
  readonly line: number | null;
  readonly text: string;
}

export type SeverityCounts = Readonly<Record<Severity, number>>;
export type LevelCounts = Readonly<Record<Level | 'none', number>>;

/** One run over one file. */
export interface Analysis {
  readonly id: number;
  /** The file's URI as text; `file:///…` for a file on disk. */
  readonly uri: string;
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly status: AnalysisStatus;
  /** Why it failed; null otherwise. */
  readonly reason: string | null;
  /** Milliseconds since the epoch (UTC). */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly format: string;
  readonly encoding: string;
  readonly lines: number;
  readonly records: number;
  readonly severities: SeverityCounts;
  readonly levels: LevelCounts;
  /** Of the rules that judged; results of another version are not reused. */
  readonly rulesVersion: string;
  /** Of the model that said what findings are about; null where none did. Results of another one are not reused. */
  readonly modelVersion: string | null;
  readonly notes: readonly Note[];
}

/** The findings of one analysis that share a fingerprint. */
export interface FingerprintCount {
  readonly fingerprint: string;
  readonly template: string;
  /** Message of the first occurrence. */
  readonly message: string;
  /** The worst among its findings. */
  readonly severity: Severity;
  readonly category: Category;
  readonly confidence: number;
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Milliseconds since the epoch (UTC); null where no occurrence states a time. */
  readonly firstTimestamp: number | null;
  readonly lastTimestamp: number | null;
  /** Id of the rule that decided for the first occurrence. */
  readonly rule: string;
}

/** A fingerprint and the template it was made of. */
export interface GroupMember {
  readonly fingerprint: string;
  readonly template: string;
}

/** Fingerprints of one analysis that belong together; the first one's, `fingerprint`, is the group's id. */
export interface Group extends FingerprintCount {
  /** In the order of their first occurrences. */
  readonly members: readonly GroupMember[];
  /** The user's name for it; null where there is none. */
  readonly name: string | null;
}
