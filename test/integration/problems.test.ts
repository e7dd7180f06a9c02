import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, noProblems, openLog, orderLog, problems, problemsOf, until, withSetting } from './support';

describe('problems of an open log', () => {
  afterEach(closeAll);

  it('have our name, a fingerprint that links to its explanation, and a mapped severity', async () => {
    const { document } = await openLog('orders.log', orderLog);
    const found = await problems(document.uri, 4);
    assert.deepEqual(
      found.map((problem) => [problem.range.start.line, problem.severity]),
      [
        [1, vscode.DiagnosticSeverity.Error],
        [2, vscode.DiagnosticSeverity.Warning],
        [3, vscode.DiagnosticSeverity.Error],
        [5, vscode.DiagnosticSeverity.Error],
      ],
    );
    for (const { code, message } of found) {
      assert.ok(typeof code === 'object' && typeof code.value === 'string', 'a code with a link');
      assert.match(code.value, /^v1:/);
      assert.notEqual(message, '');
    }
    assert.equal(codeOf(found[0]), codeOf(found[2]), 'the same problem has the same code');
    assert.notEqual(codeOf(found[0]), codeOf(found[1]));
  });

  it('underline what was found, not the whole line', async () => {
    const { document } = await openLog('range.log', orderLog);
    const [first] = await problems(document.uri, 4);
    assert.ok(first);
    assert.ok(first.range.isSingleLine);
    assert.ok(first.range.start.character > 0, 'the timestamp is left out');
    assert.match(document.getText(first.range), /Connection refused/);
  });

  it('point to the first and the last time the same thing happened', async () => {
    const { document } = await openLog('related.log', orderLog);
    const middle = (await problems(document.uri, 4))[2];
    const lines = middle?.relatedInformation?.map((related) => related.location.range.start.line);
    assert.deepEqual(lines, [1, 5]);
  });

  it('leave out low ones unless they are asked for', async () => {
    const log = '2026-11-22 10:00:00 INFO  api - Option --fast is deprecated and will be removed\n2026-11-22 10:00:01 INFO  api - ready\n';
    const { document } = await openLog('low.log', log);
    await noProblems(document.uri);
    await withSetting('stacklens.minimumSeverity', 'low', async () => {
      const [low] = await problems(document.uri, 1);
      assert.equal(low?.severity, vscode.DiagnosticSeverity.Information);
    });
    await problems(document.uri, 0);
  });

  it('can be switched off', async () => {
    await withSetting('stacklens.problems', 'off', async () => {
      const { document } = await openLog('off.log', orderLog);
      await noProblems(document.uri);
    });
  });

  it('follow edits and appended lines', async () => {
    const { document } = await openLog('edits.log', orderLog);
    await problems(document.uri, 4);
    const appended = new vscode.WorkspaceEdit();
    appended.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, '2026-11-22 10:00:06,000 FATAL [main] com.shop.Orders - Out of memory\n');
    await vscode.workspace.applyEdit(appended);
    await problems(document.uri, 5);
    const removed = new vscode.WorkspaceEdit();
    removed.delete(document.uri, new vscode.Range(1, 0, 2, 0));
    await vscode.workspace.applyEdit(removed);
    const lines = (await problems(document.uri, 4)).map((problem) => problem.range.start.line);
    assert.deepEqual(lines, [1, 2, 4, 5]);
  });

  it('go when the log is closed', async () => {
    const { document } = await openLog('closed.log', orderLog);
    await problems(document.uri, 4);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await problems(document.uri, 0);
  });

  it('go when the file is deleted', async () => {
    const { document } = await openLog('deleted.log', orderLog);
    await problems(document.uri, 4);
    await vscode.workspace.fs.delete(document.uri);
    await problems(document.uri, 0);
  });

  it('stop at what VS Code keeps, the worst and newest first, and say how many are not shown', async () => {
    const line = (level: string, index: number): string => `2026-11-22 10:00:00 ${level} api - request ${index} failed`;
    const warnings = Array.from({ length: 1_500 }, (_, index) => line('WARN ', index));
    const log = [...warnings, line('ERROR', 1_500), ''].join('\n');
    const { document } = await openLog('many.log', log);
    const found = await until('a full list', () => {
      const list = problemsOf(document.uri);
      return list.length >= 1_000 ? list : undefined;
    });
    assert.equal(found.length, 1_000);
    assert.ok(found.some((problem) => problem.severity === vscode.DiagnosticSeverity.Error));
    // One entry tells of the rest, so 999 of the 1,501 are shown.
    const note = found.find((problem) => /\b502\b/.test(problem.message));
    assert.ok(note, 'the last entry counts what is left out');
    const shown = found.filter((problem) => problem !== note && problem.severity === vscode.DiagnosticSeverity.Warning);
    assert.ok(shown.every((problem) => problem.range.start.line >= 502), 'the newest are kept');
  });
});

function codeOf(problem: vscode.Diagnostic | undefined): unknown {
  return typeof problem?.code === 'object' ? problem.code.value : problem?.code;
}
