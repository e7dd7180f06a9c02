import type { Analysis, Group, GroupMember } from '../core/analysis';
import type { Anomaly } from '../core/anomaly';
import type { MessageAnalysis, MessageFacts, ShelvedModel, TrainingReport } from '../core/learning';
import type { RetrainRequest } from './models';
import type { Correction, Judged } from '../core/corrections';
import type { ClientErrors } from '../core/detector';
import type { Category, Finding, Severity } from '../core/finding';
import type { FindingKey } from '../core/followingRun';
import type { PipelineSummary } from '../core/pipeline';
import type { TextChange } from './documents/documentText';
import type { GroupChange } from '../core/compareGroups';
import type { Program } from './store/auditTrail';
import type { Backup } from './store/backups';
import type { Decision, QuestionNote, Removal, Retention, Run, Selection } from './store/store';
import type { NewSuggestion, SolvedProblem, StoredSuggestion } from './store/suggestions';
import type { Copied } from './store/copying';
import type { ServerAccess } from './store/openStore';
import type { Compacted } from './store/storeFile';
import type { ExplainedRecord } from './explainLine';
import type { AlertPlan } from './alerts/alertDesk';
import type { TestedChannel } from './alerts/alertTest';
import type { Snapshot, SnapshotRequest } from './remote/snapshot';
import type { TextRequest, TextResult } from './textAnalysis';
import type { ReportRequest } from './exporters/summaryReport';
import type { Exported, ExportProgress, ExportRequest } from './exporters/exportRequest';
import type { Fix, FixesRequest, KnowledgeFile, KnowledgeFiles, KnowledgeRequest } from './knowledge';
import type { Known } from '../ml/knowledgeBase';
import type { FormatDefinition } from '../core/formats/definition';
import type { Level } from '../core/record';
import type { GroupDecision } from '../core/groups';
import type { RecordContextRequest } from './recordContext';
import type { Delivery } from '../shared/backgroundWork';
import type { RecordContext, TableGroupsPage, TableGroupsQuery, TablePage, TableQuery } from '../shared/findingsTable';
import type { AnalysesPage, AnalysesQuery, Summary, SummaryQuery, Totals, TrendPoint } from '../shared/summary';
import type { ViewFilter, ViewInfo, ViewPage, ViewPlace } from '../shared/logViewProtocol';

/** Where the bytes of a log come from. */
export type Source =
  | { readonly kind: 'file'; readonly uri: string; readonly path: string }
  /** An unsaved document, or one whose text on screen is not what is on disk. */
  | { readonly kind: 'text'; readonly uri: string; readonly fileName: string; readonly chunks: readonly string[] }
  /** A file that only the host can read (virtual and remote file systems). */
  | { readonly kind: 'bytes'; readonly uri: string; readonly fileName: string; readonly bytes: Uint8Array };

/** A document whose text the engine has been sent, at this version of it. */
export interface DocumentSource {
  readonly kind: 'document';
  readonly uri: string;
  readonly version: number;
  /** In UTF-16 units: a text of another length is not this one. */
  readonly length: number;
}

export interface OpenDocument {
  readonly uri: string;
  readonly fileName: string;
  readonly version: number;
}

export interface DocumentChange {
  readonly uri: string;
  /** The document's after these changes. */
  readonly version: number;
  /** One after the other. */
  readonly changes: readonly TextChange[];
}

/** A pattern of the user's: lines it matches are findings. */
export interface UserPattern {
  readonly name: string;
  /** JavaScript regular expression over the lines of a record; it ignores case unless it starts with `(?-i)`. */
  readonly regex: string;
  readonly severity: Severity;
  readonly category: Category;
  /** Glob over the file's path; absent means every file. */
  readonly files?: string;
}

/** A pattern that was left out, and why. */
export interface PatternProblem {
  readonly name: string;
  readonly regex: string;
  readonly reason: 'invalid' | 'too-slow';
  readonly message: string;
}

/** A file in which a user tells of a format. */
export interface FormatFile {
  /** What its problems are told by: a path or a URI. */
  readonly name: string;
  readonly text: string;
}

