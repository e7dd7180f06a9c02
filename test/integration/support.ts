import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

export const extensionId = 'stacklens.stacklens-ai';

const pollMs = 25;
const patienceMs = 10_000;
/** How long nothing must happen before we believe that nothing will. */
const silenceMs = 800;

/** A log of an order service: two kinds of problem, one of them three times, among lines that are none. */
export const orderLog = [
  '2026-11-22 10:00:00,000 INFO  [main] com.shop.Orders - Started in 812 ms',
  '2026-11-22 10:00:01,000 ERROR [pool-1] com.shop.Orders - Connection refused: db-1:5432',
  '2026-11-22 10:00:02,000 WARN  [pool-1] com.shop.Orders - Slow query took 3111 ms',
  '2026-11-22 10:00:03,000 ERROR [pool-2] com.shop.Orders - Connection refused: db-1:5432',
  '2026-11-22 10:00:04,000 INFO  [pool-2] com.shop.Orders - Order 1042 accepted',
  '2026-11-22 10:00:05,000 ERROR [pool-3] com.shop.Orders - Connection refused: db-1:5432',
  '',
].join('\n');

/** Waits until `probe` hands back something. */
export async function until<T>(what: string, probe: () => T | undefined): Promise<T> {
  for (const end = Date.now() + patienceMs; ; ) {
    const found = probe();
    if (found !== undefined) return found;
    assert.ok(Date.now() < end, `waited ${patienceMs / 1000} s in vain for ${what}`);
    await delay(pollMs);
  }
}

/** Our entries of the Problems panel for a file, in order of lines. */
export function problemsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((problem) => problem.source === 'StackLens')
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** Waits until a file has exactly this many problems. */
export async function problems(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  return until(`${count} problems in ${uri.path}`, () => {
    const found = problemsOf(uri);
    return found.length === count ? found : undefined;
  });
}

/** Waits long enough to say that a file gets no problem. */
export async function noProblems(uri: vscode.Uri): Promise<void> {
  await delay(silenceMs);
  assert.deepEqual(problemsOf(uri), []);
}

function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the window has a folder');
  return folder.uri.fsPath;
}

/** Writes a file, into the window's folder unless another is named. */
export function writeFile(name: string, content: string, folder = workspaceFolder()): vscode.Uri {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return vscode.Uri.file(file);
}

export async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Writes a log into the window's folder and opens it. */
export async function openLog(name: string, content: string): Promise<vscode.TextEditor> {
  return open(writeFile(name, content));
}

/** Gives a setting of the user a value while `work` runs. */
export async function withSetting(name: string, value: unknown, work: () => Promise<void>): Promise<void> {
  const change = async (to: unknown): Promise<void> => vscode.workspace.getConfiguration().update(name, to, vscode.ConfigurationTarget.Global);
  await change(value);
  try {
    await work();
  } finally {
    await change(undefined);
  }
}

/** Closes every editor, whatever is unsaved. */
export async function closeAll(): Promise<void> {
  for (const editor of vscode.window.visibleTextEditors) {
    if (!editor.document.isDirty) continue;
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** All of a hover's text at a place. */
export async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<readonly vscode.MarkdownString[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers.flatMap((hover) => hover.contents).filter((content) => content instanceof vscode.MarkdownString);
}
