import * as vscode from 'vscode';
import type { AnalysisEngine } from '../../engine/client';
import type { AnalysisController } from '../analysisController';
import { inBackground } from '../background';
import type { DiskLogs } from '../diskLogs';
import { Disposable } from '../disposable';
import type { FormatFiles } from '../formatFiles';
import type { SettingsSource } from '../settings';
import { absolutePatterns } from './absolutePatterns';

/** Milliseconds between two looks for new files; looking takes at most this share of the time. */
const lookInterval = 2_000;
const mostShare = 0.05;
/** Logs that are followed at most. */
const mostLogs = 500;
/** Milliseconds after which a file that could not be read is tried again. */
const retryAfter = 60_000;
const namesInTooltip = 20;

interface WatcherContext {
  readonly engine: AnalysisEngine;
  /** What it followed is followed no more. */
  readonly onEngineStopped: vscode.Event<void>;
  readonly controller: AnalysisController;
  readonly disk: DiskLogs;
  readonly formatFiles: FormatFiles;
  readonly settings: SettingsSource;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Analyses the logs that the setting `stacklens.watch` names, in the workspace and elsewhere, and what is written to them, one after
 * the other, without being asked: never in a workspace that is not trusted. A log that is open keeps itself up to date.
 */
export class LogWatcher extends Disposable {
  private readonly item = this.register(vscode.window.createStatusBarItem('stacklens.watching', vscode.StatusBarAlignment.Left, 8));
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** Other logs are watched than before. */
  readonly onDidChange = this.changed.event;
  private readonly followed = new Map<string, vscode.Disposable>();
  /** When files that could not be read are tried again. */
  private readonly refused = new Map<string, number>();
  private readonly told = new Set<string>();
  private patterns: readonly string[] = [];
  /** What was there when watching began. */
  private old: ReadonlySet<string> | null = null;
  private round = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: WatcherContext) {
    super();
    this.item.name = vscode.l10n.t('StackLens: watched logs');
    this.item.command = 'stacklens.results.focus';
    this.register(context.settings.onDidChange(() => this.restart()));
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.restart()));
    this.register(context.onEngineStopped(() => this.beginAgain()));
    this.restart();
  }

  /** Names of the logs that are watched. */
  get names(): string[] {
    return Array.from(this.followed.keys(), (file) => vscode.workspace.asRelativePath(file));
  }

  override dispose(): void {
    super.dispose();
    this.end();
  }

  /** Begins anew where other logs are to be watched than before. */
  private restart(): void {
    const patterns = vscode.workspace.isTrusted ? absolutePatterns(this.context.settings.current.watch) : [];
    if (patterns.join('\n') === this.patterns.join('\n')) return;
    this.end();
    this.patterns = patterns;
    this.show();
    this.round = new AbortController();
    if (patterns.length > 0) inBackground(this.context.log, this.look(this.round.signal));
  }

  private beginAgain(): void {
    if (this.patterns.length === 0) return;
    const { log } = this.context;
    log.warn('The engine has stopped: watching begins again.');
    this.end();
    this.show();
    this.round = new AbortController();
    inBackground(log, this.look(this.round.signal));
  }

  private end(): void {
    clearTimeout(this.timer);
    this.round.abort();
    for (const each of this.followed.values()) each.dispose();
    this.followed.clear();
    this.refused.clear();
    this.old = null;
    this.told.clear();
  }

  private async look(signal: AbortSignal): Promise<void> {
    const isFirst = this.old === null;
    let took = 0;
    try {
      const { engine, formatFiles } = this.context;
      const start = performance.now();
      const { files, missing } = await engine.listLogs({ patterns: this.patterns, formats: await formatFiles.current() });
      // At first the engine starts.
      if (!isFirst) took = performance.now() - start;
      for (const name of missing) this.tell(`${name} does not exist yet; it is waited for.`);
      if (signal.aborted) return;
      this.old ??= new Set(files);
      for (const file of files) await this.follow(file, signal);
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error));
    } finally {
      if (!signal.aborted) this.timer = setTimeout(() => inBackground(this.context.log, this.look(signal)), Math.max(lookInterval, took / mostShare));
    }
  }

  /** One log at a time, so that what the user asks for meanwhile does not wait long. */
  private async follow(file: string, signal: AbortSignal): Promise<void> {
    const { controller, disk } = this.context;
    const uri = vscode.Uri.file(file);
    const known = this.followed.get(file);
    if (controller.isOpen(uri) || controller.isIgnored(uri)) {
      known?.dispose();
      if (this.followed.delete(file)) this.show();
      return;
    }
    if (known || (this.refused.get(file) ?? 0) > Date.now()) return;
    if (this.followed.size >= mostLogs) {
      this.tell(`Only ${String(mostLogs)} logs are watched; ${file} and further ones are passed over.`);
      return;
    }
    try {
      const following = await disk.follow(uri, { signal, isNew: this.old?.has(file) !== true, resumes: true });
      if (signal.aborted) {
        following.dispose();
        return;
      }
      this.followed.set(file, following);
      this.show();
    } catch (error) {
      if (signal.aborted) return;
      this.refused.set(file, Date.now() + retryAfter);
      this.tell(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Each thing once. */
  private tell(problem: string): void {
    if (this.told.has(problem)) return;
    this.told.add(problem);
    this.context.log.warn(problem);
  }

  private show(): void {
    this.changed.fire();
    const count = this.followed.size;
    if (this.patterns.length === 0) {
      this.item.hide();
      return;
    }
    this.item.text = `$(eye) ${String(count)}`;
    const label = vscode.l10n.t('Logs that StackLens watches: {0}', count);
    this.item.accessibilityInformation = { label };
    const { names } = this;
    const more = names.length > namesInTooltip ? [vscode.l10n.t('{0} more', names.length - namesInTooltip)] : [];
    this.item.tooltip = [label, ...names.slice(0, namesInTooltip), ...more].join('\n');
    this.item.show();
  }
}
