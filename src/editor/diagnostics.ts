import * as vscode from 'vscode';
import type { Group } from '../core/analysis';
import type { Finding, Severity } from '../core/finding';
import type { AnalysisController } from './analysisController';
import { shownFindings, type LogResult } from './logResult';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { explanationUri } from './explanations';
import { titleOf } from './labels';
import { rangeOfFinding, rangeOfLine } from './ranges';
import type { Settings, SettingsSource } from './settings';
import type { SourceLinks } from './sourceLinks';
import { nextTurn } from './turns';

const severityOf: Record<Severity, vscode.DiagnosticSeverity> = {
  critical: vscode.DiagnosticSeverity.Error,
  high: vscode.DiagnosticSeverity.Error,
  medium: vscode.DiagnosticSeverity.Warning,
  low: vscode.DiagnosticSeverity.Information,
};
const maximum: Record<Settings['problemsMaximum'], vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};
const maxMessageLength = 500;
/** Sources are looked up for the first of a file's findings only, fewer than are handed over at once; the others get their link on hover. */
const maxLinkedSources = 100;
/** Entries described, or handed to VS Code, before the host gets a turn. */
const entriesPerTurn = 100;

/** Squiggles and Problems entries. Set for one file at a time: VS Code cuts a bulk set over many files short. */
export class Diagnostics extends Disposable {
  /** One collection takes all it is given of a file in one turn: those of a crowded file are spread over several. */
  private readonly collections = Array.from({ length: Math.ceil(shownFindings / entriesPerTurn) }, (_, index) =>
    this.register(vscode.languages.createDiagnosticCollection(`stacklens-${String(index + 1)}`)),
  );

  constructor(
    private readonly controller: AnalysisController,
    private readonly settings: SettingsSource,
    private readonly sourceLinks: SourceLinks,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(controller.onDidChange((uri) => inBackground(log, this.refresh(uri))));
    this.register(
      settings.onDidChange(() => {
        for (const { uri } of controller.allResults()) inBackground(log, this.refresh(uri));
      }),
    );
  }

  private async refresh(uri: vscode.Uri): Promise<void> {
    const result = this.controller.resultOf(uri);
    if (!result || !this.isListed(uri)) {
      for (const collection of this.collections) collection.delete(uri);
      return;
    }
    const diagnostics = await this.describe(result);
    for (const index of this.collections.keys()) {
      await nextTurn();
      if (!this.isCurrent(result)) return;
      this.hand(index, uri, diagnostics);
    }
    await this.linkSources(result, diagnostics);
  }

  /** Gives one of the collections its share. */
  private hand(index: number, uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): void {
    this.collections[index]?.set(uri, diagnostics.slice(index * entriesPerTurn, (index + 1) * entriesPerTurn));
  }

  /** Nothing newer is known, and it is still to be shown. */
  private isCurrent(result: LogResult): boolean {
    return this.controller.resultOf(result.uri) === result && this.isListed(result.uri);
  }

  private isListed(uri: vscode.Uri): boolean {
    const { problems } = this.settings.current;
    return problems === 'workspace' || (problems === 'open' && this.controller.isOpen(uri));
  }

  private async describe(result: LogResult): Promise<vscode.Diagnostic[]> {
    const hidden = Math.max(0, result.total - shownFindings);
    // The last place is for the entry that says how many are not shown.
    const notes = result.analysis.notes.map((note) => this.note(note.line ?? 1, note.text));
    const room = shownFindings - notes.length - (hidden > 0 ? 1 : 0);
    const shown: vscode.Diagnostic[] = [];
    for (const finding of result.findings.slice(0, room)) {
      shown.push(this.finding(result, finding));
      if (shown.length % entriesPerTurn === 0) await nextTurn();
    }
    const missing = result.total - shown.length;
    const last = Math.max(1, result.analysis.lines);
    return [...shown, ...notes, ...(missing > 0 ? [this.note(last, vscode.l10n.t('{0} more findings in this log are not listed here, milder or older than these. The StackLens view and the dashboard count them all.', missing))] : [])];
  }

  private note(line: number, text: string): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(rangeOfLine(line), text, vscode.DiagnosticSeverity.Information);
    diagnostic.source = 'StackLens';
    return diagnostic;
  }

  private finding({ uri, groupOf }: LogResult, finding: Finding): vscode.Diagnostic {
    const [own, cap] = [severityOf[finding.severity], maximum[this.settings.current.problemsMaximum]];
    // DiagnosticSeverity counts downwards: 0 is Error.
    const severity = own < cap ? cap : own;
    const diagnostic = new vscode.Diagnostic(rangeOfFinding(finding), messageOf(finding), severity);
    diagnostic.source = 'StackLens';
    diagnostic.code = { value: finding.fingerprint, target: explanationUri(uri, finding) };
    const group = groupOf.get(finding.fingerprint);
    if (group && group.count > 1) diagnostic.relatedInformation = otherOccurrences(uri, finding, group);
    return diagnostic;
  }

  private async linkSources(result: LogResult, diagnostics: readonly vscode.Diagnostic[]): Promise<void> {
    let linked = 0;
    for (const [index, finding] of result.findings.slice(0, maxLinkedSources).entries()) {
      const diagnostic = diagnostics[index];
      const source = diagnostic && (await this.sourceLinks.locate(finding));
      if (!source) continue;
      const label = vscode.l10n.t('Source: {0}', source.frame.function ?? vscode.workspace.asRelativePath(source.location.uri));
      diagnostic.relatedInformation = [...(diagnostic.relatedInformation ?? []), new vscode.DiagnosticRelatedInformation(source.location, label)];
      linked++;
    }
    // They all are in the first share.
    if (linked > 0 && this.isCurrent(result)) this.hand(0, result.uri, diagnostics);
  }
}

/** The first and the last of its group, where those are others than itself. */
function otherOccurrences(uri: vscode.Uri, { line }: Finding, { count, firstLine, lastLine }: Group): vscode.DiagnosticRelatedInformation[] {
  const at = (other: number, label: string): vscode.DiagnosticRelatedInformation[] =>
    other === line ? [] : [new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, rangeOfLine(other)), label)];
  return [...at(firstLine, vscode.l10n.t('First of {0} occurrences', count)), ...at(lastLine, vscode.l10n.t('Last of {0} occurrences', count))];
}

function messageOf(finding: Finding): string {
  const message = finding.message.trim() || titleOf(finding.evidence);
  return message.length > maxMessageLength ? `${message.slice(0, maxMessageLength)}…` : message;
}
