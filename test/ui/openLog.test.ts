import assert from 'node:assert/strict';

import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

const log = [
  '2026-11-22 10:00:00,000 INFO  [main] com.shop.Orders - Started in 812 ms',
  '2026-11-22 10:00:01,000 ERROR [pool-1] com.shop.Orders - Connection refused: db-1:5432',
  '2026-11-22 10:00:02,000 WARN  [pool-1] com.shop.Orders - Slow query took 3111 ms',
  '',
].join('\n');

describe('a log in the editor', () => {
  const suite = UiSuite.use({ files: { 'orders.log': log, 'other.log': log } });

  it('has a squiggle under each problem', async () => {
    await suite.workbench.openFile('orders.log');
    await suite.workbench.squiggles('error').first().waitFor();
    await suite.workbench.squiggles('warning').first().waitFor();
  });

  it('says beside the line what it is', async () => {
    await suite.workbench.openFile('orders.log');
    assert.match(await suite.workbench.noteBeside('Connection refused'), /^"?(Network|Database) · \d+ %/);
  });

  it('counts its problems in the status bar', async () => {
    await suite.workbench.statusBarItem(/StackLens|1/).first().waitFor();
  });

  it('lists them in the Problems panel', async () => {
    const rows = await suite.workbench.showProblems();
    await rows.filter({ hasText: 'Connection refused' }).waitFor();
    const labels = await suite.workbench.problemLabels();
    assert.ok(labels.some((label) => label.includes('Error') && label.includes('StackLens') && label.includes('line 2')), labels.join('\n'));
  });

  it('explains one in a hover', async () => {
    const hover = await suite.workbench.hover('refused');
    assert.match(await hover.innerText(), /network|database/i);
    assert.match(await hover.innerText(), /Urgency:\s\d+\s%/);
    assert.match(await hover.innerText(), /It\snames:\shost\sdb-1,\sport\s5432/);
  });

  it('explains all that is known of it in a document beside it', async () => {
    const hover = await suite.workbench.hover('refused');
    await hover.locator('a', { hasText: 'Explain' }).first().click();
    await suite.workbench.page.locator('.view-line', { hasText: 'What it tells' }).waitFor();
    await suite.workbench.page.keyboard.press('Control+End');
    await suite.workbench.page.locator('.view-line', { hasText: 'https://man7.org/' }).waitFor();
    await suite.workbench.page.keyboard.press('Control+F4');
  });

  it('shows what is typed into it', async () => {
    await suite.workbench.appendText('2026-11-22 10:00:03,000 FATAL [main] com.shop.Orders - Out of memory\n');
    await suite.workbench.problems().filter({ hasText: 'Out of memory' }).waitFor();
  });

  it('asks no other machine for anything', () => {
    assert.deepEqual(suite.workbench.foreignRequests, []);
  });
});
