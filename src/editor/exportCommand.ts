import path from 'node:path';
import * as vscode from 'vscode';
import type { Analysis } from '../core/analysis';
import type { Severity } from '../core/finding';
import type { AnalysisEngine } from '../engine/client';
import type { FindingFilter } from '../shared/findingsTable';
import { fileFormats, type ExportedLog, type FileFormat, type FindingChoice } from '../engine/exporters/exportRequest';
import type { AnalysisController } from './analysisController';
import { severityLabel } from './labels';
import { showInformation } from './notices';
import { withCancellableProgress } from './progress';
import type { SettingsSource } from './settings';

/** Findings of one log that the user chose; all of it where `only` is null. */
export interface ChosenLog {
  readonly uri: vscode.Uri;
  readonly only: readonly FindingChoice[] | null;
}

/** What an export takes. */
interface Scope {
  readonly label: string;
  readonly logs: readonly ExportedLog[];
  /** In the words of the audit trail. */
  readonly name: string;
  readonly minSeverity: Severity;
  readonly filter?: FindingFilter;
}

interface ExportContext {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly settings: SettingsSource;
}

/** Characters of a log's name that go into the name suggested for the export. */
const stemLength = 60;

/** Exports findings to a file: asks for what, how and where, and writes it in the engine. */
export class ExportCommand {
  /** Where the last export went, for the next. */
  private folder: vscode.Uri | undefined;

  constructor(private readonly context: ExportContext) {}

  /** Of the results: the log in front, what is selected, or all. */
  async exportResults(front: vscode.Uri | undefined, selected: readonly ChosenLog[]): Promise<void> {
    const { controller, settings } = this.context;
    await controller.restore();
    const { minimumSeverity } = settings.current;
    const results = controller.allResults();
    const inFront = front && controller.resultOf(front);
    await this.ask([
      ...this.chosen(selected),
      ...(inFront ? [{ label: vscode.l10n.t('This log: {0}', nameOf(inFront.analysis)), logs: [whole(inFront.analysis)], name: inFront.analysis.uri, minSeverity: 'low' as const }] : []),
      ...this.all(results.map(({ analysis }) => analysis), minimumSeverity),
    ]);
  }

  /** Of what was chosen in the list of results. */
  async exportChosen(chosen: readonly ChosenLog[]): Promise<void> {
    await this.ask(this.chosen(chosen));
  }

  /** Of all that is stored, or of one log. */
  async exportStored(uri: string | null): Promise<void> {
    const latest = await this.context.engine.latestAnalyses();
    const analyses = uri === null ? latest : latest.filter((analysis) => analysis.uri === uri);
    await this.ask(this.all(analyses.filter(({ status }) => status === 'completed'), this.context.settings.current.minimumSeverity));
  }

  /** Of what a filter lets through of the newest analyses. */
  async exportMatching(filter: FindingFilter): Promise<void> {
    const analyses = (await this.context.engine.latestAnalyses()).filter(({ status }) => status === 'completed');
    await this.ask(analyses.length === 0 ? [] : [{ label: vscode.l10n.t('What the filter shows'), logs: analyses.map(whole), name: `filter ${JSON.stringify(filter)}`, minSeverity: 'low', filter }]);
  }

  private chosen(chosen: readonly ChosenLog[]): Scope[] {
    const { controller, settings } = this.context;
    // A log may have been analyzed anew since it was selected.
    const logs = chosen.flatMap(({ uri, only }) => {
      const current = controller.resultOf(uri);
      return current ? [{ ...whole(current.analysis), only }] : [];
    });
    return logs.length === 0 ? [] : [{ label: vscode.l10n.t('What is selected'), logs, name: 'selection', minSeverity: settings.current.minimumSeverity }];
  }

  private all(analyses: readonly Analysis[], minSeverity: Severity): Scope[] {
    if (analyses.length === 0) return [];
    const logs = analyses.map(whole);
    const everything = { label: vscode.l10n.t('All logs, every finding'), logs, name: 'all', minSeverity: 'low' as const };
    if (minSeverity === 'low') return [everything];
    return [{ label: vscode.l10n.t('All logs, findings as shown: {0} and above', severityLabel(minSeverity)), logs, name: `${minSeverity} and above`, minSeverity }, everything];
  }

  private async ask(scopes: readonly Scope[]): Promise<void> {
    const [only] = scopes;
    if (!only) {
      void showInformation(vscode.l10n.t('There is nothing to export yet. Analyze a log first.'));
      return;
    }
    const scope = scopes.length === 1 ? only : (await pick(scopes, ({ label, logs }) => ({ label, description: vscode.l10n.t('Logs: {0}', logs.length) }), vscode.l10n.t('Which findings are to be exported?')))?.value;
    if (!scope) return;
    const kind = (await pick(kinds(), ({ label, detail }) => ({ label, detail }), vscode.l10n.t('In which format?')))?.value;
    if (!kind) return;
    const target = await this.askForTarget(`${stemOf(scope)}-findings`, kind.extension, kind.label);
    if (target) await this.write(scope, kind, target);
  }

