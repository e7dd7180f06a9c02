import * as vscode from 'vscode';
import type { AnalysisController } from './analysisController';
import { fileNameOf } from './logDocuments';
import { showInformation } from './notices';

const section = 'stacklens';
const setting = 'ignoredFiles';

/**
 * The files that nothing is to be said of: as the settings of the user and, where it is trusted, of the workspace name
 * them, both together.
 */
export function readIgnoredFiles(): string[] {
  const { globalValue, workspaceValue } = vscode.workspace.getConfiguration(section).inspect<unknown>(setting) ?? {};
  const lists = [globalValue, ...(vscode.workspace.isTrusted ? [workspaceValue] : [])];
  return [...new Set(lists.flatMap((list) => (Array.isArray(list) ? list.filter((entry): entry is string => typeof entry === 'string') : [])))];
}

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
    const inWorkspace = names.filter(({ uri }) => vscode.workspace.getWorkspaceFolder(uri)).map(({ name }) => name);
    const elsewhere = names.filter(({ uri }) => !vscode.workspace.getWorkspaceFolder(uri)).map(({ name }) => name);
    await change(vscode.ConfigurationTarget.Workspace, (listed) => [...listed, ...inWorkspace]);
    await change(vscode.ConfigurationTarget.Global, (listed) => [...listed, ...elsewhere]);
    const undo = vscode.l10n.t('Undo');
    const [first] = uris;
    const done = uris.length === 1 && first ? vscode.l10n.t('{0} is ignored from now on.', fileNameOf(first)) : vscode.l10n.t('{0} files are ignored from now on.', uris.length);
    // The command is over when it has taken effect, not when the message is gone.
    void showInformation(done, undo).then((answer) => (answer === undo ? this.takeBack(names.map(({ name }) => name)) : undefined));
  }

  /** Analyses these again; what is stored of them is shown at once. */
  async takeBack(names: readonly string[]): Promise<void> {
    for (const target of [vscode.ConfigurationTarget.Workspace, vscode.ConfigurationTarget.Global]) await change(target, (listed) => listed.filter((name) => !names.includes(name)));
    await this.controller.restore((uri) => names.includes(nameOf(uri)));
  }
}

function nameOf(uri: vscode.Uri): string {
  if (vscode.workspace.getWorkspaceFolder(uri)) return vscode.workspace.asRelativePath(uri);
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** Nothing is written where nothing changes. */
async function change(target: vscode.ConfigurationTarget, to: (listed: readonly string[]) => readonly string[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  const { globalValue, workspaceValue } = configuration.inspect<string[]>(setting) ?? {};
  const listed = (target === vscode.ConfigurationTarget.Global ? globalValue : workspaceValue) ?? [];
  const next = [...new Set(to(listed))];
  if (next.length === listed.length) return;
  await configuration.update(setting, next.length > 0 ? next : undefined, target);
}
