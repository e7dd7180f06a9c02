import assert from 'node:assert/strict';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

import { describe, it } from 'mocha';
import type { Frame, Locator } from 'playwright-core';

import { axeViolations, frameOf } from '../harness/axe';
import { UiSuite } from '../harness/uiSuite';
import type { Theme } from '../harness/workbench';

const api = [
  '2026-11-22 10:00:00 INFO  api - ready',
  '2026-11-22 10:00:01 ERROR api - connect ECONNREFUSED 10.0.0.7:5432',
  '2026-11-22 10:00:02 ERROR api - Order was rejected',
  '2026-11-22 12:30:00 FATAL api - java.lang.OutOfMemoryError: Java heap space',
  '',
].join('\n');
const later = `${api}2026-11-22 12:31:00 ERROR api - connect ECONNREFUSED 10.0.0.7:5432\n2026-11-22 12:32:00 FATAL api - Segmentation fault <b>in</b> libpay.so\n`;
const themes: readonly Theme[] = ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'];

describe('the pages of the dashboard', () => {
  const suite = UiSuite.use({ files: { 'api.log': api, 'notes.txt': 'nothing of a log\n' }, settings: { 'stacklens.dropped.types': ['log'] } });
  const view = (): ReturnType<typeof suite.workbench.webview> => suite.workbench.webview();
  const frame = (): Promise<Frame> => frameOf(view());
  const run = (name: string): Locator => view().locator('.run', { hasText: name });
  const turnTo = (tab: string): Promise<void> => view().getByRole('tab', { name: tab }).click();
  const drop = async (data: { readonly uris?: string; readonly file?: readonly [name: string, content: string] }): Promise<void> => {
    const source = `((data) => {
      const dataTransfer = new DataTransfer();
      if (data.uris) dataTransfer.setData('text/uri-list', data.uris);
      if (data.file) dataTransfer.items.add(new File([data.file[1]], data.file[0]));
      document.querySelector('.drop-zone').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    })(${JSON.stringify(data)})`;
    await (await frame()).evaluate(source);
  };

  it('take a log that is dropped with its place', async () => {
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    await view().locator('.drop-zone').waitFor();
    await drop({ uris: `# a list\r\n${pathToFileURL(suite.path('api.log')).href}` });
    await run('api.log').filter({ hasText: 'Completed' }).filter({ hasText: '4 lines' }).filter({ hasText: '3 findings' }).waitFor();
    await view().locator('.problems .entry', { hasText: 'OutOfMemoryError' }).waitFor();
  });

  it('take one whose content alone is dropped, and say what is left out and why', async () => {
    await drop({ file: ['outside.log', '2026-11-22 10:00:01 ERROR outside - Payment declined\n'] });
    await run('outside.log').filter({ hasText: '1 findings' }).waitFor();
    await drop({ uris: pathToFileURL(suite.path('notes.txt')).href });
    await run('notes.txt').filter({ hasText: 'Left out' }).filter({ hasText: 'stacklens.dropped.types' }).waitFor();
    await drop({ uris: pathToFileURL(suite.path('gone.log')).href });
    await run('gone.log').filter({ hasText: 'Left out' }).waitFor();
    await view().locator('.analyses .entry', { hasText: 'outside.log' }).getByRole('button', { name: 'Analyze outside.log again' }).click();
    await run('outside.log').filter({ hasText: 'has no path to read it from again' }).waitFor();
    await view().locator('.analyses .entry', { hasText: 'outside.log' }).click();
    await view().locator('.trouble', { hasText: 'it has no path to open' }).waitFor();
  });

  it('remember what was asked for while they are hidden, until it is cleared', async () => {
    await suite.workbench.openFile('notes.txt');
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    await run('gone.log').waitFor();
    await view().locator('vscode-button', { hasText: 'Clear Finished' }).click();
    await run('gone.log').waitFor({ state: 'detached' });
  });

  it('analyze a log again and show in the history what changed', async () => {
    fs.writeFileSync(suite.path('api.log'), later);
    await view().locator('.analyses .entry', { hasText: 'api.log' }).getByRole('button', { name: 'Analyze api.log again' }).click();
    await run('api.log').filter({ hasText: '5 findings' }).waitFor();
    await turnTo('History');
    const entries = view().locator('.choosable .entry', { hasText: 'api.log' });
    await entries.nth(1).waitFor();
    assert.equal(await entries.count(), 2);
    for (const place of [0, 1]) await entries.nth(place).getByRole('checkbox').check();
    await view().locator('header vscode-button', { hasText: 'Compare' }).click();
    const changes = view().locator('.section-compare tbody tr');
    await changes.filter({ hasText: 'Segmentation fault <b>in</b> libpay.so' }).filter({ hasText: 'New' }).waitFor();
    await changes.filter({ hasText: 'ECONNREFUSED' }).filter({ hasText: 'More often' }).waitFor();
    await view().locator('select').selectOption({ label: 'outside.log' });
    await entries.first().waitFor({ state: 'detached' });
    assert.equal(await view().locator('.choosable .entry').count(), 1);
  });

  it('report on a log with what helps, for a period', async () => {
    await turnTo('Reports');
    await view().locator('.advice li', { hasText: 'Connection refused' }).getByRole('link', { name: 'errno/econnrefused' }).waitFor();
    await view().getByText('6 findings in 2 analyses').waitFor();
    await view().locator('select').first().selectOption({ label: 'api.log' });
    await view().getByText('5 findings in 1 analyses').waitFor();
    await view().locator('select').nth(1).selectOption({ label: 'Last hour' });
    await view().getByText('0 findings in 1 analyses').waitFor();
    await view().locator('select').nth(1).selectOption({ label: 'All times' });
    await view().getByText('5 findings in 1 analyses').waitFor();
  });

  it('write a report', async () => {
    const { page } = suite.workbench;
    await view().locator('vscode-button', { hasText: 'Export as HTML…' }).click();
    await page.locator('.quick-input-widget:visible .monaco-button', { hasText: 'OK' }).waitFor();
    await page.waitForFunction(`document.activeElement.value?.endsWith('stacklens-report.html') && document.activeElement.selectionStart > 0`);
    await page.keyboard.type('incident');
    await page.keyboard.press('Enter');
    const target = suite.path('incident.html');
    while (!fs.existsSync(target)) await page.waitForTimeout(50);
    const written = fs.readFileSync(target, 'utf8');
    assert.match(written, /Segmentation fault &lt;b&gt;in&lt;\/b&gt; libpay\.so/);
    assert.match(written, /errno\/econnrefused/);
  });

  it('delete an analysis, and take that back', async () => {
    await turnTo('History');
    await view().locator('select').selectOption({ label: 'outside.log' });
    const entry = view().locator('.choosable .entry', { hasText: 'outside.log' });
    await entry.getByRole('button', { name: 'Remove this analysis of outside.log' }).click();
    await entry.waitFor({ state: 'detached' });
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.page.locator('.notification-list-item', { hasText: 'outside.log' }).locator('.monaco-button', { hasText: 'Undo' }).click();
    await view().locator('select').selectOption({ label: 'All logs' });
    await entry.waitFor();
  });

  for (const theme of themes) {
    it(`have nothing for axe to find in ${theme}`, async () => {
      fs.mkdirSync(suite.path('.vscode'), { recursive: true });
      fs.writeFileSync(suite.path('.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await suite.workbench.waitForTheme(theme);
      for (const tab of ['History', 'Reports']) {
        await turnTo(tab);
        await view().locator('.section-history, .section-report-problems').first().waitFor();
        assert.deepEqual(await axeViolations(await frame()), [], tab);
      }
    });
  }

  it('are turned by the arrow keys', async () => {
    await view().getByRole('tab', { name: 'Reports' }).focus();
    await suite.workbench.page.keyboard.press('Home');
    await view().locator('[role=tab][aria-selected=true]:focus', { hasText: 'Overview' }).waitFor();
    await suite.workbench.page.keyboard.press('ArrowRight');
    await view().locator('[role=tab][aria-selected=true]:focus', { hasText: 'All Errors' }).waitFor();
  });

  it('are opened at the report of a log', async () => {
    await suite.workbench.openFile('api.log');
    await suite.workbench.squiggles('error').first().waitFor();
    await suite.workbench.runCommand('StackLens: Show Report of the Log');
    await view().locator('[role=tab][aria-selected=true]', { hasText: 'Reports' }).waitFor();
    await view().getByText('5 findings in 1 analyses').waitFor();
    await suite.workbench.runCommand('View: Close All Editors');
    await suite.workbench.openFile('api.log');
    await suite.workbench.squiggles('error').first().waitFor();
    await suite.workbench.runCommand('StackLens: Show Report of the Log');
    await view().locator('[role=tab][aria-selected=true]', { hasText: 'Reports' }).waitFor();
    await view().getByText('5 findings in 1 analyses').waitFor();
  });

  it('keep to their content security policy', () => {
    assert.deepEqual(
      suite.workbench.consoleErrors.filter((error) => error.includes('Content Security Policy')),
      [],
    );
  });
});
