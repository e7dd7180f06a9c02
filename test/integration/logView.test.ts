import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, openLog, orderLog, until, writeFile } from './support';

const viewType = 'stacklens.logView';

/** URIs of the log views that are open. */
function logViews(): string[] {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return inputs.filter((input) => input instanceof vscode.TabInputCustom && input.viewType === viewType).map((input) => (input as vscode.TabInputCustom).uri.toString());
}

function isOpen(...uris: readonly vscode.Uri[]): Promise<true> {
  return until('the log views', () => (uris.every((uri) => logViews().includes(uri.toString())) ? true : undefined));
}

describe('the log view', () => {
  afterEach(closeAll);

  it('opens from the explorer, for everything that is selected there', async () => {
    const [first, second] = [writeFile('view-1.log', orderLog), writeFile('view-2.log.1', orderLog)];
    await vscode.commands.executeCommand('stacklens.openLogView', first, [first, second]);
    await isOpen(first, second);
  });

  it('opens for the log in front', async () => {
    const { document } = await openLog('front.log', orderLog);
    await vscode.commands.executeCommand('stacklens.openLogView');
    await isOpen(document.uri);
  });

  it('opens with whatever VS Code is asked to open with it', async () => {
    const uri = writeFile('any.name', orderLog);
    await vscode.commands.executeCommand('vscode.openWith', uri, viewType);
    await isOpen(uri);
  });

  it('is not what a log opens with by itself', async () => {
    const uri = writeFile('plain.log', orderLog);
    await vscode.commands.executeCommand('vscode.open', uri);
    await until('the editor', () => (vscode.window.activeTextEditor?.document.uri.toString() === uri.toString() ? true : undefined));
    assert.deepEqual(logViews(), []);
  });

  it('comes to the front, once, for a place in its log', async () => {
    const uri = writeFile('place.log', orderLog);
    for (const offset of [0, 75]) await vscode.commands.executeCommand('stacklens.revealInLogView', uri.toString(), offset);
    await isOpen(uri);
    assert.equal(logViews().length, 1);
  });

  it('takes commands that are meant for no view without a word', async () => {
    for (const command of ['goToInLogView', 'filterLogView', 'followLogView', 'revealInLogView', 'showGroupInLogView', 'analyzeFile']) await vscode.commands.executeCommand(`stacklens.${command}`);
  });

  it('is not needed to analyse a file that is not open', async () => {
    await vscode.commands.executeCommand('stacklens.analyzeFile', writeFile('unseen.log', orderLog));
    assert.deepEqual(logViews(), []);
  });
});
