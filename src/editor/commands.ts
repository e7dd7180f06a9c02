import * as vscode from 'vscode';
import type { Progress } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import type { GroupMember } from '../core/analysis';
import type { AiSuggestions } from './aiSuggestions';
import type { AnalysisController } from './analysisController';
import { registerCommand } from './command';
import type { CaptureCommands } from './captured/captureCommands';
import { severities } from '../core/finding';
import { membersIn, type CorrectionEditing } from './corrections';
import type { LogResult } from './logResult';
import type { DashboardPanel } from './dashboardPanel';
import type { DatabaseCommands } from './databaseCommands';
import type { DatabaseServer } from './databaseServer';
import { Disposable } from './disposable';
import type { ExportCommand } from './exportCommand';
import type { Explanations } from './explanations';
import type { Fixes } from './fixes';
import type { GroupEditing } from './groupEditing';
import type { History } from './history';
import { countsLabel } from './labels';
import { fileNameOf } from './logDocuments';
import type { IgnoredFiles } from './ignoredFiles';
import type { LogViews } from './logViews';
import type { MergedLogs } from './mergedLogs';
import type { ModelCommands } from './modelCommands';
import { showInformation } from './notices';
import { megabytes, withCancellableProgress } from './progress';
import { rangeOfFinding } from './ranges';
import { groupings, type ResultsTree } from './resultsTree';
import { unwatchLogs, watchLogs } from './watching/watchedFiles';
import type { WorkspaceAnalysis } from './workspaceAnalysis';

export interface CommandContext {
  readonly controller: AnalysisController;
  readonly engine: AnalysisEngine;
  readonly explanations: Explanations;
  readonly groupEditing: GroupEditing;
  readonly corrections: CorrectionEditing;
  readonly ignoredFiles: IgnoredFiles;
  readonly tree: ResultsTree;
  readonly workspace: WorkspaceAnalysis;
  readonly mergedLogs: MergedLogs;
  readonly logViews: LogViews;
  readonly log: vscode.LogOutputChannel;
  readonly database: DatabaseCommands;
  readonly server: DatabaseServer;
  readonly models: ModelCommands;
  readonly ai: AiSuggestions;
  readonly fixes: Fixes;
  readonly captures: CaptureCommands;
  readonly exporting: ExportCommand;
  readonly history: History;
  readonly dashboard: Pick<DashboardPanel, 'show' | 'showReport'>;
  readonly storePath: string;
}

/** Occurrences that a peek lists. */
const maxPeeked = 1000;

