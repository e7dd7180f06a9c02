import * as vscode from 'vscode';
import type { AiAnswer } from '../ai/answer';
import type { StoredSuggestion } from '../engine/store/suggestions';
import { Disposable } from './disposable';
import { percent } from './labels';

const scheme = 'stacklens-ai';

/** What a document of an answer is about. */
export interface Shown {
  readonly log: vscode.Uri;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  /** Null while the answer is under way; then `text` is what came of it. */
  readonly suggestion: StoredSuggestion | null;
  readonly answer: AiAnswer | null;
  readonly text: string;
}

/** Shows answers as plain text in read-only documents: nothing that an AI says is rendered, opened or run. What can be done with one stands above it. */
export class AiAnswers extends Disposable implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider {
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;
  private readonly lensesChanged = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.lensesChanged.event;
  private readonly shown = new Map<string, Shown>();
  private readonly texts = new Map<string, string>();
  private nextText = 1;

  constructor() {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.register(vscode.languages.registerCodeLensProvider({ scheme }, this));
    this.register(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.shown.delete(uri.toString());
        this.texts.delete(uri.toString());
      }),
    );
  }

  /** The address of a read-only document with this text, until it is closed; its name's ending tells the language. */
  textUri(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: String(this.nextText++) });
    this.texts.set(uri.toString(), text);
    return uri;
  }

  /** Brings the document of a log's line to the front. */
  async open(log: vscode.Uri, line: number, shown: Omit<Shown, 'log' | 'line'>): Promise<void> {
    const uri = uriOf(log, line);
    this.update(log, line, shown);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: false });
  }

  update(log: vscode.Uri, line: number, shown: Omit<Shown, 'log' | 'line'>): void {
    const uri = uriOf(log, line);
    this.shown.set(uri.toString(), { log, line, ...shown });
    this.changed.fire(uri);
    this.lensesChanged.fire();
  }

  /** What the document in front, or the one that is named, shows. */
  at(uri: unknown): Shown | undefined {
    const named = typeof uri === 'string' ? uri : vscode.window.activeTextEditor?.document.uri.toString();
    return named === undefined ? undefined : this.shown.get(named);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const shown = this.shown.get(uri.toString());
    const text = this.texts.get(uri.toString());
    if (text !== undefined) return text;
    return shown ? textOf(shown) : vscode.l10n.t('This answer is no longer here. Ask again from the log.');
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const shown = this.shown.get(uri.toString());
    if (!shown?.suggestion || !shown.answer) return [];
    const { helped } = shown.suggestion;
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string, ...args: readonly unknown[]): vscode.CodeLens => new vscode.CodeLens(top, { title, command: `stacklens.${command}`, arguments: [uri.toString(), ...args] });
    return [
      ...(shown.answer.change ? [lens(vscode.l10n.t('Apply Change…'), 'applySuggestion')] : []),
      ...(shown.answer.command === null ? [] : [lens(vscode.l10n.t('Put Command into Terminal'), 'typeSuggestion')]),
      lens(helped === true ? vscode.l10n.t('✓ It Helped') : vscode.l10n.t('It Helped'), 'rateSuggestion', true),
      lens(helped === false ? vscode.l10n.t('✓ It Did Not Help') : vscode.l10n.t('It Did Not Help'), 'rateSuggestion', false),
      lens(vscode.l10n.t('Ask Again'), 'askAgain'),
    ];
  }
}

function uriOf(log: vscode.Uri, line: number): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Suggestion for line {0}', line)}.txt`, query: JSON.stringify({ log: log.toString(), line }) });
}

function textOf({ message, answer, suggestion, text }: Shown): string {
  if (!answer || !suggestion) return `${message}\n\n${text}\n`;
  const { cause, evidence, steps, command, change, confidence } = answer;
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]);
  const lines = [
    message,
    '',
    vscode.l10n.t('By {0} ({1}), {2} sure by its own word. It may be wrong.', suggestion.source, suggestion.model, percent(confidence)),
    ...section(vscode.l10n.t('Likely cause'), cause.split('\n')),
    ...section(vscode.l10n.t('Evidence'), evidence.length === 0 ? [] : [vscode.l10n.t('Lines {0}', evidence.join(', '))]),
    ...section(vscode.l10n.t('What to do'), steps.map((step, index) => `${String(index + 1)}. ${step}`)),
    ...section(vscode.l10n.t('To check it'), command === null ? [] : [command]),
    ...section(vscode.l10n.t('A change of {0}', change?.file ?? ''), change ? [...change.search.split('\n').map((line) => `- ${line}`), ...change.replace.split('\n').map((line) => `+ ${line}`)] : []),
  ];
  return `${lines.join('\n')}\n`;
}
