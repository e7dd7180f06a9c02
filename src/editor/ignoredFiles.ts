import * as vscode from 'vscode';
import type { AnalysisController } from './analysisController';
import { FileList } from './fileList';
import { fileNameOf } from './logDocuments';
import { showInformation } from './notices';

/** The files that nothing is to be said of. */
export const ignoredFileList = new FileList('ignoredFiles');

/** Files of the workspace are named by their path in it, so that the settings can be shared. */
export function isIgnoredFile(uri: vscode.Uri, ignored: readonly string[]): boolean {
  return ignored.length > 0 && ignored.includes(nameOf(uri));
}

/** Whether a log can be ignored at all: what is in no file is gone soon by itself. */
export function canBeIgnored(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

/** Ignores logs as a whole, which the settings keep, and takes that back. */
export class IgnoredFiles {
  constructor(private readonly controller: AnalysisController) {}

  async ignore(uris: readonly vscode.Uri[]): Promise<void> {
    const names = uris.filter(canBeIgnored).map((uri) => ({ uri, name: nameOf(uri) }));
    if (names.length === 0) {
      void showInformation(vscode.l10n.t('Choose a log file that is to be ignored.'));
      return;
    }
    await ignoredFileList.add(names);
    const undo = vscode.l10n.t('Undo');
    const [first] = uris;
    const done = uris.length === 1 && first ? vscode.l10n.t('{0} is ignored from now on.', fileNameOf(first)) : vscode.l10n.t('{0} files are ignored from now on.', uris.length);
    // The command is over when it has taken effect, not when the message is gone.
    void showInformation(done, undo).then((answer) => (answer === undo ? this.takeBack(names.map(({ name }) => name)) : undefined));
  }

  /** Analyses these again; what is stored of them is shown at once. */
  async takeBack(names: readonly string[]): Promise<void> {
    await ignoredFileList.remove(names);
    await this.controller.restore((uri) => names.includes(nameOf(uri)));
  }
}

function nameOf(uri: vscode.Uri): string {
  if (vscode.workspace.getWorkspaceFolder(uri)) return vscode.workspace.asRelativePath(uri);
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}