/** Every command of the extension. One that fails says so in a message and in the output channel. */
export class Commands extends Disposable {
  constructor(private readonly context: CommandContext) {
    super();
    const { tree, workspace, log } = context;
    this.add('analyzeActive', () => this.analyzeActive());
    this.add('analyzeFile', (uri) => this.analyzeFile(uri));
    this.add('cancelAnalysis', () => this.cancelAnalysis());
    this.add('analyzeWorkspace', () => workspace.analyzeWorkspace());
    this.add('analyzeFolder', (uri, selected) => this.analyzeFolder(uri, selected));
    this.add('analyzeTerminal', () => context.captures.analyzeTerminal());
    this.add('analyzeDebug', () => context.captures.analyzeDebug());
    this.add('analyzeSelection', () => context.captures.analyzeSelection());
    this.add('analyzeClipboard', () => context.captures.analyzeClipboard());
    this.add('analyzeWithRotated', (uri, selected) => this.analyzeWithRotated(selectedUris(uri, selected)));
    this.add('mergeByTime', (uri, selected) => context.mergedLogs.show(selectedUris(uri, selected)));
    this.add('openDashboard', () => context.dashboard.show());
    this.add('showReport', (given) => this.showReport(this.logOf(given)));
    this.add('clearResults', () => context.controller.clear());
    this.add('showOutput', () => log.show());
    this.add('copyStorePath', () => this.copyStorePath());
    this.add('export', () => context.exporting.exportResults(activeUri(), tree.chosenOf()));
    this.add('exportSelected', (node, selected) => context.exporting.exportChosen(tree.chosenOf(Array.isArray(selected) ? selected : [node])));
    this.add('showHistory', (given) => context.history.show(this.logsOf(given, undefined)[0]));
    this.add('newSince', (given) => context.history.newSince(this.logOf(given)));
    this.add('deleteAnalyses', (given) => context.history.delete(this.logOf(given)));
    this.add('restoreDatabase', () => context.database.restore());
    this.add('compactDatabase', () => context.database.compact());
    this.add('setDatabasePassword', () => context.server.setPassword());
    this.add('migrateDatabase', () => context.server.migrate(context.engine, context.controller));
    this.add('retrainModel', () => context.models.retrain());
    this.add('rollBackModel', () => context.models.rollBack());
    this.add('suggest', (uri, line) => this.atFinding(uri, line, (log, at) => context.ai.suggest(log, at)));
    this.add('previewQuestion', (uri, line) => this.atFinding(uri, line, (log, at) => context.ai.preview(log, at)));
    this.add('askAgain', () => context.ai.again());
    this.add('rateSuggestion', (helped) => context.ai.rate(helped));
    this.add('rateFix', (...given) => context.fixes.rate(given[0], given[1], given[2], given[3]));
    this.add('noteFix', async (given) => context.fixes.note(typeof given === 'string' ? given : (await this.membersOf(given, undefined))[0]?.fingerprint));
    this.add('applySuggestion', (fingerprint) => context.ai.apply(fingerprint));
    this.add('typeSuggestion', (fingerprint) => context.ai.type(fingerprint));
    this.add('setGeminiKey', () => context.ai.setKey());
    this.add('explainAtCursor', () => this.explainAtCursor());
    this.add('explain', (uri, line) => this.explain(uri, line));
    this.add('showOccurrences', (uri, fingerprint, line) => this.showOccurrences(uri, fingerprint, line));
    this.add('openFrame', (uri, line, column) => openFrame(uri, line, column));
    this.add('mergeGroups', (node, selected) => context.groupEditing.merge(tree.groupsOf(Array.isArray(selected) ? selected : [node])));
    this.add('splitGroup', (node) => context.groupEditing.split(tree.groupsOf([node])[0]));
    this.add('nameGroup', (node) => context.groupEditing.rename(tree.groupsOf([node])[0]));
    this.add('relabel', async (node, selected) => context.corrections.relabel(await this.membersOf(node, selected)));
    this.add('ignore', async (node, selected) => context.corrections.ignore(await this.membersOf(node, selected)));
    this.add('ignoreFile', (given, selected) => context.ignoredFiles.ignore(this.logsOf(given, selected)));
    this.add('watchLog', (given, selected) => watchLogs(this.logsOf(given, selected)));
    this.add('unwatchLog', (given, selected) => unwatchLogs(this.logsOf(given, selected)));
    this.add('reportMissed', (uri, line, severity) => this.reportMissed(uri, line, severity));
    this.add('reviewCorrections', () => context.corrections.review());
    this.add('findLoggingCall', async (template) => (await import('./loggingCalls')).findLoggingCall(template));
    this.add('chooseSource', async (frames) => (await import('./loggingCalls')).chooseSource(frames));
    this.add('copyAsIssue', (text) => copyIssue(text));
    this.add('openLogView', (uri, selected) => this.openLogViews(selectedUris(uri, selected)));
    this.add('revealInLogView', (uri, offset, line) => this.revealInLogView(uri, offset, line));
    this.add('showGroupInLogView', (node) => this.showGroupInLogView(node));
    this.add('goToInLogView', () => context.logViews.run('goTo'));
    this.add('filterLogView', () => context.logViews.run('toggleFilter'));
    this.add('followLogView', () => context.logViews.run('toggleFollow'));
    for (const grouping of groupings) {
      this.add(`groupBy${grouping.charAt(0).toUpperCase()}${grouping.slice(1)}`, () => tree.groupBy(grouping));
    }
  }

  private add(name: string, run: (...args: unknown[]) => unknown): void {
    this.register(registerCommand(name, this.context.log, run));
  }

  private async analyzeActive(): Promise<void> {
    const uri = activeUri();
    if (!uri) {
      void showInformation(vscode.l10n.t('Open a log first, then analyze it.'));
      return;
    }
    await this.analyze(uri);
  }

