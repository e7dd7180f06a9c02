import * as vscode from 'vscode';
import { retold } from '../core/anomalies/sentences';
import type { Anomaly, AnomalyKind } from '../core/anomaly';
import type { Finding } from '../core/finding';
import { say } from './labels';
import { needsLogView } from './logDocuments';
import type { LogResult } from './logResult';
import { rangeOfLine } from './ranges';

/** Anomalies that a hover names. */
const mostInHover = 2;

const icons: Readonly<Record<AnomalyKind, string>> = {
  'first-cause': 'debug-start',
  burst: 'graph-line',
  'first-seen': 'sparkle',
  vanished: 'debug-disconnect',
  gap: 'clock',
  'level-shift': 'graph',
  'new-sequence': 'arrow-swap',
  'unusual-value': 'dashboard',
};

function anomalyLabel(kind: AnomalyKind): string {
  const labels: Record<AnomalyKind, string> = {
    'first-cause': vscode.l10n.t('Likely first cause'),
    burst: vscode.l10n.t('Burst'),
    'first-seen': vscode.l10n.t('Seen for the first time'),
    vanished: vscode.l10n.t('Stopped coming'),
    gap: vscode.l10n.t('Silence'),
    'level-shift': vscode.l10n.t('More problems than before'),
    'new-sequence': vscode.l10n.t('New sequence'),
    'unusual-value': vscode.l10n.t('Unusual value'),
  };
  return labels[kind];
}

/** The head of what is unusual in a log. */
export function anomaliesItem(count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Unusual'), vscode.TreeItemCollapsibleState.Collapsed);
  item.description = String(count);
  item.contextValue = 'anomalies';
  item.iconPath = new vscode.ThemeIcon('pulse');
  return item;
}

export function anomalyItem(result: LogResult, { kind, evidence: kept, firstLine, followers }: Anomaly): vscode.TreeItem {
  const evidence = retold(kept, say, vscode.env.language);
  const folded = followers.some((fingerprint) => result.groupOf.has(fingerprint));
  const item = new vscode.TreeItem(anomalyLabel(kind), folded ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  item.description = evidence;
  item.tooltip = `${evidence}\n${vscode.l10n.t('line {0}', firstLine)}`;
  item.contextValue = 'anomaly';
  item.iconPath = new vscode.ThemeIcon(icons[kind]);
  item.accessibilityInformation = { label: `${anomalyLabel(kind)}: ${evidence}` };
  item.command = needsLogView(result.uri, result.analysis.size)
    ? { command: 'stacklens.revealInLogView', title: '', arguments: [result.uri.toString(), null, firstLine] }
    : { command: 'vscode.open', title: '', arguments: [result.uri, { selection: rangeOfLine(firstLine) } satisfies vscode.TextDocumentShowOptions] };
  return item;
}

/** What is unusual about a finding, and what it may have come of, as a hover says it. */
export function anomalyTexts({ anomalies, groupOf }: LogResult, { fingerprint, line }: Finding): string[] {
  const fingerprints = new Set([fingerprint, ...(groupOf.get(fingerprint)?.members ?? []).map((member) => member.fingerprint)]);
  const near = anomalies.filter(({ firstLine, lastLine }) => line >= firstLine && line <= lastLine);
  const own = near.filter((each) => each.fingerprint !== null && fingerprints.has(each.fingerprint)).map(({ kind, evidence }) => `${anomalyLabel(kind)}: ${retold(evidence, say, vscode.env.language)}`);
  const causes = near.filter(({ followers }) => followers.some((each) => fingerprints.has(each)));
  const came = causes.map(({ fingerprint: cause, firstLine }) => vscode.l10n.t('Likely came of “{0}” on line {1}', cause === null ? '' : (groupOf.get(cause)?.message ?? ''), firstLine));
  return [...own.slice(0, mostInHover), ...came.slice(0, 1)];
}
