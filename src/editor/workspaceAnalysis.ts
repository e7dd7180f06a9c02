import * as vscode from 'vscode';
import type { Progress } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import type { AnalysisController } from './analysisController';
import type { DiskLogs } from './diskLogs';
import { countsLabel } from './labels';
import { fileNameOf } from './logDocuments';
import { showInformation, showWarning } from './notices';
import { megabytes, withCancellableProgress } from './progress';
import type { SettingsSource } from './settings';

/** Logs read side by side: one waits for the disk while the other is judged. */
const parallel = 2;

interface Failure {
  readonly uri: vscode.Uri;
  readonly message: string;
}

/** Analyses many logs, with a progress that can be cancelled and one word at the end. */
export class WorkspaceAnalysis {
  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
    private readonly disk: DiskLogs,
    private readonly settings: SettingsSource,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async analyzeWorkspace(): Promise<void> {
    await this.analyze(() => this.find());
  }

  /** Folders are searched for logs; files are taken as they are. */
  async analyzeSelected(uris: readonly vscode.Uri[]): Promise<void> {
    await this.analyze(async () => {
      const lists = await Promise.all(uris.map(async (uri) => ((await isFolder(uri)) ? this.find(uri) : [uri])));
      const unique = new Map(lists.flat().map((uri) => [uri.toString(), uri]));
      return [...unique.values()];
    });
  }

  /** Analyses each of these logs with the files that were rotated with it. */
  async analyzeWithRotated(uris: readonly vscode.Uri[]): Promise<void> {
    let failures: Failure[] = [];
    await withCancellableProgress(vscode.l10n.t('Analyzing with rotated files'), async (signal, report) => {
      const onProgress = ({ bytes, totalBytes, findings }: Progress): void => report(vscode.l10n.t('{0} of {1} MB, {2} findings', megabytes(bytes), megabytes(totalBytes), findings));
      for (const uri of uris) {
        const { results, failures: told } = await this.disk.analyzeFamily(uri, { signal, onProgress });
        failures = [...failures, ...told.map((message) => ({ uri, message }))];
        const [only] = results;
        this.log.info(`${fileNameOf(uri)}: ${results.map((result) => fileNameOf(result.uri)).join(', ')}`);
        if (only && results.length === 1) vscode.window.setStatusBarMessage(vscode.l10n.t('{0} has no rotated files; it was analyzed alone.', fileNameOf(only.uri)), 5000);
      }
      await vscode.commands.executeCommand('stacklens.results.focus');
    });
    this.tell(failures);
  }

  /** What the settings say is a log, in the workspace or in one folder, by path. */
  async find(folder?: vscode.Uri): Promise<vscode.Uri[]> {
    const { include, exclude } = this.settings.current;
    const without = exclude.length > 0 ? `{${exclude.join(',')}}` : null;
    const lists = await Promise.all(include.map((glob) => vscode.workspace.findFiles(folder ? new vscode.RelativePattern(folder, glob) : glob, without)));
    const unique = new Map(lists.flat().map((uri) => [uri.toString(), uri]));
    return [...unique.values()].filter((uri) => !this.controller.isIgnored(uri)).sort((a, b) => a.path.localeCompare(b.path));
  }

  private async analyze(collect: () => Promise<readonly vscode.Uri[]>): Promise<void> {
    let failures: Failure[] = [];
    await withCancellableProgress(vscode.l10n.t('Analyzing logs'), async (signal, report) => {
      const uris = await collect();
      if (uris.length === 0) {
        void showInformation(vscode.l10n.t('No log files were found. The setting stacklens.include says which files count as logs.'));
        return;
      }
      const files = uris.map((uri) => ({ uri: uri.toString(), fileName: fileNameOf(uri) }));
      failures = await this.engine.queued(files, () => this.run(uris, signal, new Reporter(uris.length, report)));
      await vscode.commands.executeCommand('stacklens.results.focus');
    });
    this.tell(failures);
  }

  private async run(uris: readonly vscode.Uri[], signal: AbortSignal, reporter: Reporter): Promise<Failure[]> {
    const failures: Failure[] = [];
    const queue = [...uris];
    const next = async (): Promise<void> => {
      for (let uri = queue.shift(); uri; uri = queue.shift()) {
        const current = uri;
        try {
          signal.throwIfAborted();
          const result = await this.controller.analyzeFile(current, { signal, onProgress: (step) => reporter.step(step) });
          reporter.done(current, result.analysis.size, result.total);
          this.log.info(`${fileNameOf(current)}: ${countsLabel(result.analysis.severities)}`);
        } catch (error) {
          if (isAborted(signal)) return;
          reporter.done(current, 0, 0);
          failures.push({ uri: current, message: error instanceof Error ? error.message : String(error) });
        }
      }
    };
    await Promise.all(Array.from({ length: parallel }, next));
    return failures;
  }

  private tell(failures: readonly Failure[]): void {
    for (const { uri, message } of failures) this.log.warn(`${uri.toString(true)}: ${message}`);
    const [first] = failures;
    if (!first) return;
    const text = failures.length === 1 ? first.message : vscode.l10n.t('{0} files could not be read, the first: {1}', failures.length, first.message);
    const showOutput = vscode.l10n.t('Show Output');
    void showWarning(text, showOutput).then((choice) => {
      if (choice === showOutput) this.log.show();
    });
  }
}

/** Sums up the runs that are under way. */
class Reporter {
  private files = 0;
  private finishedBytes = 0;
  private finishedFindings = 0;
  private readonly running = new Map<string, Progress>();

  constructor(
    private readonly total: number,
    private readonly report: (message: string) => void,
  ) {}

  step(step: Progress): void {
    this.running.set(step.uri, step);
    this.tell();
  }

  done(uri: vscode.Uri, bytes: number, findings: number): void {
    this.running.delete(uri.toString());
    this.files++;
    this.finishedBytes += bytes;
    this.finishedFindings += findings;
    this.tell();
  }

  private tell(): void {
    let [bytes, findings] = [this.finishedBytes, this.finishedFindings];
    for (const step of this.running.values()) {
      bytes += step.bytes;
      findings += step.findings;
    }
    this.report(vscode.l10n.t('{0} of {1} files, {2} MB, {3} findings', this.files, this.total, megabytes(bytes), findings));
  }
}

/** Asked after an await, when what the compiler knew of the signal no longer holds. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  const stat = await vscode.workspace.fs.stat(uri);
  return (stat.type & vscode.FileType.Directory) !== 0;
}
