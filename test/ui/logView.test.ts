import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';

import { axeViolations, frameOf } from '../harness/axe';
import { SyntheticLog } from '../harness/syntheticLog';
import { UiSuite } from '../harness/uiSuite';
import type { Theme } from '../harness/workbench';

const bytes = 60_000_000;
const themes: readonly Theme[] = ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'];
const last = '2026-11-23 18:00:00,000 INFO  [main] com.shop.web.RequestLog - The last line of a long log\n';
const needle = '2026-11-22 03:03:30,000 ERROR [main] com.shop.web.RequestLog - Needle: Connection refused: haystack-1:80\n';
const grown = '2026-11-24 08:00:00,000 ERROR [main] com.shop.web.RequestLog - Grown: Connection refused: db-9:5432\n';

/** With a needle in the middle of its hay. */
function bigLog(): string {
  const log = new SyntheticLog(2026);
  return `${log.next(bytes / 2)}${needle}${log.next(bytes / 2)}${last}`;
}

describe('the log view', () => {
  const suite = UiSuite.use({ files: { 'readme.txt': 'nothing here\n', 'big.log': bigLog } });
  const page = (): ReturnType<typeof suite.workbench.webview> => suite.workbench.webview();
  const lines = (text?: string | RegExp): Locator => page().locator('.line', text === undefined ? {} : { hasText: text });
  /** Waits until a line with this text is the only one. */
  const onlyLine = async (text: string): Promise<void> => {
    await lines(text).waitFor();
    const end = Date.now() + 10_000;
    while ((await lines().count()) !== 1) {
      assert.ok(Date.now() < end, 'other lines are shown');
      await delay(50);
    }
  };
  const tool = (name: string | RegExp): Locator => page().getByRole('button', { name, exact: true });
  const press = (key: string): Promise<void> => suite.workbench.page.keyboard.press(key);
  const status = (text: string | RegExp): Promise<void> => page().locator('footer', { hasText: text }).waitFor();
  /** The footer always holds the word, hidden where nothing is filtered: only its being seen tells. */
  const filtered = (): Promise<void> => page().locator('footer .filtered').waitFor();

  it('opens a log that VS Code gives to no extension', async () => {
    await suite.workbench.chooseInExplorer('big.log', 'Open in StackLens Log View');
    await lines().first().waitFor();
    await status(/6\d MB/);
  });

  it('counts its lines and finds its problems while one reads', async () => {
    await status(/\d{3},\d{3} lines/);
    await page().locator('footer .tally').first().waitFor();
    await page().locator('.line .icon').first().waitFor();
  });

  it('goes to its end and back with the keyboard', async () => {
    await page().locator('.lines').focus();
    await press('End');
    await lines('The last line of a long log').waitFor();
    await status('100%');
    await press('Home');
    await status('Line 1 ·');
  });

  it('is scrolled by a bar that stands for all of it', async () => {
    const box = await page().locator('.scrollbar').boundingBox();
    assert.ok(box);
    const { mouse } = suite.workbench.page;
    await mouse.move(box.x + box.width / 2, box.y + 4);
    await mouse.down();
    await mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 10 });
    await mouse.up();
    await status(/(49|50|51)(\.\d)?%/);
    const before = await lines().nth(80).getAttribute('id');
    await mouse.move(box.x - 300, box.y + 200);
    await mouse.wheel(0, 3000);
    await page().locator(`#${before}`).waitFor({ state: 'detached' });
    await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await mouse.down();
    await mouse.move(box.x + box.width / 2, box.y + box.height + 50, { steps: 5 });
    await mouse.up();
    await lines('The last line of a long log').waitFor();
  });

  it('finds text in all of it', async () => {
    await page().locator('.lines').focus();
    await press('Home');
    await press('Control+f');
    await suite.workbench.page.keyboard.type('needle:');
    await press('Enter');
    await lines('Needle: Connection refused').waitFor();
    assert.match(await page().locator('.line.cursor').innerText(), /Needle/);
    assert.equal(await page().locator('.line.cursor mark').innerText(), 'Needle:');
    await press('Enter');
    await page().locator('.outcome', { hasText: 'from the start' }).waitFor();
  });

  it('goes to the next problem, and to the one before', async () => {
    await page().locator('.lines').focus();
    await press('Home');
    await status('Line 1 ·');
    await press('F8');
    await page().locator('.line.cursor:is(.critical, .high, .medium)').waitFor();
    const first = await page().locator('.line.cursor').getAttribute('id');
    await press('F8');
    await page().locator(`.line.cursor:not(#${first})`).waitFor();
    await press('Shift+F8');
    await page().locator(`.line.cursor#${first}`).waitFor();
  });

  it('goes to a line or a time', async () => {
    const input = suite.workbench.page.locator('.quick-input-widget:visible input.input');
    await press('Control+g');
    await input.fill('123456');
    await press('Enter');
    await status('Line 123,456 ·');
    await press('Control+g');
    await input.fill('03:00');
    await press('Enter');
    await page().locator('.line.cursor', { hasText: '2026-11-22 03:00:00' }).waitFor();
  });

  it('shows only what passes the filter, and what was left out where that is asked for', async () => {
    await tool('Filter').click();
    await page().locator('.filter-bar input[aria-label="Lines with"]').fill('needle');
    await page().locator('.gap').first().waitFor();
    await onlyLine('Needle');
    await page().locator('.gap').click();
    await lines().nth(20).waitFor();
    await filtered();
    await tool('Clear Filter').click();
    await lines().nth(50).waitFor();
  });

  it('keeps its place and filter while it is hidden', async () => {
    await page().locator('.filter-bar input[aria-label="Lines with"]').fill('needle');
    await filtered();
    await onlyLine('Needle');
    await suite.workbench.openFile('readme.txt');
    await suite.workbench.tab('big.log').click();
    await filtered();
    await onlyLine('Needle');
    await tool('Clear Filter').click();
  });

  it('follows a log that grows, until one looks further up', async () => {
    await tool('Follow the End of the Log').click();
    await lines('The last line of a long log').waitFor();
    fs.appendFileSync(suite.path('big.log'), grown);
    await lines('Grown: Connection refused').waitFor();
    await page().locator('.lines').hover();
    await suite.workbench.page.mouse.wheel(0, -2000);
    await lines('Grown: Connection refused').waitFor({ state: 'hidden' });
    fs.appendFileSync(suite.path('big.log'), grown.replace('Grown', 'Again'));
    await page().locator('.new-lines').click();
    await lines('Again: Connection refused').waitFor();
  });

  it('leads from the results to the line', async () => {
    await suite.workbench.showContainer('StackLens');
    const rows = suite.workbench.sideBarRows();
    await rows.filter({ hasText: 'big.log' }).first().waitFor();
    await suite.workbench.runCommand('StackLens: Group by Fingerprint');
    await rows.filter({ hasText: 'Critical' }).first().click();
    await press('ArrowRight');
    await rows.filter({ hasText: /line [1-9]\d*/ }).first().click();
    await page().locator('.line.cursor.critical').waitFor();
  });

  for (const theme of themes) {
    it(`has nothing for axe to find in ${theme}`, async () => {
      const settings = suite.path(path.join('.vscode', 'settings.json'));
      fs.mkdirSync(path.dirname(settings), { recursive: true });
      fs.writeFileSync(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
      await suite.workbench.waitForTheme(theme);
      assert.deepEqual(await axeViolations(await frameOf(page())), []);
    });
  }

  it('says that a log is gone, and goes on when it is back', async () => {
    fs.renameSync(suite.path('big.log'), suite.path('big.txt'));
    await page().locator('.notice.message').waitFor();
    fs.writeFileSync(suite.path('big.log'), last);
    await page().locator('.notice.message', { hasText: 'cut or replaced' }).waitFor();
    await lines().nth(1).waitFor({ state: 'detached' });
    assert.equal(await lines().count(), 1);
  });

  it('shows the first lines of a log that was empty', async () => {
    fs.truncateSync(suite.path('big.log'));
    await page().locator('.blank', { hasText: 'empty' }).waitFor();
    fs.appendFileSync(suite.path('big.log'), last);
    await lines().first().waitFor();
    assert.equal(await lines().count(), 1);
  });

  it('keeps to its content security policy', () => {
    assert.deepEqual(suite.workbench.consoleErrors.filter((error) => error.includes('Content Security Policy')), []);
  });
});
