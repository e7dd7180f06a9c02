import * as vscode from 'vscode';
import { againstTexts, changeTexts, decisionText, inFavourTexts, levelText, timeText } from '../core/explanationText';
import { factTexts } from '../core/factTexts';
import type { Finding } from '../core/finding';
import type { MessageFacts } from '../core/learning';
import { describeTrace } from '../core/trace/describe';
import type { AnalysisEngine } from '../engine/client';
import type { ExplainedRecord } from '../engine/explainLine';
import type { Known } from '../ml/knowledgeBase';
import type { AnalysisController } from './analysisController';
import { cancellable } from './cancellation';
import { Disposable } from './disposable';
import { actionsFor, categoryLabel, percent, say, severityLabel, titleOf } from './labels';
import { type Knowledge, knownTexts } from './knowledge';
import { fileNameOf } from './logDocuments';
import type { Times } from './times';

const scheme = 'stacklens-explain';

/** Address of what explains a line of a log (1-based), a read-only document of plain text. */
export function explanationUri(log: vscode.Uri, { line }: Pick<Finding, 'line'>): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${fileNameOf(log)}:${String(line)}.txt`, query: JSON.stringify({ log: log.toString(), line }) });
}

/** Explains lines of logs, findings or not, in documents: plain text, so that it can be read, searched and copied by any means. */
export class Explanations extends Disposable implements vscode.TextDocumentContentProvider {
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly controller: AnalysisController,
    private readonly engine: AnalysisEngine,
    private readonly times: Times,
    private readonly knowledge: Knowledge,
  ) {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  /** `line` is 1-based. */
  async show(log: vscode.Uri, line: number): Promise<void> {
    const uri = explanationUri(log, { line });
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: false });
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const { log, line } = JSON.parse(uri.query) as { log: string; line: number };
    const logUri = vscode.Uri.parse(log, true);
    const found = await this.explain(logUri, line, token);
    if (!found) return vscode.l10n.t('There is no record at this line any more. Analyze the log again.');
    const count = this.controller.resultOf(logUri)?.groupOf.get(found.fingerprint)?.count ?? null;
    return describe(found, this.times, count, fileNameOf(logUri), found.evidence === null ? undefined : await this.knowledge.bestFor({ ...found, category: found.explanation.category ?? 'general' }));
  }

  /** The finding whose first line this is, stored or on screen. */
  async findingAt(analysisId: number, line: number): Promise<Finding | undefined> {
    const page = await this.engine.findings({ analysisId, minSeverity: 'low', order: 'line', offset: 0, limit: 1, lines: { from: line, to: line } });
    return page.findings[0];
  }

  /** What its message tells by its own words. */
  facts(finding: Finding): Promise<MessageFacts> {
    return this.engine.facts(finding);
  }

  private async explain(log: vscode.Uri, line: number, token: vscode.CancellationToken): Promise<ExplainedRecord | null> {
    return cancellable(token, (signal) => this.controller.read(log, (source, reading) => this.engine.explain({ source, reading, line }, signal)));
  }
}

function describe({ line, endLine, message, fingerprint, trace, evidence, explanation, facts }: ExplainedRecord, times: Times, count: number | null, fileName: string, known: Known | undefined): string {
  const { reading, outcome, category, confidence } = explanation;
  const { timestamp, timestampInferred } = reading;
  const lines = [
    evidence === null ? vscode.l10n.t('No finding') : titleOf(evidence),
    '',
    `${fileName}:${String(line)}${endLine > line ? `-${String(endLine)}` : ''}`,
    ...(timestamp === null ? [] : [times.label(timestamp, timestampInferred ?? undefined)]),
    ...(outcome.severity === null ? [] : [vscode.l10n.t('Severity: {0}', severityLabel(outcome.severity))]),
    ...(category === null ? [] : [vscode.l10n.t('Category: {0}', categoryLabel(category))]),
    ...(confidence === null ? [] : [vscode.l10n.t('Confidence: {0}', percent(confidence))]),
    ...(count === null ? [] : [vscode.l10n.t('Occurrences in this file: {0}', count)]),
    vscode.l10n.t('Fingerprint: {0}', fingerprint),
    '',
    vscode.l10n.t('Message'),
    `  ${message}`,
    ...section(vscode.l10n.t('What it tells'), factTexts(facts, say)),
    ...section(outcome.severity === null ? vscode.l10n.t('Why it does not count') : vscode.l10n.t('Why it counts'), [decisionText(explanation, say), ...inFavourTexts(explanation, say)]),
    ...section(vscode.l10n.t('What speaks against it'), againstTexts(explanation, say)),
    ...section(vscode.l10n.t('What would change it'), changeTexts(explanation, say)),
    ...section(vscode.l10n.t('How it was read'), [vscode.l10n.t('Format: {0}', reading.format), levelText(explanation, say), ...[timeText(explanation, say)].filter((text) => text !== null)]),
    ...section(vscode.l10n.t('What to do'), evidence === null ? [] : actionsFor(evidence)),
    ...section(vscode.l10n.t('What is known of it'), known ? knownTexts(known) : []),
    ...section(vscode.l10n.t('Where it comes from, the root cause first'), describeTrace(trace, say)),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : ['', title, ...texts.map((text) => `  ${text}`)];
}
