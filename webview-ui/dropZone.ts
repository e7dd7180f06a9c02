import type { DroppedFile } from '../src/shared/dashboardProtocol';
import { button, element } from './dom';
import type { PageContext } from './pageContext';

/** Bytes of a file that are handed over: all of them cross to the host in one piece. */
const mostBytes = 256_000_000;
/** Of a dropped folder. */
const mostFiles = 500;

/** Where logs are dropped or picked to be analysed. */
export class DropZone {
  readonly element: HTMLElement;

  constructor(private readonly context: PageContext) {
    const { strings, host, attempt } = context;
    const pick = (what: 'files' | 'folders', appearance: 'primary' | 'secondary'): HTMLElement =>
      button(appearance, strings[`pick.${what}`], () => void attempt(strings.analyzeFailed, () => host.request('pick', { what })));
    this.element = element(
      'section',
      { className: 'drop-zone', attributes: { 'aria-label': strings.drop } },
      element('div', { className: 'drop-words' }, element('p', {}, strings.drop), element('p', { className: 'dim' }, strings['drop.note'])),
      element('div', { className: 'actions' }, pick('files', 'primary'), pick('folders', 'secondary')),
    );
    // Dropped anywhere on the page, a file must not be opened in its place.
    document.addEventListener('dragover', (event) => this.over(event));
    document.addEventListener('dragleave', (event) => {
      if (event.relatedTarget === null) this.element.classList.remove('dropping');
    });
    document.addEventListener('drop', (event) => this.dropped(event));
  }

  private over(event: DragEvent): void {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    this.element.classList.add('dropping');
  }

  private dropped(event: DragEvent): void {
    event.preventDefault();
    this.element.classList.remove('dropping');
    const { dataTransfer } = event;
    if (!dataTransfer) return;
    const { host, strings, attempt } = this.context;
    const uris = urisIn(dataTransfer);
    // What is behind them can only be asked for now, before the event is over.
    const entries = uris.length > 0 ? [] : Array.from(dataTransfer.items).flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? []);
    void attempt(strings.dropFailed, async () => {
      if (uris.length > 0) await host.request('analyze', { uris });
      else if (entries.length > 0) await host.request('analyzeDropped', { files: await filesIn(entries) });
    });
  }
}

/** VS Code's own views hand over where files are. */
function urisIn(data: DataTransfer): string[] {
  const list = data.getData('application/vnd.code.uri-list') || data.getData('text/uri-list');
  return list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
}

/** A file that another page made has no entry. */
async function filesIn(entries: readonly (FileSystemEntry | File)[]): Promise<DroppedFile[]> {
  const files: DroppedFile[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry && files.length < mostFiles; entry = waiting.shift()) {
    if (entry instanceof File) files.push(await contentOf(entry));
    else if (isFile(entry)) files.push(await contentOf(await fileOf(entry)));
    else if (isFolder(entry)) waiting.push(...(await entriesIn(entry)));
  }
  return files;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function contentOf(file: File): Promise<DroppedFile> {
  return { name: file.name, size: file.size, bytes: file.size > mostBytes ? null : new Uint8Array(await file.arrayBuffer()) };
}

/** A reader tells a hundred at a time, and at last none. */
async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
