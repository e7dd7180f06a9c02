import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { attemptsDuring } from '../networkTrap';
import { closeAll, openLog, orderLog, problems, withSetting } from '../support';

/** Milliseconds: longer than what asks by itself waits. */
const patience = 3_000;

describe('an AI, in a folder that is not trusted', () => {
  after(closeAll);

  it('is sent nothing, whatever is asked for', async () => {
    const attempts = await attemptsDuring(async (endpoint) => {
      await withSetting('stacklens.ai.endpoint', endpoint, () =>
        withSetting('stacklens.ai.confidenceThreshold', 1, () =>
          withSetting('stacklens.ai.askAutomatically', true, async () => {
            const { document } = await openLog('asked.log', orderLog);
            await problems(document.uri, 4);
            const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, document.lineAt(1).range);
            assert.ok(actions.length > 0);
            assert.ok(actions.every(({ command }) => command?.command !== 'stacklens.suggest'));
            await vscode.commands.executeCommand('stacklens.suggest', document.uri.toString(), 2);
            await vscode.commands.executeCommand('stacklens.previewQuestion', document.uri.toString(), 2);
            await delay(patience);
          }),
        ),
      );
    });
    assert.deepEqual(attempts, []);
  });
});
