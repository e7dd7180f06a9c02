import type { Category, Finding, Severity } from '../core/finding';

/** Lines of a log around a record. */
export interface RecordContext {
  /** 1-based, of the first of the lines. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** What decided about a finding: the level that the log declares, a rule, the local model, or the user. */
export const findingSources = ['declared', 'rule', 'model', 'user'] as const;
export type FindingSource = (typeof findingSources)[number];

/** Which findings are meant: those that all parts let through. What is left out lets all through. */
export interface FindingFilter {
  readonly severities?: readonly Severity[];
  readonly categories?: readonly Category[];
  readonly sources?: readonly FindingSource[];
  /** A glob over paths, or over names where it has no slash. */
  readonly file?: string;
  /** What a message holds. */
  readonly text?: { readonly text: string; readonly isRegex: boolean; readonly matchCase: boolean };
  readonly fingerprints?: readonly string[];
  /** Of the time the log states: milliseconds since the epoch (UTC), `from` inclusive, `to` exclusive. */
  readonly from?: number;
  readonly to?: number;
  /** Only fingerprints that no analysis saw before this time: milliseconds since the epoch. */
  readonly newSince?: number;
}

export type TableColumn = 'severity' | 'category' | 'source' | 'file' | 'line' | 'time' | 'message' | 'fingerprint' | 'confidence';

export interface SortKey<Column extends string> {
  readonly column: Column;
  /** Severities ascend from the worst; what states no time comes last either way. */
  readonly descending: boolean;
}

/** A page of the findings of all newest analyses. */
export interface TableQuery {
  readonly filter: FindingFilter;
  /** The first counts most; what is equal stands as in the files, the worst first where nothing else is asked for. */
  readonly sort: readonly SortKey<TableColumn>[];
  readonly offset: number;
  readonly limit: number;
}

export interface TableRow {
  readonly analysisId: number;
  readonly uri: string;
  readonly fileName: string;
  readonly source: FindingSource;
  readonly finding: Finding;
}

export interface TablePage {
  readonly rows: readonly TableRow[];
  /** How many there are in all. */
  readonly total: number;
}

export type GroupColumn = 'severity' | 'category' | 'count' | 'files' | 'first' | 'last' | 'message' | 'fingerprint';

/** A page of the same findings by fingerprint. */
export interface TableGroupsQuery {
  readonly filter: FindingFilter;
  /** As of `TableQuery`; the most frequent first where all else is equal. */
  readonly sort: readonly SortKey<GroupColumn>[];
  readonly offset: number;
  readonly limit: number;
}

export interface TableGroup {
  readonly fingerprint: string;
  readonly template: string;
  /** The worst among them. */
  readonly severity: Severity;
  readonly category: Category;
  readonly count: number;
  /** How many files have it. */
  readonly files: number;
  /** Milliseconds since the epoch; null where none states a time. */
  readonly firstTimestamp: number | null;
  readonly lastTimestamp: number | null;
}

export interface TableGroupsPage {
  readonly groups: readonly TableGroup[];
  /** Groups and findings in all. */
  readonly total: number;
  readonly findings: number;
}
