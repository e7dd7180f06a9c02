/**
 * The store of analyses. Callers know this file and `openStore.ts`; the rest of the folder is behind them:
 *
 *   store.ts         the interface, in words of the domain only
 *   openStore.ts     opens a store: in a file or in memory
 *   sqlStore.ts      the interface on top of a database (database.ts says what that is)
 *   analysisWriter.ts   takes the findings of one run, packs them and sums up their groups
 *     allowance.ts      decides how much of each is kept, and groups.ts sums up all of them
 *     occurrencePacker.ts   packs them slice by slice: kinds.ts what many share, occurrenceColumns.ts what they do
 *                       not, messages.ts and messageText.ts the words in which they differ; packing.ts makes the blob
 *   analysisTables.ts   writes, copies and removes whole analyses; removals.ts which, and how deletions are undone
 *   runs.ts           what is being analysed, and by which process
 *   anomalies.ts      what was unusual in an analysis; predictions.ts what a model said of its findings
 *   auditTrail.ts     who did what and when, what users decided, what was exported
 *   storeQueries.ts   everything that is read; paging.ts decides which blobs a page needs, findingsReader.ts merges
 *                     them, unpacking.ts (olderBlobs.ts for those of earlier versions) makes findings of their rows
 *   summaries.ts      what several analyses found, in sum; digests.ts reads what that takes once, timelines.ts adds up
 *                     counts by time, which timeCounts.ts keeps of each group; trends.ts tells how sums went on
 *   table/            the findings of all files as one table: filters, orders, groups
 *   columns.ts        numbers and strings as bytes
 *   schema.ts         tables and numbered migrations
 *   steps.ts          what is asked, statement by statement, whatever database it is asked of
 *   sqlJs.ts          the only user of sql.js: connections, transactions, rows
 *   databaseFile.ts   one file shared by several processes: load, merge, save; soundDatabase.ts, fileLock.ts,
 *                     fileLayer.ts and problems.ts (what went wrong, in plain words) serve it
 *   storeFile.ts      what is done to that file as a whole: compact, back up, restore, verify (verification.ts);
 *                     backups.ts decides which copies are kept
 *
 * Findings are not one row each. A finding is like others of its group in all but its line, offset, time and the
 * values in its message: those are packed as columns into blobs of one severity, in the order of the file, with what
 * they share beside them once. What groups and counts need stands in columns of the tables: a list of groups unpacks
 * nothing, a page only the blobs it lies in, and of those only the findings it shows. An analysis is written in one
 * piece when its run ends, so no reader ever sees half of one and a process that dies leaves nothing behind.
 */
import type { Delivery } from '../../shared/backgroundWork';
import type { Analysis, Group, GroupMember } from '../../core/analysis';
import type { Anomaly } from '../../core/anomaly';
import type { GroupChange } from '../../core/compareGroups';
import type { Correction, Judged } from '../../core/corrections';
import type { Finding } from '../../core/finding';
import type { ModelInUse, PastFix } from '../../core/learning';
import type { AnalysesPage, AnalysesQuery, Summary, SummaryQuery, Totals, TrendPoint } from '../../shared/summary';
import type { TableGroupsPage, TableGroupsQuery, TablePage, TableQuery } from '../../shared/findingsTable';
import type { CompareQuery, FindingsPage, FindingsQuery, GroupsQuery } from '../api';
import type { NewSuggestion, SolvedProblem, StoredSuggestion } from './suggestions';

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
export interface AnalysisStart extends Pick<Analysis, 'uri' | 'fileName' | 'startedAt' | 'rulesVersion' | 'modelVersion'> {
  /** Asked what it says of each template that findings have: that is kept beside them. Absent where none did. */
  readonly model?: ModelInUse;
  readonly identity: FileIdentity;
  /** Of everything of the user's that changes results: patterns, line breaks. */
  readonly settingsHash: string;
}

/** What is known when it is over. */
export type AnalysisOutcome = Omit<Analysis, 'id' | 'status' | 'reason' | 'uri' | 'fileName' | 'startedAt' | 'rulesVersion' | 'modelVersion'>;

