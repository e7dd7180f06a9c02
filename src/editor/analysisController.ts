import * as vscode from 'vscode';
import type { Analysis } from '../core/analysis';
import { missedPatterns } from '../core/missed';
import type { AnalyzeResult, DocumentSource, Progress, Reading, Source } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { DocumentTexts } from './documentTexts';
import { fileNameOf, headOf, logKind, sourceOfFile, StaleDocumentError } from './logDocuments';
import { readResult, shownFindings, type LogResult } from './logResult';
import { isIgnoredFile } from './ignoredFiles';
import type { FormatFiles } from './formatFiles';
import type { PatternReporter } from './patternReporter';
import type { SettingsSource } from './settings';
import type { Times } from './times';

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Milliseconds of quiet after a change before the log is read again, and how long changes can put that off. */
const quietTime = 250;
const longestDelay = 1000;

interface OpenLog {
  readonly document: vscode.TextDocument;
  readonly watcher: vscode.Disposable;
  timer: NodeJS.Timeout | undefined;
  changedSince: number | undefined;
  running: AbortController | undefined;
  /** 0 to 1 while a run lasts long enough to tell of it. */
  progress: number | undefined;
  /** The analysis that this opening made: a log that grows takes its place instead of filling the history. */
  analysisId: number | null;
}