/** What is wrong at one place of a format file. */
export interface FormatFileProblem {
  /** The file's name as it was given. */
  readonly file: string;
  /** The keys that lead to it, as in `samples[0].level`; empty for the whole file. */
  readonly place: string;
  /** A clause that goes after the place. */
  readonly message: string;
  /** Offsets in the file's text. */
  readonly start: number;
  readonly end: number;
}

export interface FormatFiles {
  /** Of the files without problems, in their order. */
  readonly formats: readonly FormatDefinition[];
  readonly problems: readonly FormatFileProblem[];
}

/** A format of the user's that was left out while a log was read: its expressions took too long. */
export interface FormatProblem {
  readonly id: string;
  readonly message: string;
}

/**
 * What ends a line: `lf` as terminal tools count (LF and CRLF), `editor` as VS Code does (a lone CR too).
 * Line numbers differ only in files with lone CRs.
 */
export type LineBreaks = 'lf' | 'editor';

/** What the user decides about how a log is read and judged; results under another reading are not reused. */
export interface Reading {
  readonly lineBreaks: LineBreaks;
  readonly patterns: readonly UserPattern[];
  /** Formats of the user's own, asked before ours. */
  readonly formats: readonly FormatDefinition[];
  /** Severity of HTTP answers from 400 to 499. */
  readonly clientErrors: ClientErrors;
  /** IANA name of the zone of times that state none. */
  readonly zone: string;
}

export interface AnalyzeRequest {
  readonly source: Source | DocumentSource;
  readonly reading: Reading;
  /** Hands back the stored analysis where file, rules and patterns are unchanged. */
  readonly reuse: boolean;
  /** An earlier analysis of the same file that this one takes the place of (a log that grows while it is open). */
  readonly replaces: number | null;
  /** Chosen by the caller; names the run in progress events. */
  readonly runId: number;
}

export interface AnalyzeResult {
  readonly analysis: Analysis;
  readonly reused: boolean;
  readonly patternProblems: readonly PatternProblem[];
  readonly formatProblems: readonly FormatProblem[];
}

export interface ExplainRequest {
  readonly source: Source | DocumentSource;
  readonly reading: Reading;
  /** 1-based. */
  readonly line: number;
}

export interface FindingsQuery {
  readonly analysisId: number;
  readonly minSeverity: Severity;
  /** `worst`: most severe first, within a severity the last in the file first. `line`: as they stand in the file. */
  readonly order: 'worst' | 'line';
  readonly offset: number;
  readonly limit: number;
  /** Only findings with one of these. */
  readonly fingerprints?: readonly string[];
  /** Only findings whose first line lies in this range; 1-based, both ends included. */
  readonly lines?: { readonly from: number; readonly to: number };
  /** As the run found them, whatever the user has corrected since: what is stored anew is to be stored so. */
  readonly asFound?: boolean;
}

export interface GroupsQuery {
  readonly analysisId: number;
  /** Only findings of it and worse are counted. */
  readonly minSeverity: Severity;
  readonly decisions: readonly GroupDecision[];
}

export interface CompareQuery {
  /** Ids of analyses. */
  readonly older: number;
  readonly newer: number;
  /** Only findings of it and worse are counted. */
  readonly minSeverity: Severity;
  readonly decisions: readonly GroupDecision[];
}

export interface FindingsPage {
  readonly findings: readonly Finding[];
  /** How many the query has in all. */
  readonly total: number;
}

export interface Progress {
  readonly runId: number;
  readonly uri: string;
  /** Read so far. */
  readonly bytes: number;
  readonly totalBytes: number;
  readonly findings: number;
  /** 1-based, where the last finding ends; absent where there is none yet. */
  readonly line?: number;
}

export interface MergeRequest {
  readonly sources: readonly Source[];
  readonly reading: Reading;
  /** Records below it, and those without a level, are left out; null takes all. */
  readonly minLevel: Level | null;
  /** IANA name of the zone in which times are told. */
  readonly zone: string;
  /** Chosen by the caller; names the run in progress events. */
  readonly runId: number;
}

