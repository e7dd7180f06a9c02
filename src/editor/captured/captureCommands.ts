import * as vscode from 'vscode';
import type { AnalysisController } from '../analysisController';
import { inBackground } from '../background';
import { Disposable } from '../disposable';
import { countsLabel } from '../labels';
import { fileNameOf } from '../logDocuments';
import { showWarning } from '../notices';
import { withCancellableProgress } from '../progress';
import type { SettingsSource } from '../settings';
import { captured, CapturedLogs, type Capture } from './capturedLogs';
import { DebugRuns } from './debugRuns';
import { TerminalRuns } from './terminalRuns';

/** Analyses text that is in no log file: of terminals, of debugged programs, of a selection and of the clipboard. */
export class CaptureCommands extends Disposable {
  private readonly logs = this.register(new CapturedLogs());
  private readonly terminals: TerminalRuns;
  private readonly debugged = this.register(new DebugRuns());

  constructor(
    private readonly controller: AnalysisController,
    settings: SettingsSource,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.terminals = this.register(new TerminalRuns(log));
    this.register(
      this.terminals.onDidFail(({ exitCode, ...capture }) => {
        if (settings.current.analyzeFailedCommands) inBackground(log, this.offer(capture, exitCode));
      }),
    );
  }

  async analyzeTerminal(): Promise<void> {
    const capture = this.terminals.latest();
    if (!capture) throw new Error(vscode.l10n.t('No command has been seen in a terminal yet. Run one in a terminal with shell integration, or copy its output and use Analyze Clipboard.'));
    await this.show(capture);
  }

  async analyzeDebug(): Promise<void> {
    const capture = this.debugged.latest();
    if (!capture) throw new Error(vscode.l10n.t('No output of a debugged program has been seen yet. Start debugging, then try again.'));
    await this.show(capture);
  }

  /** All that is selected in the editor in front. */
  async analyzeSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const selected = editor?.selections.filter(({ isEmpty }) => !isEmpty) ?? [];
    if (!editor || selected.length === 0) throw new Error(vscode.l10n.t('Select the text that is to be analyzed first.'));
    const text = selected.map((selection) => editor.document.getText(selection)).join('\n');
    await this.show(captured(`${fileNameOf(editor.document.uri)}.selection`, text));
  }

  async analyzeClipboard(): Promise<void> {
    await this.show(captured('clipboard', await vscode.env.clipboard.readText()));
  }

  private async show(capture: Capture): Promise<void> {
    const document = await this.logs.open(capture);
    // Taken up before it is shown, which would have it analysed a second time.
    const analyzing = this.analyze(document);
    await vscode.window.showTextDocument(document, { preview: false });
    await analyzing;
  }

  /** Takes nobody's focus: who wants to see what is wrong is a click away. */
  private async offer(capture: Capture, exitCode: number): Promise<void> {
    const document = await this.logs.open(capture);
    const { analysis } = await this.controller.analyzeDocument(document, { signal: new AbortController().signal });
    const { critical, high, medium } = analysis.severities;
    if (critical + high + medium === 0) return;
    const show = vscode.l10n.t('Show');
    const answer = await showWarning(vscode.l10n.t('{0} ended with exit code {1}: {2}', fileNameOf(document.uri), exitCode, countsLabel(analysis.severities)), show);
    if (answer === show) await vscode.window.showTextDocument(document.uri, { preview: false });
  }

  private async analyze(document: vscode.TextDocument): Promise<void> {
    await withCancellableProgress(vscode.l10n.t('Analyzing {0}', fileNameOf(document.uri)), async (signal) => {
      const { analysis } = await this.controller.analyzeDocument(document, { signal });
      vscode.window.setStatusBarMessage(vscode.l10n.t('{0}: {1}', fileNameOf(document.uri), countsLabel(analysis.severities)), 5000);
    });
  }
}
