import * as vscode from 'vscode';
import type { AnalysisEngine } from '../../engine/client';
import type { ScheduledRun } from '../../shared/backgroundWork';
import type { Scheduled } from '../../engine/watch/schedule';
import type { AnalysisController } from '../analysisController';
import { inBackground } from '../background';
import { registerCommand } from '../command';
import { Disposable } from '../disposable';
import type { FormatFiles } from '../formatFiles';
import { fileNameOf } from '../logDocuments';
import { showInformation, showWarning } from '../notices';
import type { SettingsSource } from '../settings';
import { absolutePatterns } from './absolutePatterns';

const notesName = 'stacklens.schedule.noted';
/** Milliseconds between two looks at the clock: a machine that slept wakes up in the middle. */
const lookInterval = 15_000;
/** Files that one run analyses at most. */
const mostLogs = 500;

/** What is known of an entry, in milliseconds since the epoch. */
interface Noted {
  /** When it was scheduled. */
  readonly since: number;
  readonly last: number | null;
}

interface ScheduleContext {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly formatFiles: FormatFiles;
  readonly settings: SettingsSource;
  /** Of the workspace. */
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Analyses logs when the setting `stacklens.schedule` says so, one after the other: what was missed while no window was open is
 * caught up with once. Nothing runs in a workspace that is not trusted.
 */
export class LogSchedule extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** Something was scheduled, or ran. */
  readonly onDidChange = this.changed.event;
  private entries: readonly { readonly key: string; readonly scheduled: Scheduled }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly ended = new AbortController();
  private running: Promise<void> | undefined;
  private known = '';

  constructor(private readonly context: ScheduleContext) {
    super();
    this.register(context.settings.onDidChange(() => inBackground(context.log, this.restart())));
    this.register(registerCommand('runSchedule', context.log, () => this.runAll()));
    this.register({ dispose: () => this.ended.abort() });
    this.register({ dispose: () => clearInterval(this.timer) });
    inBackground(context.log, this.restart());
  }

  /** What is to run, when it ran and when it runs next. */
  get runs(): ScheduledRun[] {
    const notes = this.noted();
    return this.entries.map(({ key, scheduled }) => {
      const noted = notes[key] ?? { since: Date.now(), last: null };
      const next = dueOf(scheduled, noted);
      return { paths: scheduled.paths, when: scheduled.when, last: noted.last, next: Number.isFinite(next) ? next : null };
    });
  }

  private async restart(): Promise<void> {
    const raw = vscode.workspace.isTrusted ? this.context.settings.current.schedule : [];
    const known = JSON.stringify(raw);
    if (known === this.known) return;
    this.known = known;
    clearInterval(this.timer);
    this.entries = [];
    if (raw.length === 0) return;
    // What reads cron expressions is not loaded where there are none.
    const { readScheduled } = await import('../../engine/watch/schedule');
    if (known !== this.known) return;
    const problems: string[] = [];
    this.entries = raw.flatMap((entry, index) => {
      try {
        return [{ key: JSON.stringify(entry), scheduled: readScheduled(entry) }];
      } catch (error) {
        problems.push(vscode.l10n.t('Entry {0} of the setting {1} is left out. {2}', index + 1, 'stacklens.schedule', error instanceof Error ? error.message : String(error)));
        return [];
      }
    });
    for (const problem of problems) this.context.log.warn(problem);
    if (problems.length > 0) void showWarning(problems.join(' '));
    const notes = this.noted();
    await this.note(this.entries.flatMap(({ key }) => (notes[key] ? [] : [[key, { since: Date.now(), last: null }] as const])));
    if (known !== this.known) return;
    this.timer = setInterval(() => this.look(), lookInterval);
    this.look();
  }

  /** Runs what is due. */
  private look(): void {
    if (this.running) return;
    const now = Date.now();
    const notes = this.noted();
    const due = this.entries.filter(({ key, scheduled }) => {
      const noted = notes[key];
      return noted !== undefined && dueOf(scheduled, noted) <= now;
    });
    if (due.length > 0) inBackground(this.context.log, this.run(due));
  }

  private async runAll(): Promise<void> {
    if (this.entries.length === 0) {
      void showInformation(vscode.l10n.t('Nothing is scheduled: see the setting {0}.', 'stacklens.schedule'));
      return;
    }
    await this.running;
    await this.run(this.entries);
  }

  private run(entries: LogSchedule['entries']): Promise<void> {
    const work = async (): Promise<void> => {
      for (const { key, scheduled } of entries) {
        if (this.ended.signal.aborted) return;
        await this.note([[key, { since: this.noted()[key]?.since ?? Date.now(), last: Date.now() }]]);
        await this.analyze(scheduled);
      }
    };
    const running = work().finally(() => {
      this.running = undefined;
    });
    this.running = running;
    return running;
  }

  private async analyze({ paths, when }: Scheduled): Promise<void> {
    const { engine, controller, formatFiles, log } = this.context;
    const { files, missing } = await engine.listLogs({ patterns: absolutePatterns(paths), formats: await formatFiles.current() });
    for (const name of missing) log.warn(`Scheduled (${when}): ${name} is not there.`);
    if (files.length > mostLogs) log.warn(`Scheduled (${when}): only the first ${String(mostLogs)} of ${String(files.length)} logs are analyzed.`);
    const uris = files.slice(0, mostLogs).map((file) => vscode.Uri.file(file)).filter((uri) => !controller.isIgnored(uri) && !controller.isOpen(uri));
    const queue = uris.map((uri) => ({ uri: uri.toString(), fileName: fileNameOf(uri) }));
    await engine.queued(queue, async () => {
      for (const uri of uris) {
        if (this.ended.signal.aborted) return;
        try {
          await controller.analyzeFile(uri, { signal: this.ended.signal });
        } catch (error) {
          log.warn(`Scheduled (${when}): ${uri.fsPath}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    });
    log.info(`Scheduled (${when}): ${String(uris.length)} logs analyzed.`);
  }

  private noted(): Readonly<Record<string, Noted | undefined>> {
    return this.context.memory.get<Readonly<Record<string, Noted>>>(notesName, {});
  }

  /** Of entries that are no more nothing is kept. */
  private async note(notes: readonly (readonly [key: string, noted: Noted])[]): Promise<void> {
    const keys = new Set(this.entries.map((entry) => entry.key));
    const kept = Object.entries(this.noted()).filter(([each]) => keys.has(each));
    await this.context.memory.update(notesName, Object.fromEntries([...kept, ...notes]));
    this.changed.fire();
  }
}

function dueOf({ first, next }: Scheduled, { since, last }: Noted): number {
  return last === null ? first(since) : next(last);
}
