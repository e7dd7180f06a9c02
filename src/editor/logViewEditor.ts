import * as vscode from 'vscode';
import type { Progress } from '../engine/api';
import { EngineStoppedError, type AnalysisEngine } from '../engine/client';
import { englishLogViewStrings } from '../shared/logViewStrings';
import type { AnalysisState, Destination, LogViewCommand, LogViewHost, LogViewStart, Mark, PageQuery } from '../shared/logViewPage';
import type { ViewFilter, ViewInfo, ViewLine, ViewPage, ViewPlace } from '../shared/logViewProtocol';
import type { AnalysisController, RunOptions } from './analysisController';
import { inBackground } from './background';
import type { DiskLogs } from './diskLogs';
import { Disposable } from './disposable';
import { fileNameOf, sourceOfFile } from './logDocuments';
import { problemMarks } from './problemMarks';
import { meantTime } from './statedTimes';
import type { Times } from './times';
import { PageLines, showPage } from './webviewPage';

export interface LogViewServices {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly disk: DiskLogs;
  readonly times: Times;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** Milliseconds between two looks at whether a log on screen has changed. */
const lookInterval = 500;
/** Logs up to this size are read for problems without being asked; in bytes. */
const readUnasked = 200e6;
/** Milliseconds of quiet before a log that grew is read for problems again. */
const growthRest = 1000;
/** What a copy takes at most. */
const mostCopiedLines = 100_000;
const linesPerCopy = 1000;
const shownText = 1_000_000;

/** One log view: what its page asks is answered from the engine's view of the log. */
export class LogViewEditor extends Disposable {
  private readonly lines: PageLines<LogViewHost>;
  private view: Promise<ViewInfo> | undefined;
  private info: ViewInfo | undefined;
  private trouble: string | null = null;
  private running: AbortController | undefined;
  /** Set while what is written to the log is read as it comes. */
  private following: vscode.Disposable | undefined;
  private state: AnalysisState = { kind: 'none' };
  private rest: NodeJS.Timeout | undefined;
  private isGone = false;
  private isLooking = false;

  constructor(
    readonly uri: vscode.Uri,
    private readonly panel: vscode.WebviewPanel,
    private readonly services: LogViewServices,
    /** Where a page that is made goes first; later it stays where it was. */
    private destination: Destination | null,
  ) {
    super();
    this.lines = new PageLines<LogViewHost>(panel.webview, {
      start: () => this.start(),
      page: (query, signal) => this.page(query, signal),
      wholeLine: ({ offset }, signal) => this.wholeLine(offset, signal),
      copy: ({ from, to, filter }, signal) => this.copy(from, to, filter, signal),
      marks: () => this.marks(),
      askPlace: ({ beside }) => this.askPlace(beside),
      timeOf: ({ text, beside }) => meantTime(text, beside, services.times.logTimeZone),
      analyze: () => this.analyze(),
      cancelAnalysis: () => {
        this.running?.abort();
        return null;
      },
    });
    this.register(services.controller.onDidChange((changed) => {
      if (changed.toString() === uri.toString()) this.adoptResult();
    }));
    const timer = setInterval(() => void this.look(), lookInterval);
    this.register({ dispose: () => clearInterval(timer) });
    showPage(panel.webview, services.extensionUri, { bundle: 'logView', title: fileNameOf(uri), strings: englishLogViewStrings });
  }

  override dispose(): void {
    this.isGone = true;
    clearTimeout(this.rest);
    this.running?.abort();
    this.following?.dispose();
    this.lines.hangUp();
    if (this.view) inBackground(this.services.log, this.view.then(({ viewId }) => this.services.engine.closeView(viewId)));
    super.dispose();
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  /** Brings it to the front, at a place. */
  go(destination: Destination): void {
    // A page that is hidden is made anew, and asks.
    if (this.panel.visible) this.lines.emit('go', destination);
    else this.destination = destination;
    this.panel.reveal();
  }

  run(command: LogViewCommand): void {
    this.lines.emit('command', command);
  }

  private async start(): Promise<LogViewStart> {
    const info = await this.opened();
    const { destination } = this;
    this.destination = null;
    const known = this.services.controller.resultOf(this.uri);
    if (known && info.analysisId !== null) this.state = { kind: 'done', counts: known.analysis.severities };
    // A stored analysis of this very file is handed back at once.
    else if (this.state.kind === 'none' && (info.size <= readUnasked || info.analysisId !== null)) this.analyze();
    return { info, destination, analysis: this.state };
  }

  /** The engine's view, opened where it is not or where the engine had to start afresh. */
  private async opened(): Promise<ViewInfo> {
    this.view ??= this.open();
    try {
      const opened = await this.view;
      this.info ??= opened;
      return this.info;
    } catch (error) {
      this.view = undefined;
      throw error;
    }
  }

  private async open(): Promise<ViewInfo> {
    const { engine, controller } = this.services;
    return engine.openView({ source: await sourceOfFile(this.uri), reading: await controller.reading() });
  }

  private async page(query: PageQuery, signal: AbortSignal): Promise<ViewPage> {
    const { viewId } = await this.opened();
    try {
      return await this.services.engine.viewPage({ viewId, ...query }, signal, ({ bytes, totalBytes }) => this.lines.emit('searched', totalBytes > 0 ? Math.min(1, bytes / totalBytes) : 0));
    } catch (error) {
      if (error instanceof EngineStoppedError) this.forget();
      throw error;
    }
  }

  /** Puts lines into the clipboard, whole, as many as one can use. */
  private async copy(from: number, to: number, filter: ViewFilter, signal: AbortSignal): Promise<number> {
    const lines = await linesBetween((place) => this.page({ place, filter, before: 0, after: linesPerCopy }, signal), from, to, mostCopiedLines);
    const whole = await Promise.all(lines.map(async ({ text, cut, offset }) => (cut > 0 ? this.wholeLine(offset, signal) : text)));
    await vscode.env.clipboard.writeText(whole.join('\n'));
    return whole.length;
  }

  private async wholeLine(offset: number, signal: AbortSignal): Promise<string> {
    const { viewId } = await this.opened();
    return this.services.engine.viewLine({ viewId, offset, limit: shownText }, signal);
  }

  private forget(): void {
    this.following?.dispose();
    this.following = undefined;
    this.view = undefined;
    this.info = undefined;
  }

  /** Looks whether the log is as it was; only while somebody sees it. */
  private async look(): Promise<void> {
    const { info } = this;
    if (!info || !this.panel.visible || this.isGone || this.isLooking) return;
    this.isLooking = true;
    try {
      const now = await this.services.engine.refreshView(info.viewId);
      // A later look has been answered first, or the view is another.
      if (this.info !== info) return;
      if (now.damage !== this.trouble) this.lines.emit('trouble', now.damage);
      this.trouble = now.damage;
      if (now.size !== info.size || now.lines !== info.lines || now.analysisId !== info.analysisId) this.adopt(now, info);
    } catch (error) {
      if (error instanceof EngineStoppedError) this.forget();
      const message = error instanceof Error ? error.message : String(error);
      if (message !== this.trouble) this.lines.emit('trouble', message);
      this.trouble = message;
    } finally {
      this.isLooking = false;
    }
  }

  private adopt(info: ViewInfo, before: ViewInfo): void {
    this.info = info;
    this.lines.emit('changed', info);
    if (!this.following && info.size !== before.size && this.state.kind === 'done' && info.size <= readUnasked) this.analyzeSoon();
  }

  private analyzeSoon(): void {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.analyze(), growthRest);
  }

