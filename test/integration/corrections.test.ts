import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, noProblems, openLog, orderLog, problems } from './support';

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
    assert.deepEqual(actions.map(({ command }) => command?.command), ['explain', 'showOccurrences', 'relabel', 'ignore', 'copyAsIssue'].map((name) => `stacklens.${name}`));
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
});
