import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, hoverAt, openLog, orderLog, problems, writeFile } from './support';

async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  return (await hoverAt(uri, position)).map((content) => content.value).join('\n');
}

/** Waits, until the test's time is over, for a hover that says it. */
async function hoverSaying(uri: vscode.Uri, position: vscode.Position, said: RegExp): Promise<void> {
  while (!said.test(await hoverText(uri, position))) await wait(100);
}

describe('the hover of a finding', () => {
  afterEach(closeAll);

  it('says what it is, why it counts, and how often it happened', async () => {
    const { document } = await openLog('hover.log', orderLog);
    const [first] = await problems(document.uri, 4);
    const text = (await hoverAt(document.uri, first!.range.start)).map((content) => content.value).join('\n');
    assert.match(text, /high|critical/i);
    assert.match(text, /network|database/i);
    assert.match(text, /\b3\b/, 'how often');
  });

  it('takes nothing of the log for markup', async () => {
    const { document } = await openLog('markup.log', '2026-11-22 10:00:00 ERROR api - failed [here](command:workbench.action.quit) <img src=x> **now**\n');
    const [problem] = await problems(document.uri, 1);
    const contents = await hoverAt(document.uri, problem!.range.start);
    assert.notEqual(contents.length, 0);
    for (const content of contents) {
      assert.notEqual(content.isTrusted, true, 'not every command is trusted');
      assert.notEqual(content.supportHtml, true);
      assert.doesNotMatch(content.value, /(?<!\\)\[here\](?!\\)\(command:/);
      assert.doesNotMatch(content.value, /(?<!\\)\*\*now\*\*/);
    }
  });

  it('cites what is known of it, the knowledge of the workspace first', async () => {
    const { document } = await openLog('known.log', '2026-11-22 10:00:00 ERROR api - connect ECONNREFUSED 10.0.0.1:80\n');
    const [problem] = await problems(document.uri, 1);
    const start = problem!.range.start;
    await hoverSaying(document.uri, start, /errno\/econnrefused/);
    assert.match(await hoverText(document.uri, start), /\(https:\/\/man7\.org\//);

    const own = { area: 'pumps', title: 'Pumps', source: { name: 'Manual', url: 'https://example.com/' }, entries: [{ id: 'dry', title: 'Dry', category: 'system', match: { names: ['ECONNREFUSED'] }, meaning: '[x](command:y)', link: 'https://example.com/dry' }] };
    const file = writeFile(path.join('.stacklens', 'knowledge', 'pumps.yaml'), JSON.stringify(own));
    await hoverSaying(document.uri, start, /pumps\/dry/);
    assert.doesNotMatch(await hoverText(document.uri, start), /(?<!\\)\[x\](?!\\)\(command:/);
    await vscode.workspace.fs.delete(file);
    await hoverSaying(document.uri, start, /errno\/econnrefused/);
  });

  it('is not there where nothing was found', async () => {
    const { document } = await openLog('quiet.log', orderLog);
    await problems(document.uri, 4);
    assert.deepEqual(await hoverAt(document.uri, new vscode.Position(0, 60)), []);
  });
});
