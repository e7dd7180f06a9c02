import type { Analysis, Group, SeverityCounts } from '../core/analysis';
import type { Anomaly } from '../core/anomaly';
import type { Category, Severity } from '../core/finding';
import type { GroupDecision } from '../core/groups';

/** Milliseconds since the epoch; `to` is no part of it. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Analyses by what they are of: the newest completed one of each of these files (of every file: null), or these. */
export type SummaryScope = { readonly uris: readonly string[] | null } | { readonly ids: readonly number[] };

export interface SummaryQuery {
  readonly of: SummaryScope;
  /** Only what happened in it, which leaves out what states no time; null for all. */
  readonly range: TimeRange | null;
  readonly decisions: readonly GroupDecision[];
  /** Problems and anomalies wanted, and buckets of the timeline, at most. */
  readonly problems: number;
  readonly anomalies: number;
  readonly buckets: number;
}

/** What some analyses found, in sum. */
export interface Summary {
  /** How many these are. */
  readonly analyses: number;
  readonly severities: SeverityCounts;
  /** Those that have findings, the most problems first. */
  readonly categories: readonly CategoryCounts[];
  /** Of medium severity or above, over all files: worst first, then the most frequent. */
  readonly problems: readonly Problem[];
  readonly timeline: Timeline;
  /** Of the newest analysis first, and of each the most remarkable first. */
  readonly anomalies: readonly FoundAnomaly[];
}

/** What was unusual in one of the analyses. */
export interface FoundAnomaly extends Anomaly {
  readonly analysisId: number;
  readonly uri: string;
  readonly fileName: string;
}

/** What is known of a problem, and what helps. */
export interface Advice {
  readonly title: string;
  readonly meaning: string;
  readonly fix: string | null;
  /** What it is cited as, and the page that it is from. */
  readonly citation: string;
  readonly link: string;
}

/** By the fingerprint of the problem. */
export type AdviceOf = Readonly<Record<string, Advice>>;

export interface CategoryCounts {
  readonly category: Category;
  readonly severities: SeverityCounts;
}

/** A group over several analyses; what describes it is from where it was seen last. */
export interface Problem extends Group {
  /** How many have it. */
  readonly files: number;
  readonly uri: string;
  readonly fileName: string;
  readonly analysisId: number;
  /** Counts over the span of the timeline, in equal parts; empty where no times are known. */
  readonly course: readonly number[];
}

/** Counts of findings by time, in buckets side by side. */
export interface Timeline {
  /** Milliseconds since the epoch, of the first bucket's beginning. */
  readonly from: number;
  /** Milliseconds of a bucket. */
  readonly width: number;
  readonly severities: Readonly<Record<Severity, readonly number[]>>;
  /** Problems by file: those with the most, and all others as one, whose `uri` is null. */
  readonly files: readonly { readonly uri: string | null; readonly fileName: string; readonly counts: readonly number[] }[];
  /** Findings that are in no bucket: their logs state no time, or their times were not kept. */
  readonly untimed: number;
}

/** How many there are, and how many more than before the newest completed analysis. */
interface Figure {
  readonly count: number;
  readonly change: number;
}

/** What the newest completed analyses of all files come to. */
export interface Totals {
  readonly files: Figure;
  readonly completed: Figure;
  readonly problems: Figure;
  readonly critical: Figure;
  /** The analysis that changes count from; null where there is none. */
  readonly since: { readonly fileName: string; readonly startedAt: number } | null;
}

/** A completed analysis, and what its file had, or all files had together, when it was over. */
export interface TrendPoint {
  readonly analysisId: number;
  readonly uri: string;
  readonly fileName: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly severities: SeverityCounts;
}

/** Analyses of a file, or of all (null), whatever came of them; the newest first. */
export interface AnalysesQuery {
  readonly uri: string | null;
  readonly offset: number;
  readonly limit: number;
}

export interface AnalysesPage {
  readonly analyses: readonly Analysis[];
  /** How many there are in all. */
  readonly total: number;
}
