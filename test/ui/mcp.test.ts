import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

describe('the MCP server', () => {
  const suite = UiSuite.use({ files: { 'orders.log': '2026-11-22 10:00:01,000 ERROR [pool-1] com.shop.Orders - Connection refused: db-1:5432\n' }, settings: { 'chat.disableAIFeatures': false } });

  /** One list of the palette leads to the next. */
  async function choose(...entries: readonly string[]): Promise<void> {
    const { page } = suite.workbench;
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget:visible input.input').fill('>MCP: List Servers');
    for (const entry of ['MCP: List Servers', ...entries]) await page.locator('.quick-input-list .monaco-list-row', { hasText: entry }).first().click();
  }

  it('is among those that the editor knows, and starts', async () => {
    const { workbench } = suite;
    await workbench.openFile('orders.log');
    // We are there, and have told of it.
    await workbench.squiggles('error').first().waitFor();
    await choose('StackLens', 'Start Server');
    await choose('StackLens');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Stop Server' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await choose('StackLens', 'Show Output');
    await workbench.page.locator('.output-view .view-line', { hasText: /Discovered\s4\stools/ }).waitFor();
  });
});
