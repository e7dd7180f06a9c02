import type { DocumentChange, DocumentSource, OpenDocument, Source } from '../api';
import { DocumentText } from './documentText';
import { EditedLog } from './editedLog';

/** The text of a document is not here, or not as the host has it: it must be sent anew. */
export class LostDocumentError extends Error {
  override readonly name = 'LostDocumentError';
}

/** A request that says itself what there is to read. */
export type Resolved<R> = Omit<R, 'source'> & { readonly source: Source; /** What reads it, where that is a document. */ readonly edited?: EditedLog };

interface Entry {
  readonly fileName: string;
  readonly text: DocumentText;
  readonly log: EditedLog;
  version: number;
}

/** The texts of edited documents, kept up by their changes. */
export class Documents {
  private readonly entries = new Map<string, Entry>();

  /** Begins a document, without text; one of the same URI is forgotten. */
  open({ uri, fileName, version }: OpenDocument): void {
    this.entries.set(uri, { fileName, version, text: new DocumentText(), log: new EditedLog() });
  }

  /** Makes changes, one after the other. Throws LostDocumentError where they do not fit; the document is then forgotten. */
  change({ uri, version, changes }: DocumentChange): void {
    const entry = this.entryOf(uri);
    try {
      for (const change of changes) entry.text.apply(change);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.entries.delete(uri);
      throw new LostDocumentError(`${entry.fileName} has changed in a way that does not fit: ${error.message}`);
    }
    entry.version = version;
  }

  close(uri: string): void {
    this.entries.delete(uri);
  }

  /** The request with the text that its document has now. Throws LostDocumentError where that is not the version asked for. */
  resolved<R extends { readonly source: Source | DocumentSource }>(request: R): Resolved<R> {
    const { source } = request;
    if (source.kind !== 'document') return { ...request, source };
    const { uri } = source;
    const { fileName, version, text, log } = this.entryOf(uri);
    if (version !== source.version || text.length !== source.length) throw new LostDocumentError(`${fileName} is not here as it is on screen.`);
    return { ...request, source: { kind: 'text', uri, fileName, chunks: text.chunks() }, edited: log };
  }

  private entryOf(uri: string): Entry {
    const entry = this.entries.get(uri);
    if (!entry) throw new LostDocumentError(`The text of ${uri} is not here.`);
    return entry;
  }
}
