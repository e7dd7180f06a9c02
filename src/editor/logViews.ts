import * as vscode from 'vscode';
import type { Destination, LogViewCommand } from '../shared/logViewPage';
import { Disposable } from './disposable';
import { LogViewEditor, type LogViewServices } from './logViewEditor';

const logViewType = 'stacklens.logView';

interface OpenedLog extends vscode.CustomDocument {
  readonly uri: vscode.Uri;
}

/** The log views: read-only editors for logs of any size. */
export class LogViews extends Disposable implements vscode.CustomReadonlyEditorProvider<OpenedLog> {
  private readonly editors = new Set<LogViewEditor>();
  /** Where a view goes that is being opened, by its URI. */
  private readonly destinations = new Map<string, Destination>();

  constructor(private readonly services: LogViewServices) {
    super();
    this.register(vscode.window.registerCustomEditorProvider(logViewType, this, { supportsMultipleEditorsPerDocument: true }));
    this.register({ dispose: () => this.editors.forEach((editor) => editor.dispose()) });
  }

  openCustomDocument(uri: vscode.Uri): OpenedLog {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: OpenedLog, panel: vscode.WebviewPanel): void {
    const key = uri.toString();
    const editor = new LogViewEditor(uri, panel, this.services, this.destinations.get(key) ?? null);
    this.destinations.delete(key);
    this.editors.add(editor);
    panel.onDidDispose(() => {
      this.editors.delete(editor);
      editor.dispose();
    });
  }

  /** Opens a log in a view of its own, at a place if there is one; a view that is open comes to the front. */
  async show(uri: vscode.Uri, destination?: Destination): Promise<void> {
    const open = [...this.editors].find((editor) => editor.uri.toString() === uri.toString());
    if (open && destination) {
      open.go(destination);
      return;
    }
    if (destination) this.destinations.set(uri.toString(), destination);
    await vscode.commands.executeCommand('vscode.openWith', uri, logViewType);
  }

  /** Asks something of the view in front. */
  run(command: LogViewCommand): void {
    [...this.editors].find((editor) => editor.isActive)?.run(command);
  }
}
