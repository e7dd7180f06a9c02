import * as vscode from 'vscode';
import type { DroppedFile } from '../shared/dashboardProtocol';
import type { AnalysisRuns } from './analysisRuns';

type Taker = Pick<AnalysisRuns, 'add' | 'addDropped'>;

/** Files and folders that are dropped on the results: from the explorer, an editor's tab or the system. */
export class ResultsDrops implements vscode.TreeDragAndDropController<unknown> {
  readonly dropMimeTypes = ['text/uri-list', 'files'];
  readonly dragMimeTypes = [];
  private taker: Taker | undefined;

  takenBy(taker: Taker): vscode.Disposable {
    this.taker = taker;
    return new vscode.Disposable(() => (this.taker = undefined));
  }

  async handleDrop(_target: unknown, data: vscode.DataTransfer, token: vscode.CancellationToken): Promise<void> {
    const uris = urisIn((await data.get('text/uri-list')?.asString()) ?? '');
    const contents: DroppedFile[] = [];
    for (const [, item] of data) {
      const file = item.asFile();
      if (!file) continue;
      // One that the system tells the place of is read from there.
      if (file.uri) uris.push(file.uri);
      else if (uris.length === 0) contents.push(await contentOf(file));
    }
    if (token.isCancellationRequested || !this.taker) return;
    this.taker.addDropped(contents);
    await this.taker.add([...new Map(uris.map((uri) => [uri.toString(), uri])).values()]);
  }
}

async function contentOf(file: vscode.DataTransferFile): Promise<DroppedFile> {
  const bytes = await file.data();
  return { name: file.name, size: bytes.length, bytes };
}

/** By the list's rules: one a line, and lines that begin with # say something else. */
function urisIn(list: string): vscode.Uri[] {
  return list.split(/\r?\n/).flatMap((line) => (line.trim() === '' || line.startsWith('#') ? [] : [vscode.Uri.parse(line.trim(), true)]));
}
