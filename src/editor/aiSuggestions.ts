import * as vscode from 'vscode';
import { ownNames } from '../engine/ownNames';
import type { AiAnswer, AnswerSoFar } from '../ai/answer';
import type { AskOptions, Provider } from '../ai/provider';
import type { Question } from '../ai/suggestions';
import type { Finding } from '../core/finding';
import type { AnalysisEngine } from '../engine/client';
import type { AnalysisController } from './analysisController';
import { AiAnswers, type Answered, type Asked, type Told } from './aiAnswers';
import { applyChange } from './aiChange';
import { keyName, providerFor } from './aiProvider';
import { type AiSettings, aiSettings } from './aiSettings';
import { logAround, subjectOf } from './aiSubject';
import { Disposable } from './disposable';
import type { Knowledge } from './knowledge';
import { providerLabel } from './labels';
import { showInformation } from './notices';
import { withCancellableProgress } from './progress';
import { ReadOnlyTexts } from './readOnlyTexts';
import type { SourceLinks } from './sourceLinks';

const consentName = 'stacklens.ai.consent';

interface AiContext {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly sourceLinks: SourceLinks;
  readonly knowledge: Knowledge;
  readonly extensionUri: vscode.Uri;
  readonly secrets: vscode.SecretStorage;
  /** Of the workspace. */
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

interface FoundFinding {
  readonly finding: Finding;
  readonly asked: Asked;
}

/** Suggestions by an AI that is asked only when the user says so, and only after what must not leave the machine was taken out. */
export class AiSuggestions extends Disposable {
  private readonly answers: AiAnswers;
  private readonly texts = this.register(new ReadOnlyTexts('stacklens-ai'));
  /** Fingerprints of what is being asked about. */
  private readonly underWay = new Set<string>();
  private readonly agreed = this.register(new vscode.EventEmitter<void>());
  /** The user has agreed that findings of this workspace may be sent. */
  readonly onDidConsent = this.agreed.event;

  constructor(private readonly context: AiContext) {
    super();
    this.answers = this.register(new AiAnswers(context.extensionUri));
  }

  /** Shows what an AI said of the finding on a line (1-based) before, else asks one. */
  async suggest(log: vscode.Uri, line: number): Promise<void> {
    const found = await this.findingAt(log, line);
    if (!found) {
      void showInformation(vscode.l10n.t('There is no finding on this line.'));
      return;
    }
    if (this.answers.showOpen(log, line)) return;
    const kept = await this.kept(found.finding.fingerprint);
    if (kept) this.answers.show({ asked: found.asked, told: { kind: 'answered', ...kept } });
    else await this.ask(found);
  }

  /** What an AI said of a fingerprint's findings last. */
  async kept(fingerprint: string): Promise<Answered | null> {
    const suggestion = await this.context.engine.suggestion(fingerprint);
    if (!suggestion) return null;
    const { keptAnswer } = await import('../ai/answer');
    const answer = keptAnswer(suggestion.content);
    return answer && { suggestion, answer };
  }

  /** Asks anew about what the answer on show is about. */
  async again(): Promise<void> {
    const asked = this.answers.current?.asked;
    const found = asked && (await this.findingAt(asked.log, asked.line));
    if (found) await this.ask(found);
  }

  /** Shows word by word what would be sent about the finding on a line. */
  async preview(log: vscode.Uri, line: number): Promise<void> {
    const found = await this.findingAt(log, line);
    if (found) await this.showQuestion(await this.question(log, found.finding, aiSettings()));
  }

  /** Notes whether the answer on show helped. */
  async rate(helped: unknown): Promise<void> {
    const shown = this.answers.current;
    if (shown?.told.kind !== 'answered' || typeof helped !== 'boolean') return;
    const { suggestion } = shown.told;
    await this.context.engine.rateSuggestion(suggestion.id, helped);
    this.answers.update({ ...shown, told: { ...shown.told, suggestion: { ...suggestion, helped } } });
  }

  /** Shows the change of a fingerprint's answer, else of the one on show, as a diff, and makes it when that is confirmed. */
  async apply(fingerprint: unknown): Promise<void> {
    const change = (await this.answerOf(fingerprint))?.change;
    if (change) await applyChange(change, (name, text) => this.texts.uriOf(name, text));
  }

