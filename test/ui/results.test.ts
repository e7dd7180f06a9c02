import assert from 'node:assert/strict';

import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

const log = (problem: string): string => `2026-11-22 10:00:00 INFO  api - ready\n2026-11-22 10:00:01 ERROR api - ${problem}\n`;

describe('the results', () => {
  const suite = UiSuite.use({ files: { 'a.log': log('Connection refused: db-1:5432'), 'b.log': log('Disk full: /var'), 'readme.txt': 'nothing here\n' } });

  it('say how to begin while there are none', async () => {
    await suite.workbench.showContainer('StackLens');
    await suite.workbench.page.locator('.part.sidebar .welcome-view-content a, .part.sidebar .welcome-view-content .monaco-button').first().waitFor();
  });

  it('list the files of the workspace that have problems', async () => {
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    const rows = suite.workbench.sideBarRows();
    await rows.filter({ hasText: 'a.log' }).waitFor();
    await rows.filter({ hasText: 'b.log' }).waitFor();
    assert.equal(await rows.filter({ hasText: 'readme.txt' }).count(), 0);
  });

  it('can be grouped by fingerprint and by category', async () => {
    const rows = suite.workbench.sideBarRows();
    await suite.workbench.runCommand('StackLens: Group by Fingerprint');
    await rows.filter({ hasText: 'Connection refused' }).waitFor();
    await suite.workbench.runCommand('StackLens: Group by Category');
    await rows.filter({ hasText: 'Disk I/O' }).waitFor();
    await suite.workbench.runCommand('StackLens: Group by File');
    await rows.filter({ hasText: 'a.log' }).waitFor();
  });

  it('reveal the line', async () => {
    const rows = suite.workbench.sideBarRows();
    for (const text of ['a.log', 'Connection refused']) {
      await rows.filter({ hasText: text }).first().click();
      await suite.workbench.page.keyboard.press('ArrowRight');
    }
    await rows.filter({ hasText: 'line 2' }).click();
    await suite.workbench.tab('a.log').waitFor();
    await suite.workbench.statusBarItem('Ln 2,').waitFor();
  });

  it('are back after the window is loaded again', async () => {
    await suite.workbench.page.reload();
    await suite.workbench.sideBarRows().filter({ hasText: 'b.log' }).waitFor();
  });

  it('go when they are cleared', async () => {
    await suite.workbench.runCommand('StackLens: Clear Results');
    await suite.workbench.page.locator('.part.sidebar .welcome-view-content').waitFor();
  });

  it('open the dashboard', async () => {
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    await suite.workbench.webview().locator('body *').first().waitFor();
  });
});
