import * as vscode from 'vscode';
import type { AiAnswer, AnswerSoFar } from '../ai/answer';
import type { Excerpt } from '../ai/request';
import type { StoredSuggestion } from '../engine/store/suggestions';
import type { AnswerAction, AnswerHost, AnswerSection, AnswerView } from '../shared/answerPage';
import { Disposable } from './disposable';
import { percent, providerLabel } from './labels';
import { fileNameOf, needsLogView } from './logDocuments';
import { rangeOfLine } from './ranges';
import { PageLines, showPage } from './webviewPage';

const viewType = 'stacklens.suggestion';

/** The finding that a question or an answer is about. */
export interface Asked {
  readonly log: vscode.Uri;
  /** Bytes of the log when it was analysed. */
  readonly size: number;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
  /** Lines of the log around it. */
  readonly around: Excerpt | null;
}

/** How far the answer is. */
export type Told =
  | { readonly kind: 'asking'; readonly status: string; readonly soFar: AnswerSoFar | null }
  | { readonly kind: 'failed'; readonly status: string; /** What came until then. */ readonly partial: string }
  | ({ readonly kind: 'answered' } & Answered);

export interface Answered {
  readonly suggestion: StoredSuggestion;
  readonly answer: AiAnswer;
}

export interface Shown {
  readonly asked: Asked;
  readonly told: Told;
}

/**
 * The panel beside a log that shows an AI's answer as it comes: its lists, strong words and code are rendered, the rest
 * of it is text. One panel shows the answer that was asked for last.
 */
export class AiAnswers extends Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private lines: PageLines<AnswerHost> | undefined;
  private shown: Shown | undefined;
  /** Questions that are under way, by what they are about. */
  private readonly open = new Map<string, Shown>();

  constructor(private readonly extensionUri: vscode.Uri) {
    super();
  }

  /** What is on show. */
  get current(): Shown | undefined {
    return this.shown;
  }

  /** Shows a question that is under way; false where none is. */
  showOpen(log: vscode.Uri, line: number): boolean {
    const shown = this.open.get(keyOf({ log, line }));
    if (shown) this.show(shown);
    return shown !== undefined;
  }

  /** Brings the panel to the front. */
  show(shown: Shown): void {
    this.keep(shown);
    this.shown = shown;
    const title = vscode.l10n.t('Suggestion for line {0}', shown.asked.line);
    if (this.panel) {
      this.panel.title = title;
      this.panel.reveal();
      this.tell();
      return;
    }
    const panel = vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Beside, { enableFindWidget: true });
    const media = vscode.Uri.joinPath(this.extensionUri, 'media');
    panel.iconPath = { light: vscode.Uri.joinPath(media, 'dashboard-light.svg'), dark: vscode.Uri.joinPath(media, 'dashboard-dark.svg') };
    const lines = new PageLines<AnswerHost>(panel.webview, {
      start: () => viewOf(this.shown ?? shown),
      act: async ({ action }) => {
        await act(action);
        return null;
      },
      openLine: async ({ line }) => {
        if (this.shown) await openLine(this.shown.asked, line);
        return null;
      },
    });
    this.panel = panel;
    this.lines = lines;
    panel.onDidDispose(() => {
      lines.hangUp();
      this.panel = this.lines = this.shown = undefined;
    });
    showPage(panel.webview, this.extensionUri, { bundle: 'answer', title, strings: {} });
  }

  /** What is on show of the same finding gives way to this. */
  update(shown: Shown): void {
    this.keep(shown);
    if (!this.shown || keyOf(this.shown.asked) !== keyOf(shown.asked)) return;
    this.shown = shown;
    this.tell();
  }

  override dispose(): void {
    super.dispose();
    this.panel?.dispose();
  }

  private keep(shown: Shown): void {
    if (shown.told.kind === 'asking') this.open.set(keyOf(shown.asked), shown);
    else this.open.delete(keyOf(shown.asked));
  }

  private tell(): void {
    if (this.shown) this.lines?.emit('shown', viewOf(this.shown));
  }
}

