import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

/** Paths and globs as the engine takes them: those that are relative count from each folder of the workspace, `~` is the home directory. */
export function absolutePatterns(patterns: readonly string[]): string[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
  return patterns.flatMap((pattern) => {
    if (/^~[\\/]/.test(pattern)) return [path.join(os.homedir(), pattern.slice(2))];
    return path.isAbsolute(pattern) ? [pattern] : folders.map((folder) => path.join(folder, pattern));
  });
}
