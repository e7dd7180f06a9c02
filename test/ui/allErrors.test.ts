import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { describe, it } from 'mocha';
import type { Frame, Locator } from 'playwright-core';

import { axeViolations, frameOf } from '../harness/axe';
import { UiSuite } from '../harness/uiSuite';
import type { Theme } from '../harness/workbench';

const markup = '<img src=x onerror="document.title=1">';
const shop = [
  '2026-11-22 10:00:00 INFO  shop - ready',
  ...Array.from({ length: 70 }, (_, index) => `2026-11-22 10:01:${String(index % 60).padStart(2, '0')} ERROR shop - Connection refused: db-${String(index)}:5432`),
  `2026-11-22 10:03:00 ERROR shop - Upload failed: ${markup} \u202egnp.exe`,
  '2026-11-22 10:04:00 ERROR shop - Checkout failed',
  'TypeError: cart is undefined',
  '    at pay (src/pay.js:2:9)',
  '2026-11-22 10:05:00 FATAL shop - Out of memory: killed process 4121',
  '',
].join('\n');
const pay = 'export function pay() {\n  return cart.total;\n}\n';
const themes: readonly Theme[] = ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'];

describe('all errors', () => {
  const suite = UiSuite.use({ files: { 'shop.log': shop, 'src/pay.js': pay, 'mail.log': '2026-11-22 10:00:01 ERROR mail - Request failed: status 502\n' } });
  const view = (): ReturnType<typeof suite.workbench.webview> => suite.workbench.webview();
  const rows = (): Locator => view().locator('.all-findings tbody tr');
  const total = (words: string): Promise<void> => view().locator('.total', { hasText: words }).waitFor();
  const frame = (): Promise<Frame> => frameOf(view());

  it('shows the findings of all logs, the worst first', async () => {
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    await view().getByRole('tab', { name: 'All Errors' }).click();
    await total('Findings: 74');
    assert.match(await rows().first().innerText(), /Critical[^]*Out of memory/);
    assert.equal(await rows().count(), 50);
    await view().locator('.pager', { hasText: '1 to 50 of 74' }).waitFor();
  });

  it('turns pages by the keyboard', async () => {
    await rows().first().focus();
    await suite.workbench.page.keyboard.press('PageDown');
    await view().locator('.pager', { hasText: '51 to 74 of 74' }).waitFor();
    await suite.workbench.page.keyboard.press('PageUp');
    await view().locator('.pager', { hasText: '1 to 50 of 74' }).waitFor();
    await suite.workbench.page.keyboard.press('ArrowDown');
    assert.equal(await view().locator('.all-findings tbody tr:focus').getAttribute('aria-rowindex'), '3');
  });

  it('filters as one writes, and says so', async () => {
    await view().locator('.input-text').fill('upload');
    await total('Findings: 1');
    assert.match(await rows().first().innerText(), /<img src=x onerror="document\.title=1"> \[U\+202E\]gnp\.exe/);
    assert.equal(await view().locator('img').count(), 0);
    assert.equal(await (await frame()).title(), 'StackLens');
    await view().getByRole('button', { name: 'Use Regular Expression' }).click();
    await view().locator('.input-text').fill('db-(1|2)\\d:');
    await total('Findings: 20');
    await view().locator('.input-text').fill('db-(');
    await view().locator('.trouble', { hasText: 'no regular expression' }).waitFor();
    await view().getByRole('button', { name: 'Clear Filter' }).first().click();
    await total('Findings: 74');
    await view().locator('.input-file').fill('mail*');
    await total('Findings: 1');
    await view().getByRole('button', { name: 'Clear Filter' }).first().click();
    await view().getByRole('button', { name: 'Critical' }).click();
    await total('Findings: 1');
    await view().getByRole('button', { name: 'Critical' }).click();
    await total('Findings: 74');
  });

  it('sorts by a heading, and by another one after it', async () => {
    await view().getByRole('columnheader', { name: 'Line' }).getByRole('button').click();
    await view().locator('th.cell-line[aria-sort=ascending]').waitFor();
    await view().getByRole('columnheader', { name: 'Line' }).getByRole('button').click();
    await view().locator('th.cell-line[aria-sort=descending]').waitFor();
    await rows().first().filter({ hasText: 'Out of memory' }).waitFor();
    await view().getByRole('columnheader', { name: 'Category' }).getByRole('button').click({ modifiers: ['Shift'] });
    await view().locator('th.cell-category[aria-sort=ascending]').waitFor();
    await view().locator('th.cell-line[aria-sort=descending]').waitFor();
  });

  it('shows one finding with the log around it, and opens its source', async () => {
    await view().locator('.input-text').fill('checkout');
    await total('Findings: 1');
    await rows().first().click();
    const details = view().locator('.details');
    await details.locator('.context .own', { hasText: 'TypeError: cart is undefined' }).waitFor();
    await details.locator('.context', { hasText: 'Out of memory' }).waitFor();
    await details.locator('.frames .link', { hasText: 'src/pay.js:2' }).click();
    await suite.workbench.tab('pay.js').waitFor();
    await suite.workbench.statusBarItem(/Ln 2, Col/).waitFor();
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    await total('Findings: 1');
  });

  it('groups by fingerprint, and shows what a group holds', async () => {
    await view().getByRole('button', { name: 'Clear Filter' }).first().click();
    await view().getByRole('button', { name: 'Group by Fingerprint' }).click();
    await total('Groups: 5, of 74 findings');
    await view().locator('.all-groups tbody tr', { hasText: 'Connection refused' }).filter({ hasText: '70' }).click();
    await total('Findings: 70');
    await view().locator('.chip').waitFor();
    await rows().first().click();
    const details = view().locator('.details');
    await details.locator('.facts', { hasText: 'Local model' }).filter({ hasText: 'port 5432' }).waitFor();
    await details.locator('.advice', { hasText: 'Connection refused' }).getByRole('link', { name: 'errno/econnrefused' }).waitFor();
    if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/details.png`);
    await suite.workbench.page.keyboard.press('Escape');
    await view().getByRole('button', { name: 'Show All Fingerprints' }).click();
    await total('Findings: 74');
  });

  it('takes a finding out that the user says is none', async () => {
    await view().locator('.input-file').fill('mail*');
    await total('Findings: 1');
    await rows().first().click();
    await view().locator('.details vscode-button', { hasText: 'Ignore' }).click();
    await view().getByRole('heading', { name: 'No finding matches the filter' }).waitFor();
  });

  for (const theme of themes) {
    it(`has nothing for axe to find in ${theme}`, async () => {
      await view().getByRole('button', { name: 'Clear Filter' }).first().click();
      await rows().nth(1).click();
      await view().locator('.details .context').waitFor();
      const settings = suite.path(path.join('.vscode', 'settings.json'));
      fs.mkdirSync(path.dirname(settings), { recursive: true });
      fs.writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
      await suite.workbench.waitForTheme(theme);
      assert.deepEqual(await axeViolations(await frame()), []);
      await view().locator('.input-file').fill('*');
    });
  }
});
