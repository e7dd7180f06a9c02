import * as vscode from 'vscode';
import type { Finding } from '../core/finding';
import type { AnalysisController } from './analysisController';
import { Disposable } from './disposable';
import type { AnalysisEngine } from '../engine/client';
import { actionsFor, categoryLabel, percent, severityLabel, titleOf } from './labels';
import { fileNameOf } from './logDocuments';
import type { Times } from './times';

const scheme = 'stacklens-explain';

/** Address of a finding's explanation, a read-only document of plain text. */
export function explanationUri(log: vscode.Uri, finding: Finding): vscode.Uri {
  return vscode.Uri.from({
    scheme,
    path: `/${fileNameOf(log)}:${String(finding.line)}.txt`,
    query: JSON.stringify({ log: log.toString(), line: finding.line }),
  });
}

/** Explains findings in documents: plain text, so that it can be read, searched and copied by any means. */
export class Explanations extends Disposable implements vscode.TextDocumentContentProvider {
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly controller: AnalysisController,
    private readonly engine: AnalysisEngine,
    private readonly times: Times,
  ) {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  async show(log: vscode.Uri, finding: Finding): Promise<void> {
    const uri = explanationUri(log, finding);
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: false });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const { log, line } = JSON.parse(uri.query) as { log: string; line: number };
    const result = this.controller.resultOf(vscode.Uri.parse(log, true));
    const finding = result && (await this.findingAt(result.analysis.id, line));
    if (!result || !finding) return vscode.l10n.t('There is no finding at this line any more. Analyze the log again.');
    return explain(finding, this.times, result.groupOf.get(finding.fingerprint)?.count ?? 1, fileNameOf(result.uri));
  }

  /** The finding whose first line this is, stored or on screen. */
  async findingAt(analysisId: number, line: number): Promise<Finding | undefined> {
    const page = await this.engine.findings({ analysisId, minSeverity: 'low', order: 'line', offset: 0, limit: 1, lines: { from: line, to: line } });
    return page.findings[0];
  }
}

function explain(finding: Finding, times: Times, count: number, fileName: string): string {
  const { evidence } = finding;
  const [decided, against] = [evidence.weighed.filter((id) => !id.includes(' but ')), evidence.weighed.filter((id) => id.includes(' but '))];
  const lines = [
    titleOf(evidence),
    '',
    `${fileName}:${String(finding.line)}${finding.endLine > finding.line ? `-${String(finding.endLine)}` : ''}`,
    ...(finding.timestamp === null ? [] : [times.label(finding.timestamp, finding.timestampInferred)]),
    vscode.l10n.t('Severity: {0}', severityLabel(finding.severity)),
    vscode.l10n.t('Category: {0}', categoryLabel(finding.category)),
    vscode.l10n.t('Confidence: {0}', percent(finding.confidence)),
    vscode.l10n.t('Occurrences in this file: {0}', count),
    vscode.l10n.t('Fingerprint: {0}', finding.fingerprint),
    '',
    vscode.l10n.t('Message'),
    `  ${finding.message}`,
    '',
    vscode.l10n.t('Why it counts'),
    `  ${vscode.l10n.t('Decided by: {0}', evidence.rule)}${evidence.text === '' ? '' : `, “${evidence.text}”`}`,
    ...(finding.level === null ? [] : [`  ${finding.levelSource === 'declared' ? vscode.l10n.t('The log declares the level {0}', finding.level) : vscode.l10n.t('The log declares no level; {0} was inferred from the words', finding.level)}`]),
    ...(decided.length > 0 ? [`  ${vscode.l10n.t('Weighed as well: {0}', decided.join('; '))}`] : []),
    ...(against.length > 0 ? [`  ${vscode.l10n.t('Ruled out: {0}', against.join('; '))}`] : []),
  ];
  const actions = actionsFor(evidence);
  if (actions.length > 0) lines.push('', vscode.l10n.t('What to do'), ...actions.map((action, index) => `  ${String(index + 1)}. ${action}`));
  if (finding.frames.length > 0) {
    lines.push('', vscode.l10n.t('Where it comes from, innermost first'));
    for (const frame of finding.frames) {
      lines.push(`  ${frame.application ? '→' : ' '} ${frame.function ?? '?'}  ${frame.file ?? ''}${frame.line === null ? '' : `:${String(frame.line)}`}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
