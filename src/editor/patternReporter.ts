import * as vscode from 'vscode';
import type { PatternProblem } from '../engine/api';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { showWarning } from './notices';

/** Tells of user patterns that were left out: once each in a message, and on the setting where a workspace has it. */
export class PatternReporter extends Disposable {
  private readonly told = new Set<string>();
  private readonly diagnostics = this.register(vscode.languages.createDiagnosticCollection('stacklens-settings'));

  constructor(private readonly log: vscode.LogOutputChannel) {
    super();
  }

  /** Forgets what was told, so that a pattern that was mended or is still wrong is judged anew. */
  reset(): void {
    this.told.clear();
    this.diagnostics.clear();
  }

  report(problems: readonly PatternProblem[]): void {
    for (const problem of problems) {
      const key = JSON.stringify([problem.name, problem.regex]);
      if (this.told.has(key)) continue;
      this.told.add(key);
      inBackground(this.log, this.tell(problem));
    }
  }

  private async tell(problem: PatternProblem): Promise<void> {
    const { name, message } = problem;
    const text =
      problem.reason === 'invalid'
        ? vscode.l10n.t('The pattern "{0}" is no valid regular expression and was left out: {1}', name, message)
        : vscode.l10n.t('The pattern "{0}" is too slow and was left out: {1}. Avoid nested repetitions such as (a+)+.', name, message);
    this.log.warn(text);
    await this.mark(problem, text);
    const openSetting = vscode.l10n.t('Open Setting');
    if ((await showWarning(text, openSetting)) === openSetting) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'stacklens.patterns');
    }
  }

  private async mark({ regex }: PatternProblem, text: string): Promise<void> {
    const written = JSON.stringify(regex);
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const uri = vscode.Uri.joinPath(folder.uri, '.vscode', 'settings.json');
      const document = await openIfThere(uri);
      const at = document?.getText().indexOf(written) ?? -1;
      if (!document || at < 0) continue;
      const range = new vscode.Range(document.positionAt(at), document.positionAt(at + written.length));
      const diagnostic = new vscode.Diagnostic(range, text, vscode.DiagnosticSeverity.Error);
      diagnostic.source = 'StackLens';
      this.diagnostics.set(uri, [...(this.diagnostics.get(uri) ?? []), diagnostic]);
    }
  }
}

async function openIfThere(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
  return vscode.workspace.openTextDocument(uri);
}
