import * as vscode from 'vscode';
import { Disposable } from './disposable';

/** Milliseconds of quiet after a change before it is told. */
const quietTime = 100;

interface StacklensFile {
  /** Its URI. */
  readonly name: string;
  readonly text: string;
}

/** The files that the folders of a workspace bring along in `.stacklens/PLACE/*.EXTENSION`; none while it is not trusted. */
export class StacklensFiles extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** Files may be others from now on. */
  readonly onDidChange = this.changed.event;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly place: string,
    private readonly extension: string,
  ) {
    super();
    // Of a folder that comes with its files the folder alone may be told.
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(`{**/.stacklens,**/.stacklens/${place},**/.stacklens/${place}/*.${extension}}`));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.register(event(() => this.schedule()));
    // What changes in a folder right after it was made may escape the watcher; what the user does in the editor must not.
    const ours = new RegExp(`/\\.stacklens(?:/${place}(?:/[^/]+\\.${extension})?)?$`);
    const done = (uris: readonly vscode.Uri[]): void => {
      if (uris.some(({ path }) => ours.test(path))) this.schedule();
    };
    this.register(vscode.workspace.onDidSaveTextDocument(({ uri }) => done([uri])));
    this.register(vscode.workspace.onDidDeleteFiles(({ files }) => done(files)));
    this.register(vscode.workspace.onDidRenameFiles(({ files }) => done(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]))));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.schedule()));
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.schedule()));
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  /** As they are now, by folder and name. */
  async read(): Promise<StacklensFile[]> {
    if (!vscode.workspace.isTrusted) return [];
    return (await Promise.all((vscode.workspace.workspaceFolders ?? []).map((folder) => this.filesIn(folder)))).flat();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed.fire(), quietTime);
  }

  private async filesIn(folder: vscode.WorkspaceFolder): Promise<StacklensFile[]> {
    const place = vscode.Uri.joinPath(folder.uri, '.stacklens', this.place);
    const names = (await entriesOf(place)).filter(([name, type]) => name.endsWith(`.${this.extension}`) && type !== vscode.FileType.Directory).map(([name]) => name);
    return Promise.all(
      names.sort().map(async (name) => {
        const uri = vscode.Uri.joinPath(place, name);
        return { name: uri.toString(), text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
      }),
    );
  }
}

async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return [];
    throw error;
  }
}