  /** Also a file that VS Code does not hand over: its problems are in the list of results. */
  private async analyzeFile(uri: unknown): Promise<void> {
    if (!(uri instanceof vscode.Uri)) return;
    await this.analyze(uri);
    await vscode.commands.executeCommand('stacklens.results.focus');
  }

  private async analyze(uri: vscode.Uri): Promise<void> {
    const { controller } = this.context;
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    await withCancellableProgress(vscode.l10n.t('Analyzing {0}', fileNameOf(uri)), async (signal, report) => {
      const options = {
        signal,
        onProgress: ({ bytes, totalBytes, findings }: Progress) => report(vscode.l10n.t('{0} of {1} MB, {2} findings', megabytes(bytes), megabytes(totalBytes), findings)),
      };
      const result = document ? await controller.analyzeDocument(document, options) : await controller.analyzeFile(uri, options);
      vscode.window.setStatusBarMessage(vscode.l10n.t('{0}: {1}', fileNameOf(uri), countsLabel(result.analysis.severities)), 5000);
    });
  }

  /** Of the log's analysis that is shown. */
  private showReport(log: vscode.Uri | undefined): void {
    const result = log && this.context.controller.resultOf(log);
    if (result) this.context.dashboard.showReport(result.analysis.id);
    else this.context.dashboard.show();
  }

  private cancelAnalysis(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    if (uri) this.context.controller.cancel(uri);
  }

