import * as vscode from 'vscode';
import { FileList } from '../fileList';
import { fileNameOf } from '../logDocuments';
import { showInformation } from '../notices';

/** The paths and globs that are watched. */
export const watchedFileList = new FileList('watch');

/** Has logs watched that the user chose, which the settings keep. */
export async function watchLogs(uris: readonly vscode.Uri[]): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('No log is watched in a workspace that is not trusted.'));
  const files = uris.filter(({ scheme }) => scheme === 'file').map((uri) => ({ uri, name: nameOf(uri) }));
  const [first] = files;
  if (!first) {
    void showInformation(vscode.l10n.t('Choose a log file on this machine that is to be watched.'));
    return;
  }
  await watchedFileList.add(files);
  const undo = vscode.l10n.t('Undo');
  const done = files.length === 1 ? vscode.l10n.t('{0} is watched from now on, also while it is closed.', fileNameOf(first.uri)) : vscode.l10n.t('{0} files are watched from now on, also while they are closed.', files.length);
  // The command is over when it has taken effect, not when the message is gone.
  void showInformation(done, undo).then((answer) => (answer === undo ? watchedFileList.remove(files.map(({ name }) => name)) : undefined));
}

/** Takes logs off the list; says so where something else on it has them watched. */
export async function unwatchLogs(uris: readonly vscode.Uri[]): Promise<void> {
  const listed = watchedFileList.read();
  const [named, others] = [uris.filter((uri) => listed.includes(nameOf(uri))), uris.filter((uri) => !listed.includes(nameOf(uri)))];
  await watchedFileList.remove(named.map(nameOf));
  const [other] = others;
  if (other) void showInformation(vscode.l10n.t('{0} is not watched by its own name: see what the setting {1} lists.', fileNameOf(other), 'stacklens.watch'));
}

/** As the setting counts it: from each folder of the workspace. */
function nameOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri) ? vscode.workspace.asRelativePath(uri, false) : uri.fsPath;
}
