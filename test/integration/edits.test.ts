import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, openLog, orderLog, problems, problemsOf, until } from './support';

const fatal = '2026-11-22 10:00:06,000 FATAL [pool-3] com.shop.Orders - Out of memory\n';

const linesOf = (uri: vscode.Uri): number[] => problemsOf(uri).map(({ range }) => range.start.line);

/** Waits until the problems of a file stand on these lines (0-based). */
async function problemsOn(uri: vscode.Uri, lines: readonly number[]): Promise<void> {
  await until(`problems on lines ${lines.join(', ')}`, () => (linesOf(uri).join() === lines.join() ? true : undefined));
}

async function type(editor: vscode.TextEditor, position: vscode.Position, text: string): Promise<void> {
  assert.ok(await editor.edit((builder) => builder.insert(position, text)));
}

describe('a log that is edited', () => {
  afterEach(closeAll);

  it('has its problems where they then are, letter by letter', async () => {
    const editor = await openLog('typed.log', orderLog);
    const { uri } = editor.document;
    await problemsOn(uri, [1, 2, 3, 5]);
    for (let column = 0; column < fatal.length - 1; column++) await type(editor, new vscode.Position(0, column), fatal.charAt(column));
    await type(editor, new vscode.Position(0, fatal.length - 1), '\n');
    await problemsOn(uri, [0, 2, 3, 4, 6]);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('redo');
    await type(editor, new vscode.Position(editor.document.lineCount - 1, 0), fatal);
    await problemsOn(uri, [0, 2, 3, 4, 6, 7]);
  });

  it('is read right after other line ends, several cursors, a large paste and undo', async () => {
    const editor = await openLog('ends.log', orderLog);
    const { uri } = editor.document;
    await problemsOn(uri, [1, 2, 3, 5]);
    await type(editor, new vscode.Position(0, 0), fatal);
    await problemsOn(uri, [0, 2, 3, 4, 6]);
    assert.ok(await editor.edit((builder) => builder.setEndOfLine(vscode.EndOfLine.CRLF)));
    assert.ok(
      await editor.edit((builder) => {
        builder.delete(new vscode.Range(2, 0, 3, 0));
        builder.insert(new vscode.Position(1, 0), fatal);
        builder.insert(new vscode.Position(5, 0), fatal);
      }),
    );
    await problemsOn(uri, [0, 1, 3, 4, 5, 7]);
    await type(editor, new vscode.Position(0, 0), orderLog.replaceAll(/^.* (?:ERROR|WARN) .*\n/gm, '').repeat(20_000));
    await problemsOn(uri, [0, 1, 3, 4, 5, 7].map((line) => line + 40_000));
    await vscode.commands.executeCommand('undo');
    await problemsOn(uri, [0, 1, 3, 4, 5, 7]);
  });

  it('is its file again once it is saved, and its own text after it was opened again', async () => {
    const first = await openLog('saved.log', orderLog);
    const { uri } = first.document;
    await problems(uri, 4);
    await type(first, new vscode.Position(0, 0), fatal);
    await problemsOn(uri, [0, 2, 3, 4, 6]);
    assert.ok(await first.document.save());
    await type(first, new vscode.Position(0, 0), fatal);
    await problemsOn(uri, [0, 1, 3, 4, 5, 7]);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await problems(uri, 0);
    const again = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await problemsOn(uri, [0, 2, 3, 4, 6]);
    await type(again, new vscode.Position(1, 0), '\n');
    await problemsOn(uri, [0, 3, 4, 5, 7]);
  });
});
