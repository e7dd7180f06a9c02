import * as vscode from 'vscode';
import { ownNames } from '../engine/ownNames';
import type { AiAnswer } from '../ai/answer';
import type { AskOptions, Provider } from '../ai/provider';
import type { Question } from '../ai/suggestions';
import type { Finding } from '../core/finding';
import type { AnalysisEngine } from '../engine/client';
import type { StoredSuggestion } from '../engine/store/suggestions';
import type { AnalysisController } from './analysisController';
import { AiAnswers } from './aiAnswers';
import { applyChange } from './aiChange';
import { keyName, providerFor } from './aiProvider';
import { type AiSettings, aiSettings } from './aiSettings';
import { subjectOf } from './aiSubject';
import { Disposable } from './disposable';
import type { Knowledge } from './knowledge';
import { withCancellableProgress } from './progress';
import type { SourceLinks } from './sourceLinks';

const consentName = 'stacklens.ai.consent';

interface AiContext {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly sourceLinks: SourceLinks;
  readonly knowledge: Knowledge;
  readonly secrets: vscode.SecretStorage;
  /** Of the workspace. */
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/** Suggestions by an AI that is asked only when the user says so, and only after what must not leave the machine was taken out. */
export class AiSuggestions extends Disposable {
  private readonly answers = this.register(new AiAnswers());
  private readonly agreed = this.register(new vscode.EventEmitter<void>());
  /** The user has agreed that findings of this workspace may be sent. */
  readonly onDidConsent = this.agreed.event;

  constructor(private readonly context: AiContext) {
    super();
  }

  /** Shows what an AI said of the finding on a line (1-based) before, else asks one. */
  async suggest(log: vscode.Uri, line: number): Promise<void> {
    const finding = await this.findingAt(log, line);
    if (!finding) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no finding on this line.'));
      return;
    }
    const stored = await this.context.engine.suggestion(finding.fingerprint);
    const { keptAnswer } = await import('../ai/answer');
    const answer = stored && keptAnswer(stored.content);
    if (answer) await this.answers.open(log, line, { message: finding.message, suggestion: stored, answer, text: '' });
    else await this.ask(log, finding);
  }

  /** Asks anew about what an answer is about. */
  async again(uri: unknown): Promise<void> {
    const shown = this.answers.at(uri);
    const finding = shown && (await this.findingAt(shown.log, shown.line));
    if (finding) await this.ask(shown.log, finding);
  }

  /** Shows word by word what would be sent about the finding on a line. */
  async preview(log: vscode.Uri, line: number): Promise<void> {
    const finding = await this.findingAt(log, line);
    if (finding) await this.showQuestion(await this.question(log, finding, aiSettings()));
  }

  async rate(uri: unknown, helped: unknown): Promise<void> {
    const shown = this.answers.at(uri);
    if (!shown?.suggestion || typeof helped !== 'boolean') return;
    await this.context.engine.rateSuggestion(shown.suggestion.id, helped);
    this.answers.update(shown.log, shown.line, { ...shown, suggestion: { ...shown.suggestion, helped } });
  }

  /** Shows the change as a diff, and makes it when that is confirmed. */
  async apply(uri: unknown): Promise<void> {
    const change = this.answers.at(uri)?.answer?.change;
    if (change) await applyChange(change, (name, text) => this.answers.textUri(name, text));
  }

  /** Puts the command into a terminal, where the user may read, change and run it. */
  type(uri: unknown): void {
    const command = this.answers.at(uri)?.answer?.command;
    if (command === undefined || command === null) return;
    const terminal = vscode.window.activeTerminal ?? vscode.window.createTerminal('StackLens');
    terminal.show();
    terminal.sendText(command, false);
  }

  async setKey(): Promise<void> {
    const key = await vscode.window.showInputBox({ title: vscode.l10n.t('Set Gemini API Key'), prompt: vscode.l10n.t('It is kept among the secrets of this machine; leave it empty to remove it.'), password: true, ignoreFocusOut: true });
    if (key === undefined) return;
    await (key.trim() === '' ? this.context.secrets.delete(keyName) : this.context.secrets.store(keyName, key.trim()));
  }

  private async ask(log: vscode.Uri, finding: Finding): Promise<void> {
    const settings = aiSettings();
    if (!settings.enabled) {
      void vscode.window.showInformationMessage(vscode.workspace.isTrusted ? vscode.l10n.t('Suggestions by an AI are off: see the setting {0}.', 'stacklens.ai.enabled') : vscode.l10n.t('No AI is asked in a workspace that is not trusted.'));
      return;
    }
    const question = await this.question(log, finding, settings);
    const provider = await this.provider(settings);
    if (!provider || !(await this.consented(provider, question))) return;
    const { message, line } = finding;
    const waiting = { message, suggestion: null, answer: null };
    await this.answers.open(log, line, { ...waiting, text: vscode.l10n.t('Asking {0} ({1}), about {2} tokens…', provider.name, provider.model, question.request.tokens) });
    try {
      await withCancellableProgress(vscode.l10n.t('Asking {0}', provider.name), async (signal, report) => {
        signal.addEventListener('abort', () => this.answers.update(log, line, { ...waiting, text: vscode.l10n.t('Cancelled.') }));
        const onText = (soFar: string): void => {
          report(vscode.l10n.t('{0} characters', soFar.length));
          this.answers.update(log, line, { ...waiting, text: soFar });
        };
        this.answers.update(log, line, { message, ...(await this.answerTo(question, provider, finding, { signal, onText })), text: '' });
      });
    } catch (error) {
      this.answers.update(log, line, { ...waiting, text: failureText(error, question) });
      throw error;
    }
  }

