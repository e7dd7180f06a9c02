import * as vscode from 'vscode';
import type { Finding, Frame } from '../core/finding';
import { pathParts, sharedSuffix } from '../core/trace/sourcePath';
import { Disposable } from './disposable';
import { SourceMaps } from './sourceMaps';

/** Files of one name that are looked at before giving up on telling them apart. */
const maxCandidates = 50;

/** Finds the workspace's source behind the frames of stack traces: the file whose path ends most like the frame's. */
export class SourceLinks extends Disposable {
  /** By base name; renewed when files come or go. */
  private readonly candidates = new Map<string, Promise<readonly vscode.Uri[]>>();

  private readonly maps = new SourceMaps();

  constructor() {
    super();
    const watcher = this.register(vscode.workspace.createFileSystemWatcher('**/*', false, true, false));
    const forget = (uri: vscode.Uri): void => {
      this.candidates.delete(uri.path.split('/').at(-1) ?? '');
    };
    this.register(watcher.onDidCreate(forget));
    this.register(watcher.onDidDelete(forget));
  }

  /** The innermost application frame whose source is in the workspace. */
  async locate({ frames }: Finding): Promise<{ readonly frame: Frame; readonly location: vscode.Location } | undefined> {
    for (const frame of frames) {
      if (!frame.application) continue;
      const location = await this.locateFrame(frame);
      if (location) return { frame, location };
    }
    return undefined;
  }

  /** The sources that the innermost application frame may mean, where they fit it equally well; none where it is known. */
  async ambiguous({ frames }: Finding): Promise<readonly vscode.Location[]> {
    const frame = frames.find(({ application, file, line }) => application && file !== null && line !== null);
    const fitting = frame ? await this.fitting(frame) : [];
    return fitting.length > 1 ? fitting : [];
  }

  /** Where the workspace has the source of a frame, if one file is clearly it: where two fit equally well, no link is better than a wrong one. */
  async locateFrame(frame: Frame): Promise<vscode.Location | undefined> {
    const [best, next] = await this.fitting(frame);
    return next || !best ? undefined : ((await this.madeFrom(best)) ?? best);
  }

  /** What a place in JavaScript was made from, where a map tells and one file of the workspace is clearly it. */
  private async madeFrom(place: vscode.Location): Promise<vscode.Location | undefined> {
    const original = await this.maps.originalOf(place);
    if (!original) return undefined;
    const [best, next] = await this.fitting({ file: original.source, line: original.line + 1, column: original.column + 1, module: null, function: null });
    return next ? undefined : best;
  }

  /** The sources whose paths end most like the frame's. */
  private async fitting({ file, line, column, module, function: name_ }: Omit<Frame, 'application'>): Promise<vscode.Location[]> {
    if (file === null || line === null) return [];
    const parts = pathParts(file);
    const name = parts.at(-1);
    if (name === undefined || !/^[^*?{}[\]]+\.\w+$/.test(name)) return [];
    const scored = (await this.filesNamed(name)).map((uri) => ({ uri, shared: sharedSuffix(parts, pathParts(uri.path)) })).sort((a, b) => b.shared - a.shared);
    const equal = scored.filter(({ shared }) => shared === scored[0]?.shared);
    const named = equal.length > 1 ? equal.filter(({ uri }) => isPackaged(uri.path, name_ ?? module ?? '')) : equal;
    return (named.length > 0 ? named : equal).map(({ uri }) => new vscode.Location(uri, new vscode.Position(line - 1, Math.max(0, (column ?? 1) - 1))));
  }

  private filesNamed(name: string): Promise<readonly vscode.Uri[]> {
    let found = this.candidates.get(name);
    if (!found) {
      found = Promise.resolve(vscode.workspace.findFiles(`**/${name}`, '**/node_modules/**', maxCandidates));
      this.candidates.set(name, found);
    }
    return found;
  }
}

/** Whether a path has the packages of a symbol such as `com.shop.orders.Orders.place` as its folders. */
function isPackaged(path: string, symbol: string): boolean {
  const folders = symbol.split(/[./:$]+/).slice(0, -2);
  return folders.length > 0 && path.includes(`/${folders.join('/')}/`);
}
