import * as vscode from 'vscode';
import { spanText } from '../core/silence';
import type { MergedDocument, Progress } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import type { AnalysisController } from './analysisController';
import { Disposable } from './disposable';
import { fileNameOf, logKind, mergedScheme, sourceOfLog } from './logDocuments';
import { megabytes, withCancellableProgress } from './progress';
import type { Times } from './times';
import type { WorkspaceAnalysis } from './workspaceAnalysis';

const namesInTitle = 3;

interface Merged {
  readonly text: string;
  readonly logs: readonly vscode.Uri[];
  readonly links: MergedDocument['links'];
  readonly silences: MergedDocument['silences'];
  /** Lines that stand before the first of the logs. */
  readonly headLines: number;
}

/** A place in a log; where it leads to is worked out when it is followed. */
class PlaceLink extends vscode.DocumentLink {
  constructor(
    range: vscode.Range,
    readonly log: vscode.Uri,
    readonly line: number,
  ) {
    super(range);
    this.tooltip = vscode.l10n.t('Go to {0}, line {1}', fileNameOf(log), line);
  }
}

/** Several logs in one read-only document, in the order of time; each line links to where it comes from. */
export class MergedLogs extends Disposable implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider<PlaceLink> {
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;
  private readonly merged = new Map<string, Merged>();
  /** Beside the text, so that what is copied is what the logs say. */
  private readonly silence = this.register(
    vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderColor: new vscode.ThemeColor('editorIndentGuide.activeBackground1'),
      borderStyle: 'dashed',
      borderWidth: '1px 0 0 0',
      after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 3em' },
    }),
  );

  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
    private readonly workspace: WorkspaceAnalysis,
    private readonly times: Times,
  ) {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(mergedScheme, this));
    this.register(vscode.languages.registerDocumentLinkProvider({ scheme: mergedScheme }, this));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.merged.delete(uri.toString())));
    this.register(vscode.window.onDidChangeVisibleTextEditors(() => this.showSilences()));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => (document.uri.scheme === mergedScheme ? this.showSilences() : undefined)));
  }

  /** Merges these logs, or those that are picked where there are none, and shows the result. */
  async show(given: readonly vscode.Uri[]): Promise<void> {
    const logs = given.length > 0 ? given : await this.pick();
    if (logs.length === 0) return;
    const uri = addressOf(logs);
    await withCancellableProgress(vscode.l10n.t('Merging {0} logs', logs.length), async (signal, report) => {
      const onProgress = ({ bytes, totalBytes }: Progress): void => report(vscode.l10n.t('{0} of {1} MB', megabytes(bytes), megabytes(totalBytes)));
      this.merged.set(uri.toString(), await this.merge(logs, signal, onProgress));
      this.changed.fire(uri);
      await vscode.window.showTextDocument(uri, { preview: false });
      this.showSilences();
    });
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const known = this.merged.get(uri.toString());
    if (known) return known.text;
    // A document that was open before the window was reloaded.
    const controller = new AbortController();
    const cancelling = token.onCancellationRequested(() => controller.abort());
    try {
      const merged = await this.merge(logsOf(uri), controller.signal, () => undefined);
      this.merged.set(uri.toString(), merged);
      return merged.text;
    } finally {
      cancelling.dispose();
    }
  }

  provideDocumentLinks(document: vscode.TextDocument): PlaceLink[] {
    const { logs, links, headLines } = this.merged.get(document.uri.toString()) ?? { logs: [], links: [], headLines: 0 };
    return links.flatMap(({ source, line, start, end }, index) => {
      const log = logs[source];
      return log ? [new PlaceLink(new vscode.Range(headLines + index, start, headLines + index, end), log, line)] : [];
    });
  }

  resolveDocumentLink(link: PlaceLink): PlaceLink {
    link.target = link.log.with({ fragment: `L${String(link.line)}` });
    return link;
  }

  private async merge(logs: readonly vscode.Uri[], signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Merged> {
    const sources = await Promise.all(logs.map(sourceOfLog));
    const document = await this.engine.merge({ sources, reading: await this.controller.reading(), minLevel: null, zone: this.times.zone.name }, { signal, onProgress });
    const head = this.headOf(document, logs);
    return { text: [...head, ...document.lines, ''].join('\n'), logs, links: document.links, silences: document.silences, headLines: head.length };
  }

  /** Marks the lines before which no log said anything for long. */
  private showSilences(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.scheme !== mergedScheme) continue;
      const { silences, headLines } = this.merged.get(editor.document.uri.toString()) ?? { silences: [], headLines: 0 };
      editor.setDecorations(
        this.silence,
        silences.map(({ line, span }) => {
          const text = vscode.l10n.t('{0} of silence before', spanText(span));
          return { range: editor.document.lineAt(Math.min(headLines + line, editor.document.lineCount - 1)).range, hoverMessage: text, renderOptions: { after: { contentText: text } } };
        }),
      );
    }
  }

  /** What a reader must know before the first line. */
  private headOf({ records, leftOut, since, failures }: MergedDocument, logs: readonly vscode.Uri[]): string[] {
    const lines = [vscode.l10n.t('{0} records of {1} logs in the order of time, in the time zone {2}; ≈ marks times that a log does not state in full', records, logs.length, this.times.zone.name)];
    if (leftOut > 0) {
      const start = since === null ? '' : `, ${vscode.l10n.t('those since {0}', this.times.label(since, undefined))}`;
      lines.push(vscode.l10n.t('{0} older records are left out: these are the newest{1}. The command line merges all: stacklens merge', leftOut, start));
    }
    for (const { message } of failures) lines.push(message);
    return [...lines.map((line) => `# ${line}`), ''];
  }

  private async pick(): Promise<vscode.Uri[]> {
    const open = vscode.workspace.textDocuments.filter((document) => logKind(document) !== 'other').map(({ uri }) => uri);
    const known = new Map([...open, ...this.controller.allResults().map(({ uri }) => uri), ...(await this.workspace.find())].map((uri) => [uri.toString(), uri]));
    const others: vscode.QuickPickItem & { readonly uri?: vscode.Uri } = { label: vscode.l10n.t('Choose Files…'), iconPath: new vscode.ThemeIcon('folder-opened'), alwaysShow: true };
    const items = [...known.values()].map((uri) => ({ label: fileNameOf(uri), description: vscode.workspace.asRelativePath(uri), iconPath: vscode.ThemeIcon.File, resourceUri: uri, uri }));
    const picked = (await vscode.window.showQuickPick([...items, others], { canPickMany: true, title: vscode.l10n.t('Merge Logs by Time'), matchOnDescription: true })) ?? [];
    const chosen = picked.flatMap(({ uri }) => (uri ? [uri] : []));
    if (!picked.includes(others)) return chosen;
    const title = vscode.l10n.t('Choose Logs to Merge');
    return [...chosen, ...((await vscode.window.showOpenDialog({ canSelectMany: true, title, openLabel: vscode.l10n.t('Merge') })) ?? [])];
  }
}

/** The address says which logs these are, so that the document comes back after a reload. */
function addressOf(logs: readonly vscode.Uri[]): vscode.Uri {
  const names = logs.slice(0, namesInTitle).map(fileNameOf).join(' + ');
  const title = logs.length > namesInTitle ? `${names} + ${String(logs.length - namesInTitle)}` : names;
  return vscode.Uri.from({ scheme: mergedScheme, path: `/${title}.merged.log`, query: JSON.stringify(logs.map((log) => log.toString())) });
}

function logsOf({ query }: vscode.Uri): vscode.Uri[] {
  const logs: unknown = JSON.parse(query);
  return Array.isArray(logs) ? logs.filter((log) => typeof log === 'string').map((log) => vscode.Uri.parse(log, true)) : [];
}