  /**
   * Asks about the finding on a line (1-based) without a word on screen. Nobody is asked without the workspace's consent,
   * or where `may` refuses the question's tokens; a finding that was answered before is not asked about again. What goes
   * wrong stands in the output channel.
   */
  async askQuietly(log: vscode.Uri, line: number, { signal, may }: { readonly signal: AbortSignal; readonly may: (tokens: number) => boolean }): Promise<'done' | 'notAllowed'> {
    const settings = aiSettings();
    const provider = settings.policy.enabled && settings.policy.automatic ? await providerFor(settings, this.context.secrets) : 'noModel';
    if (typeof provider === 'string' || this.context.memory.get<string>(consentName) !== provider.name) return 'notAllowed';
    const finding = await this.findingAt(log, line);
    if (!finding || (await this.context.engine.suggestion(finding.fingerprint))) return 'done';
    const question = await this.question(log, finding, settings);
    if (!may(question.request.tokens)) return 'notAllowed';
    try {
      await this.answerTo(question, provider, finding, { signal, onText: () => undefined });
    } catch (error) {
      this.context.log.warn(`${log.toString(true)}:${String(line)}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return 'done';
  }

  /** Asks, and keeps what was sent and what came back. */
  private async answerTo(question: Question, provider: Provider, { fingerprint }: Finding, options: AskOptions): Promise<{ readonly suggestion: StoredSuggestion; readonly answer: AiAnswer }> {
    const { ask, sentText } = await import('../ai/suggestions');
    const by = { source: provider.name, model: provider.model };
    await this.context.engine.noteQuestion({ fingerprint, provider: by.source, model: by.model, sent: sentText(question.request) });
    const answer = await ask(question, provider, options);
    return { answer, suggestion: await this.context.engine.suggest({ fingerprint, ...by, confidence: answer.confidence, content: JSON.stringify(answer) }) };
  }

  private async question(log: vscode.Uri, finding: Finding, { hidden, budget }: AiSettings): Promise<Question> {
    const [{ questionAbout }, { findingWords }] = await Promise.all([import('../ai/suggestions'), import('../core/redaction/customWords')]);
    return questionAbout(await subjectOf(log, finding, this.context), { names: ownNames(), custom: findingWords(hidden) }, budget);
  }

  /** Undefined where there is none, which has been said. */
  private async provider(settings: AiSettings): Promise<Provider | undefined> {
    const provider = await providerFor(settings, this.context.secrets);
    if (provider === 'noModel') {
      void vscode.window.showInformationMessage(vscode.l10n.t('The editor offers no model. Install an extension that does, or choose Gemini in the setting {0}.', 'stacklens.ai.provider'));
      return undefined;
    }
    if (provider !== 'noKey') return provider;
    const set = vscode.l10n.t('Set Key…');
    if ((await vscode.window.showInformationMessage(vscode.l10n.t('Gemini needs a key of yours, which Google AI Studio hands out.'), set)) === set) await this.setKey();
    return undefined;
  }

  /** Whether this workspace's findings may be sent: asked once, before the first time. */
  private async consented(provider: Provider, question: Question): Promise<boolean> {
    if (this.context.memory.get<string>(consentName) === provider.name) return true;
    const [send, preview] = [vscode.l10n.t('Send'), vscode.l10n.t('Show What Is Sent')];
    const detail = vscode.l10n.t('The record with the lines around it and the code it comes from go to {0}. {1} things such as keys, addresses and names were replaced by placeholders. This is asked once for this workspace; the audit trail keeps what was sent.', provider.name, [...question.redaction.hidden.values()].reduce((sum, count) => sum + count, 0));
    const answer = await vscode.window.showInformationMessage(vscode.l10n.t('Ask {0} ({1}) about findings of this workspace?', provider.name, provider.model), { modal: true, detail }, send, preview);
    if (answer === preview) await this.showQuestion(question);
    if (answer !== send) return false;
    await this.context.memory.update(consentName, provider.name);
    this.agreed.fire();
    return true;
  }

  private async showQuestion({ request }: Question): Promise<void> {
    const { sentText } = await import('../ai/suggestions');
    const note = request.cut.length === 0 ? '' : `\n${vscode.l10n.t('Left out or shortened, to keep within the setting {0}: {1}', 'stacklens.ai.tokenBudget', request.cut.join(', '))}`;
    const text = `${vscode.l10n.t('About {0} tokens.', request.tokens)}${note}\n\n${sentText(request)}`;
    await vscode.window.showTextDocument(this.answers.textUri(`${vscode.l10n.t('What is sent')}.txt`, text), { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  private async findingAt(log: vscode.Uri, line: number): Promise<Finding | undefined> {
    const analysis = this.context.controller.resultOf(log)?.analysis ?? (await this.context.engine.latestAnalyses()).find(({ uri }) => uri === log.toString());
    if (!analysis) return undefined;
    const { findings } = await this.context.engine.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1, lines: { from: line, to: line } });
    return findings[0];
  }
}

/** What came of an answer is kept where it broke off. */
function failureText(error: unknown, { redaction }: Question): string {
  const message = error instanceof Error ? error.message : String(error);
  const partial = error instanceof Error && 'known' in error && typeof error.known === 'object' && error.known !== null && 'partial' in error.known && typeof error.known.partial === 'string' ? error.known.partial : '';
  return partial === '' ? message : `${message}\n\n${vscode.l10n.t('What came until then:')}\n${redaction.restore(partial)}`;
}