function keyOf({ log, line }: Pick<Asked, 'log' | 'line'>): string {
  return `${String(line)} ${log.toString()}`;
}

async function act(action: AnswerAction): Promise<void> {
  if (action === 'helped' || action === 'didNotHelp') await vscode.commands.executeCommand('stacklens.rateSuggestion', action === 'helped');
  else await vscode.commands.executeCommand(`stacklens.${{ apply: 'applySuggestion', type: 'typeSuggestion', again: 'askAgain' }[action]}`);
}

/** Where the log is seen already, else beside the panel. */
async function openLine({ log, size }: Asked, line: number): Promise<void> {
  if (needsLogView(log, size)) {
    await vscode.commands.executeCommand('stacklens.revealInLogView', log.toString(), null, line);
    return;
  }
  const column = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === log.toString())?.viewColumn;
  await vscode.window.showTextDocument(log, { selection: rangeOfLine(line), viewColumn: column ?? vscode.ViewColumn.One });
}

function viewOf({ asked, told }: Shown): AnswerView {
  const view = { title: asked.message, place: vscode.l10n.t('{0}, line {1}', fileNameOf(asked.log), asked.line), by: null, status: null, isBusy: false, sections: [], actions: [] };
  if (told.kind === 'asking') return { ...view, status: told.status, isBusy: true, sections: told.soFar ? said(told.soFar) : [] };
  if (told.kind === 'failed') return { ...view, status: told.status, sections: told.partial === '' ? [] : [{ kind: 'code', title: vscode.l10n.t('What came until then'), text: told.partial }], actions: [again()] };
  const { answer, suggestion } = told;
  const { evidence, command, change, confidence } = answer;
  return {
    ...view,
    by: vscode.l10n.t('By {0} ({1}), {2} sure by its own word. It may be wrong.', providerLabel(suggestion.source), suggestion.model, percent(confidence)),
    sections: [
      ...said({ cause: answer.cause, steps: [] }),
      ...(evidence.length === 0 ? [] : [{ kind: 'lines', title: vscode.l10n.t('Evidence'), lines: evidence.map((line) => ({ line, label: vscode.l10n.t('Line {0}', line), text: textOf(asked.around, line) })) } as const]),
      ...said({ cause: '', steps: answer.steps }),
      ...(command === null ? [] : [{ kind: 'code', title: vscode.l10n.t('To check it'), text: command } as const]),
      ...(change ? [{ kind: 'change', title: vscode.l10n.t('A change of {0}', change.file), removed: change.search.split('\n'), added: change.replace.split('\n') } as const] : []),
    ],
    actions: [
      ...(change ? [{ action: 'apply', label: vscode.l10n.t('Apply Change…'), isChosen: null } as const] : []),
      ...(command === null ? [] : [{ action: 'type', label: vscode.l10n.t('Put Command into Terminal'), isChosen: null } as const]),
      { action: 'helped', label: vscode.l10n.t('It Helped'), isChosen: suggestion.helped === true },
      { action: 'didNotHelp', label: vscode.l10n.t('It Did Not Help'), isChosen: suggestion.helped === false },
      again(),
    ],
  };
}

function said({ cause, steps }: AnswerSoFar): AnswerSection[] {
  return [
    ...(cause === '' ? [] : [{ kind: 'text', title: vscode.l10n.t('Likely cause'), text: cause } as const]),
    ...(steps.length === 0 ? [] : [{ kind: 'steps', title: vscode.l10n.t('What to do'), steps } as const]),
  ];
}

function again(): AnswerView['actions'][number] {
  return { action: 'again', label: vscode.l10n.t('Ask Again'), isChosen: null };
}

function textOf(around: Excerpt | null, line: number): string | null {
  return around?.lines[line - around.first] ?? null;
}
