import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, noProblems, open, openLog, orderLog, problems } from './support';

async function actionsAt(document: vscode.TextDocument, problem: vscode.Diagnostic): Promise<vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, problem.range, vscode.CodeActionKind.QuickFix.value);
  return actions.filter(({ command }) => command?.command.startsWith('stacklens.'));
}

function commandOf(actions: readonly vscode.CodeAction[], name: string): vscode.Command {
  return actions.find(({ command }) => command?.command === `stacklens.${name}`)?.command ?? assert.fail(`No action ${name}`);
}

describe('quick fixes of a finding', () => {
  afterEach(closeAll);

  it('are offered, none of them preferred that silences', async () => {
    const { document } = await openLog('quick.log', orderLog);
    const [first] = await problems(document.uri, 4);
    assert.ok(first);
    const actions = await actionsAt(document, first);
    assert.deepEqual(actions.map(({ command }) => command?.command), ['explain', 'suggest', 'showOccurrences', 'findLoggingCall', 'relabel', 'ignore', 'ignoreFile', 'copyAsIssue'].map((name) => `stacklens.${name}`));
    for (const { isPreferred, kind } of actions) assert.ok(isPreferred !== true && kind?.value === 'quickfix');
  });

  it('copy the finding as an issue', async () => {
    const { document } = await openLog('issue.log', orderLog);
    const [first] = await problems(document.uri, 4);
    assert.ok(first);
    const { command, arguments: given = [] } = commandOf(await actionsAt(document, first), 'copyAsIssue');
    await vscode.commands.executeCommand(command, ...(given as unknown[]));
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /^## .*Connection refused/);
    assert.match(text, /```text\n/);
  });

  it('ignore all findings like this one, in the problems at once', async () => {
    // What is ignored stays so: no other test has this finding.
    const { document } = await openLog('ignored.log', '2026-11-22 10:00:00,000 ERROR [main] com.shop.Ignored - The walrus could not be fed\n2026-11-22 10:00:01,000 ERROR [main] com.shop.Other - The penguin could not be fed\n');
    const [first] = await problems(document.uri, 2);
    assert.ok(first);
    const { command, arguments: given = [] } = commandOf(await actionsAt(document, first), 'ignore');
    await vscode.commands.executeCommand(command, ...(given as unknown[]));
    const [left] = await problems(document.uri, 1);
    assert.match(left?.message ?? '', /penguin/);
    // As the hover's link does it.
    await vscode.commands.executeCommand('stacklens.ignore', document.uri.toString(), 2);
    await noProblems(document.uri);
  });

  it('ignore a file as a whole, which the settings list, until that is taken back', async () => {
    const { document } = await openLog('chatter.log', orderLog);
    const [first] = await problems(document.uri, 4);
    assert.ok(first);
    const { command, arguments: given = [] } = commandOf(await actionsAt(document, first), 'ignoreFile');
    await vscode.commands.executeCommand(command, ...(given as unknown[]));
    await problems(document.uri, 0);
    const listed = (): unknown => vscode.workspace.getConfiguration('stacklens').inspect('ignoredFiles')?.workspaceValue;
    assert.deepEqual(listed(), ['chatter.log']);
    // It is neither analysed with the others nor when it is opened again.
    await closeAll();
    await vscode.commands.executeCommand('stacklens.analyzeWorkspace');
    await open(document.uri);
    await noProblems(document.uri);
    await vscode.workspace.getConfiguration('stacklens').update('ignoredFiles', undefined, vscode.ConfigurationTarget.Workspace);
    await problems(document.uri, 4);
  });

  it('take any line for an error, with all that are like it, and take that back', async () => {
    const line = (second: number, words: string): string => `2026-11-22 10:00:0${String(second)},000 INFO  [main] com.plant.Core - ${words}`;
    const { document } = await openLog('missed.log', [line(0, 'Reactor seven drifts by 4 mm'), line(1, 'Pump idles'), line(2, 'Reactor seven drifts by 9 mm'), ''].join('\n'));
    await noProblems(document.uri);
    await vscode.commands.executeCommand('stacklens.reportMissed', document.uri.toString(), 1, 'high');
    const found = await problems(document.uri, 2);
    assert.deepEqual(found.map(({ range, severity }) => [range.start.line, severity]), [[0, vscode.DiagnosticSeverity.Error], [2, vscode.DiagnosticSeverity.Error]]);
    await vscode.commands.executeCommand('stacklens.ignore', document.uri.toString(), 1);
    await problems(document.uri, 0);
  });
});
