import assert from 'node:assert/strict';

import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, extensionId, openLog, orderLog, until } from './support';

interface Manifest {
  readonly activationEvents?: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly category: string }[] };
}

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(extensionId);
  assert.ok(found, 'the extension is there');
  return found;
}

// The name of this file puts it first: nothing has woken the extension yet.
describe('activation', () => {
  after(closeAll);

  it('waits for a log', async () => {
    assert.equal(extension().isActive, false);
    await openLog('activation.log', orderLog);
    await until('the extension to be active', () => (extension().isActive ? true : undefined));
  });

  it('is not asked for at every start', () => {
    const { activationEvents = [] } = extension().packageJSON as Manifest;
    assert.deepEqual(
      activationEvents.filter((event) => ['*', 'onStartupFinished'].includes(event)),
      [],
    );
  });

  it('registers every command it contributes, all under one category', async () => {
    const contributed = (extension().packageJSON as Manifest).contributes.commands;
    assert.deepEqual([...new Set(contributed.map((command) => command.category))], ['StackLens']);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributed.map((command) => command.command).filter((command) => !registered.has(command)),
      [],
    );
    for (const command of ['analyzeActive', 'analyzeWorkspace', 'analyzeFolder', 'openDashboard', 'clearResults', 'showOutput']) {
      assert.ok(registered.has(`stacklens.${command}`), command);
    }
  });
});
