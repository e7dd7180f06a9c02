import * as vscode from 'vscode';
import type { Analysis } from '../core/analysis';
import type { ChangeKind } from '../core/diff';
import type { GroupChange } from '../core/compareGroups';
import type { AnalysisEngine } from '../engine/client';
import type { Selection } from '../engine/store/store';
import type { AnalysisController } from './analysisController';
import { Disposable } from './disposable';
import { countsLabel, groupLabel, severityLabel } from './labels';
import { fileNameOf } from './logDocuments';
import { NewSince } from './newSince';
import { showInformation } from './notices';
import type { SettingsSource } from './settings';
import type { Times } from './times';

const scheme = 'stacklens-compare';

interface Compared {
  readonly olderLog: string;
  readonly log: string;
  readonly older: number;
  readonly newer: number;
}

type AnalysisPick = vscode.QuickPickItem & { readonly analysis: Analysis };
type DeletionPick = vscode.QuickPickItem & { readonly selection?: Selection; readonly what?: string };

/** The earlier analyses of a log: how they went, what changed between any two, and deleting them. */
export class History extends Disposable implements vscode.TextDocumentContentProvider {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** Analyses were deleted, or brought back. */
  readonly onDidChangeAnalyses = this.changed.event;

  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
    private readonly settings: SettingsSource,
    private readonly times: Times,
  ) {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  /** Lists the analyses of a log, and compares the two that are chosen. Asks for the log where none is given. */
  async show(given: vscode.Uri | undefined): Promise<void> {
    const log = given ?? (await this.pickLog());
    if (!log) return;
    const analyses = await this.engine.history(log.toString());
    if (analyses.length === 0) {
      void showInformation(vscode.l10n.t('{0} has not been analysed yet.', fileNameOf(log)));
      return;
    }
    const title = vscode.l10n.t('Analyses of {0}', fileNameOf(log));
    const one = await vscode.window.showQuickPick(this.picks(analyses), { title, placeHolder: vscode.l10n.t('Choose one to compare with another'), matchOnDetail: true });
    if (!one) return;
    const others = analyses.filter(({ id, status }) => id !== one.analysis.id && status === 'completed');
    if (others.length === 0) {
      void showInformation(vscode.l10n.t('There is no other completed analysis of {0} to compare it with.', fileNameOf(log)));
      return;
    }
    const other = await vscode.window.showQuickPick(this.picks(others), { title: vscode.l10n.t('Compare {0} With', this.timeOf(one.analysis)), placeHolder: vscode.l10n.t('Choose the other analysis'), matchOnDetail: true });
    if (!other) return;
    const [older, newer] = one.analysis.startedAt <= other.analysis.startedAt ? [one, other] : [other, one];
    await this.showChanges(older.analysis, newer.analysis);
  }

  /** Shows what is new in a log since a baseline that is asked for. */
  newSince(log: vscode.Uri | undefined): Promise<void> {
    return new NewSince(this.engine, this.times, (older, newer) => this.showChanges(older, newer)).show(log);
  }

  /** Deletes what is chosen: an analysis, all of the log, or all there are. It can be undone. */
  async delete(given: vscode.Uri | undefined): Promise<void> {
    const log = given ?? (await this.pickLog());
    if (!log) return;
    const name = fileNameOf(log);
    const analyses = await this.engine.history(log.toString());
    const choices: DeletionPick[] = [
      ...(analyses.length > 0 ? [{ label: vscode.l10n.t('All analyses of {0}', name), description: String(analyses.length), selection: { uris: [log.toString()] }, what: name }] : []),
      { label: vscode.l10n.t('All analyses of all logs'), selection: 'all', what: vscode.l10n.t('all logs') },
      { label: vscode.l10n.t('One of {0}', name), kind: vscode.QuickPickItemKind.Separator },
      ...this.picks(analyses).map(({ label, description = '', detail = '', analysis }) => ({ label, description, detail, selection: { ids: [analysis.id] }, what: name })),
    ];
    const chosen = await vscode.window.showQuickPick(choices, { title: vscode.l10n.t('Delete Analyses'), placeHolder: vscode.l10n.t('Choose what is deleted'), matchOnDetail: true });
    if (chosen?.selection !== undefined) await this.forget(chosen.selection, chosen.what ?? name);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { olderLog, log, older, newer } = JSON.parse(uri.query) as Compared;
    const { minimumSeverity: minSeverity, groups: decisions } = this.settings.current;
    const [earlier, analyses, changes] = await Promise.all([this.engine.history(olderLog), this.engine.history(log), this.engine.compare({ older, newer, minSeverity, decisions })]);
    const before = earlier.find(({ id }) => id === older);
    const after = analyses.find(({ id }) => id === newer);
    if (!before || !after) return vscode.l10n.t('One of these analyses has been deleted.');
    const lines = [
      ...(olderLog === log ? [] : [`${vscode.Uri.parse(olderLog, true).fsPath} →`]),
      vscode.Uri.parse(log, true).fsPath,
      '',
      vscode.l10n.t('Older: {0}, {1}', this.timeOf(before), countsLabel(before.severities)),
      vscode.l10n.t('Newer: {0}, {1}', this.timeOf(after), countsLabel(after.severities)),
      ...(changes.length === 0 ? ['', vscode.l10n.t('Every problem is as frequent as it was.')] : kinds.flatMap((kind) => section(kind, changes))),
    ];
    return `${lines.join('\n')}\n`;
  }

  /** Shows what changed from one analysis to another, be they of one log or of two. */
  async showChanges(older: Analysis, newer: Analysis): Promise<void> {
    const query = JSON.stringify({ olderLog: older.uri, log: newer.uri, older: older.id, newer: newer.id } satisfies Compared);
    await vscode.window.showTextDocument(vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('{0}: what changed', newer.fileName)}.txt`, query }), { preview: true });
  }

  /** Deletes analyses, and offers to take that back; `what` names them. */
  async forget(selection: Selection, what: string): Promise<void> {
    const { removal, analyses } = await this.engine.forget(selection);
    await this.clearWhatIsGone();
    this.changed.fire();
    const undo = vscode.l10n.t('Undo');
    const answer = await showInformation(analyses === 1 ? vscode.l10n.t('An analysis of {0} was deleted.', what) : vscode.l10n.t('{0} analyses of {1} were deleted.', analyses, what), undo);
    if (answer !== undo) return;
    await this.engine.unforget(removal);
    await this.controller.startOver();
    this.changed.fire();
  }

  private async clearWhatIsGone(): Promise<void> {
    for (const { uri, analysis } of this.controller.allResults()) {
      const kept = await this.engine.history(uri.toString());
      if (!kept.some(({ id }) => id === analysis.id)) this.controller.clear(uri);
    }
  }

  private async pickLog(): Promise<vscode.Uri | undefined> {
    const latest = await this.engine.latestAnalyses();
    if (latest.length === 0) {
      void showInformation(vscode.l10n.t('No log has been analysed yet.'));
      return undefined;
    }
    const picks = latest.map((analysis) => ({ label: analysis.fileName, description: this.timeOf(analysis), detail: vscode.Uri.parse(analysis.uri, true).fsPath, analysis }));
    const chosen = await vscode.window.showQuickPick(picks, { placeHolder: vscode.l10n.t('Choose a log'), matchOnDescription: true, matchOnDetail: true });
    return chosen && vscode.Uri.parse(chosen.analysis.uri, true);
  }

  /** With how the number of problems changed since the analysis before. */
  private picks(analyses: readonly Analysis[]): AnalysisPick[] {
    return analyses.map((analysis, index) => {
      const before = analyses.slice(index + 1).find(({ status }) => status === 'completed');
      return { label: this.timeOf(analysis), description: outcomeOf(analysis) + trend(analysis, before), detail: vscode.l10n.t('{0} lines, {1}', analysis.lines, analysis.format), analysis };
    });
  }

  private timeOf({ startedAt }: Analysis): string {
    return this.times.label(Math.floor(startedAt / 1000) * 1000, undefined);
  }
}

const kinds: readonly ChangeKind[] = ['new', 'more', 'fewer', 'gone'];

function section(kind: ChangeKind, changes: readonly GroupChange[]): string[] {
  const lines = changes.filter((change) => change.kind === kind).map(({ group, counts }) => `  ${severityLabel(group.severity)}  ${countText(kind, counts)}  ${groupLabel(group)}`);
  return lines.length === 0 ? [] : ['', `${kindLabel(kind)} (${String(lines.length)})`, ...lines];
}

function countText(kind: ChangeKind, counts: GroupChange['counts']): string {
  if (kind === 'new') return `×${String(counts.new)}`;
  return kind === 'gone' ? `×${String(counts.old)}` : `×${String(counts.old)} → ×${String(counts.new)}`;
}

function kindLabel(kind: ChangeKind): string {
  const labels: Record<ChangeKind, string> = { new: vscode.l10n.t('New'), more: vscode.l10n.t('More often'), fewer: vscode.l10n.t('Less often'), gone: vscode.l10n.t('Gone') };
  return labels[kind];
}

function outcomeOf({ status, reason, severities }: Analysis): string {
  if (status === 'completed') return countsLabel(severities);
  return status === 'cancelled' ? vscode.l10n.t('cancelled') : (reason ?? vscode.l10n.t('failed'));
}

function trend(analysis: Analysis, before: Analysis | undefined): string {
  if (!before || analysis.status !== 'completed') return '';
  const difference = problemsIn(analysis) - problemsIn(before);
  return difference === 0 ? '' : ` (${difference > 0 ? '+' : '−'}${String(Math.abs(difference))})`;
}

function problemsIn({ severities: { critical, high, medium } }: Analysis): number {
  return critical + high + medium;
}
