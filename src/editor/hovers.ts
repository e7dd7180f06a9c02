import * as vscode from 'vscode';
import { aiPart } from '../ai/policy';
import { appendAnswer } from './aiHover';
import type { Group } from '../core/analysis';
import { factTexts } from '../core/factTexts';
import { againstTexts, changeTexts, decisionText, modelTexts } from '../core/explanationText';
import type { Finding } from '../core/finding';
import { aiSettings } from './aiSettings';
import { anomalyTexts } from './anomalyItems';
import type { AnalysisController } from './analysisController';
import type { LogResult } from './logResult';
import { Disposable } from './disposable';
import type { Explanations } from './explanations';
import { appendPast, ratingLinks } from './fixes';
import { appendKnown, type Knowledge } from './knowledge';
import { actionsFor, categoryLabel, percent, say, severityLabel, titleOf } from './labels';
import { rangeOfFinding, rangeOfLine } from './ranges';
import type { SettingsSource } from './settings';
import type { SourceLinks } from './sourceLinks';
import type { Times } from './times';

const ownCommands = ['stacklens.suggest', 'stacklens.showOccurrences', 'stacklens.openFrame', 'stacklens.explain', 'stacklens.relabel', 'stacklens.ignore', 'stacklens.rateFix', 'stacklens.noteFix'];
const maxQuoted = 400;
/** Reasons of each kind that a hover names; the explanation has them all. */
const mostReasons = 2;

/** Explains a finding on hover. Text of the log is appended as text, never as markup, and only our own commands are trusted. */
export class Hovers extends Disposable implements vscode.HoverProvider {
  constructor(
    private readonly controller: AnalysisController,
    private readonly explanations: Explanations,
    private readonly sourceLinks: SourceLinks,
    private readonly settings: SettingsSource,
    private readonly times: Times,
    private readonly knowledge: Knowledge,
  ) {
    super();
    this.register(vscode.languages.registerHoverProvider({ scheme: '*' }, this));
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const result = this.controller.isOpen(document.uri) ? this.controller.resultOf(document.uri) : undefined;
    if (!result) return undefined;
    const line = position.line + 1;
    const finding = result.findings.find((candidate) => isOn(candidate, line)) ?? (result.total > result.findings.length ? await this.explanations.findingAt(result.analysis.id, line) : undefined);
    if (!finding || !isOn(finding, line)) return undefined;
    const range = rangeOfFinding(finding);
    return new vscode.Hover(await this.describe(result, finding, await this.reasons(finding, document)), range.contains(position) ? range : rangeOfLine(line));
  }

  /** Why it is a finding, what speaks against it and what would change it; what is kept of it where its lines say no more. */
  private async reasons(finding: Finding, document: vscode.TextDocument): Promise<string[]> {
    // The rules are loaded with the first hover, not when the extension starts.
    const { explainFinding } = await import('../core/explain');
    const lines = document.getText(new vscode.Range(finding.line - 1, 0, finding.endLine, 0)).split(/\r\n|\r|\n/, finding.endLine - finding.line + 1);
    const explanation = explainFinding(finding, lines, this.settings.current.clientErrors);
    if (!explanation) return [kept(finding)];
    return [vscode.l10n.t('Why: {0}', decisionText(explanation, say)), ...modelTexts(explanation, say), ...againstTexts(explanation, say).slice(0, mostReasons), ...changeTexts(explanation, say).slice(0, mostReasons)];
  }

