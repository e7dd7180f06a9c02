import { Worker } from 'node:worker_threads';
import type { Analysis, Group, GroupMember } from '../core/analysis';
import type { GroupChange } from '../core/compareGroups';
import type { Anomaly } from '../core/anomaly';
import type { Correction, Judged } from '../core/corrections';
import type { Finding } from '../core/finding';
import type { MessageAnalysis, MessageFacts, ShelvedModel, TrainingReport } from '../core/learning';
import type { RecordContextRequest } from './recordContext';
import type { Delivery } from '../shared/backgroundWork';
import type { RecordContext, TableGroupsPage, TableGroupsQuery, TablePage, TableQuery } from '../shared/findingsTable';
import type { AnalysesPage, AnalysesQuery, Summary, SummaryQuery, Totals, TrendPoint } from '../shared/summary';
import type { ViewInfo, ViewPage } from '../shared/logViewProtocol';
import { RpcChannel, type Silent } from '../shared/rpc';
import type { ExplainedRecord } from './explainLine';
import type { TextRequest, TextResult } from './textAnalysis';
import type { ReportRequest } from './exporters/summaryReport';
import type { Exported, ExportProgress, ExportRequest } from './exporters/exportRequest';
import type { Known } from '../ml/knowledgeBase';
import type { Fix, FixesRequest, KnowledgeFile, KnowledgeFiles, KnowledgeRequest } from './knowledge';
import type { FormatDefinition } from '../core/formats/definition';
import type { AlertPlan } from './alerts/alertDesk';
import type { TestedChannel } from './alerts/alertTest';
import type { Snapshot, SnapshotRequest } from './remote/snapshot';
import type { AlertRulesText, AnalyzeRequest, AnalyzeResult, CompareQuery, DocumentChange, EngineProtocol, ExplainRequest, FamilyAnalyses, FamilyRequest, FindingsPage, FindingsQuery, Followed, FollowRequest, FormatFile, FormatFiles, GroupsQuery, IntakeRequest, ListRequest, LogList, MergedDocument, MergeRequest, OpenDocument, OpenViewRequest, Progress, ViewLineRequest, ViewPageRequest, ViewProgress, WorkerSetup } from './api';
import type { Program } from './store/auditTrail';
import type { Backup } from './store/backups';
import type { Decision, QuestionNote, Removal, Retention, Run, Selection } from './store/store';
import type { NewSuggestion, SolvedProblem, StoredSuggestion } from './store/suggestions';
import type { Copied } from './store/copying';
import type { ServerAccess } from './store/openStore';
import type { Compacted } from './store/storeFile';
import { workerPort } from './workerPort';

export interface EngineOptions {
  /** The worker's bundle. */
  readonly workerPath: string;
  /** The store's file; null keeps analyses in memory only. */
  readonly storeFile: string | null;
  /** Where StackLens AI is used, for the audit trail: the editor unless told. */
  readonly program?: Program;
  /** Where results are kept on a server instead, if anywhere. */
  readonly server?: ServerChoice;
  /** Told in plain words when stored analyses could not be kept or read. */
  readonly onStoreProblem: (message: string) => void;
  /**
   * Told when the worker has stopped unexpectedly, and with it all that it followed and took in; after some times no more, for
   * what begins again by itself may be what stops it.
   */
  readonly onStopped?: () => void;
  /** Told in one line what a channel of notifications is told. */
  readonly onAlert?: (text: string) => void;
}

/** The server that results are to be kept on, as it is set by now. */
export interface ServerChoice {
  /** Empty where there is none. */
  address(): string;
  /** Never rejects. */
  access(): Promise<ServerAccess | null>;
}

/** The engine's worker has stopped; the next call starts it afresh. */
export class EngineStoppedError extends Error {
  override readonly name = 'EngineStoppedError';
}

const mostStopsTold = 3;

/** Who hears of the logs that are taken in. */
export interface IntakeListener {
  /** Lines were added to this file. */
  readonly onReceived: (file: string) => void;
  /** It ended with the engine's worker. */
  readonly onStopped: (reason: EngineStoppedError) => void;
}

