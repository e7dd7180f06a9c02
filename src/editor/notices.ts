import * as vscode from 'vscode';

type Told<T> = Thenable<T | undefined>;
type Options = vscode.MessageOptions;

/**
 * Notifications. VS Code makes links, also such that run commands, of what looks like one in their text: what a log, a file's name or a
 * server says is shown as it stands.
 */
export function showInformation<T extends string>(text: string, ...items: T[]): Told<T>;
export function showInformation<T extends string>(text: string, options: Options, ...items: T[]): Told<T>;
export function showInformation(text: string, first?: Options | string, ...items: string[]): Told<string> {
  return typeof first === 'object' ? vscode.window.showInformationMessage(plain(text), first, ...items) : vscode.window.showInformationMessage(plain(text), ...given(first, items));
}

export function showWarning<T extends string>(text: string, ...items: T[]): Told<T>;
export function showWarning<T extends string>(text: string, options: Options, ...items: T[]): Told<T>;
export function showWarning(text: string, first?: Options | string, ...items: string[]): Told<string> {
  return typeof first === 'object' ? vscode.window.showWarningMessage(plain(text), first, ...items) : vscode.window.showWarningMessage(plain(text), ...given(first, items));
}

export function showError(text: string): void {
  void vscode.window.showErrorMessage(plain(text));
}

/** Text of a notification in which nothing is a link. */
export function plain(text: string): string {
  return text.replace(/\](?=\()/g, '] ');
}

function given(first: string | undefined, items: readonly string[]): string[] {
  return first === undefined ? [...items] : [first, ...items];
}