  /** Puts the command of a fingerprint's answer, else of the one on show, into a terminal, where the user may read, change and run it. */
  async type(fingerprint: unknown): Promise<void> {
    const command = (await this.answerOf(fingerprint))?.command;
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

  private async answerOf(fingerprint: unknown): Promise<AiAnswer | undefined> {
    if (typeof fingerprint === 'string') return (await this.kept(fingerprint))?.answer;
    const told = this.answers.current?.told;
    return told?.kind === 'answered' ? told.answer : undefined;
  }

  private async ask({ finding, asked }: FoundFinding): Promise<void> {
    const settings = aiSettings();
    if (!settings.enabled) {
      void showInformation(vscode.workspace.isTrusted ? vscode.l10n.t('Suggestions by an AI are off: see the setting {0}.', 'stacklens.ai.enabled') : vscode.l10n.t('No AI is asked in a workspace that is not trusted.'));
      return;
    }
    const question = await this.question(asked.log, finding, settings);
    const provider = await this.provider(settings);
    if (!provider || !(await this.consented(provider, question))) return;
    const { answerSoFar } = await import('../ai/answer');
    const tell = (told: Told): void => this.answers.update({ asked, told });
    const status = vscode.l10n.t('Asking {0} ({1}), about {2} tokens…', providerLabel(provider.name), provider.model, question.request.tokens);
    this.answers.show({ asked, told: { kind: 'asking', status, soFar: null } });
    try {
      await withCancellableProgress(vscode.l10n.t('Asking {0}', providerLabel(provider.name)), async (signal, report) => {
        signal.addEventListener('abort', () => tell({ kind: 'failed', status: vscode.l10n.t('Cancelled.'), partial: '' }));
        let soFar: AnswerSoFar | null = null;
        const onText = (text: string): void => {
          report(vscode.l10n.t('{0} characters', text.length));
          soFar = answerSoFar(text) ?? soFar;
          tell({ kind: 'asking', status, soFar });
        };
        tell({ kind: 'answered', ...(await this.answerTo(question, provider, finding, { signal, onText })) });
      });
    } catch (error) {
      tell({ kind: 'failed', status: error instanceof Error ? error.message : String(error), partial: question.redaction.restore(partialOf(error)) });
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
    const finding = (await this.findingAt(log, line))?.finding;
    if (!finding || this.underWay.has(finding.fingerprint) || (await this.context.engine.suggestion(finding.fingerprint))) return 'done';
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
  private async answerTo(question: Question, provider: Provider, { fingerprint }: Finding, options: AskOptions): Promise<Answered> {
    const { ask, sentText } = await import('../ai/suggestions');
    const by = { source: provider.name, model: provider.model };
    this.underWay.add(fingerprint);
    try {
      await this.context.engine.noteQuestion({ fingerprint, provider: by.source, model: by.model, sent: sentText(question.request) });
      const answer = await ask(question, provider, options);
      return { answer, suggestion: await this.context.engine.suggest({ fingerprint, ...by, confidence: answer.confidence, content: JSON.stringify(answer) }) };
    } finally {
      this.underWay.delete(fingerprint);
    }
  }

  private async question(log: vscode.Uri, finding: Finding, { hidden, budget }: AiSettings): Promise<Question> {
    const [{ questionAbout }, { findingWords }] = await Promise.all([import('../ai/suggestions'), import('../core/redaction/customWords')]);
    return questionAbout(await subjectOf(log, finding, this.context), { names: ownNames(), custom: findingWords(hidden) }, budget);
  }

  /** Undefined where there is none, which has been said. */
  private async provider(settings: AiSettings): Promise<Provider | undefined> {
    const provider = await providerFor(settings, this.context.secrets);
    if (provider === 'noModel') {
      void showInformation(vscode.l10n.t('The editor offers no model. Install an extension that does, or choose Gemini in the setting {0}.', 'stacklens.ai.provider'));
      return undefined;
    }
    if (provider !== 'noKey') return provider;
    const set = vscode.l10n.t('Set Key…');
    if ((await showInformation(vscode.l10n.t('Gemini needs a key of yours, which Google AI Studio hands out.'), set)) === set) await this.setKey();
    return undefined;
  }

  /** Whether this workspace's findings may be sent: asked once, before the first time. */
  private async consented(provider: Provider, question: Question): Promise<boolean> {
    if (this.context.memory.get<string>(consentName) === provider.name) return true;
    const name = providerLabel(provider.name);
    const [send, preview] = [vscode.l10n.t('Send'), vscode.l10n.t('Show What Is Sent')];
    const detail = vscode.l10n.t('The record with the lines around it and the code it comes from go to {0}. {1} things such as keys, addresses and names were replaced by placeholders. This is asked once for this workspace; the audit trail keeps what was sent.', name, [...question.redaction.hidden.values()].reduce((sum, count) => sum + count, 0));
    const answer = await showInformation(vscode.l10n.t('Ask {0} ({1}) about findings of this workspace?', name, provider.model), { modal: true, detail }, send, preview);
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
    await vscode.window.showTextDocument(this.texts.uriOf(`${vscode.l10n.t('What is sent')}.txt`, text), { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  private async findingAt(log: vscode.Uri, line: number): Promise<FoundFinding | undefined> {
    const analysis = this.context.controller.resultOf(log)?.analysis ?? (await this.context.engine.latestAnalyses()).find(({ uri }) => uri === log.toString());
    if (!analysis) return undefined;
    const { findings } = await this.context.engine.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1, lines: { from: line, to: line } });
    const [finding] = findings;
    return finding && { finding, asked: { log, line, size: analysis.size, message: finding.message, around: await logAround(log, finding, this.context.engine) } };
  }
}

/** What came of an answer is kept where it broke off. */
function partialOf(error: unknown): string {
  const known: unknown = error instanceof Error && 'known' in error ? error.known : null;
  return typeof known === 'object' && known !== null && 'partial' in known && typeof known.partial === 'string' ? known.partial : '';
}