interface Running {
  readonly worker: Worker;
  readonly channel: RpcChannel<Silent, EngineProtocol>;
  /** The address of the server that it was told to keep results on; empty for none. */
  server: string;
}

/**
 * The engine as the extension host sees it: a worker that starts with the first call. A worker that dies
 * rejects what was pending with `EngineStoppedError`; errors of the engine arrive with their name and message.
 */
export class AnalysisEngine {
  private running: Running | undefined;
  private readonly progressOf = new Map<number, (progress: Progress) => void>();
  private readonly exports = new Map<number, (progress: ExportProgress) => void>();
  private readonly followers = new Map<number, (followed: Followed) => void>();
  /** The log views that are open in the running worker, and who hears of their searches. */
  private readonly views = new Map<number, Set<(progress: ViewProgress) => void>>();
  private intake: IntakeListener | undefined;
  private nextRunId = 1;
  private stops = 0;

  constructor(private readonly options: EngineOptions) {}

  async analyze(
    request: Omit<AnalyzeRequest, 'runId'>,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress?: (progress: Progress) => void },
  ): Promise<AnalyzeResult> {
    return this.withProgress(onProgress, (runId) => this.channel().request('analyze', { ...request, runId }, { signal }));
  }

  /** Analyses a text of which nothing is kept. */
  analyzeText(request: TextRequest, signal: AbortSignal): Promise<TextResult> {
    return this.channel().request('analyzeText', request, { signal });
  }

  /** Merges logs by time. */
  async merge(
    request: Omit<MergeRequest, 'runId'>,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress?: (progress: Progress) => void },
  ): Promise<MergedDocument> {
    return this.withProgress(onProgress, (runId) => this.channel().request('merge', { ...request, runId }, { signal }));
  }

  /** Analyses a file with those that were rotated with it, as the one log that they are. */
  async analyzeFamily(
    request: Omit<FamilyRequest, 'runId'>,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress?: (progress: Progress) => void },
  ): Promise<FamilyAnalyses> {
    return this.withProgress(onProgress, (runId) => this.channel().request('analyzeFamily', { ...request, runId }, { signal }));
  }

  /**
   * Analyses a file where it has changed since, and goes on to tell of what is written to it until `stop` is called,
   * which returns the analysis of all that was read.
   */
  async follow(
    request: Omit<FollowRequest, 'runId' | 'followId'>,
    { signal, onProgress, onFollowed }: { readonly signal: AbortSignal; readonly onProgress?: (progress: Progress) => void; readonly onFollowed: (followed: Followed) => void },
  ): Promise<{ readonly result: AnalyzeResult; readonly stop: () => Promise<Analysis | null> }> {
    const followId = this.nextRunId++;
    this.followers.set(followId, onFollowed);
    try {
      const result = await this.withProgress(onProgress, (runId) => this.channel().request('follow', { ...request, runId, followId }, { signal }));
      const stop = async (): Promise<Analysis | null> => {
        this.followers.delete(followId);
        return this.running ? this.channel().request('unfollow', { followId }) : null;
      };
      return { result, stop };
    } catch (error) {
      this.followers.delete(followId);
      throw error;
    }
  }

  /** What a file of alerts asks for. Rejects with an AlertRulesError. */
  planAlerts(rules: Pick<AlertRulesText, 'text' | 'name'>): Promise<AlertPlan> {
    return this.channel().request('planAlerts', rules);
  }

  /** From now on channels are told of what is found in followed logs as these rules say; null for none. */
  async useAlerts(rules: AlertRulesText | null): Promise<void> {
    if (rules !== null || this.running) await this.channel().request('useAlerts', { rules });
  }

  testAlert(rules: AlertRulesText, channel: string): Promise<TestedChannel> {
    return this.channel().request('testAlert', { rules, channel });
  }

  /** What became of alerts, the newest first. */
  deliveries(limit: number): Promise<Delivery[]> {
    return this.channel().request('deliveries', { limit });
  }

  /** Takes in logs that programs push, until it is told to stop or the worker stops. Rejects where it cannot listen, or listens already. */
  async startIntake(request: IntakeRequest, listener: IntakeListener): Promise<{ readonly address: string; readonly files: readonly string[]; readonly stop: () => Promise<void> }> {
    if (this.intake) throw new Error('Logs are being taken in already.');
    // What comes at once is heard of as well.
    this.intake = listener;
    try {
      const started = await this.channel().request('startIntake', request);
      const stop = async (): Promise<void> => {
        if (this.intake !== listener) return;
        this.intake = undefined;
        await this.channel().request('stopIntake', null);
      };
      return { ...started, stop };
    } catch (error) {
      if (this.intake === listener) this.intake = undefined;
      throw error;
    }
  }

  /** Opens a log for reading by offset, until `closeView`. What is asked of a view after its worker has stopped rejects with an `EngineStoppedError`. */
  async openView(request: OpenViewRequest): Promise<ViewInfo> {
    const info = await this.channel().request('openView', request);
    this.views.set(info.viewId, new Set());
    return info;
  }

  async viewPage(request: ViewPageRequest, signal: AbortSignal, onProgress?: (progress: ViewProgress) => void): Promise<ViewPage> {
    const listeners = this.listenersOf(request.viewId);
    if (onProgress) listeners.add(onProgress);
    try {
      return await this.channel().request('viewPage', request, { signal });
    } finally {
      if (onProgress) listeners.delete(onProgress);
    }
  }

  /** The text of a line, as much of it as is asked for. */
  async viewLine(request: ViewLineRequest, signal: AbortSignal): Promise<string> {
    this.listenersOf(request.viewId);
    return this.channel().request('viewLine', request, { signal });
  }

  /** Looks whether the log is as it was, and says how far it is counted. */
  async refreshView(viewId: number): Promise<ViewInfo> {
    this.listenersOf(viewId);
    return this.channel().request('refreshView', { viewId });
  }

  async closeView(viewId: number): Promise<void> {
    if (this.views.delete(viewId)) await this.channel().request('closeView', { viewId });
  }

  /** Begins to keep a document's text, none at first, until `closeDocument`: to be read as a DocumentSource. */
  async openDocument(document: OpenDocument): Promise<void> {
    await this.channel().request('openDocument', document);
  }

  /** Rejects with a LostDocumentError where the changes do not fit the text, as after the worker has stopped. */
  async changeDocument(change: DocumentChange): Promise<void> {
    await this.channel().request('changeDocument', change);
  }

  async closeDocument(uri: string): Promise<void> {
    if (this.running) await this.channel().request('closeDocument', { uri });
  }

  findings(query: FindingsQuery): Promise<FindingsPage> {
    return this.channel().request('findings', query);
  }

  /** Explains the record that a line is part of; null where there is none. */
  explain(request: ExplainRequest, signal: AbortSignal): Promise<ExplainedRecord | null> {
    return this.channel().request('explain', request, { signal });
  }

  /** Whether the head of a file (its first lines) reads as a log, in one of these formats or ours. */
  readsAsLog(lines: readonly string[], fileName: string, formats: readonly FormatDefinition[]): Promise<boolean> {
    return this.channel().request('readsAsLog', { lines, fileName, formats });
  }

  /** The logs that absolute paths, folders and globs name, without packed and earlier parts of others. */
  listLogs(request: ListRequest): Promise<LogList> {
    return this.channel().request('listLogs', request);
  }

  /** Reads and checks formats of the user's. */
  readFormats(files: readonly FormatFile[]): Promise<FormatFiles> {
    return this.channel().request('readFormats', { files });
  }

  /** What is known of an error, the best entry first. */
  knowledge(request: KnowledgeRequest): Promise<Known[]> {
    return this.channel().request('knowledge', request);
  }

  /** Reads and checks knowledge of the user's. */
  readKnowledge(files: readonly KnowledgeFile[]): Promise<KnowledgeFiles> {
    return this.channel().request('readKnowledge', { files });
  }

  groups(query: GroupsQuery): Promise<Group[]> {
    return this.channel().request('groups', query);
  }

  latestAnalyses(): Promise<Analysis[]> {
    return this.channel().request('latestAnalyses', null);
  }

  /** Writes findings of the store to a file, whole or not at all. Rejects where `signal` is aborted before the file is in its place. */
  async exportFindings(request: Omit<ExportRequest, 'exportId'>, { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: ExportProgress) => void }): Promise<Exported> {
    const exportId = this.nextRunId++;
    this.exports.set(exportId, onProgress);
    try {
      return await this.channel().request('export', { ...request, exportId }, { signal });
    } finally {
      this.exports.delete(exportId);
    }
  }

  /** What some analyses found, in sum. */
  summary(query: SummaryQuery): Promise<Summary> {
    return this.channel().request('summary', query);
  }

  totals(): Promise<Totals> {
    return this.channel().request('totals', null);
  }

  /** What a file, or all files together (null), had after each completed analysis; the oldest first. */
  trend(uri: string | null): Promise<TrendPoint[]> {
    return this.channel().request('trend', { uri });
  }

  analyses(query: AnalysesQuery): Promise<AnalysesPage> {
    return this.channel().request('analyses', query);
  }

  /** The lines around a record; null where they cannot be read. */
  recordContext(request: RecordContextRequest): Promise<RecordContext | null> {
    return this.channel().request('recordContext', request);
  }

  /** Findings of all files as one table. */
  table(query: TableQuery, signal: AbortSignal): Promise<TablePage> {
    return this.channel().request('table', query, { signal });
  }

  tableGroups(query: TableGroupsQuery, signal: AbortSignal): Promise<TableGroupsPage> {
    return this.channel().request('tableGroups', query, { signal });
  }

  /** In the order of the ids; without those that are no more. */
  analysesById(ids: readonly number[]): Promise<Analysis[]> {
    return this.channel().request('analysesById', { ids });
  }

  /** Writes a report to a file, whole or not at all. */
  async writeReport(request: ReportRequest): Promise<void> {
    await this.channel().request('writeReport', request);
  }

  /** Every analysis of a file, the newest first. */
  history(uri: string): Promise<Analysis[]> {
    return this.channel().request('history', { uri });
  }

  compare(query: CompareQuery): Promise<GroupChange[]> {
    return this.channel().request('compare', query);
  }

  /** Runs work on these files, which other windows see waiting until their turn. */
  async queued<T>(files: readonly Pick<Run, 'uri' | 'fileName'>[], work: () => Promise<T>): Promise<T> {
    await this.channel().request('queue', { files, isOver: false });
    try {
      return await work();
    } finally {
      await this.channel().request('queue', { files, isOver: true });
    }
  }

  /** What is being analysed in any window, the oldest first; only what takes longer than a second. */
  runs(): Promise<Run[]> {
    return this.channel().request('runs', null);
  }

  /** Deletes analyses. */
  forget(selection: Selection): Promise<Removal> {
    return this.channel().request('forget', selection);
  }

  /** Takes back a deletion; how many analyses came back. */
  unforget(removal: number): Promise<number> {
    return this.channel().request('unforget', { removal });
  }

  /** Removes for good what is not to be kept; how many analyses that were. */
  prune(retention: Retention): Promise<number> {
    return this.channel().request('prune', retention);
  }

  /** Keeps what the user decided about groups. */
  async noteDecision(decision: Decision): Promise<void> {
    await this.channel().request('noteDecision', decision);
  }

  /** What the user says of these fingerprints from now on; how many findings of the newest analyses that is about. */
  correct(members: readonly GroupMember[], judged: Judged): Promise<number> {
    return this.channel().request('correct', { members, judged });
  }

  /** What was unusual in an analysis, and what may have begun its trouble; the most remarkable first. */
  anomalies(analysisId: number): Promise<Anomaly[]> {
    return this.channel().request('anomalies', { analysisId });
  }

  /** What the user says by now. */
  corrections(): Promise<Correction[]> {
    return this.channel().request('corrections', null);
  }

  /** Of the store's file, the newest first. */
  backups(): Promise<Backup[]> {
    return this.channel().request('backups', null);
  }

  /** What is stored is from now on what the backup holds; what was stored until now becomes a backup. */
  async restoreBackup(name: string): Promise<void> {
    await this.channel().request('restoreBackup', { name });
  }

  /** Has a running worker keep results where they are to be kept by now, with the password there is by now. */
  async useServer(): Promise<void> {
    if (this.running) await this.tellServer(this.running);
  }

  /** Copies all analyses between the store's file and the server. */
  async copyStore(direction: 'toServer' | 'toFile', { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (done: number, total: number) => void }): Promise<Copied> {
    const exportId = this.nextRunId++;
    this.exports.set(exportId, ({ findings, total }) => onProgress(findings, total));
    try {
      return await this.channel().request('copyStore', { direction, exportId }, { signal });
    } finally {
      this.exports.delete(exportId);
    }
  }

  /** Puts a log that another engine keeps into a file. `onProgress` is told the records read, and of how many, 0 where that is not known. */
  async takeSnapshot(request: SnapshotRequest, { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (records: number, total: number) => void }): Promise<Snapshot> {
    const exportId = this.nextRunId++;
    this.exports.set(exportId, ({ findings, total }) => onProgress(findings, total));
    try {
      return await this.channel().request('takeSnapshot', { ...request, exportId }, { signal });
    } finally {
      this.exports.delete(exportId);
    }
  }

  /** The shipped model first, then those trained here in their order. */
  models(): Promise<ShelvedModel[]> {
    return this.channel().request('models', null);
  }

  /** Trains a model with what the user and the rules say, and installs it where it is better, or in any case. `onProgress` is told the part that is done, from 0 to 1. */
  async retrain(force: boolean, { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (done: number) => void }): Promise<TrainingReport> {
    const exportId = this.nextRunId++;
    this.exports.set(exportId, ({ findings, total }) => onProgress(findings / total));
    try {
      return await this.channel().request('retrain', { force, exportId }, { signal });
    } finally {
      this.exports.delete(exportId);
    }
  }

  /** What the local model says of a message, and what the message names. */
  analyzeMessage(message: string): Promise<MessageAnalysis> {
    return this.channel().request('analyzeMessage', { message });
  }

  /** Keeps in the audit trail what an AI is about to be asked. */
  async noteQuestion(note: QuestionNote): Promise<void> {
    await this.channel().request('noteQuestion', note);
  }

  /** Keeps what an AI said. */
  suggest(suggestion: NewSuggestion): Promise<StoredSuggestion> {
    return this.channel().request('suggest', suggestion);
  }

  /** What an AI said last of a fingerprint; null for nothing. */
  suggestion(fingerprint: string): Promise<StoredSuggestion | null> {
    return this.channel().request('suggestion', { fingerprint });
  }

  /** What an AI said last of each fingerprint, the newest first. */
  suggestions(limit: number): Promise<StoredSuggestion[]> {
    return this.channel().request('suggestions', { limit });
  }

  /** What helped with problems, the newest first. */
  solved(limit: number): Promise<SolvedProblem[]> {
    return this.channel().request('solved', { limit });
  }

  /** What the message of a finding tells by its own words. */
  facts({ message, severity }: Pick<Finding, 'message' | 'severity'>): Promise<MessageFacts> {
    return this.channel().request('facts', { message, severity });
  }

  /** What to do about a finding, the likeliest to help first. */
  fixes(request: FixesRequest): Promise<Fix[]> {
    return this.channel().request('fixes', request);
  }

  async rateSuggestion(id: number, helped: boolean): Promise<void> {
    await this.channel().request('rateSuggestion', { id, helped });
  }

  /** Goes back to the model before the one in use; its version, null where there is none. */
  rollBackModel(): Promise<string | null> {
    return this.channel().request('rollBackModel', null);
  }

  /** Writes the store's file without its gaps. */
  compact(): Promise<Compacted> {
    return this.channel().request('compact', null);
  }

  /** Writes what is unsaved and ends the worker. */
  async close(): Promise<void> {
    const running = this.running;
    if (!running) return;
    try {
      await running.channel.request('close', null);
    } finally {
      // Nobody needs to hear of what was meant.
      this.intake = undefined;
      this.stopped(running, new EngineStoppedError('StackLens is shutting down.'));
      await running.worker.terminate();
    }
  }

  private async withProgress<T>(onProgress: ((progress: Progress) => void) | undefined, run: (runId: number) => Promise<T>): Promise<T> {
    const runId = this.nextRunId++;
    if (onProgress) this.progressOf.set(runId, onProgress);
    try {
      return await run(runId);
    } finally {
      this.progressOf.delete(runId);
    }
  }

  private listenersOf(viewId: number): Set<(progress: ViewProgress) => void> {
    const listeners = this.views.get(viewId);
    if (!listeners) throw new EngineStoppedError('The log is no longer open here. Open it again.');
    return listeners;
  }

  private channel(): RpcChannel<Silent, EngineProtocol> {
    this.running ??= this.start();
    // Looked at each time: settings may come late, and who waits for news of them may miss some.
    // Where the worker ends before it has answered, everybody else who asked it hears of that.
    if (this.running.server !== this.address()) this.tellServer(this.running).catch(() => undefined);
    return this.running.channel;
  }

  private address(): string {
    return this.options.server?.address() ?? '';
  }

  /** What is asked of the worker after this waits until it knows the server. */
  private async tellServer(running: Running): Promise<void> {
    running.server = this.address();
    if (running.server === '') {
      await running.channel.request('useServer', { server: null });
      return;
    }
    const waiting = running.channel.request('useServer', { server: 'soon' });
    const access = await this.options.server?.access();
    await Promise.all([waiting, running.channel.request('useServer', { server: access ?? null })]);
  }

  private start(): Running {
    const setup: WorkerSetup = { file: this.options.storeFile, program: this.options.program ?? 'editor' };
    const worker = new Worker(this.options.workerPath, { workerData: setup });
    const channel = new RpcChannel<Silent, EngineProtocol>(workerPort(worker), {});
    const running = { worker, channel, server: '' };
    channel.on('progress', (progress) => this.progressOf.get(progress.runId)?.(progress));
    channel.on('followed', (followed) => this.followers.get(followed.followId)?.(followed));
    channel.on('alerted', ({ text }) => this.options.onAlert?.(text));
    channel.on('received', ({ file }) => this.intake?.onReceived(file));
    channel.on('viewProgress', (progress) => this.views.get(progress.viewId)?.forEach((listener) => listener(progress)));
    channel.on('exportProgress', (progress) => this.exports.get(progress.exportId)?.(progress));
    channel.on('storeProblem', ({ message }) => {
      this.options.onStoreProblem(message);
    });
    worker.on('error', (error) => {
      this.failed(running, new EngineStoppedError(`The analysis stopped unexpectedly: ${error.message}. Try again.`));
    });
    worker.on('exit', (code) => {
      this.failed(running, new EngineStoppedError(`The analysis stopped unexpectedly (exit code ${String(code)}). Try again.`));
    });
    return running;
  }

  private failed(running: Running, reason: EngineStoppedError): void {
    const isNews = this.running === running;
    this.stopped(running, reason);
    if (isNews && this.stops++ < mostStopsTold) this.options.onStopped?.();
  }

  private stopped(running: Running, reason: EngineStoppedError): void {
    running.channel.close(reason);
    if (this.running !== running) return;
    this.running = undefined;
    this.views.clear();
    this.intake?.onStopped(reason);
    this.intake = undefined;
  }
}
