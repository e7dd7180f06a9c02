import * as vscode from 'vscode';
import type { Group } from '../core/analysis';
import { isSourceName } from '../core/trace/sourcePath';
import type { AnalysisController } from './analysisController';
import { inBackground } from './background';
import { Disposable } from './disposable';
import type { GroupSamples } from './groupSamples';
import { groupLabel, severityLabel } from './labels';
import { fileNameOf, needsLogView } from './logDocuments';
import { loggedIn } from './loggedHere';
import type { LogResult } from './logResult';
import { rangeOfLine } from './ranges';
import type { SettingsSource } from './settings';
import { SourceDrifts } from './sourceDrifts';
import type { SourceLinks } from './sourceLinks';
import type { Times } from './times';

const historyCommand = 'stacklens.showHistory';

/** A place of a source, with what a log says of it. */
interface Hint {
  /** 0-based. */
  readonly line: number;
  readonly group: Group;
  readonly result: LogResult;
}

/** Milliseconds of quiet before hints are worked out. */
const quietTime = 300;
/** Characters of a source that is looked through, and hints of one. */
const longestSource = 2_000_000;
const mostHints = 200;
/** Logs that a source is held against: those analysed last. */
const mostLogs = 20;

/** Says in a source, at the line that failed or that logged it, how often that is in a log: the way back from the log's own link. */
export class SourceHints extends Disposable implements vscode.CodeLensProvider {
  private readonly decoration = this.register(vscode.window.createTextEditorDecorationType({ rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed, after: { margin: '0 0 0 2em', color: new vscode.ThemeColor('editorCodeLens.foreground') } }));
  private readonly diagnostics = this.register(vscode.languages.createDiagnosticCollection('stacklens-source'));
  private readonly lensesChanged = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.lensesChanged.event;
  private readonly drifts = this.register(new SourceDrifts());
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly controller: AnalysisController,
    private readonly samples: GroupSamples,
    private readonly sourceLinks: SourceLinks,
    private readonly settings: SettingsSource,
    private readonly times: Times,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(controller.onDidChange(() => this.schedule()));
    this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.schedule()));
    this.register(vscode.workspace.onDidSaveTextDocument(() => this.schedule()));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => (this.diagnostics.has(document.uri) ? this.schedule() : undefined)));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.diagnostics.delete(uri)));
    this.register(
      settings.onDidChange(() => {
        this.diagnostics.clear();
        this.schedule();
      }),
    );
    this.register({ dispose: () => clearTimeout(this.timer) });
    this.register(vscode.languages.registerCodeLensProvider({ scheme: 'file' }, this));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!this.settings.current.sourceLens || !this.isSource(document)) return [];
    return (await this.hintsOf(document)).map(
      (hint) => new vscode.CodeLens(new vscode.Range(hint.line, 0, hint.line, 0), { title: this.textOf(hint), ...jumpTo(hint) }),
    );
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => inBackground(this.log, this.refresh()), quietTime);
  }

  private async refresh(): Promise<void> {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      if (!this.isSource(document)) continue;
      const hints = this.settings.current.sourceHints ? await this.hintsOf(document) : [];
      editor.setDecorations(this.decoration, hints.map((hint) => this.decorationOf(document, hint)));
      this.diagnostics.set(document.uri, hints.map((hint) => this.diagnosticOf(document, hint)));
    }
    this.lensesChanged.fire();
  }

  private isSource(document: vscode.TextDocument): boolean {
    return document.uri.scheme === 'file' && isSourceName(document.uri.path) && !this.controller.isOpen(document.uri);
  }

  /** Of each line the most frequent problem. */
  private async hintsOf(document: vscode.TextDocument): Promise<Hint[]> {
    const results = [...this.controller.allResults()].sort((a, b) => b.analysis.startedAt - a.analysis.startedAt).slice(0, mostLogs);
    if (results.length === 0) return [];
    const text = document.getText();
    const hints: Hint[] = [];
    for (const result of results) {
      const failed = await this.failedIn(document, result);
      const traced = new Set(failed.map(({ group }) => group));
      const logged = text.length > longestSource ? [] : loggedIn(text, result.groups.filter((group) => !traced.has(group)));
      for (const { line, group } of [...failed, ...logged]) hints.push({ line, group, result });
    }
    const best = new Map<number, Hint>();
    for (const hint of hints.sort((a, b) => b.group.count - a.group.count)) if (hint.line < document.lineCount && !best.has(hint.line)) best.set(hint.line, hint);
    return [...best.values()].slice(0, mostHints);
  }

  /** Where the innermost frames of problems are in this source by now. */
  private async failedIn({ uri }: vscode.TextDocument, result: LogResult): Promise<{ readonly line: number; readonly group: Group }[]> {
    const name = fileNameOf(uri);
    const found: { line: number; group: Group }[] = [];
    for (const [group, finding] of await this.samples.of(result)) {
      if (!finding.frames.some(({ file }) => file?.endsWith(name))) continue;
      const source = await this.sourceLinks.locate(finding);
      if (source?.location.uri.toString() !== uri.toString()) continue;
      const line = this.drifts.now(uri, source.location.range.start.line, finding.timestamp ?? result.analysis.startedAt);
      if (line !== null) found.push({ line, group });
    }
    return found;
  }

  /** `×532 in app.log, last 12:03`. */
  private textOf({ group, result }: Hint): string {
    const name = fileNameOf(result.uri);
    const { count, lastTimestamp } = group;
    return lastTimestamp === null ? vscode.l10n.t('×{0} in {1}', count, name) : vscode.l10n.t('×{0} in {1}, last {2}', count, name, this.times.label(lastTimestamp, undefined));
  }

  private decorationOf(document: vscode.TextDocument, hint: Hint): vscode.DecorationOptions {
    const hoverMessage = new vscode.MarkdownString(undefined, true);
    const { command, arguments: given } = jumpTo(hint);
    hoverMessage.isTrusted = { enabledCommands: [command, historyCommand] };
    const { group } = hint;
    hoverMessage.appendText(`${severityLabel(group.severity)} · ${groupLabel(group)}`).appendMarkdown('\n\n').appendText(this.textOf(hint));
    if (group.firstTimestamp !== null) hoverMessage.appendMarkdown('\n\n').appendText(vscode.l10n.t('first {0}, on line {1}', this.times.label(group.firstTimestamp, undefined), group.firstLine));
    const link = (icon: string, label: string, target: string, args: readonly unknown[]): string => `$(${icon}) [${label}](command:${target}?${encodeURIComponent(JSON.stringify(args))})`;
    const links = [link('go-to-file', vscode.l10n.t('Go to the last one'), command, given), link('history', vscode.l10n.t('Earlier analyses'), historyCommand, [hint.result.uri.toString()])];
    hoverMessage.appendMarkdown('\n\n').appendMarkdown(links.join(' · '));
    return { range: document.lineAt(hint.line).range, hoverMessage, renderOptions: { after: { contentText: this.textOf(hint) } } };
  }

  private diagnosticOf(document: vscode.TextDocument, hint: Hint): vscode.Diagnostic {
    const { group, result } = hint;
    const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(hint.line);
    const diagnostic = new vscode.Diagnostic(range.with(range.start.translate(0, firstNonWhitespaceCharacterIndex)), `${groupLabel(group)} (${this.textOf(hint)})`, vscode.DiagnosticSeverity.Hint);
    diagnostic.source = 'StackLens';
    diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(new vscode.Location(result.uri, rangeOfLine(group.lastLine)), vscode.l10n.t('Last of {0} occurrences', group.count))];
    return diagnostic;
  }
}

/** To the last occurrence in the log. */
function jumpTo({ group, result: { uri, analysis } }: Hint): { readonly command: string; readonly arguments: unknown[] } {
  return needsLogView(uri, analysis.size)
    ? { command: 'stacklens.revealInLogView', arguments: [uri.toString(), null, group.lastLine] }
    : { command: 'stacklens.openFrame', arguments: [uri.toString(), group.lastLine - 1, 0] };
}