  private async describe(result: LogResult, finding: Finding, reasons: readonly string[]): Promise<vscode.MarkdownString> {
    const { uri, groupOf } = result;
    const text = new vscode.MarkdownString(undefined, true);
    text.isTrusted = { enabledCommands: ownCommands };
    text.supportHtml = false;
    text.appendMarkdown('**').appendText(titleOf(finding.evidence)).appendMarkdown('**\n\n');
    text.appendText(`${severityLabel(finding.severity)} · ${categoryLabel(finding.category)} · ${vscode.l10n.t('confidence {0}', percent(finding.confidence))}`).appendMarkdown('\n\n');
    for (const unusual of anomalyTexts(result, finding)) text.appendText(unusual).appendMarkdown('\n\n');
    for (const reason of reasons) text.appendText(reason).appendMarkdown('\n\n');
    for (const fact of await this.facts(finding)) text.appendText(fact).appendMarkdown('\n\n');
    const { timestamp, timestampInferred } = finding;
    if (timestamp !== null) text.appendText(this.times.label(timestamp, timestampInferred)).appendMarkdown('\n\n');
    const group = groupOf.get(finding.fingerprint);
    if (group?.name) text.appendText(vscode.l10n.t('Group: {0}', group.name)).appendMarkdown('\n\n');
    if (group && group.count > 1) text.appendText(howOften(group, (time) => this.times.label(time, timestampInferred))).appendMarkdown('\n\n');
    for (const action of actionsFor(finding.evidence)) text.appendMarkdown('- ').appendText(action).appendMarkdown('\n');
    const fixes = await this.knowledge.fixesFor(finding);
    const known = fixes.flatMap((fix) => fix.known ?? [])[0];
    if (known) {
      appendKnown(text, known);
      text.appendMarkdown(`${ratingLinks(finding.fingerprint, 'knowledge', known.citation)}\n\n`);
    }
    const answered = await this.knowledge.answerFor(finding);
    if (answered) await appendAnswer(text, uri, finding.line, answered);
    await appendPast(text, finding.fingerprint, fixes.filter(({ content }) => content !== answered?.content));
    text.appendMarkdown('\n').appendMarkdown((await this.links(uri, finding, group)).join(' | '));
    return text;
  }

  /** What it names, and how much it presses. */
  private async facts(finding: Finding): Promise<string[]> {
    return factTexts({ ...(await this.explanations.facts(finding)), keyPhrases: [] }, say);
  }

  private async links(uri: vscode.Uri, finding: Finding, group: Group | undefined): Promise<string[]> {
    const links: string[] = [];
    if (group && group.count > 1) links.push(link('$(list-unordered)', vscode.l10n.t('All {0} occurrences', group.count), 'stacklens.showOccurrences', [uri.toString(), finding.fingerprint, finding.line]));
    const source = await this.sourceLinks.locate(finding);
    if (source) {
      const { location } = source;
      links.push(link('$(go-to-file)', vscode.l10n.t('Open source'), 'stacklens.openFrame', [location.uri.toString(), location.range.start.line, location.range.start.character]));
    }
    links.push(link('$(info)', vscode.l10n.t('Explain'), 'stacklens.explain', [uri.toString(), finding.line]));
    const place = [uri.toString(), finding.line];
    if (aiPart(finding.confidence, aiSettings().policy) !== 'onDemand') links.push(link('$(sparkle)', vscode.l10n.t('Not sure? Ask an AI'), 'stacklens.suggest', place));
    links.push(link('$(edit)', vscode.l10n.t('Relabel…'), 'stacklens.relabel', place), link('$(eye-closed)', vscode.l10n.t('Ignore'), 'stacklens.ignore', place));
    links.push(link('$(note)', vscode.l10n.t('What Fixed It…'), 'stacklens.noteFix', [finding.fingerprint]));
    return links;
  }
}

/** Where a record begins, and where it says what is wrong, which is where its problem is marked. */
function isOn({ line, range }: Finding, asked: number): boolean {
  return line === asked || range.line === asked;
}

/** The label is ours: nothing of a log stands in markup. */
function link(icon: string, label: string, command: string, args: readonly unknown[]): string {
  return `${icon} [${label}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}

function kept({ evidence, level, levelSource }: Finding): string {
  const words = evidence.text.length > maxQuoted ? `${evidence.text.slice(0, maxQuoted)}…` : evidence.text;
  const parts = [
    ...(level !== null && levelSource === 'declared' ? [vscode.l10n.t('the log declares the level {0}', level)] : []),
    ...(words === '' ? [] : [vscode.l10n.t('it says “{0}”', words)]),
    ...(evidence.rule.startsWith('pattern:') ? [vscode.l10n.t('a pattern of yours matches')] : []),
    ...(evidence.rule === 'stack-trace' ? [vscode.l10n.t('a stack trace follows')] : []),
    ...(evidence.rule === 'last-words' ? [vscode.l10n.t('the command that said it then failed')] : []),
    ...(evidence.rule === 'malformed' ? evidence.weighed : []),
  ];
  return vscode.l10n.t('Why: {0}', parts.length > 0 ? parts.join('; ') : evidence.rule);
}

function howOften(group: Group, label: (time: number) => string): string {
  const { firstTimestamp, lastTimestamp } = group;
  const lines = vscode.l10n.t('{0} times, first on line {1}, last on line {2}', group.count, group.firstLine, group.lastLine);
  if (firstTimestamp === null || lastTimestamp === null) return lines;
  return `${lines}; ${vscode.l10n.t('from {0} to {1}', label(firstTimestamp), label(lastTimestamp))}`;
}
