import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, hoverAt, openLog, orderLog, problems } from './support';

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

  it('is not there where nothing was found', async () => {
    const { document } = await openLog('quiet.log', orderLog);
    await problems(document.uri, 4);
    assert.deepEqual(await hoverAt(document.uri, new vscode.Position(0, 60)), []);
  });
});
