import type { Analysis, GroupMember } from '../core/analysis';
import type { GroupChange } from '../core/compareGroups';
import type { Finding, Frame } from '../core/finding';
import type { MessageAnalysis, ShelvedModel, TrainingReport } from '../core/learning';
import type { BackgroundWork } from './backgroundWork';
import type { FindingFilter, GroupColumn, RecordContext, SortKey, TableColumn, TableGroup, TableRow } from './findingsTable';
import type { Advice, AdviceOf, AnalysesPage, Problem, Summary, SummaryScope, TimeRange, Totals, TrendPoint } from './summary';

/** What the dashboard's Overview shows. */
export interface Overview {
  readonly totals: Totals;
  /** Of the newest completed analysis of each file, in the range asked for. */
  readonly summary: Summary;
  /** The newest first, the newest few. */
  readonly analyses: readonly Analysis[];
  /** IANA name of the zone in which times are to be shown. */
  readonly zone: string;
}

/** An analysis that was asked for here, from the moment it waits for its turn. */
export interface Run {
  readonly id: number;
  readonly name: string;
  /** The log's; null where only its content was handed over, which has no path. */
  readonly uri: string | null;
  /** `refused`: it was left out, as the remark says. */
  readonly state: 'waiting' | 'running' | 'completed' | 'failed' | 'cancelled' | 'refused';
  /** Read so far, and in all as far as that is known. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** Read so far, as far as that is known. */
  readonly lines: number;
  readonly findings: number;
  /** Milliseconds since it began. */
  readonly elapsed: number;
  /** Why it failed or was left out, or what else its reader should know. */
  readonly remark: string | null;
}

/** A file whose content was dropped. */
export interface DroppedFile {
  readonly name: string;
  /** Of the file. */
  readonly size: number;
  /** Null where it was not read: it is larger than what can be handed over. */
  readonly bytes: Uint8Array | null;
}

/** A log with at least one analysis. */
export interface KnownLog {
  readonly uri: string;
  readonly fileName: string;
}

export interface HistoryPage {
  readonly page: AnalysesPage;
  readonly trend: readonly TrendPoint[];
  readonly logs: readonly KnownLog[];
  readonly zone: string;
  readonly background: BackgroundWork;
}

export interface Comparison {
  readonly older: Analysis;
  readonly newer: Analysis;
  readonly changes: readonly GroupChange[];
}

/** What a report is about. */
export interface ReportQuery {
  readonly of: SummaryScope;
  readonly range: TimeRange | null;
}

export interface Report {
  readonly query: ReportQuery;
  readonly summary: Summary;
  /** Where the report is of one. */
  readonly analysis: Analysis | null;
  readonly advice: AdviceOf;
  readonly logs: readonly KnownLog[];
  readonly zone: string;
}

/** What an AI said of a problem. */
export interface AiSuggestion {
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly source: string;
  readonly model: string;
  /** From 0 to 1, by its own word. */
  readonly confidence: number;
  readonly cause: string;
  /** Whether it helped; null where nobody said. */
  readonly helped: boolean | null;
}

/** What is known of the problems, and by whom. */
export interface AiAnalysis {
  /** The shipped one first, then those trained here in their order. */
  readonly models: readonly ShelvedModel[];
  /** What the last training of this window came to; null before the first. */
  readonly training: TrainingReport | null;
  /** The newest first. */
  readonly suggestions: readonly AiSuggestion[];
  /** The worst, over all logs. */
  readonly problems: readonly Problem[];
  readonly advice: AdviceOf;
  readonly zone: string;
}

