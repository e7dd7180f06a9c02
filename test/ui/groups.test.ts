import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

const log = ['2026-11-22 10:00:00 INFO  api - ready', '2026-11-22 10:00:01 ERROR api - Connection refused: db-1:5432', '2026-11-22 10:00:02 ERROR api - Disk full: /var', ''].join('\n');

describe('groups in the results', () => {
  const suite = UiSuite.use({ files: { 'a.log': log } });
  const rows = (text: string | RegExp): ReturnType<typeof suite.workbench.sideBarRows> => suite.workbench.sideBarRows().filter({ hasText: text });
  /** Opens the menu of a row and chooses an entry by the keyboard. */
  const choose = async (row: string, entry: string): Promise<void> => {
    const { page } = suite.workbench;
    await rows(row).first().click({ button: 'right' });
    const item = page.getByRole('menuitem', { name: entry });
    await item.waitFor();
    for (let presses = 0; presses < 5 && !(await item.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'))); presses++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };
  const settings = (): Promise<string> => readFile(suite.path('.vscode/settings.json'), 'utf8');

  it('are merged where they are the same event', async () => {
    await suite.workbench.showContainer('StackLens');
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    await suite.workbench.runCommand('StackLens: Group by Fingerprint');
    await rows('Disk full').waitFor();
    await rows('Connection refused').click();
    await rows('Disk full').click({ modifiers: ['ControlOrMeta'] });
    await choose('Disk full', 'Merge Groups');
    await rows('×2').waitFor();
    assert.match(await settings(), /"together"/);
  });

  it('get a name', async () => {
    await rows('×2').click();
    await choose('×2', 'Name Group');
    const { keyboard } = suite.workbench.page;
    await suite.workbench.page.locator('.quick-input-widget:visible input.input').fill('Storage');
    await keyboard.press('Enter');
    await rows('Storage').waitFor();
  });

  it('are split again', async () => {
    await choose('Storage', 'Split Group');
    const palette = suite.workbench.page.locator('.quick-input-widget:visible');
    await palette.locator('.monaco-list-row', { hasText: 'Disk full' }).click();
    await suite.workbench.page.keyboard.press('Enter');
    await rows('Disk full').waitFor();
    await rows('Storage').waitFor();
    assert.match(await settings(), /"apart"/);
  });
});
