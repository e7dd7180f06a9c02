import * as vscode from 'vscode';
import type { AnalysisController } from './analysisController';
import { Disposable } from './disposable';
import { countsLabel, severityLabel } from './labels';
import { severities } from '../core/finding';

/** Problems in the active log, by severity; a click opens the list of results. */
export class StatusBar extends Disposable {
  private readonly item = this.register(vscode.window.createStatusBarItem('stacklens.status', vscode.StatusBarAlignment.Left, 10));

  constructor(private readonly controller: AnalysisController) {
    super();
    this.item.name = 'StackLens';
    this.register(controller.onDidChange(() => this.refresh()));
    this.register(controller.onDidProgress(() => this.refresh()));
    this.register(vscode.window.onDidChangeActiveTextEditor(() => this.refresh()));
    this.refresh();
  }

  private refresh(): void {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const result = uri && this.controller.isOpen(uri) ? this.controller.resultOf(uri) : undefined;
    const progress = uri && this.controller.progressOf(uri);
    // A log that grows is read again and again: its counts stay in sight meanwhile.
    if (progress !== undefined && !result) {
      this.showProgress(progress);
      return;
    }
    if (!result) {
      this.item.hide();
      return;
    }
    const counts = result.analysis.severities;
    const problems = counts.critical + counts.high + counts.medium;
    this.item.command = 'stacklens.results.focus';
    this.item.text = problems === 0 ? `$(pass) ${vscode.l10n.t('No problems')}` : `$(flame) ${String(counts.critical)} $(error) ${String(counts.high)} $(warning) ${String(counts.medium)}`;
    this.item.accessibilityInformation = { label: vscode.l10n.t('StackLens: {0} in this log', countsLabel(counts)) };
    const rows = severities.map((severity) => `${severityLabel(severity)}: ${String(counts[severity])}`);
    const tooltip = new vscode.MarkdownString([vscode.l10n.t('StackLens: problems in this log'), ...rows].join('\n\n'));
    tooltip.isTrusted = { enabledCommands: ['stacklens.openDashboard', 'stacklens.showReport'] };
    tooltip.appendMarkdown(`\n\n[${vscode.l10n.t('Show report')}](command:stacklens.showReport) · [${vscode.l10n.t('Open dashboard')}](command:stacklens.openDashboard)`);
    this.item.tooltip = tooltip;
    this.item.show();
  }

  private showProgress(progress: number): void {
    this.item.text = `$(loading~spin) ${String(Math.round(progress * 100))} %`;
    const label = vscode.l10n.t('StackLens is reading this log. Click to stop.');
    this.item.tooltip = label;
    this.item.accessibilityInformation = { label };
    this.item.command = 'stacklens.cancelAnalysis';
    this.item.show();
  }
}