/** A page of the table of all findings: of findings or, where they are grouped, of groups. */
interface ErrorsQuery {
  readonly filter: FindingFilter;
  readonly sort: readonly SortKey<TableColumn>[];
  readonly groupSort: readonly SortKey<GroupColumn>[];
  readonly grouped: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface ErrorsAnswer {
  readonly rows: readonly TableRow[];
  readonly groups: readonly TableGroup[];
  /** Rows in all: findings, or groups. */
  readonly total: number;
  /** Findings in all, where they are grouped. */
  readonly findings: number | null;
  /** IANA name of the zone in which times are to be shown. */
  readonly zone: string;
}

/** What the log says around a finding. */
export interface FindingDetails {
  /** Null where the log cannot be read there: it has changed, is packed or is no file. */
  readonly context: RecordContext | null;
  /** For each frame that was asked for: whether its source is in the workspace. */
  readonly sources: readonly boolean[];
  readonly analysis: MessageAnalysis;
  /** Null where the knowledge base knows nothing that fits. */
  readonly advice: Advice | null;
}

/** Answered and emitted by the extension host. */
export interface DashboardHost {
  requests: {
    overview(params: { range: TimeRange | null }): Overview;
    /** Whose report is to be shown, told once; null for none. */
    wantedReport(params: null): number | null;
    history(params: { uri: string | null; offset: number; limit: number }): HistoryPage;
    /** Null where one of the two is no more. */
    compare(params: { older: number; newer: number }): Comparison | null;
    report(params: ReportQuery): Report;
    /** Asks where to, and writes the report there. Answers when that is done or called off. */
    exportReport(params: ReportQuery & { readonly format: 'html' | 'md' }): null;
    aiAnalysis(params: null): AiAnalysis;
    /** Trains the local model with what the user has corrected, and tells what came of it. */
    retrain(params: null): null;
    rollBackModel(params: null): null;
    errors(params: ErrorsQuery): ErrorsAnswer;
    details(params: { uri: string; finding: Finding }): FindingDetails;
    /** Opens the source that a frame is of. */
    openFrame(params: Frame): null;
    /** Asks what findings of a fingerprint are from now on. */
    relabel(params: GroupMember): null;
    ignore(params: GroupMember): null;
    explain(params: { uri: string; line: number }): null;
    /** Shows what an AI says of a finding, asking it where it has not been asked. */
    suggest(params: { uri: string; line: number }): null;
    /** Asks how, and writes what the filter lets through to a file. */
    exportMatching(params: { filter: FindingFilter }): null;
    /** Opens the log, at a 1-based line if there is one. */
    openLog(params: { uri: string; line: number | null }): null;
    analyzeWorkspace(params: null): null;
    /** Asks the user what of the findings (of one log, or of all: null), and how, and writes a file. Answers when that is done or called off. */
    exportFindings(params: { uri: string | null }): null;
    /** Runs all that is scheduled at once. */
    runSchedule(params: null): null;
    /** Reads the log of a source anew, by the name of the source. */
    analyzeSource(params: { readonly name: string }): null;
    /** Deletes an analysis, and offers to take that back. */
    remove(params: { analysisId: number }): null;
    /** Analyses asked for here, the newest first. */
    runs(params: null): readonly Run[];
    /** Lets the user pick files, or folders, to be analysed. */
    pick(params: { what: 'files' | 'folders' }): null;
    /** Analyses files, and the logs in folders. */
    analyze(params: { uris: readonly string[] }): null;
    analyzeDropped(params: { files: readonly DroppedFile[] }): null;
    cancelRun(params: { id: number }): null;
    /** Takes what is over out of the list. */
    clearRuns(params: null): null;
  };
  events: {
    /** The store has changed: ask again. */
    changed: null;
    /** A report is to be shown: ask which. */
    wanted: null;
    runs: readonly Run[];
  };
}

/**
 * What really crosses between host and webview. A webview's page is thrown away while hidden and made anew when shown:
 * the page's own id keeps the answers to an earlier one from reaching it.
 */
export interface PagePost {
  readonly page: string;
  readonly message: unknown;
}

export function isPagePost(data: unknown): data is PagePost {
  return typeof data === 'object' && data !== null && 'page' in data && typeof data.page === 'string' && 'message' in data;
}
