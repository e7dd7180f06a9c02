import * as vscode from 'vscode';
import type { Finding } from '../core/finding';

export function rangeOfFinding({ range }: Finding): vscode.Range {
  return new vscode.Range(range.line - 1, range.start, range.line - 1, range.end);
}

/** The whole of a 1-based line. */
export function rangeOfLine(line: number): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
}
