import { appendFileSync } from 'node:fs';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, problems, withSetting, writeFile } from './support';

describe('A log in the log view', () => {
  afterEach(closeAll);

  it('has its new problems listed as they are written', async () => {
    await withSetting('stacklens.problems', 'workspace', async () => {
      const log = writeFile('followed/pump.log', '2026-11-22T10:00:00Z INFO up\n2026-11-22T10:00:01Z ERROR lid lost\n');
      await vscode.commands.executeCommand('stacklens.openLogView', log, [log]);
      await problems(log, 1);
      appendFileSync(log.fsPath, '2026-11-22T10:00:02Z WARN slow\n');
      await problems(log, 2);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await problems(log, 2);
      await vscode.commands.executeCommand('stacklens.clearResults');
    });
  });
});