  private analyze(): null {
    if (!this.running && !this.isGone) inBackground(this.services.log, this.findProblems());
    return null;
  }

  private async findProblems(): Promise<void> {
    const running = new AbortController();
    this.running = running;
    const before = this.state;
    // What is known of a log that grows stays in sight while it is read again.
    if (before.kind === 'none') this.tell({ kind: 'running', done: 0, findings: 0 });
    const onProgress = ({ bytes, totalBytes, findings }: Progress): void => {
      if (this.state.kind !== 'done') this.tell({ kind: 'running', done: totalBytes > 0 ? Math.min(1, bytes / totalBytes) : 0, findings });
    };
    try {
      await this.readProblems({ signal: running.signal, onProgress });
    } catch (error) {
      this.tell(before);
      if (!running.signal.aborted) throw error;
    } finally {
      this.running = undefined;
    }
  }

  /** A file on this disk is read once, and then what is written to it. */
  private async readProblems(options: RunOptions): Promise<void> {
    const { controller, disk } = this.services;
    if (this.uri.scheme !== 'file' || this.following) {
      await controller.analyzeFile(this.uri, options);
      return;
    }
    this.following = await disk.follow(this.uri, options);
    if (this.isGone) this.following.dispose();
  }

  /** What an analysis found, whoever asked for it. */
  private adoptResult(): void {
    const result = this.services.controller.resultOf(this.uri);
    this.tell(result ? { kind: 'done', counts: result.analysis.severities } : { kind: 'none' });
    if (this.panel.visible) void this.look();
  }

  private tell(state: AnalysisState): void {
    this.state = state;
    this.lines.emit('analysis', state);
  }

  private async marks(): Promise<readonly Mark[]> {
    const result = this.services.controller.resultOf(this.uri);
    return result ? problemMarks(this.services.engine, result.analysis.id) : [];
  }

  private async askPlace(beside: string): Promise<ViewPlace | null> {
    const placeOf = (text: string): ViewPlace | null => {
      const line = /^\s*:?(\d+)\s*$/.exec(text)?.[1];
      if (line !== undefined) return { kind: 'line', line: Math.max(1, Number(line)) };
      const time = meantTime(text, beside, this.services.times.logTimeZone);
      return time === null ? null : { kind: 'time', time };
    };
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('Go to Line or Time'),
      placeHolder: vscode.l10n.t('1042, 10:15:30 or 2026-11-22 10:15'),
      validateInput: (text) => (text.trim() === '' || placeOf(text) ? null : vscode.l10n.t('Write a line number, or a time like 10:15:30 or 2026-11-22 10:15.')),
    });
    return answer === undefined ? null : placeOf(answer);
  }
}

/** The lines from one offset to another, both included, at most so many. */
async function linesBetween(pageAt: (place: ViewPlace) => Promise<ViewPage>, from: number, to: number, most: number): Promise<ViewLine[]> {
  const lines: ViewLine[] = [];
  for (let at = from; lines.length < most; ) {
    const page = await pageAt({ kind: 'offset', offset: at });
    const further = page.lines.filter(({ offset }) => offset >= from && offset <= to && offset > (lines.at(-1)?.offset ?? -1));
    lines.push(...further);
    const last = page.lines.at(-1);
    if (further.length === 0 || page.atEnd || !last || last.offset >= to) break;
    at = last.offset;
  }
  return lines.slice(0, most);
}
