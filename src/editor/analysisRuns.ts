import * as vscode from 'vscode';
import type { Progress } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import type { DroppedFile, Run } from '../shared/dashboardProtocol';
import type { AnalysisController } from './analysisController';
import { Disposable } from './disposable';
import { fileNameOf } from './logDocuments';
import { megabytes } from './progress';
import type { SettingsSource } from './settings';
import type { WorkspaceAnalysis } from './workspaceAnalysis';

/** Logs read side by side: one waits for the disk while the other is judged. */
const parallel = 2;
/** Runs that are told of; the oldest that are over go first. */
const mostRuns = 500;
/** Of what was dropped as content alone: it has no path, and its name is all that is known. */
const droppedScheme = 'stacklens-dropped';

type Content = { readonly uri: vscode.Uri } | { readonly dropped: DroppedFile & { readonly bytes: Uint8Array } };

interface Job {
  run: Run;
  /** What is to be read; gone when that is over. */
  content: Content | null;
  startedAt: number;
  readonly cancelling: AbortController;
}

/** The analyses asked for by dropping or picking files, each with its progress. They go on whether anybody looks or not. */
export class AnalysisRuns extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly finished = this.register(new vscode.EventEmitter<void>());
  /** The store holds another analysis. */
  readonly onDidFinish = this.finished.event;
  private jobs: Job[] = [];
  private nextId = 1;
  private working = 0;

  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
    private readonly workspace: WorkspaceAnalysis,
    private readonly settings: SettingsSource,
  ) {
    super();
  }

  override dispose(): void {
    for (const job of this.jobs) job.cancelling.abort();
    super.dispose();
  }

  /** The newest first. */
  get runs(): Run[] {
    return this.jobs.map(({ run, startedAt }) => (run.state === 'running' ? { ...run, elapsed: Date.now() - startedAt } : run)).reverse();
  }

  /** Analyses files, and the logs in folders; what is left out is told of among the runs. */
  async add(uris: readonly vscode.Uri[]): Promise<void> {
    for (const uri of uris) {
      if (await this.isFolder(uri)) {
        const logs = await this.workspace.find(uri);
        if (logs.length === 0) this.refuse(fileNameOf(uri), 0, vscode.l10n.t('No log files were found in this folder. The setting stacklens.include says which files count as logs.'));
        for (const log of logs) await this.addFile(log);
      } else {
        await this.addFile(uri);
      }
    }
    this.work();
  }

  addDropped(files: readonly DroppedFile[]): void {
    for (const file of files) {
      const { name, size, bytes } = file;
      const reason = this.reasonAgainst(name, size);
      if (reason !== null) this.refuse(name, size, reason);
      else if (bytes === null) this.refuse(name, size, vscode.l10n.t('It is too large to be handed over without its path. Pick it with the button, or drop it from the explorer.'));
      else this.enqueue(name, null, size, { dropped: { ...file, bytes } });
    }
    this.work();
  }

  cancel(id: number): void {
    const job = this.jobs.find(({ run }) => run.id === id);
    if (job?.run.state === 'waiting') this.update(job, { state: 'cancelled' });
    job?.cancelling.abort();
  }

  /** Takes what is over out of the list. */
  clear(): void {
    this.jobs = this.jobs.filter(({ run }) => isUnderWay(run));
    this.changed.fire();
  }

  private async addFile(uri: vscode.Uri): Promise<void> {
    const name = fileNameOf(uri);
    if (isDropped(uri)) {
      this.refuse(name, 0, vscode.l10n.t('Only its content was dropped, which has no path to read it from again. Drop or pick it once more.'));
      return;
    }
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      const reason = this.reasonAgainst(name, size);
      if (reason !== null) this.refuse(name, size, reason);
      else this.enqueue(name, uri.toString(), size, { uri });
    } catch (error) {
      this.refuse(name, 0, messageOf(error));
    }
  }

  /** Why a file is not analysed by the settings; null where it is. */
  private reasonAgainst(name: string, size: number): string | null {
    const { types, megabytes: most } = this.settings.current.dropped;
    if (!isOfType(name, types)) return vscode.l10n.t('It is not of a type that counts as a log: see the setting stacklens.dropped.types.');
    if (most !== null && size > most * 1e6) return vscode.l10n.t('It has {0} MB, more than the {1} MB of the setting stacklens.dropped.maximumSize.', megabytes(size), most);
    return null;
  }

  private refuse(name: string, size: number, remark: string): void {
    this.push({ name, uri: null, state: 'refused', totalBytes: size, remark }, null);
  }

  private enqueue(name: string, uri: string | null, totalBytes: number, content: Content): void {
    const twice = uri !== null && this.jobs.some(({ run }) => run.uri === uri && isUnderWay(run));
    if (!twice) this.push({ name, uri, state: 'waiting', totalBytes, remark: null }, content);
  }

  private push(known: Pick<Run, 'name' | 'uri' | 'state' | 'totalBytes' | 'remark'>, content: Content | null): void {
    this.jobs.push({ run: { id: this.nextId++, bytes: 0, lines: 0, findings: 0, elapsed: 0, ...known }, content, startedAt: 0, cancelling: new AbortController() });
    const over = this.jobs.findIndex(({ run }) => !isUnderWay(run));
    if (this.jobs.length > mostRuns && over >= 0) this.jobs.splice(over, 1);
    this.changed.fire();
  }

  private work(): void {
    for (let job = this.nextJob(); job && this.working < parallel; job = this.nextJob()) void this.run(job);
  }

  private nextJob(): Job | undefined {
    return this.jobs.find(({ run }) => run.state === 'waiting');
  }

  private async run(job: Job): Promise<void> {
    this.working++;
    job.startedAt = Date.now();
    this.update(job, { state: 'running' });
    const elapsed = (): number => Date.now() - job.startedAt;
    const onProgress = ({ bytes, totalBytes, findings, line = 0 }: Progress): void => this.update(job, { bytes, totalBytes, findings, lines: Math.max(line, job.run.lines) });
    try {
      const { lines, size, severities, notes } = await this.analyze(job, onProgress);
      const findings = Object.values(severities).reduce((sum, count) => sum + count, 0);
      const [note = null] = notes;
      this.update(job, { state: 'completed', bytes: size, totalBytes: size, lines, findings, elapsed: elapsed(), remark: note && note.text });
    } catch (error) {
      const cancelled = job.cancelling.signal.aborted;
      this.update(job, { state: cancelled ? 'cancelled' : 'failed', elapsed: elapsed(), remark: cancelled ? null : messageOf(error) });
    }
    job.content = null;
    this.working--;
    this.finished.fire();
    this.work();
  }

  private async analyze({ content, cancelling: { signal } }: Job, onProgress: (progress: Progress) => void): Promise<Awaited<ReturnType<AnalysisEngine['analyze']>>['analysis']> {
    if (content === null) throw new Error(vscode.l10n.t('There is nothing left to read.'));
    if ('uri' in content) return (await this.controller.analyzeFile(content.uri, { signal, onProgress })).analysis;
    const { name, bytes } = content.dropped;
    const source = { kind: 'bytes', uri: vscode.Uri.from({ scheme: droppedScheme, path: `/${name}` }).toString(), fileName: name, bytes } as const;
    return (await this.engine.analyze({ source, reading: await this.controller.reading(), reuse: true, replaces: null }, { signal, onProgress })).analysis;
  }

  private update(job: Job, change: Partial<Run>): void {
    job.run = { ...job.run, ...change };
    this.changed.fire();
  }

  private async isFolder(uri: vscode.Uri): Promise<boolean> {
    try {
      return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
    } catch (error) {
      // What is not there is told of as a file that cannot be read.
      if (error instanceof vscode.FileSystemError) return false;
      throw error;
    }
  }
}

function isUnderWay({ state }: Run): boolean {
  return state === 'waiting' || state === 'running';
}

/** Whether a log is there as content alone, so that it cannot be opened or read again. */
export function isDropped(uri: vscode.Uri): boolean {
  return uri.scheme === droppedScheme;
}

/** Rotated files, such as `app.log.1` and `app.log-2026-01-02.gz`, are of their log's type. */
function isOfType(name: string, types: readonly string[]): boolean {
  const known = new Set(types.map((type) => type.replace(/^\./, '').toLowerCase()));
  return name.toLowerCase().split(/[.-]/).slice(1).some((part) => known.has(part));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
