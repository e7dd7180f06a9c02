import assert from 'node:assert/strict';
import fs from 'node:fs';

import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

const first = '2026-11-22 10:00:01 ERROR api - Connection refused: db-1:5432\n2026-11-22 10:00:02 ERROR api - Order was rejected\n';
const second = '2026-11-22 11:00:01 ERROR api - Connection refused: db-1:5432\n2026-11-22 11:00:02 ERROR api - Connection refused: db-1:5432\n2026-11-22 11:00:03 FATAL api - Out of memory\n';

describe('the history of a log', () => {
  const suite = UiSuite.use({ files: { 'a.log': first } });
  const rows = (): ReturnType<typeof suite.workbench.sideBarRows> => suite.workbench.sideBarRows();
  const picks = (text: string): ReturnType<typeof suite.workbench.sideBarRows> => suite.workbench.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: text });

  /** Chooses an entry of the menu that a log has in the results. */
  const choose = async (entry: string): Promise<void> => {
    await rows().filter({ hasText: 'a.log' }).first().click({ button: 'right' });
    await suite.workbench.page.getByRole('menuitem', { name: entry }).waitFor();
    const item = suite.workbench.page.getByRole('menuitem', { name: entry });
    while (!(await item.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus')))) await suite.workbench.page.keyboard.press('ArrowDown');
    await suite.workbench.page.keyboard.press('Enter');
  };

  it('shows how its analyses differ', async () => {
    await suite.workbench.showContainer('StackLens');
    for (const text of [first, second]) {
      fs.writeFileSync(suite.path('a.log'), text);
      await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
      await rows().filter({ hasText: text === first ? '2 high' : '1 critical' }).waitFor();
    }
    await choose('Show History…');
    await picks('1 critical, 2 high (+1)').click();
    await picks('2 high').filter({ hasNotText: 'critical' }).click();
    await suite.workbench.tab('a.log: what changed').waitFor();
    const text = (await suite.workbench.page.locator('.editor-instance .view-lines').first().innerText()).replaceAll('\u00a0', ' ');
    for (const words of ['New (1)', 'Critical  ×1  Out of memory', 'More often (1)', '×1 → ×2  Connection refused', 'Gone (1)', 'Order was rejected']) assert.ok(text.includes(words), `${words} in ${text}`);
  });

  it('is deleted, and brought back', async () => {
    const { page } = suite.workbench;
    await choose('Delete Analyses…');
    await picks('All analyses of a.log').click();
    await page.locator('.part.sidebar .welcome-view-content').waitFor();
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await page.locator('.notification-list-item', { hasText: '2 analyses of a.log were deleted' }).locator('.monaco-button', { hasText: 'Undo' }).click();
    await rows().filter({ hasText: '1 critical' }).waitFor();
  });
});