/** Several logs in the order of time, as much of their end as an editor shows without effort. */
export interface MergedDocument {
  readonly lines: readonly string[];
  /** One for each line: the log (index among the sources) and 1-based line it comes from, and the columns that say so. */
  readonly links: readonly { readonly source: number; readonly line: number; readonly start: number; readonly end: number }[];
  /** Lines (indexes) before which no log said anything for unusually long (milliseconds). */
  readonly silences: readonly { readonly line: number; readonly span: number }[];
  readonly records: number;
  /** Records before the first of these that were left out, and the time (milliseconds since the epoch) of that first one. */
  readonly leftOut: number;
  readonly since: number | null;
  /** Logs that could not be read, or not to their end. */
  readonly failures: readonly { readonly source: number; readonly message: string }[];
}

export interface FamilyRequest {
  /** One of the files of a rotated log. */
  readonly path: string;
  readonly reading: Reading;
  /** Chosen by the caller; names the run in progress events. */
  readonly runId: number;
}

export interface FamilyAnalyses {
  /** Of each file that could be read, the oldest first. */
  readonly analyses: readonly Analysis[];
  /** Why a file could not be read, or not to its end, in sentences that name it. */
  readonly failures: readonly string[];
  readonly patternProblems: readonly PatternProblem[];
  readonly formatProblems: readonly FormatProblem[];
}

export interface FollowRequest {
  readonly source: Extract<Source, { readonly kind: 'file' }>;
  readonly reading: Reading;
  /** An earlier analysis of the same file that the one of its present content takes the place of. */
  readonly replaces: number | null;
  /** Whether the log has just come: then alerts tell of what stands in it already. */
  readonly isNew?: boolean;
  /** Whether the stored analysis is gone on with: then only what was written since is read, and told of as news. */
  readonly resumes?: boolean;
  /** Chosen by the caller; names the log in `followed` events. */
  readonly followId: number;
  /** Names the run over what is there in progress events. */
  readonly runId: number;
}

/** What has happened to a log that is followed. */
export interface Followed {
  readonly followId: number;
  readonly uri: string;
  /** Set where its content is over, cut off in its place or replaced: all that was found is void, and lines count from 1 again. */
  readonly restarted: 'truncated' | 'replaced' | null;
  /** New findings, and those that take the place of the one with the same line and message. */
  readonly added: readonly Finding[];
  /** Findings told before that are none any more. */
  readonly removed: readonly FindingKey[];
  /** Of all its lines. */
  readonly counts: PipelineSummary;
  /** Set where what was found has been stored: the analysis takes the place of the one before. */
  readonly analysis: Analysis | null;
  /** Why it cannot be read or stored for now, in a sentence that names it. */
  readonly problem: string | null;
}

/** A file of alerts. */
export interface AlertRulesText {
  readonly text: string;
  /** What its problems are told by. */
  readonly name: string;
  /** Values of the variables that it names; others are taken from the environment. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface ListRequest {
  /** Absolute. */
  readonly patterns: readonly string[];
  /** Files that may be logs are held against these formats and ours. */
  readonly formats: readonly FormatDefinition[];
}

export interface LogList {
  readonly files: readonly string[];
  /** What was named and is not there. */
  readonly missing: readonly string[];
}

/** How logs that programs push are taken in. */
export interface IntakeRequest {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly token: string;
  /** Where what is taken in is kept, one log for each name. */
  readonly folder: string;
  /** Bytes that a body may have, packed or not. */
  readonly mostBytes: number;
  /** Requests a second that one address may make for long. */
  readonly mostPerSecond: number;
}

export interface OpenViewRequest {
  readonly source: Source;
  readonly reading: Reading;
}

export interface ViewPageRequest {
  readonly viewId: number;
  readonly place: ViewPlace;
  readonly filter: ViewFilter;
  /** Lines wanted before the place, and behind its own line. */
  readonly before: number;
  readonly after: number;
}

export interface ViewLineRequest {
  readonly viewId: number;
  /** Of any of the line's bytes. */
  readonly offset: number;
  /** Characters at most. */
  readonly limit: number;
}

