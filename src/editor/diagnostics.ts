import { createHash } from 'node:crypto';
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
/** Entries described and handed to VS Code before the host gets a turn. */
const entriesPerTurn = 100;

/** An entry of the Problems panel. */
interface Entry {
  /** Changes with all that the entry shows. */
  readonly key: string;
  readonly describe: () => vscode.Diagnostic;
}

/** Squiggles and Problems entries. Set for one file at a time: VS Code cuts a bulk set over many files short. */
export class Diagnostics extends Disposable {
  /** One collection takes all it is given of a file in one turn: those of a crowded file are spread over several. */
  private readonly collections = Array.from({ length: Math.ceil(shownFindings / entriesPerTurn) }, (_, index) =>
    this.register(vscode.languages.createDiagnosticCollection(`stacklens-${String(index + 1)}`)),
  );
  /** Hashes of what each collection was given of a file, by the file's URI: what it has already is not given once more. */
  private readonly handed = new Map<string, string[]>();
  /** Files in which an edit has moved or cut what is drawn since. */
  private readonly disturbed = new Set<string>();

  constructor(
    private readonly controller: AnalysisController,
    private readonly settings: SettingsSource,
    private readonly sourceLinks: SourceLinks,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(controller.onDidChange((uri) => inBackground(log, this.refresh(uri))));
    this.register(vscode.workspace.onDidChangeTextDocument((event) => this.noteEdit(event)));
    this.register(
      settings.onDidChange(() => {
        for (const { uri } of controller.allResults()) inBackground(log, this.refresh(uri));
      }),
    );
  }

  private noteEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    // What is put into a line leaves all others, and what is drawn before it.
    if (this.handed.has(key) && contentChanges.some(({ rangeLength, text }) => rangeLength > 0 || /[\r\n]/.test(text))) this.disturbed.add(key);
  }

  private async refresh(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const result = this.controller.resultOf(uri);
    if (!result || !this.isListed(uri)) {
      this.handed.delete(key);
      for (const collection of this.collections) collection.delete(uri);
      return;
    }
    const isDisturbed = this.disturbed.delete(key);
    const entries = this.entriesOf(result);
    let linkable: readonly vscode.Diagnostic[] | null = null;
    for (const index of this.collections.keys()) {
      await nextTurn();
      if (!this.isCurrent(result)) {
        if (isDisturbed) this.disturbed.add(key);
        return;
      }
      const given = this.hand(index, uri, entries.slice(index * entriesPerTurn, (index + 1) * entriesPerTurn), isDisturbed);
      if (index === 0) linkable = given;
    }
    if (linkable) await this.linkSources(result, linkable);
  }

  /** Gives one of the collections its share, which is returned; null where it has that already. */
  private hand(index: number, uri: vscode.Uri, share: readonly Entry[], isDisturbed: boolean): readonly vscode.Diagnostic[] | null {
    const handed = this.handed.get(uri.toString()) ?? [];
    this.handed.set(uri.toString(), handed);
    const key = share.length === 0 ? '' : createHash('sha256').update(share.map((entry) => entry.key).join('\n')).digest('base64');
    if (key === (handed[index] ?? '') && (key === '' || !isDisturbed)) return null;
    handed[index] = key;
    const diagnostics = share.map((entry) => entry.describe());
    this.collections[index]?.set(uri, diagnostics);
    return diagnostics;
  }

  /** Nothing newer is known, and it is still to be shown. */
  private isCurrent(result: LogResult): boolean {
    return this.controller.resultOf(result.uri) === result && this.isListed(result.uri);
  }

  private isListed(uri: vscode.Uri): boolean {
    const { problems } = this.settings.current;
    return problems === 'workspace' || (problems === 'open' && this.controller.isOpen(uri));
  }

  private entriesOf(result: LogResult): readonly Entry[] {
    const { findings, total, analysis } = result;
    const hidden = Math.max(0, total - shownFindings);
    // The last place is for the entry that says how many are not shown.
    const notes = analysis.notes.map((note) => this.note(note.line ?? 1, note.text));
    const room = shownFindings - notes.length - (hidden > 0 ? 1 : 0);
    const shown = findings.slice(0, room).map((finding) => this.finding(result, finding));
    const missing = total - shown.length;
    const last = Math.max(1, analysis.lines);
    return [...shown, ...notes, ...(missing > 0 ? [this.note(last, vscode.l10n.t('{0} more findings in this log are not listed here, milder or older than these. The StackLens view and the dashboard count them all.', missing))] : [])];
  }

  private note(line: number, text: string): Entry {
    const describe = (): vscode.Diagnostic => {
      const diagnostic = new vscode.Diagnostic(rangeOfLine(line), text, vscode.DiagnosticSeverity.Information);
      diagnostic.source = 'StackLens';
      return diagnostic;
    };
    return { key: `${String(line)} ${text}`, describe };
  }

  private finding(result: LogResult, finding: Finding): Entry {
    const { severity, fingerprint, line, range } = finding;
    const group = result.groupOf.get(fingerprint);
    const others = group && group.count > 1 ? [group.count, group.firstLine, group.lastLine] : [];
    const key = JSON.stringify([this.settings.current.problemsMaximum, severity, fingerprint, line, range.line, range.start, range.end, messageOf(finding), ...others]);
    return { key, describe: () => this.describe(result, finding) };
  }

  private describe({ uri, groupOf }: LogResult, finding: Finding): vscode.Diagnostic {
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
    if (linked > 0 && this.isCurrent(result)) this.collections[0]?.set(result.uri, diagnostics);
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