  /** Asks for a file on disk to write to; undefined where that is called off. */
  async askForTarget(stem: string, extension: string, label = extension): Promise<vscode.Uri | undefined> {
    const folder = this.folder ?? vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export Findings'),
      saveLabel: vscode.l10n.t('Export'),
      filters: { [label]: [extension] },
      ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${stem}.${extension}`) }),
    });
    if (!target) return undefined;
    if (target.scheme !== 'file') throw new Error(vscode.l10n.t('Findings can be exported to a folder on disk only. Choose another folder.'));
    this.folder = vscode.Uri.joinPath(target, '..');
    return target;
  }

  private async write({ logs, name, minSeverity, filter }: Scope, { format, bom }: Kind, target: vscode.Uri): Promise<void> {
    const { engine } = this.context;
    const request = { format, path: target.fsPath, logs, ...(filter ? { filter } : {}), scope: name, minSeverity, bom, baseDirectory: baseDirectory() ?? path.dirname(target.fsPath) };
    let told: string | undefined;
    await withCancellableProgress(vscode.l10n.t('Exporting findings'), async (signal, report) => {
      const { findings } = await engine.exportFindings(request, { signal, onProgress: (progress) => report(vscode.l10n.t('{0} of {1}', progress.findings, progress.total)) });
      told = vscode.l10n.t('{0} findings exported to {1}.', findings, path.basename(target.fsPath));
    });
    if (told !== undefined) void this.offer(told, format, target);
  }

  /** Tells of a file that was written, and opens it where the user wants that. */
  async offer(message: string, format: FileFormat, target: vscode.Uri): Promise<void> {
    const open = vscode.l10n.t('Open');
    const copyPath = vscode.l10n.t('Copy Path');
    const answer = await showInformation(message, open, copyPath);
    if (answer === copyPath) await vscode.env.clipboard.writeText(target.fsPath);
    if (answer !== open) return;
    // What no editor of VS Code shows is for the system to open.
    if (format === 'xlsx' || format === 'html') await vscode.env.openExternal(target);
    else await vscode.commands.executeCommand('vscode.open', target);
  }

}

function stemOf({ logs }: Scope): string {
  const [first] = logs;
  return logs.length === 1 && first ? path.posix.basename(first.analysis.fileName).replace(/[^\p{L}\p{N}._-]/gu, '-').slice(-stemLength) : 'stacklens';
}

/** A format as the user chooses it. */
interface Kind {
  readonly format: FileFormat;
  readonly extension: string;
  readonly bom: boolean;
  readonly label: string;
  readonly detail: string;
}

function kinds(): Kind[] {
  const details: Readonly<Record<FileFormat, readonly [label: string, detail: string]>> = {
    csv: ['CSV', vscode.l10n.t('A table of all findings, for programs and databases')],
    xlsx: ['Excel (XLSX)', vscode.l10n.t('A workbook: findings with filters and colours, and a summary')],
    json: ['JSON', vscode.l10n.t('One document of findings and analyses')],
    ndjson: ['NDJSON', vscode.l10n.t('One JSON object a line and finding')],
    sarif: ['SARIF 2.1.0', vscode.l10n.t('For code scanning and its viewers')],
    html: ['HTML', vscode.l10n.t('A report on one page that needs nothing else')],
    md: ['Markdown', vscode.l10n.t('A summary for an incident ticket')],
  };
  return fileFormats.flatMap((format): Kind[] => {
    const [label, detail] = details[format];
    const plain: Kind = { format, extension: format, bom: false, label, detail };
    if (format !== 'csv') return [plain];
    return [plain, { ...plain, bom: true, label: vscode.l10n.t('CSV for Excel'), detail: vscode.l10n.t('The same with a byte order mark, so that spreadsheets read it as UTF-8') }];
  });
}

async function pick<T>(values: readonly T[], item: (value: T) => vscode.QuickPickItem, placeHolder: string): Promise<{ readonly value: T } | undefined> {
  return vscode.window.showQuickPick(
    values.map((value) => ({ ...item(value), value })),
    { title: vscode.l10n.t('Export Findings'), placeHolder, matchOnDetail: true },
  );
}

function whole(analysis: Analysis): ExportedLog {
  return { analysis, file: nameOf(analysis), only: null };
}

/** As a person in this workspace calls it: relative to its one folder where it lies there, else whole. */
function nameOf({ uri }: Analysis): string {
  const log = vscode.Uri.parse(uri, true);
  const name = log.scheme === 'file' ? log.fsPath : log.toString(true);
  const base = log.scheme === 'file' ? baseDirectory() : undefined;
  const relative = base === undefined ? '' : path.relative(base, name);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? name : relative;
}

/** The workspace's folder, where it has just one on disk. */
function baseDirectory(): string | undefined {
  const [folder, ...others] = vscode.workspace.workspaceFolders ?? [];
  return folder?.uri.scheme === 'file' && others.length === 0 ? folder.uri.fsPath : undefined;
}
