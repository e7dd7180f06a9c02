import assert from 'node:assert/strict';
import path from 'node:path';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, noProblems, openLog, problems, writeFile } from './support';

const name = path.join('.stacklens', 'formats', 'pump.json');
const good = {
  id: 'pump',
  title: 'Pump',
  lines: ['<(?<level>\\w)> (?<logger>\\w+) >> '],
  levels: { K: 'error', o: 'info' },
  samples: [{ text: '<K> lid >> off', level: 'error', timestamp: null, message: 'off' }],
};

/** Deletes a file as the explorer does. */
async function deleteFile(file: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.deleteFile(file);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('formats of the workspace', () => {
  afterEach(closeAll);

  it('are checked in place, and read open logs as soon as they are sound', async () => {
    const { document } = await openLog('pump.log', '<o> lid >> on\n<K> lid >> off\n<o> lid >> on\n');
    await noProblems(document.uri);

    const file = writeFile(name, JSON.stringify({ ...good, levels: { K: 'bad' } }, null, 2));
    const [wrong] = await problems(file, 1);
    assert.match(wrong?.message ?? '', /^levels\.K must be one of trace, debug, info, warn, error, fatal\./);
    const definition = await vscode.workspace.openTextDocument(file);
    assert.equal(definition.getText(wrong?.range), '"bad"');

    const edit = new vscode.WorkspaceEdit();
    edit.replace(file, new vscode.Range(0, 0, definition.lineCount, 0), JSON.stringify(good));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await definition.save());
    await problems(file, 0);
    const [found] = await problems(document.uri, 1);
    assert.equal(found?.range.start.line, 1);

    await deleteFile(file);
    await problems(document.uri, 0);
  });
});