/** How far a search in a log view has come. */
export interface ViewProgress {
  readonly viewId: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Why stored results are not as they were: shown to the user once. */
interface StoreProblem {
  readonly message: string;
}

/** What the worker starts with. */
export interface WorkerSetup {
  /** The store's file; null keeps analyses in memory only. */
  readonly file: string | null;
  /** Where StackLens AI is used, for the audit trail. */
  readonly program: Program;
}

/** What the engine's worker answers and tells. */
export interface EngineProtocol {
  requests: {
    analyze(params: AnalyzeRequest): AnalyzeResult;
    /** Analyses a text of which nothing is kept. */
    analyzeText(params: TextRequest): TextResult;
    /** Begins to keep a document's text, none at first, until `closeDocument`. */
    openDocument(params: OpenDocument): null;
    /** Rejects with a LostDocumentError where the changes do not fit the text. */
    changeDocument(params: DocumentChange): null;
    closeDocument(params: { uri: string }): null;
    findings(params: FindingsQuery): FindingsPage;
    /** Explains the record that a line (1-based) is part of; null where there is none. */
    explain(params: ExplainRequest): ExplainedRecord | null;
    /** Does the head of a file (its first lines) read as a log, in one of these formats or ours? */
    readsAsLog(params: { lines: readonly string[]; fileName: string; formats: readonly FormatDefinition[] }): boolean;
    /** The logs that paths, folders and globs name, without packed and earlier parts of others. */
    listLogs(params: ListRequest): LogList;
    /** Reads and checks the formats of users. */
    readFormats(params: { files: readonly FormatFile[] }): FormatFiles;
    /** What is known of an error, the best entry first. */
    knowledge(params: KnowledgeRequest): Known[];
    /** Reads and checks knowledge of users. */
    readKnowledge(params: { files: readonly KnowledgeFile[] }): KnowledgeFiles;
    /** Merges logs by time. */
    merge(params: MergeRequest): MergedDocument;
    /** Analyses a file with those that were rotated with it, as the one log that they are. */
    analyzeFamily(params: FamilyRequest): FamilyAnalyses;
    /** Analyses a file where it has changed since, and goes on to tell of what is written to it until `unfollow`. */
    follow(params: FollowRequest): AnalyzeResult;
    /** Returns the analysis of all that was read; null where the log is not followed. */
    unfollow(params: { followId: number }): Analysis | null;
    /** What a file of alerts asks for. Rejects with an AlertRulesError. */
    planAlerts(params: Pick<AlertRulesText, 'text' | 'name'>): AlertPlan;
    /** From now on channels are told of what is found in followed logs as these rules say; null for none. */
    useAlerts(params: { rules: AlertRulesText | null }): null;
    testAlert(params: { rules: AlertRulesText; channel: string }): TestedChannel;
    /** Takes in logs that programs push until `stopIntake`, and tells of each with `received`. Rejects with an IntakeError where it cannot listen. */
    startIntake(params: IntakeRequest): { /** As programs are told it. */ readonly address: string; /** Paths of what was received before. */ readonly files: readonly string[] };
    /** Resolves when the requests under way are answered. */
    stopIntake(params: null): null;
    /** Puts what a filter lets through of a log that another engine keeps into a file. Rejects with a SourceError. */
    takeSnapshot(params: SnapshotRequest & { readonly exportId: number }): Snapshot;
    /** Opens a log for reading by offset, until `closeView`. */
    openView(params: OpenViewRequest): ViewInfo;
    viewPage(params: ViewPageRequest): ViewPage;
    /** The text of a line, as much of it as is asked for. */
    viewLine(params: ViewLineRequest): string;
    /** Looks whether the log is as it was, and says how far it is counted. */
    refreshView(params: { viewId: number }): ViewInfo;
    closeView(params: { viewId: number }): null;
    groups(params: GroupsQuery): Group[];
    /** The newest analysis of each file, newest first. */
    latestAnalyses(params: null): Analysis[];
    summary(params: SummaryQuery): Summary;
    totals(params: null): Totals;
    /** What a file, or all files together (null), had after each completed analysis; the oldest first. */
    trend(params: { uri: string | null }): TrendPoint[];
    analyses(params: AnalysesQuery): AnalysesPage;
    /** Findings of all files as one table. */
    table(params: TableQuery): TablePage;
    tableGroups(params: TableGroupsQuery): TableGroupsPage;
    /** The lines around a record; null where they cannot be read. */
    recordContext(params: RecordContextRequest): RecordContext | null;
    /** In the order of the ids; without those that are no more. */
    analysesById(params: { ids: readonly number[] }): Analysis[];
    /** Writes a report to a file, whole or not at all. */
    writeReport(params: ReportRequest): null;
    /** Every analysis of a file, the newest first. */
    history(params: { uri: string }): Analysis[];
    compare(params: CompareQuery): GroupChange[];
    /** What was unusual in an analysis, and what may have begun its trouble; the most remarkable first. */
    anomalies(params: { analysisId: number }): Anomaly[];
    /** Notes that these files are to be analysed, or takes that back. */
    queue(params: { files: readonly Pick<Run, 'uri' | 'fileName'>[]; isOver: boolean }): null;
    /** What is being analysed in any window, the oldest first; only what takes longer than a second. */
    runs(params: null): Run[];
    /** Deletes analyses. */
    forget(params: Selection): Removal;
    /** Takes back a deletion; how many analyses came back. */
    unforget(params: { removal: number }): number;
    /** Removes for good what is not to be kept; how many analyses that were. */
    prune(params: Retention): number;
    /** Keeps what the user decided about groups. */
    noteDecision(params: Decision): null;
    /** What the user says of these fingerprints from now on; how many findings of the newest analyses that is about. */
    correct(params: { members: readonly GroupMember[]; judged: Judged }): number;
    corrections(params: null): Correction[];
    /** Writes findings of the store to a file, whole or not at all. */
    export(params: ExportRequest): Exported;
    /** Of the store's file, the newest first. */
    backups(params: null): Backup[];
    /** What is stored is from now on what the backup holds; what was stored until now becomes a backup. */
    restoreBackup(params: { name: string }): null;
    compact(params: null): Compacted;
    /** The shipped model first, then those trained here in their order. */
    models(params: null): ShelvedModel[];
    /** Trains a model with what the user and the rules say, and installs it where it is better. */
    retrain(params: RetrainRequest): TrainingReport;
    /** What the local model says of a message, and what the message names. */
    analyzeMessage(params: { message: string }): MessageAnalysis;
    /** What became of alerts, the newest first. */
    deliveries(params: { limit: number }): Delivery[];
    noteQuestion(params: QuestionNote): null;
    /** Keeps what an AI said. */
    suggest(params: NewSuggestion): StoredSuggestion;
    /** What an AI said last of a fingerprint; null for nothing. */
    suggestion(params: { fingerprint: string }): StoredSuggestion | null;
    /** What an AI said last of each fingerprint, the newest first. */
    suggestions(params: { limit: number }): StoredSuggestion[];
    /** What helped with problems, the newest first. */
    solved(params: { limit: number }): SolvedProblem[];
    rateSuggestion(params: { id: number; helped: boolean }): null;
    /** What to do about a finding, by what is known and by what helped before: the likeliest to help first. */
    fixes(params: FixesRequest): Fix[];
    /** What the message of a finding tells by its own words. */
    facts(params: Pick<Finding, 'message' | 'severity'>): MessageFacts;
    /** Goes back to the model before the one in use; its version, null where there is none. */
    rollBackModel(params: null): string | null;
    /** From now on results are kept on this server, or in the store's file. */
    useServer(params: { server: ServerAccess | null | 'soon' }): null;
    /** Copies all analyses between the store's file and the server; progress counts them. */
    copyStore(params: { direction: 'toServer' | 'toFile'; exportId: number }): Copied;
    /** Writes what is unsaved to disk and lets go of the store; the last request. */
    close(params: null): null;
  };
  events: {
    progress: Progress;
    followed: Followed;
    /** What a channel of notifications is told, in one line. */
    alerted: { readonly text: string };
    /** Lines were added to a log that programs push. */
    received: { readonly file: string };
    viewProgress: ViewProgress;
    exportProgress: ExportProgress;
    storeProblem: StoreProblem;
  };
}
