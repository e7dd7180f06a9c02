import * as vscode from 'vscode';
import type { Source } from '../engine/api';
import { nextTurn } from './turns';

/** Of documents that show several logs in one. */
export const mergedScheme = 'stacklens-merged';
/** Schemes whose documents are views of something else, our own output channel among them. */
const foreignSchemes = new Set(['output', 'git', 'gitfs', 'scm', 'comment', 'debug', 'search-editor', 'vscode-settings', 'vscode-userdata', 'walkThrough', 'stacklens-explain', mergedScheme]);
const logLanguage = 'log';
/** Read as logs only where their first lines do. */
const doubtfulNames = /\.(?:out|err|jsonl|ndjson)$/i;
/** Rotated ones too, and packed ones. */
const logNames = /\.(?:log|out|err|jsonl|ndjson)(?:[.-][\w.-]{1,40})?$/i;
/** VS Code hands no larger file to extensions; in bytes. */
const mostHandedOver = 50 * 1024 * 1024;
const doubtfulLanguages = new Set(['program-output', 'jsonl']);
const headLines = 60;
const linesPerChunk = 4000;

export type LogKind = 'log' | 'doubtful' | 'other';

/** Whether a document is a log by its language or name; a doubtful one must be judged by its head. */
export function logKind(document: vscode.TextDocument): LogKind {
  if (foreignSchemes.has(document.uri.scheme)) return 'other';
  if (document.languageId === logLanguage) return 'log';
  return doubtfulLanguages.has(document.languageId) || doubtfulNames.test(document.uri.path) ? 'doubtful' : 'other';
}

/** Whether a file's name alone says that it is a log or may be one. */
export function hasLogName(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && logNames.test(uri.path);
}

/** Whether the log view is the place to look at a file, as an editor cannot show it or would not show our results. */
export function needsLogView(uri: vscode.Uri, size: number): boolean {
  return size > mostHandedOver || /\.gz$/i.test(uri.path);
}

export function headOf(document: vscode.TextDocument): string[] {
  const lines: string[] = [];
  for (let line = 0; line < Math.min(headLines, document.lineCount); line++) lines.push(document.lineAt(line).text.slice(0, 2000));
  return lines;
}

export function fileNameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

/** The document changed while its text was being collected: collect it again. */
export class StaleDocumentError extends Error {
  override readonly name = 'StaleDocumentError';
}

/** Whether a document shows its file as it is on disk. */
export function saysWhatItsFileSays({ uri, isDirty }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && !isDirty;
}

/** A document's text in slices between which the host can do other work. Throws StaleDocumentError where it is not this version to the end. */
export async function* slicesOf(document: vscode.TextDocument, version: number): AsyncGenerator<string> {
  for (let line = 0; line < document.lineCount; line += linesPerChunk) {
    yield document.getText(new vscode.Range(line, 0, line + linesPerChunk, 0));
    await nextTurn();
    if (document.version !== version || document.isClosed) throw new StaleDocumentError('The document has changed meanwhile.');
  }
}

/** Where the engine shall read a document from: its file where that says the same, else its text. Throws StaleDocumentError. */
async function sourceOf(document: vscode.TextDocument): Promise<Source> {
  const { uri } = document;
  if (saysWhatItsFileSays(document)) return sourceOfFile(uri);
  const chunks: string[] = [];
  for await (const slice of slicesOf(document, document.version)) chunks.push(slice);
  return { kind: 'text', uri: uri.toString(), fileName: fileNameOf(uri), chunks };
}

/** The same for a file that need not be open. */
export async function sourceOfFile(uri: vscode.Uri): Promise<Source> {
  if (uri.scheme === 'file') return { kind: 'file', uri: uri.toString(), path: uri.fsPath };
  return { kind: 'bytes', uri: uri.toString(), fileName: fileNameOf(uri), bytes: await vscode.workspace.fs.readFile(uri) };
}

/** The same for a log that may be open. */
export async function sourceOfLog(uri: vscode.Uri): Promise<Source> {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  return document ? sourceOf(document) : sourceOfFile(uri);
}
