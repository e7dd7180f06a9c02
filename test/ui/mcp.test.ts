import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

describe('the MCP server', () => {
  const suite = UiSuite.use({ files: { 'orders.log': '2026-11-22 10:00:01,000 ERROR [pool-1] com.shop.Orders - Connection refused: db-1:5432\n' }, settings: { 'chat.disableAIFeatures': false } });

  /** One list of the palette leads to the next. A list that is being made anew takes no answer: then all are opened again. */
  async function choose(...entries: readonly string[]): Promise<void> {
    const { page } = suite.workbench;
    const palette = page.locator('.quick-input-widget:visible');
    for (let tries = 4; ; tries--) {
      await page.keyboard.press('F1');
      try {
        for (const [step, entry] of ['MCP: List Servers', ...entries].entries()) {
          await palette.locator('input.input').fill(step === 0 ? `>${entry}` : entry, { timeout: 3000 });
          await palette.locator('.monaco-list-row.focused', { hasText: entry }).waitFor({ timeout: 3000 });
          await page.keyboard.press('Enter');
        }
        return;
      } catch (error) {
        if (tries === 0) throw error;
        await page.keyboard.press('Escape');
      }
    }
  }

  it('is among those that the editor knows, and starts', async function () {
    this.timeout(60_000);
    const { workbench } = suite;
    await workbench.openFile('orders.log');
    // We are there, and have told of it.
    await workbench.squiggles('error').first().waitFor();
    await choose('StackLens', 'Start Server');
    await choose('StackLens');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Stop Server' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await choose('StackLens', 'Show Output');
    await workbench.page.locator('.output-view .view-line', { hasText: /Discovered\s4\stools/ }).first().waitFor();
  });
});
