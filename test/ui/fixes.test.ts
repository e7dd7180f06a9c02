import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

const log = ['2026-11-22 10:00:00,000 INFO  [main] com.shop.Orders - Started in 812 ms', '2026-11-22 10:00:01,000 ERROR [pool-1] com.shop.Orders - connect ECONNREFUSED 10.0.0.7:5432', ''].join('\n');

describe('what fixed a finding', () => {
  const suite = UiSuite.use({ files: { 'orders.log': log } });

  it('is asked of what the hover suggests, and said there the next time', async () => {
    const { workbench } = suite;
    const { page } = workbench;
    await workbench.openFile('orders.log');
    await workbench.squiggles('error').first().waitFor();
    const hover = await workbench.hover('ECONNREFUSED');
    await hover.getByText('It Helped', { exact: false }).first().waitFor();
    await hover.locator('a', { hasText: 'What Fixed It…' }).click();
    const input = page.locator('.quick-input-widget:visible input.input');
    await input.fill('started the database on db-7 <b>again</b>');
    await input.press('Enter');
    await page.locator('.statusbar-item', { hasText: 'Noted: it changes what is suggested' }).waitFor();
    const again = await workbench.hover('ECONNREFUSED');
    await again.getByText('started the database on db-7 <b>again</b>').waitFor();
    await again.getByText('It fixed one like this before').waitFor();
  });
});
