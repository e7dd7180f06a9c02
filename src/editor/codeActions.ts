import * as vscode from 'vscode';
import { aiPart } from '../ai/policy';
import type { Finding } from '../core/finding';
import { aiSettings } from './aiSettings';
import type { AiSuggestions } from './aiSuggestions';
import type { AnalysisController } from './analysisController';
import { Disposable } from './disposable';
import { canBeIgnored } from './ignoredFiles';
import { issueText } from './issueText';
import { oneLine, percent } from './labels';
import { constantPart } from './loggedHere';
import type { LogResult } from './logResult';
import type { SourceLinks } from './sourceLinks';

/**
 * What can be done about a finding. Only the way to its source is ever preferred: to silence an error is never the
 * obvious thing to do, and none of these is a fix that could run on save.
 */
export class CodeActions extends Disposable implements vscode.CodeActionProvider {
  constructor(
    private readonly controller: AnalysisController,
    private readonly sourceLinks: SourceLinks,
    private readonly ai: AiSuggestions,
  ) {
    super();
    this.register(vscode.languages.registerCodeActionsProvider({ scheme: '*' }, this, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }));
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range, { diagnostics, triggerKind }: vscode.CodeActionContext): Promise<vscode.CodeAction[]> {
    const result = this.controller.resultOf(document.uri);
    if (!result) return [];
    const actions: vscode.CodeAction[] = [];
    for (const diagnostic of diagnostics) {
      const finding = result.findings.find((each) => fingerprintOf(diagnostic) === each.fingerprint && each.range.line - 1 === diagnostic.range.start.line);
      if (finding) actions.push(...(await this.actionsFor(result, finding, diagnostic)));
    }
    // Only who asks is offered it: a light bulb on every line of a log would be in the way.
    if (actions.length === 0 && triggerKind === vscode.CodeActionTriggerKind.Invoke && this.controller.isOpen(document.uri)) actions.push(reportAction(document.uri, range.start.line + 1));
    return actions;
  }

  private async actionsFor({ uri, groupOf }: LogResult, finding: Finding, diagnostic: vscode.Diagnostic): Promise<vscode.CodeAction[]> {
    const { fingerprint, template, line } = finding;
    const member = { fingerprint, template };
    const action = (title: string, command: string, ...args: readonly unknown[]): vscode.CodeAction => {
      const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      made.command = { title, command: `stacklens.${command}`, arguments: [...args] };
      made.diagnostics = [diagnostic];
      return made;
    };
    const actions: vscode.CodeAction[] = [];
    const source = await this.sourceLinks.locate(finding);
    if (source) {
      const { start } = source.location.range;
      const open = action(vscode.l10n.t('Open source: {0}:{1}', vscode.workspace.asRelativePath(source.location.uri), start.line + 1), 'openFrame', source.location.uri.toString(), start.line, start.character);
      open.isPreferred = true;
      actions.push(open);
    }
    const sources = source ? [] : await this.sourceLinks.ambiguous(finding);
    if (sources.length > 0) {
      const places = sources.map(({ uri: file, range }) => ({ uri: file.toString(), line: range.start.line }));
      actions.push(action(vscode.l10n.t('Open one of {0} sources…', sources.length), 'chooseSource', places));
    }
    const group = groupOf.get(fingerprint);
    actions.push(action(vscode.l10n.t('Explain why this is a finding'), 'explain', uri.toString(), line));
    const answer = (await this.ai.kept(fingerprint))?.answer;
    if (answer) {
      actions.push(action(vscode.l10n.t('Show what the AI suggested'), 'suggest', uri.toString(), line));
      if (answer.change) actions.push(action(vscode.l10n.t('Apply the suggested change to {0}…', oneLine(answer.change.file)), 'applySuggestion', fingerprint));
      if (answer.command !== null) actions.push(action(vscode.l10n.t('Put the suggested command into the terminal'), 'typeSuggestion', fingerprint));
    } else if (aiSettings().enabled) actions.push(action(askTitle(finding), 'suggest', uri.toString(), line));
    if (group && group.count > 1) actions.push(action(vscode.l10n.t('Show all {0} occurrences', group.count), 'showOccurrences', uri.toString(), fingerprint, line));
    if (constantPart(template) !== null) actions.push(action(vscode.l10n.t('Find the code that logs this'), 'findLoggingCall', template));
    actions.push(action(vscode.l10n.t('Relabel…'), 'relabel', member));
    actions.push(action(vscode.l10n.t('Ignore all findings like this one'), 'ignore', member));
    if (canBeIgnored(uri)) actions.push(action(vscode.l10n.t('Ignore this file'), 'ignoreFile', uri.toString()));
    actions.push(action(vscode.l10n.t('Copy as issue'), 'copyAsIssue', issueText(vscode.workspace.asRelativePath(uri), finding, group)));
    return actions;
  }
}

/** Says how sure we are where that is not much. */
function askTitle({ confidence }: Finding): string {
  const unsure = aiPart(confidence, aiSettings().policy) !== 'onDemand';
  return unsure ? vscode.l10n.t('Explain and suggest with AI (StackLens is {0} sure)', percent(confidence)) : vscode.l10n.t('Explain and suggest with AI');
}

function reportAction(uri: vscode.Uri, line: number): vscode.CodeAction {
  const title = vscode.l10n.t('This is an error…');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: 'stacklens.reportMissed', arguments: [uri.toString(), line] };
  return action;
}

function fingerprintOf({ source, code }: vscode.Diagnostic): string | null {
  return source === 'StackLens' && typeof code === 'object' ? String(code.value) : null;
}
