import * as vscode from 'vscode';
import { sourceExtensions } from '../core/trace/sourcePath';
import { constantPart, linesWith } from './loggedHere';
import { showInformation } from './notices';
import { withCancellableProgress } from './progress';

const sources = `**/*.{${sourceExtensions.join(',')}}`;
const notOurs = '**/{node_modules,vendor,dist,build,out,target,.git,.venv,venv}/**';
const mostFiles = 5000;
const largestFile = 1_000_000;
/** Files that are read at once, and places that are offered. */
const atOnce = 16;
const mostPlaces = 100;

/** Finds the code of the workspace that logs a message: the lines that hold the constant words of its template. Several are offered, not guessed. */
export async function findLoggingCall(template: unknown): Promise<void> {
  const part = typeof template === 'string' ? constantPart(template) : null;
  if (part === null) {
    void showInformation(vscode.l10n.t('This message has too few words of its own to find the code that logs it.'));
    return;
  }
  const places: vscode.Location[] = [];
  await withCancellableProgress(vscode.l10n.t('Looking for “{0}”', part), async (signal, report) => {
    const files = await vscode.workspace.findFiles(sources, notOurs, mostFiles);
    for (let from = 0; from < files.length && places.length < mostPlaces && !signal.aborted; from += atOnce) {
      const found = await Promise.all(files.slice(from, from + atOnce).map((uri) => placesIn(uri, part)));
      places.push(...found.flat());
      report(vscode.l10n.t('{0} of {1} files', Math.min(files.length, from + atOnce), files.length));
    }
  });
  const [first] = places;
  if (!first) {
    void showInformation(vscode.l10n.t('No source of this workspace has the words “{0}”.', part));
    return;
  }
  const chosen = places.length === 1 ? first : await chooseLocation(places, vscode.l10n.t('Logged by one of these'));
  if (chosen) await vscode.window.showTextDocument(chosen.uri, { selection: chosen.range, viewColumn: vscode.ViewColumn.Beside });
}

/** Opens one of several sources that a frame may mean, each as `{uri, line}` with a line from 0. */
export async function chooseSource(given: unknown): Promise<void> {
  const places = (Array.isArray(given) ? given : []).filter(isPlace).map(({ uri, line }) => new vscode.Location(vscode.Uri.parse(uri, true), new vscode.Position(line, 0)));
  const chosen = await chooseLocation(places, vscode.l10n.t('The frame may mean one of these'));
  if (chosen) await vscode.window.showTextDocument(chosen.uri, { selection: chosen.range, viewColumn: vscode.ViewColumn.Beside });
}

function isPlace(each: unknown): each is { readonly uri: string; readonly line: number } {
  return typeof each === 'object' && each !== null && 'uri' in each && typeof each.uri === 'string' && 'line' in each && typeof each.line === 'number';
}

/** Lets the user choose among places of which none is known to be the one. */
async function chooseLocation(places: readonly vscode.Location[], placeHolder: string): Promise<vscode.Location | undefined> {
  const picks = places.slice(0, mostPlaces).map((location) => ({ label: `${vscode.workspace.asRelativePath(location.uri)}:${String(location.range.start.line + 1)}`, location }));
  return (await vscode.window.showQuickPick(picks, { placeHolder }))?.location;
}

async function placesIn(uri: vscode.Uri, part: string): Promise<vscode.Location[]> {
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > largestFile) return [];
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return linesWith(text, part).map((line) => new vscode.Location(uri, new vscode.Position(line, 0)));
  } catch (error) {
    // It may have gone since it was listed.
    if (error instanceof vscode.FileSystemError) return [];
    throw error;
  }
}
