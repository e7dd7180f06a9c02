import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, openLog, orderLog, problems, withSetting, writeFile } from './support';

describe('commands', () => {
  afterEach(closeAll);

  for (const command of ['analyzeActive', 'clearResults', 'showOutput', 'openDashboard']) {
    it(`${command} runs without an editor and without arguments`, async () => {
      await closeAll();
      await vscode.commands.executeCommand(`stacklens.${command}`);
    });
  }

  it('Analyze This Log keeps what opening it showed', async () => {
    const { document } = await openLog('active.log', orderLog);
    await problems(document.uri, 4);
    await vscode.commands.executeCommand('stacklens.analyzeActive');
    await problems(document.uri, 4);
  });

  it('Analyze Folder takes the folder it is called on', async () => {
    const inside = writeFile('services/inside.log', orderLog);
    await withSetting('stacklens.problems', 'workspace', async () => {
      await vscode.commands.executeCommand('stacklens.analyzeFolder', vscode.Uri.joinPath(inside, '..'));
      await problems(inside, 4);
    });
    await problems(inside, 0);
  });

  it('Analyze Workspace fills the Problems panel only where that is asked for', async () => {
    const unopened = writeFile('unopened.log', orderLog);
    await vscode.commands.executeCommand('stacklens.analyzeWorkspace');
    await problems(unopened, 0);
    await withSetting('stacklens.problems', 'workspace', async () => {
      await vscode.commands.executeCommand('stacklens.analyzeWorkspace');
      await problems(unopened, 4);
      await vscode.commands.executeCommand('stacklens.clearResults');
      await problems(unopened, 0);
    });
  });
});
