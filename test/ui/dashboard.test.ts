import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { describe, it } from 'mocha';
import type { Frame, Locator } from 'playwright-core';

import { axeViolations, frameOf } from '../harness/axe';
import { UiSuite } from '../harness/uiSuite';
import type { Theme } from '../harness/workbench';

const markup = '<img src=x onerror="document.title=1">';
const api = [
  '2026-11-22 10:00:00 INFO  api - ready',
  '2026-11-22 10:00:01 ERROR api - Connection refused: db-1:5432',
  `2026-11-22 10:00:02 ERROR api - Upload failed: ${markup} \u202egnp.exe`,
  '2026-11-22 10:00:03 FATAL api - Out of memory: killed process 4121',
  '',
].join('\n');
const worker = '2026-11-22 10:00:00 INFO  worker - ready\n2026-11-22 10:00:01 ERROR worker - Request failed: status 502\n';
const themes: readonly Theme[] = ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'];

describe('the dashboard', () => {
  const suite = UiSuite.use({ files: { 'api.log': api, 'worker.log': worker } });
  const problem = (text: string): Locator => suite.workbench.webview().locator('.problems .entry', { hasText: text });
  const figure = (label: string): Locator => suite.workbench.webview().locator('.figure', { hasText: label }).locator('dd');
  const frame = (): Promise<Frame> => frameOf(suite.workbench.webview());
  const show = (): Promise<void> => suite.workbench.runCommand('StackLens: Open Dashboard');

  it('says how to begin where nothing has been analyzed', async () => {
    await show();
    await suite.workbench.webview().getByRole('heading', { name: 'No logs analyzed yet' }).waitFor();
  });

  it('analyzes the workspace and shows what came of it', async () => {
    await suite.workbench.webview().locator('.empty vscode-button').click();
    await figure('Files').filter({ hasText: '2' }).waitFor();
    await figure('Problems found').filter({ hasText: '4' }).waitFor();
    await figure('Critical').filter({ hasText: '1' }).waitFor();
    await problem('Request failed').waitFor();
    assert.equal(await suite.workbench.webview().locator('.analyses .entry').count(), 2);
    assert.match(await suite.workbench.webview().locator('.problems .entry').first().innerText(), /Critical\s+Out of memory/);
  });

  it('shows what a log says as text, whatever it says', async () => {
    assert.match(await problem('Upload failed').innerText(), /<img src=x onerror="document\.title=1"> \[U\+202E\]gnp\.exe/);
    assert.equal(await suite.workbench.webview().locator('img').count(), 0);
    assert.equal(await (await frame()).title(), 'StackLens');
  });

  it('opens a log at the problem with the keyboard alone', async () => {
    const inProblems = suite.workbench.webview().locator('.problems .entry:focus-within', { hasText: 'api.log:4' });
    await suite.workbench.webview().locator('header vscode-button').last().focus();
    for (let presses = 0; (await inProblems.count()) === 0; presses++) {
      assert.ok(presses < 30, 'Tab does not come to the problems');
      await suite.workbench.page.keyboard.press('Tab');
    }
    await suite.workbench.page.keyboard.press('Enter');
    await suite.workbench.tab('api.log').waitFor();
    await suite.workbench.statusBarItem(/Ln 4, Col/).waitFor();
  });

  it('is as it was after it was hidden', async () => {
    await show();
    await problem('Request failed').waitFor();
    assert.equal(await suite.workbench.tab('StackLens').count(), 1);
  });

  it('follows an open log and keeps the focus where it is', async () => {
    await problem('Request failed').locator('vscode-data-grid-cell').first().focus();
    fs.appendFileSync(suite.path('api.log'), '2026-11-22 10:00:09 FATAL api - Segmentation fault in libpay.so\n');
    await problem('Segmentation fault').waitFor();
    assert.match(await suite.workbench.webview().locator('.entry:focus-within').innerText(), /Request failed/);
  });

  it('leads from its figures, categories and problems to their findings', async () => {
    const rows = suite.workbench.webview().locator('.all-findings tbody tr');
    const total = (words: string): Promise<void> => suite.workbench.webview().locator('.total', { hasText: words }).waitFor();
    const back = (): Promise<void> => suite.workbench.webview().locator('.tab', { hasText: 'Overview' }).click();
    await figure('Critical').click();
    await total('Findings: 2');
    await rows.filter({ hasText: 'Out of memory' }).waitFor();
    await back();
    await suite.workbench.webview().locator('.categories .link', { hasText: 'Memory' }).click();
    await total('Findings: 1');
    await rows.filter({ hasText: 'Out of memory' }).waitFor();
    await back();
    await problem('Request failed').locator('.row-action').click();
    await rows.filter({ hasText: 'Request failed' }).waitFor();
    await total('Findings: 1');
    await back();
    await problem('Request failed').waitFor();
  });

  for (const theme of themes) {
    it(`has nothing for axe to find in ${theme}`, async () => {
      const settings = suite.path(path.join('.vscode', 'settings.json'));
      fs.mkdirSync(path.dirname(settings), { recursive: true });
      fs.writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
      await suite.workbench.waitForTheme(theme);
      assert.deepEqual(await axeViolations(await frame()), []);
    });
  }

  it('comes back when the window is loaded anew', async () => {
    await suite.workbench.page.reload();
    // A reload as a browser does it may come before VS Code has noted which tab was in front.
    await suite.workbench.webview().getByRole('tab', { name: 'Overview' }).click();
    await problem('Request failed').waitFor();
  });

  it('keeps to its content security policy', () => {
    const refused = suite.workbench.consoleErrors.filter((error) => error.includes('Content Security Policy'));
    assert.deepEqual(refused, []);
  });
});
