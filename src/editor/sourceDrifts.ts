import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { LineDrift, type LineChange } from './lineDrift';

/** Files whose edits are remembered; those edited longest ago go first. */
const mostFiles = 200;

/** Where lines of sources are by now that logs name, while the sources are edited. */
export class SourceDrifts extends Disposable {
  private readonly drifts = new Map<string, LineDrift>();

  constructor() {
    super();
    this.register(vscode.workspace.onDidChangeTextDocument((event) => this.changed(event)));
    this.register(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.drifts.get(uri.toString())?.saved(Date.now())));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.drifts.get(uri.toString())?.dropped()));
  }

  /** The place (0-based) that a log told of at a time (milliseconds since the epoch); null where it was deleted. */
  now(uri: vscode.Uri, line: number, time: number): number | null {
    const drift = this.drifts.get(uri.toString());
    return drift ? drift.now(line, time) : line;
  }

  private changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const { uri } = document;
    if (uri.scheme !== 'file' || contentChanges.length === 0) return;
    const key = uri.toString();
    const drift = this.drifts.get(key) ?? new LineDrift();
    // The lowest first, so that the places of the others hold.
    for (const change of [...contentChanges].sort((a, b) => b.rangeOffset - a.rangeOffset)) drift.change(lineChangeOf(change, contentChanges.length === 1 ? document : undefined));
    // Also what comes back from the disk as it was saved by somebody else.
    if (!document.isDirty) drift.saved(Date.now());
    this.drifts.delete(key);
    this.drifts.set(key, drift);
    const [oldest] = this.drifts.keys();
    if (this.drifts.size > mostFiles && oldest !== undefined) this.drifts.delete(oldest);
  }
}

/** A line goes with its text: what begins before that of its first line takes the line along. */
function lineChangeOf({ range: { start, end }, text }: vscode.TextDocumentContentChangeEvent, after: vscode.TextDocument | undefined): LineChange {
  const lines = text.split(/\r\n|\r|\n/);
  const before = start.character === 0 ? '' : (after?.lineAt(start.line).text.slice(0, start.character) ?? 'text');
  const takesAlong = before.trim() === '' && (lines.at(-1) ?? '').trim() === '';
  return { after: takesAlong ? start.line - 1 : start.line, removed: end.line - start.line, added: lines.length - 1 };
}
