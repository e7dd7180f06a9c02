import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fileUri } from '../../src/engine/fileUri';

describe('a file', () => {
  it('is the same to the command line as to the editor', () => {
    for (const name of ['app.log', `a b/[1] (x)!'*/c@d+e,f;g=h&i$.log`, 'ü/100%/#?~-_.log', '🚰.log', 'q^`{}.log']) {
      const { fsPath } = vscode.Uri.joinPath(vscode.Uri.file('/logs'), name);
      assert.equal(fileUri(fsPath), vscode.Uri.file(fsPath).toString());
    }
  });
});
