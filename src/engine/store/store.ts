/**
 * The store of analyses. Callers know this file and `openStore.ts`; the rest of the folder is behind them:
 *
 *   store.ts         the interface, in words of the domain only
 *   openStore.ts     opens a store: in a file or in memory
 *   sqlStore.ts      the interface on top of a database that can be swapped under it
 *   analysisWriter.ts   takes the findings of one run, packs them and sums up their groups
 *   analysisTables.ts   writes, copies and removes whole analyses
 *   storeQueries.ts  everything that is read; paging.ts decides which blobs a page needs
 *   packing.ts       findings <-> blob, on columns.ts; groups.ts sums them up; neither knows SQL
 *   schema.ts        tables and numbered migrations
 *   sqlJs.ts         the only user of sql.js: connections, transactions, rows
 *   databaseFile.ts  one file shared by several processes: load, merge, save; fileLock.ts, fileLayer.ts and
 *                    problems.ts (what went wrong, in plain words) serve it
 *
 * Findings are not one row each. Those of one severity are packed into blobs of at most 4,096, in the order of the
 * file, and what groups and counts need stands in columns beside them: a list of groups unpacks nothing, a page
 * only the blobs it lies in. (Blobs of one fingerprint each were tried: a page needs one of every fingerprint, and
 * two thousand of them made a store twice as large.) An analysis is written in one piece when its run ends, so no
 * reader ever sees half of one and a process that dies leaves nothing behind.
 */
import type { Analysis, Group } from '../../core/analysis';
import type { Finding } from '../../core/finding';
import type { GroupDecision } from '../../core/groups';
import type { Overview } from '../../shared/dashboardProtocol';
import type { FindingsPage, FindingsQuery, GroupsQuery } from '../api';

/** Equal identities mean an unchanged file. */
export interface FileIdentity {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch; null for what is not a file on disk. */
  readonly modified: number | null;
  /** Of head and tail. */
  readonly hash: string;
}

/** What is known when a run starts. */
export interface AnalysisStart extends Pick<Analysis, 'uri' | 'fileName' | 'startedAt' | 'rulesVersion'> {
  readonly identity: FileIdentity;
  /** Of everything of the user's that changes results: patterns, line breaks. */
  readonly settingsHash: string;
}

/** What is known when it is over. */
export type AnalysisOutcome = Omit<Analysis, 'id' | 'status' | 'reason' | 'uri' | 'fileName' | 'startedAt' | 'rulesVersion'>;

/** Takes what one run finds. It ends with `complete` or `abandon`, once. */
export interface AnalysisWriter {
  /**
   * Adds deduplicated findings; best in batches of some thousands and in the order of the file. Await it
   * before the next batch: that is what bounds memory.
   */
  add(findings: readonly Finding[]): Promise<void>;
  /** Makes the analysis visible; removes the earlier one that it takes the place of. */
  complete(outcome: AnalysisOutcome, replaces: number | null): Promise<Analysis>;
  /** Keeps that the run failed or was cancelled, and why; its findings are dropped and it is never reused. */
  abandon(status: 'failed' | 'cancelled', reason: string | null, known?: Partial<AnalysisOutcome>): Promise<Analysis>;
}

/** What makes a stored analysis as good as a new one. */
export type ReuseQuery = Pick<AnalysisStart, 'uri' | 'identity' | 'rulesVersion' | 'settingsHash'>;

/** Every method rejects with a `StoreError` and no other error. */
export interface Store {
  begin(start: AnalysisStart): AnalysisWriter;
  /** The newest completed analysis of the file, where file, rules and settings are still the same. */
  reusable(query: ReuseQuery): Promise<Analysis | null>;
  /** A page of findings; an unknown analysis has none. */
  findings(query: FindingsQuery): Promise<FindingsPage>;
  /** Worst first, then the most frequent; an unknown analysis has none. */
  groups(query: GroupsQuery): Promise<Group[]>;
  /** The newest analysis of each file, whatever came of it, newest first. */
  latestAnalyses(): Promise<Analysis[]>;
  overview(decisions: readonly GroupDecision[]): Promise<Overview>;
  /** Forgets every analysis of these files that is finished by now; of all files where null. */
  forget(uris: readonly string[] | null): Promise<void>;
  /** Writes what is unsaved to disk; rejects where that cannot be done. The data stays in memory then. */
  flush(): Promise<void>;
  /** Writes what is unsaved and lets go of everything. What cannot be written is told through `onProblem`. */
  close(): Promise<void>;
}

/** Says in plain words what is wrong with the store and what to do; the technical reason is its `cause`. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
