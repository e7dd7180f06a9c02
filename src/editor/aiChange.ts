import * as vscode from 'vscode';
import type { SuggestedChange } from '../ai/answer';
import { fileNameOf } from './logDocuments';
import { showInformation } from './notices';

/** Shows a suggested change beside what is there, and makes it, undoable, when that is confirmed. Throws in words where it does not fit. */
export async function applyChange({ file, search, replace }: SuggestedChange, textUri: (name: string, text: string) => vscode.Uri): Promise<void> {
  const document = await documentOf(file);
  const start = document.getText().indexOf(search);
  if (start === -1) throw new Error(vscode.l10n.t('The change no longer fits: {0} has changed since, or never had these lines.', file));
  if (document.getText().includes(search, start + 1)) throw new Error(vscode.l10n.t('The change fits several places of {0}: make it by hand.', file));
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + search.length));
  const changed = textUri(fileNameOf(document.uri), document.getText().slice(0, start) + replace + document.getText().slice(start + search.length));
  await vscode.commands.executeCommand('vscode.diff', document.uri, changed, vscode.l10n.t('{0}: suggested change', file));
  const version = document.version;
  const apply = vscode.l10n.t('Apply');
  if ((await showInformation(vscode.l10n.t('Apply the suggested change to {0}?', file), { modal: true, detail: vscode.l10n.t('It can be undone, and is not saved.') }, apply)) !== apply) return;
  if (document.version !== version) throw new Error(vscode.l10n.t('{0} has changed meanwhile: look at the change again.', file));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, replace);
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error(vscode.l10n.t('{0} cannot be changed.', file));
  await vscode.window.showTextDocument(document, { selection: range });
}

/** Only a file of the workspace, whatever the answer names. */
async function documentOf(file: string): Promise<vscode.TextDocument> {
  const parts = file.split(/[\\/]/);
  const folders = parts.includes('..') || file.startsWith('/') ? [] : (vscode.workspace.workspaceFolders ?? []);
  for (const { uri, name } of folders) {
    for (const path of [parts, ...(parts[0] === name ? [parts.slice(1)] : [])]) {
      const candidate = vscode.Uri.joinPath(uri, ...path);
      try {
        return await vscode.workspace.openTextDocument(candidate);
      } catch {
        // Another folder may have it.
      }
    }
  }
  throw new Error(vscode.l10n.t('The suggested change is for {0}, which is no file of this workspace.', file));
}