/** Messages in UTF-8, each from `starts` to before `ends`. */
export interface MessageBytes {
  readonly bytes: Uint8Array;
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/**
 * Where the findings of one shape are: columns of one length, in the order of the file. What is absent is the same
 * for all, and in the shape.
 */
export interface Occurrences {
  /** 1-based, of first lines. */
  readonly lines: ArrayLike<number>;
  readonly byteOffsets: ArrayLike<number>;
  /** Milliseconds since the epoch, NaN for none; null where none states a time. */
  readonly timestamps: ArrayLike<number> | null;
  /** Null where all say what the shape says. Bytes are the cheapest: no string is made of them where they are ASCII. */
  readonly messages: readonly string[] | MessageBytes | null;
  /** 0-based columns of the ranges; absent where all start as the shape's does and end with the message as it does. */
  readonly ranges?: { readonly starts: ArrayLike<number>; readonly ends: ArrayLike<number> };
}

/**
 * Takes what one run finds. It ends with `complete`, `abandon` or `discard`, once. Findings come in about the order of the
 * file: one that comes after more than sixteen thousand of later lines is kept as well, but pages get slower.
 */
export interface AnalysisWriter {
  /**
   * Adds deduplicated findings; best in batches of some thousands. Await it before the next batch: that is what
   * bounds memory.
   */
  add(findings: readonly Finding[]): Promise<void>;
  /**
   * Adds all findings of one shape in a part of the file, with no object for each: those at these places are like
   * `shape` in all else (their end lines and ranges move along). Best for a part of the file with some ten thousand
   * findings at a time, one shape after the other: the next part's come after. The columns are read before it
   * resolves, not after.
   */
  addOccurrences(shape: Finding, occurrences: Occurrences): Promise<void>;
  /**
   * Makes the analysis visible; removes the earlier one that it takes the place of. Notes say where there were more
   * findings than are kept.
   */
  complete(outcome: AnalysisOutcome, replaces: number | null, anomalies?: readonly Anomaly[]): Promise<Analysis>;
  /** Keeps that the run failed or was cancelled, and why; its findings are dropped and it is never reused. */
  abandon(status: 'failed' | 'cancelled', reason: string | null, known?: Partial<AnalysisOutcome>): Promise<Analysis>;
  /** Keeps nothing: another run takes the place of this one. */
  discard(): Promise<void>;
}

/** What makes a stored analysis as good as a new one. */
export type ReuseQuery = Pick<AnalysisStart, 'uri' | 'identity' | 'rulesVersion' | 'modelVersion' | 'settingsHash'>;

/** The newest completed analysis of a file, and what its content was known by then. */
export interface Earlier {
  readonly analysis: Analysis;
  readonly identity: FileIdentity;
}

/** Analyses: those of these files, these, or all. */
export type Selection = { readonly uris: readonly string[] } | { readonly ids: readonly number[] } | 'all';

/** A deletion, which can be undone for a day. */
export interface Removal {
  readonly removal: number;
  /** How many it took. */
  readonly analyses: number;
}

/** What is kept; null sets no bound. */
export interface Retention {
  /** Since the start of the analysis. */
  readonly days: number | null;
  /** Of the whole store, 10^6 bytes each. */
  readonly megabytes: number | null;
}

/** What the user decided about findings of some fingerprints. */
export interface Decision {
  readonly kind: 'merged' | 'split' | 'named' | 'corrected';
  readonly members: readonly GroupMember[];
  /** The name that was given, or the JSON of what the user says of them (`Judged`). */
  readonly value: string | null;
}

export interface ExportNote {
  readonly format: string;
  /** Path of the file; null for standard output. */
  readonly target: string | null;
  /** What was chosen: `all`, a file's URI, a filter in words. */
  readonly scope: string;
  readonly findings: number;
}

/** Who did what, and when. */
export interface AuditEntry {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Name of the account. */
  readonly user: string;
  readonly program: 'editor' | 'cli';
  readonly action: 'analysed' | 'failed' | 'cancelled' | 'deleted' | 'undeleted' | 'pruned' | 'exported' | 'restored' | 'compacted' | 'retrained' | 'asked' | 'suggested' | 'rated' | 'alerted' | Decision['kind'];
  /** What it was done to: mostly a file's URI. */
  readonly subject: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Another model is in use. */
export interface ModelNote {
  readonly version: string;
  /** The one that was in use. */
  readonly before: string;
  /** `forced`: trained, and not known to be better. */
  readonly how: 'trained' | 'forced' | 'rolledBack';
  /** Of a trained one: corrections and rule labels it learnt from, and its cross-validated macro-F1, from 0 to 1. */
  readonly strong?: number;
  readonly weak?: number;
  readonly macroF1?: number;
}

/** What an AI is asked, as it is sent: without what was taken out of it. */
export interface QuestionNote {
  readonly fingerprint: string;
  readonly provider: string;
  readonly model: string;
  readonly sent: string;
}

/** What became of a message to a channel of alerts. */
export interface DeliveryNote {
  readonly channel: string;
  /** The host, without what may be secret of the address. */
  readonly destination: string;
  /** How many alerts it has. */
  readonly alerts: number;
  readonly outcome: 'delivered' | 'failed' | 'given up';
  /** A clause. */
  readonly reason?: string;
}

/** An analysis that is not over. */
export interface Run {
  readonly uri: string;
  readonly fileName: string;
  readonly status: 'queued' | 'running';
  /** Milliseconds since the epoch: of its start, or since when it waits. */
  readonly since: number;
}

export interface StoreCounts {
  readonly files: number;
  readonly analyses: number;
  /** Analyses that were deleted and can still be brought back; the other counts are without them. */
  readonly removed: number;
  readonly findings: number;
  readonly templates: number;
  readonly audit: number;
}

/** Every method rejects with a `StoreError` and no other error. */
export interface Store {
  begin(start: AnalysisStart): AnalysisWriter;
  /** Notes that this process is going to analyse these files. */
  queue(files: readonly Pick<Run, 'uri' | 'fileName'>[]): Promise<void>;
  /** Takes that back; nothing where they were analysed meanwhile. */
  unqueue(files: readonly Pick<Run, 'uri' | 'fileName'>[]): Promise<void>;
  /** What is being analysed by any process that shares the store, the oldest first; only what takes longer than a second. */
  runs(): Promise<Run[]>;
  /** The newest completed analysis of the file, where file, rules and settings are still the same. */
  reusable(query: ReuseQuery): Promise<Analysis | null>;
  /** The newest completed analysis of the file by the same rules and settings, whatever the file is now. */
  earlier(query: Omit<ReuseQuery, 'identity' | 'modelVersion'>): Promise<Earlier | null>;
  /** A page of findings; an unknown analysis has none. */
  findings(query: FindingsQuery): Promise<FindingsPage>;
  /** Worst first, then the most frequent; an unknown analysis has none. */
  groups(query: GroupsQuery): Promise<Group[]>;
  /** The newest analysis of each file, whatever came of it, newest first. */
  latestAnalyses(): Promise<Analysis[]>;
  /** Findings of the newest completed analyses of all files as one table. Rejects with the signal's reason, too. */
  table(query: TableQuery, signal: AbortSignal): Promise<TablePage>;
  tableGroups(query: TableGroupsQuery, signal: AbortSignal): Promise<TableGroupsPage>;
  /** Every analysis of a file, the newest first. */
  history(uri: string): Promise<Analysis[]>;
  compare(query: CompareQuery): Promise<GroupChange[]>;
  /** What some analyses found, in sum. */
  summary(query: SummaryQuery): Promise<Summary>;
  totals(): Promise<Totals>;
  /** What a file had after each completed analysis of it, or all files (null) together; the oldest first, the newest few hundred. */
  trend(uri: string | null): Promise<TrendPoint[]>;
  /** In the order of the ids; without those that are no more. */
  analysesById(ids: readonly number[]): Promise<Analysis[]>;
  analyses(query: AnalysesQuery): Promise<AnalysesPage>;
  /** Deletes what is selected of the analyses that are finished by now. Saved before it resolves. */
  forget(selection: Selection): Promise<Removal>;
  /** Takes back a deletion; how many analyses came back. Saved before it resolves. */
  unforget(removal: number): Promise<number>;
  /** Removes for good what is not to be kept, and deletions of more than a day ago; how many analyses that were. */
  prune(retention: Retention): Promise<number>;
  /** Keeps what the user decided about groups. Saved before it resolves. */
  noteDecision(decision: Decision): Promise<void>;
  /** What the user says of these fingerprints from now on: how many findings of the newest analyses that is about. Saved before it resolves. */
  correct(members: readonly GroupMember[], judged: Judged): Promise<number>;
  /** What the user says by now. */
  corrections(): Promise<Correction[]>;
  /** What was unusual in an analysis, the most remarkable first. */
  anomalies(analysisId: number): Promise<Anomaly[]>;
  /** The template of a fingerprint; null where no analysis has it. */
  templateOf(fingerprint: string): Promise<string | null>;
  noteExport(note: ExportNote): Promise<void>;
  noteModel(note: ModelNote): Promise<void>;
  /** Keeps in the audit trail, on disk before this is over, what an AI is about to be asked. */
  noteQuestion(note: QuestionNote): Promise<void>;
  /** Keeps in the audit trail what became of an alert. */
  noteDelivery(note: DeliveryNote): Promise<void>;
  /** What became of alerts, the newest first. */
  deliveries(limit: number): Promise<Delivery[]>;
  /** Keeps what an AI said. */
  suggest(suggestion: NewSuggestion): Promise<StoredSuggestion>;
  /** Keeps whether it helped. */
  rate(id: number, helped: boolean): Promise<void>;
  /** What was said to have helped, or not, the newest first. */
  pastFixes(): Promise<PastFix[]>;
  /** The newest of a fingerprint by an AI; null where there is none. */
  suggestion(fingerprint: string): Promise<StoredSuggestion | null>;
  /** The newest by an AI of each fingerprint, the newest first. */
  suggestions(limit: number): Promise<StoredSuggestion[]>;
  /** What helped with problems, the newest first. */
  solved(limit: number): Promise<SolvedProblem[]>;
  /** The newest first. */
  auditTrail(page: { readonly offset: number; readonly limit: number }): Promise<AuditEntry[]>;
  counts(): Promise<StoreCounts>;
  /** Writes what is unsaved to disk; rejects where that cannot be done. The data stays in memory then. */
  flush(): Promise<void>;
  /** Takes over at once what other processes have stored; without it, that takes up to a second. */
  reload(): Promise<void>;
  /** Writes what is unsaved and lets go of everything. What cannot be written is told through `onProblem`. */
  close(): Promise<void>;
}

/** Says in plain words what is wrong with the store and what to do; the technical reason is its `cause`. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
