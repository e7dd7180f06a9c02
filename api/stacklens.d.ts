/**
 * The API of StackLens AI for other extensions, version 1. Copy this file into your extension:
 *
 *     const stacklens = vscode.extensions.getExtension<StackLensExports>('stacklens.stacklens-ai');
 *     const api = (await stacklens?.activate())?.getApi(1);
 *
 * All of it is read-only: nothing changes a log, a setting or what the user decided. A version once published keeps its
 * meaning; what is added to it is optional. Lines are 1-based, columns 0-based UTF-16 units, times milliseconds since the
 * epoch (UTC).
 */
import type { CancellationToken, Event, Uri } from 'vscode';

/** What `activate()` returns. */
export interface StackLensExports {
  /** Throws an Error where this StackLens has no such version. */
  getApi(version: 1): StackLensApi;
}

export interface StackLensApi {
  readonly version: 1;
  /**
   * Analyses a log as it is now, on screen where it is open, as the user would: its findings are shown in StackLens's
   * views, and the analysis is kept. Rejects with an Error that names the log where it cannot be read, and with a
   * CancellationError where it was cancelled.
   */
  analyze(log: Uri, token?: CancellationToken): Promise<LogAnalysis>;
  /**
   * Analyses text that is no document; nothing is shown or kept. Rejects with a CancellationError where it was cancelled,
   * with an Error where the text is longer than 16 million UTF-16 units.
   */
  analyzeText(text: string, options?: TextOptions, token?: CancellationToken): Promise<TextAnalysis>;
  /** The logs whose findings StackLens shows now. */
  logs(): readonly Uri[];
  /** The newest completed analysis of a log; undefined where there is none. */
  analysisOf(log: Uri): Promise<LogAnalysis | undefined>;
  /** A page of the findings of that analysis; an empty one where there is none. */
  findings(log: Uri, query?: FindingsQuery): Promise<FindingsPage>;
  /** The same findings by what they have in common: worst first, then the most frequent. */
  groups(log: Uri, query?: Pick<FindingsQuery, 'minSeverity'>): Promise<readonly FindingGroup[]>;
  /** What StackLens shows of a log came, changed or went. */
  readonly onDidChangeLog: Event<Uri>;
}

/** Worst first. A finding of medium or above is a problem. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

export type Category = 'network' | 'timeout' | 'memory' | 'permission' | 'database' | 'disk-io' | 'configuration' | 'runtime' | 'system' | 'business' | 'general';

/** How many findings there are of each severity. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

export interface LogAnalysis {
  readonly log: Uri;
  /** When it was made. */
  readonly time: number;
  /** Id of the log's format. */
  readonly format: string;
  readonly lines: number;
  readonly severities: SeverityCounts;
}

export interface TextOptions {
  /** Name of the file that the text is from, if any: it may tell the format. */
  readonly fileName?: string;
  /** Findings at most, from 1 to 10000; 1000 where it is left out. Those that come first are returned. */
  readonly limit?: number;
}

export interface TextAnalysis {
  readonly format: string;
  readonly lines: number;
  /** Of all findings, returned or not. */
  readonly severities: SeverityCounts;
  /** In the order of the text. */
  readonly findings: readonly Finding[];
}

export interface FindingsQuery {
  /** `low` where it is left out. */
  readonly minSeverity?: Severity;
  /** Only findings with one of these. */
  readonly fingerprints?: readonly string[];
  /** Only findings whose first line lies in this range, both ends included. */
  readonly lines?: { readonly from: number; readonly to: number };
  /** `line` (the default): in the order of the log. `worst`: most severe first. */
  readonly order?: 'line' | 'worst';
  /** 0 where it is left out. */
  readonly offset?: number;
  /** From 1 to 1000; 200 where it is left out. */
  readonly limit?: number;
}

export interface FindingsPage {
  readonly findings: readonly Finding[];
  /** How many the query has in all. */
  readonly total: number;
}

export interface Finding {
  /** First and last line of the record. */
  readonly line: number;
  readonly endLine: number;
  /** Where it is drawn; `end` is exclusive. */
  readonly range: { readonly line: number; readonly start: number; readonly end: number };
  /** Null where the log states none. */
  readonly time: number | null;
  /** What the log declares. */
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | null;
  readonly severity: Severity;
  readonly category: Category;
  /** 0 to 1. */
  readonly confidence: number;
  /** The first line of the record without its prefix. It is text of the log: never run it, never render it as markup. */
  readonly message: string;
  /** The message with its variables masked. */
  readonly template: string;
  /** The same for the same error in every log, run and machine. */
  readonly fingerprint: string;
  /** What decided: `level:error`, `rule:connection-refused`, `pattern:My name`… */
  readonly rule: string;
  /** Of its stack trace, innermost first. */
  readonly frames: readonly Frame[];
}

export interface Frame {
  readonly function: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Package, archive, native library or import path that the code lies in; null where the trace does not tell. */
  readonly module: string | null;
  /** False for frames of the language's runtime and of third-party packages. */
  readonly application: boolean;
}

export interface FindingGroup {
  /** The group's id: that of its first finding. */
  readonly fingerprint: string;
  /** All that belong to it. */
  readonly fingerprints: readonly string[];
  /** What the user calls it; null where it has no name. */
  readonly name: string | null;
  readonly severity: Severity;
  readonly category: Category;
  /** Of its first finding. */
  readonly message: string;
  readonly template: string;
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly firstTime: number | null;
  readonly lastTime: number | null;
}