/** Keeps the results of logs up to date: those on screen by itself, others when asked. */
export class AnalysisController extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  /** A log's result came, changed or went. */
  readonly onDidChange = this.changed.event;
  private readonly progressed = this.register(new vscode.EventEmitter<vscode.Uri>());
  /** An open log is being read, further than before, or no more. */
  readonly onDidProgress = this.progressed.event;
  private readonly results = new Map<string, LogResult>();
  private readonly open = new Map<string, OpenLog>();
  private readonly texts: DocumentTexts;

  constructor(
    private readonly engine: AnalysisEngine,
    private readonly settings: SettingsSource,
    private readonly times: Times,
    private readonly formatFiles: FormatFiles,
    private readonly patternReporter: PatternReporter,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    // Hears of a change before the log is scheduled for it.
    this.texts = this.register(new DocumentTexts(engine, log));
    this.register(vscode.window.onDidChangeVisibleTextEditors((editors) => this.showAll(editors)));
    this.register(vscode.workspace.onDidOpenTextDocument((document) => this.reopened(document)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.schedule(document.uri)));
    this.register(vscode.workspace.onDidSaveTextDocument((document) => this.schedule(document.uri)));
    this.register(vscode.workspace.onDidCloseTextDocument((document) => this.close(document.uri)));
    this.register(vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.closeTabs(closed)));
    this.register(vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach((uri) => this.clearDeleted(uri))));
    this.register(settings.onDidChange(() => inBackground(log, this.settingsChanged())));
    this.register(formatFiles.onDidChange(() => inBackground(log, this.refreshAll())));
    const deletions = this.register(vscode.workspace.createFileSystemWatcher('**/*', true, true, false));
    this.register(deletions.onDidDelete((uri) => this.clearDeleted(uri)));
    this.showAll(vscode.window.visibleTextEditors);
  }

  override dispose(): void {
    for (const key of [...this.open.keys()]) this.forgetOpen(key);
    super.dispose();
  }

  resultOf(uri: vscode.Uri): LogResult | undefined {
    return this.results.get(uri.toString());
  }

  allResults(): LogResult[] {
    return [...this.results.values()];
  }

  isOpen(uri: vscode.Uri): boolean {
    return this.open.has(uri.toString());
  }

  /** How much of an open log has been read, 0 to 1, while it is being read. */
  progressOf(uri: vscode.Uri): number | undefined {
    return this.open.get(uri.toString())?.progress;
  }

  /** Stops reading an open log; what was known of it stays. */
  cancel(uri: vscode.Uri): void {
    this.open.get(uri.toString())?.running?.abort();
  }

  /** Analyses a document, log or not, and from then on keeps its result up to date while it is open. */
  async analyzeDocument(document: vscode.TextDocument, options: RunOptions): Promise<LogResult> {
    this.refuseIgnored(document.uri);
    this.track(document);
    return this.run(document.uri, false, options);
  }

  /** Analyses a file that need not be open. */
  async analyzeFile(uri: vscode.Uri, options: RunOptions): Promise<LogResult> {
    this.refuseIgnored(uri);
    return this.run(uri, true, options);
  }

  /** Has `work` read a log as it is now: on screen, where it is open, else in its file. Throws StaleDocumentError where it changes meanwhile. */
  async read<T>(uri: vscode.Uri, work: (source: Source | DocumentSource, reading: Reading) => Promise<T>): Promise<T> {
    // Known before the text is: no change may come between its version and the request.
    const reading = await this.reading();
    const document = this.open.get(uri.toString())?.document;
    return document ? this.texts.read(document, (source) => work(source, reading)) : work(await sourceOfFile(uri), reading);
  }

  /** How logs are read at present. */
  async reading(): Promise<Reading> {
    const { patterns, clientErrors } = this.settings.current;
    const missed = missedPatterns(await this.engine.corrections());
    return { lineBreaks: 'editor', patterns: [...patterns, ...missed], formats: await this.formatFiles.current(), clientErrors, zone: this.times.logZone };
  }

  /** Forgets what is on screen of one log, or of all; stored analyses stay. */
  clear(uri?: vscode.Uri): void {
    const uris = uri ? [uri] : this.allResults().map((result) => result.uri);
    for (const each of uris) {
      // A run that is under way would bring the result back.
      this.cancel(each);
      if (this.results.delete(each.toString())) this.changed.fire(each);
    }
  }

  /** Starts over from what is stored, which may be other than before. */
  async startOver(): Promise<void> {
    this.clear();
    await this.restore();
    await Promise.all(Array.from(this.open.values(), ({ document }) => this.update(document.uri, true)));
  }

  /** A deleted folder takes its logs with it. */
  private clearDeleted(uri: vscode.Uri): void {
    this.clear(uri);
    const inside = `${uri.toString()}/`;
    for (const result of this.allResults()) if (result.uri.toString().startsWith(inside)) this.clear(result.uri);
  }

  /** Brings back the stored results of the workspace's logs that are still there, as they were before a reload. */
  async restore(isWanted: (uri: vscode.Uri) => boolean = () => true): Promise<void> {
    const stored = await this.engine.latestAnalyses();
    await Promise.all(
      stored.map(async (analysis) => {
        const uri = vscode.Uri.parse(analysis.uri, true);
        const wanted = analysis.status === 'completed' && vscode.workspace.getWorkspaceFolder(uri) !== undefined && !this.results.has(analysis.uri);
        if (wanted && isWanted(uri) && !this.isIgnored(uri) && (await exists(uri))) await this.publish(uri, analysis);
      }),
    );
  }

  private showAll(editors: readonly vscode.TextEditor[]): void {
    for (const { document } of editors) void this.show(document);
  }

  private async readsAsLog(document: vscode.TextDocument): Promise<boolean> {
    return this.engine.readsAsLog(headOf(document), fileNameOf(document.uri), await this.formatFiles.current());
  }

  /** A document whose language changed is opened again without its editor changing. */
  private reopened(document: vscode.TextDocument): void {
    const visible = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    if (visible) void this.show(document);
  }

  private async show(document: vscode.TextDocument): Promise<void> {
    if (this.isOpen(document.uri) || this.isIgnored(document.uri)) return;
    try {
      const kind = logKind(document);
      if (kind === 'other' || document.isClosed) return;
      if (kind === 'doubtful' && !(await this.readsAsLog(document))) return;
      this.track(document);
      await this.update(document.uri, true);
      if (document.languageId === 'program-output') await vscode.languages.setTextDocumentLanguage(document, 'log');
    } catch (error) {
      this.logFailure(document.uri, error);
    }
  }

  private track(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    if (this.open.has(key)) return;
    this.open.set(key, { document, watcher: this.watch(document.uri), timer: undefined, changedSince: undefined, running: undefined, progress: undefined, analysisId: null });
  }

  /** Logs outside the workspace are not covered by its watcher. */
  private watch(uri: vscode.Uri): vscode.Disposable {
    if (uri.scheme !== 'file' || vscode.workspace.getWorkspaceFolder(uri)) return new vscode.Disposable(() => undefined);
    const folder = vscode.Uri.joinPath(uri, '..');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, fileNameOf(uri)), true, true, false);
    watcher.onDidDelete((deleted) => this.clear(deleted));
    return watcher;
  }

  private closeTabs(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) {
      if (!(input instanceof vscode.TabInputText)) continue;
      const key = input.uri.toString();
      const elsewhere = vscode.window.tabGroups.all.some((group) => group.tabs.some((tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === key));
      if (!elsewhere) this.close(input.uri);
    }
  }

  private close(uri: vscode.Uri): void {
    if (!this.forgetOpen(uri.toString())) return;
    const result = this.resultOf(uri);
    if (!result) return;
    // It stays in the list of results; what is drawn in its editor goes.
    if (!this.wantsFindings(uri)) this.results.set(uri.toString(), { ...result, findings: [] });
    this.changed.fire(uri);
  }

  private forgetOpen(key: string): boolean {
    const log = this.open.get(key);
    if (!log) return false;
    clearTimeout(log.timer);
    log.running?.abort();
    log.watcher.dispose();
    this.texts.close(log.document.uri);
    return this.open.delete(key);
  }

  private schedule(uri: vscode.Uri): void {
    const log = this.open.get(uri.toString());
    if (!log) return;
    const now = Date.now();
    log.changedSince ??= now;
    clearTimeout(log.timer);
    const delay = Math.max(0, Math.min(quietTime, log.changedSince + longestDelay - now));
    log.timer = setTimeout(() => void this.update(uri, true), delay);
  }

  isIgnored(uri: vscode.Uri): boolean {
    return isIgnoredFile(uri, this.settings.current.ignoredFiles);
  }

  private refuseIgnored(uri: vscode.Uri): void {
    if (this.isIgnored(uri)) throw new Error(vscode.l10n.t('{0} is ignored. Take that back with Show What Was Relabeled or Ignored…, or in the setting stacklens.ignoredFiles.', fileNameOf(uri)));
  }

  private async settingsChanged(): Promise<void> {
    const ignored = [...this.allResults().map(({ uri }) => uri), ...Array.from(this.open.values(), ({ document }) => document.uri)].filter((uri) => this.isIgnored(uri));
    for (const uri of ignored) {
      this.forgetOpen(uri.toString());
      this.clear(uri);
    }
    this.showAll(vscode.window.visibleTextEditors);
    await this.refreshAll();
  }

  /** Reads all open logs again where what is asked of them has changed. */
  async refreshAll(): Promise<void> {
    await Promise.all(this.allResults().map(({ uri }) => (this.isOpen(uri) ? this.update(uri, true) : this.reload(uri))));
  }

  /** Reads an open log again; a run that is under way is left to finish first, so that a log that never rests gets results too. */
  private async update(uri: vscode.Uri, reuse: boolean): Promise<void> {
    const log = this.open.get(uri.toString());
    if (!log) return;
    if (log.running) {
      this.schedule(uri);
      return;
    }
    const controller = new AbortController();
    log.running = controller;
    log.changedSince = undefined;
    let stale = false;
    try {
      const onProgress = ({ bytes, totalBytes }: Progress): void => this.tellProgress(log, totalBytes > 0 ? bytes / totalBytes : 0);
      await this.run(uri, reuse, { signal: controller.signal, onProgress });
    } catch (error) {
      stale = error instanceof StaleDocumentError;
      if (!stale && !controller.signal.aborted) this.logFailure(uri, error);
    } finally {
      log.running = undefined;
      this.tellProgress(log, undefined);
    }
    if (stale) this.schedule(uri);
  }

  private async run(uri: vscode.Uri, reuse: boolean, options: RunOptions): Promise<LogResult> {
    const log = this.open.get(uri.toString());
    const replaces = log?.analysisId ?? null;
    const { analysis, reused, patternProblems, formatProblems } = await this.read(uri, (source, reading) => this.engine.analyze({ source, reading, reuse, replaces }, options));
    if (log) log.analysisId = reused ? replaces : analysis.id;
    this.report({ patternProblems, formatProblems });
    this.log.info(`${uri.toString(true)}: ${String(analysis.lines)} lines, ${analysis.format}, ${String(analysis.duration)} ms${reused ? ', unchanged since the stored analysis' : ''}`);
    return this.publish(uri, analysis, options.signal);
  }

  private tellProgress(log: OpenLog, progress: number | undefined): void {
    if (log.progress === progress) return;
    log.progress = progress;
    this.progressed.fire(log.document.uri);
  }

  /** Asks the store again about all results: what it says of them has changed. */
  async reloadAll(): Promise<void> {
    await Promise.all(this.allResults().map(({ uri }) => this.reload(uri)));
  }

  private async reload(uri: vscode.Uri): Promise<void> {
    const result = this.resultOf(uri);
    if (result) await this.publish(uri, result.analysis);
  }

  /** Tells of what of the user's was left out in a run. */
  report({ patternProblems, formatProblems }: Pick<AnalyzeResult, 'patternProblems' | 'formatProblems'>): void {
    this.patternReporter.report(patternProblems);
    this.formatFiles.report(formatProblems);
  }

  /**
   * Makes a stored analysis the log's result. Throws the signal's reason where it is aborted before the result is
   * there: what was cleared must not come back.
   */
  async publish(uri: vscode.Uri, analysis: Analysis, signal?: AbortSignal): Promise<LogResult> {
    const { minimumSeverity, groups } = this.settings.current;
    const result = await readResult(this.engine, uri, analysis, { minimumSeverity, decisions: groups, most: this.wantsFindings(uri) ? shownFindings : 0 });
    signal?.throwIfAborted();
    this.results.set(uri.toString(), result);
    this.logDecisions(result);
    this.changed.fire(uri);
    return result;
  }

  private wantsFindings(uri: vscode.Uri): boolean {
    return this.isOpen(uri) || this.settings.current.problems === 'workspace';
  }

  private logDecisions({ uri, findings }: LogResult): void {
    if (this.log.logLevel > vscode.LogLevel.Debug) return;
    for (const { line, severity, category, evidence } of findings) {
      this.log.debug(`${fileNameOf(uri)}:${String(line)}: ${severity} ${category} by ${evidence.rule}${evidence.weighed.length > 0 ? ` (weighed: ${evidence.weighed.join('; ')})` : ''}`);
    }
  }

  private logFailure(uri: vscode.Uri, error: unknown): void {
    this.log.warn(`${uri.toString(true)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
