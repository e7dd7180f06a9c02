import * as vscode from 'vscode';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { fileNameOf, hasLogName } from './logDocuments';
import { showInformation } from './notices';
import { megabytes } from './progress';

/** Milliseconds within which VS Code hands a document over, if it does. */
const patience = 1500;
/** Smaller files are handed over sooner or later; in bytes. */
const least = 20e6;
const memoryKey = 'stacklens.offered';
const mostRemembered = 500;

export interface UnseenLogActions {
  analyze(uri: vscode.Uri): Thenable<unknown>;
  openView(uri: vscode.Uri): Thenable<unknown>;
}

/** Notices logs in tabs whose text VS Code gives to no extension, as it does with large files, and offers help with each once. */
export class UnseenLogs extends Disposable {
  constructor(
    private readonly memory: vscode.Memento,
    private readonly actions: UnseenLogActions,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => this.look([...opened, ...changed])));
    this.look(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
  }

  private look(tabs: readonly vscode.Tab[]): void {
    for (const { input, isActive } of tabs) {
      if (isActive && input instanceof vscode.TabInputText && hasLogName(input.uri)) inBackground(this.log, this.consider(input.uri));
    }
  }

  private async consider(uri: vscode.Uri): Promise<void> {
    if (this.isKnown(uri)) return;
    await new Promise((resolve) => setTimeout(resolve, patience));
    if (isHandedOver(uri) || !isShown(uri) || this.isKnown(uri)) return;
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size < least || this.isKnown(uri)) return;
    await this.memory.update(memoryKey, [...this.known(), uri.toString()].slice(-mostRemembered));
    await this.offer(uri, size);
  }

  private async offer(uri: vscode.Uri, size: number): Promise<void> {
    const analyze = vscode.l10n.t('Analyze with StackLens');
    const openView = vscode.l10n.t('Open Log View');
    const text = vscode.l10n.t('{0} is larger ({1} MB) than what VS Code gives to extensions. StackLens can read it from disk.', fileNameOf(uri), megabytes(size));
    const choice = await showInformation(text, analyze, openView);
    if (choice === analyze) await this.actions.analyze(uri);
    else if (choice === openView) await this.actions.openView(uri);
  }

  private isKnown(uri: vscode.Uri): boolean {
    return this.known().includes(uri.toString());
  }

  private known(): readonly string[] {
    return this.memory.get<readonly string[]>(memoryKey, []);
  }
}

function isHandedOver(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

function isShown(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()));
}