  /** The line that is named, else the one of the cursor; asks for the severity where none is given. */
  private async reportMissed(uri: unknown, line: unknown, severity: unknown): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (typeof uri === 'string' && typeof line === 'number') await this.context.corrections.reportMissed(vscode.Uri.parse(uri, true), line, severities.find((each) => each === severity));
    else if (editor) await this.context.corrections.reportMissed(editor.document.uri, editor.selection.active.line + 1);
  }

  /** From the explorer with what is selected there; from the palette with a folder that is asked for. */
  private async analyzeFolder(uri: unknown, selected: unknown): Promise<void> {
    let uris = selectedUris(uri, selected);
    if (uris.length === 0) {
      const title = vscode.l10n.t('Choose Folders with Logs');
      uris = (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, canSelectMany: true, title, openLabel: vscode.l10n.t('Analyze') })) ?? [];
    }
    if (uris.length > 0) await this.context.workspace.analyzeSelected(uris);
  }

  /** From the explorer or the results, else the log in front where it has been analysed. */
  private logOf(given: unknown): vscode.Uri | undefined {
    const { tree, controller } = this.context;
    const active = activeUri();
    return given instanceof vscode.Uri ? given : (tree.logOf(given) ?? (active && controller.resultOf(active) ? active : undefined));
  }

  /** From the explorer or the results with what is selected there, else the log in front. */
  private logsOf(given: unknown, selected: unknown): vscode.Uri[] {
    const all: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [given];
    return all.flatMap((each) => (typeof each === 'string' ? vscode.Uri.parse(each, true) : (this.logOf(each) ?? [])));
  }

  /** From the explorer with what is selected there, else with the log in front. */
  private async openLogViews(selected: readonly vscode.Uri[]): Promise<void> {
    const active = activeUri();
    const uris = selected.length > 0 ? selected : active ? [active] : ((await vscode.window.showOpenDialog({ canSelectMany: true, openLabel: vscode.l10n.t('Open') })) ?? []);
    for (const uri of uris) await this.context.logViews.show(uri);
  }

  /** At an offset, or at a line (1-based). */
  private async revealInLogView(uri: unknown, offset: unknown, line: unknown): Promise<void> {
    if (typeof uri !== 'string') return;
    if (typeof offset === 'number') await this.context.logViews.show(vscode.Uri.parse(uri, true), { place: { kind: 'offset', offset } });
    else if (typeof line === 'number') await this.context.logViews.show(vscode.Uri.parse(uri, true), { place: { kind: 'line', line } });
  }

  private async showGroupInLogView(node: unknown): Promise<void> {
    for (const { uri, fingerprints, label } of this.context.tree.groupLogsOf(node)) {
      await this.context.logViews.show(uri, { place: { kind: 'start' }, only: { fingerprints, label } });
    }
  }

  /** From the explorer with what is selected there, else with the log in front. */
  private async analyzeWithRotated(selected: readonly vscode.Uri[]): Promise<void> {
    const active = activeUri();
    const title = vscode.l10n.t('Choose a Log That Is Rotated');
    const uris = selected.length > 0 ? selected : active ? [active] : ((await vscode.window.showOpenDialog({ canSelectMany: true, title, openLabel: vscode.l10n.t('Analyze') })) ?? []);
    if (uris.length > 0) await this.context.workspace.analyzeWithRotated(uris);
  }

  /** Of what is handed over (`{fingerprint, template}`, several of these, or a URI and a line), chosen in the tree, or else at the cursor. */
  private async membersOf(node: unknown, selected: unknown): Promise<readonly GroupMember[]> {
    if (typeof node === 'string' && typeof selected === 'number') return this.context.corrections.memberAt(vscode.Uri.parse(node, true), selected);
    const handed = membersIn(node);
    if (handed.length > 0) return handed;
    const groups = this.context.tree.groupsOf(Array.isArray(selected) ? selected : [node]);
    if (groups.length > 0) return groups.flatMap(({ members }) => members);
    const editor = vscode.window.activeTextEditor;
    return editor ? this.context.corrections.memberAt(editor.document.uri, editor.selection.active.line + 1) : [];
  }

  /** For the command line's `--store`. */
  private async copyStorePath(): Promise<void> {
    await vscode.env.clipboard.writeText(this.context.storePath);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The path of the store is in the clipboard.'), 5000);
  }

  /** On the line that is named (1-based), else on the one of the cursor. */
  private async atFinding(uri: unknown, line: unknown, act: (log: vscode.Uri, line: number) => Promise<void>): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (typeof uri === 'string' && typeof line === 'number') await act(vscode.Uri.parse(uri, true), line);
    else if (editor) await act(editor.document.uri, editor.selection.active.line + 1);
  }

  private async explainAtCursor(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor) await this.explain(editor.document.uri.toString(), editor.selection.active.line + 1);
  }

  private async explain(uri: unknown, line: unknown): Promise<void> {
    if (typeof uri !== 'string' || typeof line !== 'number') return;
    await this.context.explanations.show(vscode.Uri.parse(uri, true), line);
  }

  private async showOccurrences(uri: unknown, fingerprint: unknown, line: unknown): Promise<void> {
    if (typeof uri !== 'string' || typeof fingerprint !== 'string' || typeof line !== 'number') return;
    const log = vscode.Uri.parse(uri, true);
    const result = this.context.controller.resultOf(log);
    if (!result) return;
    const page = await this.context.engine.findings({ analysisId: result.analysis.id, fingerprints: membersOf(result, fingerprint), minSeverity: 'low', order: 'line', offset: 0, limit: maxPeeked });
    const locations = page.findings.map((finding) => new vscode.Location(log, rangeOfFinding(finding)));
    await vscode.commands.executeCommand('editor.action.goToLocations', log, new vscode.Position(line - 1, 0), locations, 'peek', vscode.l10n.t('This is the only occurrence.'));
  }
}

function membersOf({ groupOf }: LogResult, fingerprint: string): readonly string[] {
  return groupOf.get(fingerprint)?.members.map((member) => member.fingerprint) ?? [fingerprint];
}

async function copyIssue(text: unknown): Promise<void> {
  if (typeof text !== 'string') return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('The issue is in the clipboard.'), 5000);
}

async function openFrame(uri: unknown, line: unknown, column: unknown): Promise<void> {
  if (typeof uri !== 'string' || typeof line !== 'number' || typeof column !== 'number') return;
  const at = new vscode.Position(line, column);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { selection: new vscode.Range(at, at), viewColumn: vscode.ViewColumn.Beside });
}

/** Also of a tab whose document VS Code does not hand to extensions, as it does with very large files. */
function activeUri(): vscode.Uri | undefined {
  const { activeTextEditor, tabGroups } = vscode.window;
  if (activeTextEditor) return activeTextEditor.document.uri;
  const input = tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

/** What is selected in the explorer; empty where the command comes from elsewhere. */
function selectedUris(uri: unknown, selected: unknown): vscode.Uri[] {
  const given: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [uri];
  return given.filter((each): each is vscode.Uri => each instanceof vscode.Uri);
}
