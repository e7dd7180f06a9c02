import * as vscode from 'vscode';
import type { FormatDefinition } from '../core/formats/definition';
import type { FormatFile, FormatFileProblem, FormatProblem } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { showWarning } from './notices';
import { StacklensFiles } from './stacklensFiles';

interface Loaded {
  readonly files: readonly FormatFile[];
  readonly formats: readonly FormatDefinition[];
}

/**
 * The formats that the folders of a trusted workspace bring along in `.stacklens/formats/*.json`. What is wrong with
 * a file is shown in it, and its format left out.
 */
export class FormatFiles extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** Other formats count from now on. */
  readonly onDidChange = this.changed.event;
  private readonly diagnostics = this.register(vscode.languages.createDiagnosticCollection('stacklens-formats'));
  private readonly slow = new Set<string>();
  private readonly sources = this.register(new StacklensFiles('formats', 'json'));
  private loading: Promise<Loaded>;

  constructor(
    private readonly engine: AnalysisEngine,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.loading = this.load();
    this.register(this.sources.onDidChange(() => inBackground(this.log, this.reload())));
  }

  /** The formats that are sound. */
  async current(): Promise<readonly FormatDefinition[]> {
    return (await this.loading).formats;
  }

  /** Shows, once each, which formats were given up while a log was read. */
  report(problems: readonly FormatProblem[]): void {
    for (const problem of problems) {
      if (this.slow.has(problem.id)) continue;
      this.slow.add(problem.id);
      inBackground(this.log, this.tellSlow(problem));
    }
  }

  private async reload(): Promise<void> {
    const before = JSON.stringify(await this.current());
    this.slow.clear();
    this.loading = this.load();
    if (JSON.stringify(await this.current()) !== before) this.changed.fire();
  }

  private async load(): Promise<Loaded> {
    try {
      const files = await this.sources.read();
      // The engine's worker is not started for nothing.
      const { formats, problems } = files.length === 0 ? { formats: [], problems: [] } : await this.engine.readFormats(files);
      this.show(files, problems);
      return { files, formats };
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      return { files: [], formats: [] };
    }
  }

  private show(files: readonly FormatFile[], problems: readonly FormatFileProblem[]): void {
    this.diagnostics.clear();
    for (const { name, text } of files) {
      const found = problems.filter(({ file }) => file === name);
      if (found.length === 0) continue;
      const uri = vscode.Uri.parse(name, true);
      this.diagnostics.set(uri, found.map((problem) => diagnosticOf(text, problem, describe(problem))));
      this.log.warn(`${uri.toString(true)}: ${found.map(describe).join('; ')}`);
    }
  }

  private async tellSlow({ id, message }: FormatProblem): Promise<void> {
    const text = vscode.l10n.t('The format "{0}" is too slow and was left out: {1}. Avoid nested repetitions such as (a+)+.', id, message);
    this.log.warn(text);
    const { files } = await this.loading;
    const file = files.find((each) => each.text.includes(JSON.stringify(id)));
    if (file === undefined) return;
    const uri = vscode.Uri.parse(file.name, true);
    const start = file.text.indexOf(JSON.stringify(id));
    this.diagnostics.set(uri, [diagnosticOf(file.text, { start, end: start + id.length + 2 }, text)]);
    const open = vscode.l10n.t('Open File');
    if ((await showWarning(text, open)) === open) await vscode.window.showTextDocument(uri);
  }
}

function describe({ place, message }: FormatFileProblem): string {
  const what = place === '' ? vscode.l10n.t('This format {0}.', message) : vscode.l10n.t('{0} {1}.', place, message);
  return vscode.l10n.t('{0} It is left out until that is mended.', what);
}

/** A mark in the text, on its first line. */
function diagnosticOf(text: string, { start, end }: Pick<FormatFileProblem, 'start' | 'end'>, message: string): vscode.Diagnostic {
  const before = text.slice(0, start).split(/\r\n|\r|\n/);
  const marked = text.slice(start, end).split(/\r\n|\r|\n/, 1)[0] ?? '';
  const line = before.length - 1;
  const column = before.at(-1)?.length ?? 0;
  const diagnostic = new vscode.Diagnostic(new vscode.Range(line, column, line, column + marked.length), message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'StackLens';
  return diagnostic;
}
