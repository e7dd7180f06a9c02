import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { BoundedText } from './boundedText';
import { shownText } from './shownText';

const capturedScheme = 'stacklens-captured';

/** UTF-16 units of a text's start and end that are shown: VS Code hands no larger document to extensions than 50 MB. */
const mostAtStart = 4_000_000;
const mostAtEnd = 12_000_000;
/** Texts that can be opened again; the oldest go first. */
const mostKept = 20;

/** Where a text is from; texts of one name are runs of one log, each in place of the one before. */
export interface Capture {
  readonly name: string;
  readonly text: BoundedText;
}

/** Texts that are in no file, such as what a command wrote to its terminal, as read-only documents that are analysed as logs are. */
export class CapturedLogs extends Disposable implements vscode.TextDocumentContentProvider {
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();

  constructor() {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(capturedScheme, this));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const text = this.texts.get(uri.toString());
    if (text === undefined) throw new Error(vscode.l10n.t('The text of {0} is no longer kept. Run the command or the program again, and analyze its output.', uri.path.slice(1)));
    return text;
  }

  /** The document of a text, which shows it when this is over. Throws where there is nothing to show. */
  async open({ name, text }: Capture): Promise<vscode.TextDocument> {
    const content = contentOf(text);
    if (content.trim() === '') throw new Error(vscode.l10n.t('There is no text to analyze.'));
    const uri = vscode.Uri.from({ scheme: capturedScheme, path: `/${nameOf(name)}.log` });
    this.keep(uri.toString(), content);
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (!open || open.getText() === content) return vscode.workspace.openTextDocument(uri);
    await new Promise<void>((resolve) => {
      const listening = vscode.Disposable.from(
        vscode.workspace.onDidChangeTextDocument(({ document }) => (document === open ? over() : undefined)),
        vscode.workspace.onDidCloseTextDocument((document) => (document === open ? over() : undefined)),
      );
      const over = (): void => {
        listening.dispose();
        resolve();
      };
      this.changed.fire(uri);
    });
    return vscode.workspace.openTextDocument(uri);
  }

  private keep(key: string, content: string): void {
    this.texts.delete(key);
    this.texts.set(key, content);
    const [oldest] = this.texts.keys();
    if (this.texts.size > mostKept && oldest !== undefined) this.texts.delete(oldest);
  }
}

/** Takes what is written until it is shown. */
export function capturing(): BoundedText {
  return new BoundedText(mostAtStart, mostAtEnd);
}

export function captured(name: string, text: string): Capture {
  const kept = capturing();
  kept.add(text);
  return { name, text: kept };
}

function contentOf(text: BoundedText): string {
  const { head, tail, omitted } = text.read();
  if (omitted === 0) return shownText(head + tail);
  return [shownText(head), `# ${vscode.l10n.t('{0} characters are left out here: the output is longer than what is kept.', omitted)}`, shownText(tail)].join('\n');
}

/** Fit for a tab and a path: text of a terminal may hold anything. */
function nameOf(name: string): string {
  const fit = name
    .replace(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|#%]+/gu, ' ')
    .trim()
    .slice(0, 60);
  return fit === '' ? 'captured' : fit;
}
