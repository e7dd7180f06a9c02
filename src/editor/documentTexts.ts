import * as vscode from 'vscode';
import type { DocumentChange, DocumentSource, Source } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import type { LostDocumentError } from '../engine/documents/documents';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { fileNameOf, saysWhatItsFileSays, slicesOf, sourceOfFile, StaleDocumentError } from './logDocuments';

/** Name of the engine's error, which loses its class on the way. */
const lost: LostDocumentError['name'] = 'LostDocumentError';

interface Sent {
  readonly eol: vscode.EndOfLine;
  version: number;
}

/** Hands the texts of edited documents to the engine: each once, and then what changes in it. */
export class DocumentTexts extends Disposable {
  private readonly sent = new Map<string, Sent>();
  /** Texts that are on their way: two who ask for one at a time share it. */
  private readonly sending = new Map<string, Promise<void>>();

  constructor(
    private readonly engine: AnalysisEngine,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(vscode.workspace.onDidChangeTextDocument((event) => this.pass(event)));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(uri)));
  }

  /**
   * Has `work` read a document: its file where that says the same, else the text that the engine has of it, which is
   * sent anew where it has been lost. Throws StaleDocumentError where the document has changed before it was read.
   */
  async read<T>(document: vscode.TextDocument, work: (source: Source | DocumentSource) => Promise<T>): Promise<T> {
    const { version } = document;
    try {
      return await work(await this.sourceOf(document));
    } catch (error) {
      if (!(error instanceof Error && error.name === lost)) throw error;
      if (document.version !== version) throw new StaleDocumentError('The document has changed meanwhile.');
      this.sent.delete(document.uri.toString());
      return work(await this.sourceOf(document));
    }
  }

  /** The engine keeps a document's text no longer. */
  close(uri: vscode.Uri): void {
    const key = uri.toString();
    if (this.sent.delete(key)) inBackground(this.log, this.engine.closeDocument(key));
  }

  private async sourceOf(document: vscode.TextDocument): Promise<Source | DocumentSource> {
    if (saysWhatItsFileSays(document)) return sourceOfFile(document.uri);
    const uri = document.uri.toString();
    if (this.sent.get(uri)?.version !== document.version) await this.sendOnce(document, uri);
    const length = document.offsetAt(new vscode.Position(document.lineCount, 0));
    return { kind: 'document', uri, version: document.version, length };
  }

  private pass({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const uri = document.uri.toString();
    const sent = this.sent.get(uri);
    if (!sent) return;
    const { version, eol } = document;
    // Other line ends everywhere are told without a change.
    if (eol !== sent.eol) {
      this.close(document.uri);
      return;
    }
    sent.version = version;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({ offset: rangeOffset, length: rangeLength, text }));
    inBackground(this.log, this.change(uri, sent, { uri, version, changes }));
  }

  private async change(uri: string, sent: Sent, change: DocumentChange): Promise<void> {
    try {
      await this.engine.changeDocument(change);
    } catch (error) {
      // Sent anew when it is next asked for.
      if (this.sent.get(uri) === sent) this.sent.delete(uri);
      throw error;
    }
  }

  private async sendOnce(document: vscode.TextDocument, uri: string): Promise<void> {
    const sending = this.sending.get(uri) ?? this.send(document, uri);
    this.sending.set(uri, sending);
    try {
      await sending;
    } finally {
      this.sending.delete(uri);
    }
  }

  /** In slices between which the host can do other work. */
  private async send(document: vscode.TextDocument, uri: string): Promise<void> {
    const { version, eol } = document;
    this.sent.delete(uri);
    await this.engine.openDocument({ uri, fileName: fileNameOf(document.uri), version });
    try {
      let offset = 0;
      for await (const text of slicesOf(document, version)) {
        await this.engine.changeDocument({ uri, version, changes: [{ offset, length: 0, text }] });
        offset += text.length;
      }
    } catch (error) {
      await this.engine.closeDocument(uri);
      throw error;
    }
    this.sent.set(uri, { version, eol });
  }
}
