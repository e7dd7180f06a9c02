import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, openLog, problems, until, writeFile } from './support';

/** Line 1 of the first file comes from line 3 of the source, column 5 from its column 3. */
const map = { version: 3, file: 'brew.js', sources: ['../tea/brew.ts'], names: [], mappings: 'AAEA,KAAG' };

describe('JavaScript that was made from something else', () => {
  afterEach(closeAll);

  const leadsTo = async (log: string, script: string): Promise<unknown> => {
    const { document } = await openLog(log, `2026-11-22 10:00:00,000 ERROR [main] kitchen - The tea is cold\nError: cold\n    at brew (made/${script}:1:6)\n`);
    await problems(document.uri, 1);
    const line = document.lineAt(0).range;
    let opened: unknown;
    for (let tries = 0; tries < 40 && opened === undefined; tries++) {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, line);
      opened = actions.find(({ command }) => command?.command === 'stacklens.openFrame')?.command?.arguments;
    }
    return until('the way to the source', () => opened);
  };
  const source = (): vscode.Uri => writeFile('tea/brew.ts', '// tea\n\nbrew(cold);\n');

  it('leads to what it was made from, by the map beside it', async () => {
    const uri = source();
    writeFile('made/brew.js.map', JSON.stringify(map));
    writeFile('made/brew.js', 'brew(cold);\n//# sourceMappingURL=brew.js.map\n');
    assert.deepEqual(await leadsTo('mapped.log', 'brew.js'), [uri.toString(), 2, 3]);
  });

  it('or by the map within', async () => {
    const uri = source();
    writeFile('made/inline.mjs', `brew(cold);\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`);
    assert.deepEqual(await leadsTo('inline.log', 'inline.mjs'), [uri.toString(), 2, 3]);
  });

  it('leads to itself where its map is broken or elsewhere', async () => {
    for (const [name, url] of [['broken.js', 'broken.map'], ['far.js', 'https://example.com/far.js.map'], ['out.js', '../../../../etc/passwd']] as const) {
      writeFile('made/broken.map', '{"mappings": 7');
      const uri = writeFile(`made/${name}`, `brew(cold);\n//# sourceMappingURL=${url}\n`);
      assert.deepEqual(await leadsTo(`${name}.log`, name), [uri.toString(), 0, 5]);
    }
  });
});
