import * as vscode from 'vscode';
import type { Group, SeverityCounts } from '../core/analysis';
import { severities, type Category, type Evidence, type Severity } from '../core/finding';
import type { Say } from '../core/explanationText';
import { ruleOf } from '../core/rules/rules';

const maxLabelLength = 200;

/** Says a sentence of the core in the editor's language. */
export const say: Say = (sentence, ...values) => vscode.l10n.t(sentence, ...values);

/** What happened, in a few words: the rule's title or what stands for it. */
export function titleOf(evidence: Evidence): string {
  const rule = ruleOf(evidence.rule);
  if (rule) return vscode.l10n.t(rule.title);
  if (evidence.rule.startsWith('pattern:')) return evidence.rule.slice('pattern:'.length);
  if (evidence.rule.startsWith('level:')) return vscode.l10n.t('The log declares the level {0}', evidence.rule.slice('level:'.length));
  if (evidence.rule === 'http-status') return vscode.l10n.t('The server answered with status {0}', evidence.text);
  if (evidence.rule === 'stack-trace') return vscode.l10n.t('A stack trace was printed');
  if (evidence.rule === 'last-words') return vscode.l10n.t('A command failed after saying this');
  if (evidence.rule === 'malformed') return vscode.l10n.t('This part of the file could not be read');
  return evidence.rule;
}

/** Suggested actions, likeliest first. */
export function actionsFor(evidence: Evidence): string[] {
  return (ruleOf(evidence.rule)?.actions ?? []).map((action) => vscode.l10n.t(action));
}

/** What users call who answers by that name. */
export function providerLabel(name: string): string {
  if (name === 'gemini') return 'Gemini';
  return name === 'editor' ? vscode.env.appName : name;
}

export function severityLabel(severity: Severity): string {
  const labels: Record<Severity, string> = {
    critical: vscode.l10n.t('Critical'),
    high: vscode.l10n.t('High'),
    medium: vscode.l10n.t('Medium'),
    low: vscode.l10n.t('Low'),
  };
  return labels[severity];
}

export function categoryLabel(category: Category): string {
  const labels: Record<Category, string> = {
    network: vscode.l10n.t('Network'),
    timeout: vscode.l10n.t('Timeout'),
    memory: vscode.l10n.t('Memory'),
    permission: vscode.l10n.t('Permission'),
    database: vscode.l10n.t('Database'),
    'disk-io': vscode.l10n.t('Disk I/O'),
    configuration: vscode.l10n.t('Configuration'),
    runtime: vscode.l10n.t('Runtime'),
    system: vscode.l10n.t('System'),
    business: vscode.l10n.t('Business'),
    general: vscode.l10n.t('General'),
  };
  return labels[category];
}

/** "2 critical, 5 high": the severities that occur, worst first. */
export function countsLabel(counts: SeverityCounts): string {
  const parts = severities.filter((severity) => counts[severity] > 0).map((severity) => `${String(counts[severity])} ${severityLabel(severity).toLowerCase()}`);
  return parts.length > 0 ? parts.join(', ') : vscode.l10n.t('no problems');
}

/** The user's name for a group, else what its first occurrence says, on one line. */
export function groupLabel({ name, message }: Group): string {
  return oneLine(name ?? message);
}

/** The first line of a text, as far as a label has room for it. */
export function oneLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > maxLabelLength ? `${line.slice(0, maxLabelLength)}…` : line;
}

export function percent(confidence: number): string {
  return `${String(Math.round(confidence * 100))} %`;
}
