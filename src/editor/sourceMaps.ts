import type { SourceMap } from 'node:module';
import * as vscode from 'vscode';
import { mapNamedIn, type Original, originalAt, parseMap } from './sourceMap';

/** Bytes of what is made by a compiler, and of its map. */
const largest = 20_000_000;
const mostKept = 8;

/** Finds what JavaScript was made from, by the map that it names. Maps are read from the workspace or from the file itself, never from the net. */
export class SourceMaps {
  /** By file, with the time of its last change; the last used are kept. */
  private readonly maps = new Map<string, { readonly modified: number; readonly map: Promise<SourceMap | null> }>();

  /** Null where no map tells. */
  async originalOf({ uri, range: { start } }: vscode.Location): Promise<Original | null> {
    const map = /\.[cm]?js$/i.test(uri.path) ? await this.mapOf(uri) : null;
    return map && originalAt(map, start.line, start.character);
  }

  private async mapOf(uri: vscode.Uri): Promise<SourceMap | null> {
    const key = uri.toString();
    const modified = await modifiedAt(uri);
    const kept = this.maps.get(key);
    this.maps.delete(key);
    if (modified === null) return null;
    const map = kept?.modified === modified ? kept.map : readMap(uri);
    this.maps.set(key, { modified, map });
    for (const oldest of [...this.maps.keys()].slice(0, -mostKept)) this.maps.delete(oldest);
    return map;
  }
}

async function modifiedAt(uri: vscode.Uri): Promise<number | null> {
  try {
    return (await vscode.workspace.fs.stat(uri)).mtime;
  } catch (error) {
    // It may have gone since it was found.
    if (error instanceof vscode.FileSystemError) return null;
    throw error;
  }
}

async function readMap(uri: vscode.Uri): Promise<SourceMap | null> {
  const named = mapNamedIn(await textOf(uri));
  return named && parseMap('text' in named ? named.text : await textOf(vscode.Uri.joinPath(uri, '..', named.path)));
}

/** Empty for what is missing, too large or outside of the workspace. */
async function textOf(uri: vscode.Uri): Promise<string> {
  try {
    if (!vscode.workspace.getWorkspaceFolder(uri) || (await vscode.workspace.fs.stat(uri)).size > largest) return '';
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return '';
    throw error;
  }
}
