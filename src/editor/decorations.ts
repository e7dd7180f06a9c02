import * as vscode from 'vscode';
import { severities, type Finding, type Severity } from '../core/finding';
import type { AnalysisEngine } from '../engine/client';
import type { AnalysisController } from './analysisController';
import type { LogResult } from './logResult';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { categoryLabel, percent } from './labels';
import { rangeOfFinding, rangeOfLine } from './ranges';
import type { SettingsSource } from './settings';
import { nextTurn } from './turns';

/** Lines drawn above and below what is visible, so that scrolling a little shows no bare lines. */
const margin = 100;
/** Milliseconds of rest after scrolling before a crowded log asks for the findings of the lines in view. */
const scrollRest = 80;
const maxInView = 500;
/** A ruler has about so many places. */
const rulerSteps = 1000;

/** Gutter icons, marks in the overview ruler and notes at the end of lines; they work without the Problems panel. */
export class Decorations extends Disposable {
  private readonly marks: Record<Severity, vscode.TextEditorDecorationType>;
  private readonly rulers: Record<Severity, vscode.TextEditorDecorationType>;
  private readonly notes = this.register(
    vscode.window.createTextEditorDecorationType({ after: { color: new vscode.ThemeColor('stacklens.note'), margin: '0 0 0 3em' }, rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed }),
  );
  private readonly timers = new Map<vscode.TextEditor, NodeJS.Timeout>();

  constructor(
    private readonly controller: AnalysisController,
    private readonly engine: AnalysisEngine,
    private readonly settings: SettingsSource,
    extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    const icon = (severity: Severity, theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', `gutter-${severity}-${theme}.svg`);
    this.marks = this.perSeverity((severity) => ({
      gutterIconSize: 'contain',
      light: { gutterIconPath: icon(severity, 'light') },
      dark: { gutterIconPath: icon(severity, 'dark') },
    }));
    this.rulers = this.perSeverity((severity) => ({ overviewRulerColor: new vscode.ThemeColor(`stacklens.${severity}`), overviewRulerLane: vscode.OverviewRulerLane.Right }));
    this.register(controller.onDidChange((uri) => this.drawAll(vscode.window.visibleTextEditors.filter((editor) => editor.document.uri.toString() === uri.toString()))));
    this.register(vscode.window.onDidChangeVisibleTextEditors((editors) => this.drawAll(editors)));
    this.register(vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.scrolled(textEditor)));
    this.register(settings.onDidChange(() => this.drawAll(vscode.window.visibleTextEditors)));
  }

  override dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    super.dispose();
  }

  private perSeverity(options: (severity: Severity) => vscode.DecorationRenderOptions): Record<Severity, vscode.TextEditorDecorationType> {
    const create = (severity: Severity): vscode.TextEditorDecorationType => this.register(vscode.window.createTextEditorDecorationType(options(severity)));
    return { critical: create('critical'), high: create('high'), medium: create('medium'), low: create('low') };
  }

  private drawAll(editors: readonly vscode.TextEditor[]): void {
    for (const editor of editors) {
      inBackground(this.log, this.drawView(editor));
      inBackground(this.log, this.drawRulers(editor));
    }
  }

  /** One severity a turn: a crowded log has many marks. */
  private async drawRulers(editor: vscode.TextEditor): Promise<void> {
    const result = this.resultFor(editor);
    for (const severity of severities) {
      await nextTurn();
      if (result !== this.resultFor(editor)) return;
      const lines = result?.findings.filter((finding) => finding.severity === severity).map(({ line }) => line) ?? [];
      editor.setDecorations(this.rulers[severity], stretchesOnRuler(lines, editor.document.lineCount));
    }
  }

  private resultFor(editor: vscode.TextEditor): LogResult | undefined {
    return this.controller.isOpen(editor.document.uri) ? this.controller.resultOf(editor.document.uri) : undefined;
  }

  private scrolled(editor: vscode.TextEditor): void {
    if (!this.resultFor(editor)) return;
    clearTimeout(this.timers.get(editor));
    this.timers.set(
      editor,
      setTimeout(() => {
        this.timers.delete(editor);
        inBackground(this.log, this.drawView(editor));
      }, scrollRest),
    );
  }

  /** Draws what stands on the lines in view. */
  private async drawView(editor: vscode.TextEditor): Promise<void> {
    const result = this.resultFor(editor);
    const inView = result ? await this.findingsInView(editor, result) : [];
    if (result !== this.resultFor(editor)) return;
    const { gutterIcons, endOfLineNotes } = this.settings.current;
    for (const severity of severities) {
      const marked = gutterIcons ? inView.filter((finding) => finding.severity === severity) : [];
      editor.setDecorations(this.marks[severity], marked.map(rangeOfFinding));
    }
    editor.setDecorations(this.notes, result && endOfLineNotes ? inView.map((finding) => note(finding, result)) : []);
  }

  private async findingsInView(editor: vscode.TextEditor, result: LogResult): Promise<readonly Finding[]> {
    const first = Math.max(1, Math.min(...editor.visibleRanges.map((range) => range.start.line)) + 1 - margin);
    const last = Math.max(...editor.visibleRanges.map((range) => range.end.line), 0) + 1 + margin;
    if (result.total <= result.findings.length) return result.findings.filter(({ line }) => line >= first && line <= last);
    const { minimumSeverity } = this.settings.current;
    const page = await this.engine.findings({ analysisId: result.analysis.id, minSeverity: minimumSeverity, order: 'line', offset: 0, limit: maxInView, lines: { from: first, to: last } });
    return page.findings;
  }
}

/** What stands so near on the overview ruler that it looks like one mark is one: a crowded log has a thousand. */
function stretchesOnRuler(lines: readonly number[], lineCount: number): vscode.Range[] {
  const near = lineCount / rulerSteps;
  const stretches: { first: number; last: number }[] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const before = stretches.at(-1);
    if (before && line - before.last <= near) before.last = line;
    else stretches.push({ first: line, last: line });
  }
  return stretches.map(({ first, last }) => new vscode.Range(first - 1, 0, last - 1, Number.MAX_SAFE_INTEGER));
}

function note(finding: Finding, { groupOf }: LogResult): vscode.DecorationOptions {
  const count = groupOf.get(finding.fingerprint)?.count ?? 1;
  const text = [categoryLabel(finding.category), percent(finding.confidence), ...(count > 1 ? [`×${String(count)}`] : [])].join(' · ');
  return { range: rangeOfLine(finding.line), renderOptions: { after: { contentText: text } } };
}
