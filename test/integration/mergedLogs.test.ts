import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, noProblems, until, withSetting, writeFile } from './support';

const scheme = 'stacklens-merged';

async function merged(...logs: readonly vscode.Uri[]): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand('stacklens.mergeByTime', logs[0], logs);
  return until('the merged document', () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === scheme)?.document);
}

describe('Merge Logs by Time', () => {
  afterEach(closeAll);

  it('shows the lines of all logs in the order of time, each with a link to where it comes from', async () => {
    await withSetting('stacklens.timeZone', 'UTC', async () => {
      const tank = writeFile('merge/tank.log', '2026-11-22T10:00:00Z INFO up\n2026-11-22T10:00:02Z ERROR lid lost\n\tat Lid.open(Lid.java:7)\n');
      const pump = writeFile('merge/pump.log', '2026-11-22 10:00:01 WARN slow\n');
      const document = await merged(tank, pump);
      const lines = document.getText().split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      assert.deepEqual(lines.map((line) => line.replace(/ +/g, ' ').trim()), [
        '2026-11-22T10:00:00.000Z tank.log:1 | 2026-11-22T10:00:00Z INFO up',
        '≈2026-11-22T10:00:01.000Z pump.log:1 | 2026-11-22 10:00:01 WARN slow',
        '2026-11-22T10:00:02.000Z tank.log:2 | 2026-11-22T10:00:02Z ERROR lid lost',
        'tank.log:3 | \tat Lid.open(Lid.java:7)',
      ]);
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri, 10);
      const targets = links.map(({ range, target }) => [document.getText(range), target?.toString(true)]);
      assert.deepEqual(targets, [
        ['tank.log:1', `${tank.toString(true)}#L1`],
        ['pump.log:1', `${pump.toString(true)}#L1`],
        ['tank.log:2', `${tank.toString(true)}#L2`],
        ['tank.log:3', `${tank.toString(true)}#L3`],
      ]);
      assert.equal(document.languageId, 'log');
      await noProblems(document.uri);
    });
  });

  it('merges what is not saved, and says what it could not read', async () => {
    const unsaved = await vscode.workspace.openTextDocument({ language: 'log', content: '2026-11-22T10:00:00Z INFO unsaved\n' });
    const document = await merged(unsaved.uri, vscode.Uri.file('/nowhere/lost.log'));
    assert.match(document.getText(), /\| 2026-11-22T10:00:00Z INFO unsaved\n/);
    assert.match(document.getText(), /# .*lost\.log cannot be read/);
  });
});
