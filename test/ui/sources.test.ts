import assert from 'node:assert/strict';

import { after, before, describe, it } from 'mocha';

import { axeViolations, frameOf } from '../harness/axe';
import { UiSuite } from '../harness/uiSuite';
import { loki, StandIn } from '../unit/engine/remote/standIns';

const lines = ['2026-11-24T10:00:00Z INFO up', '2026-11-24T10:00:01Z ERROR load of cart 7 failed', 'java.lang.IllegalStateException: no', '\tat com.example.A.b(A.java:3)', '2026-11-24T10:00:02Z FATAL out of memory'];

describe('logs that another engine keeps', () => {
  let engine: StandIn;
  let isBusy = false;
  before(async () => {
    const now = Date.now() - 120_000;
    const answer = loki(lines.map((line, index) => ({ time: BigInt(now + index) * 1_000_000n, labels: { app: 'shop' }, line })));
    engine = await StandIn.start(async (asked, response) => {
      if (asked.headers.authorization !== 'Bearer t0k') response.writeHead(401).end('no');
      else if (isBusy) response.writeHead(503).end('[read this](command:workbench.action.closeWindow)');
      else await answer(asked, response);
    });
  });
  after(() => engine.stop());
  const suite = UiSuite.use({ files: { 'notes.txt': 'Nothing failed here.\n' }, settings: () => ({ 'stacklens.sources': [{ name: 'shop', address: `loki://${engine.host}/?query={app="shop"}`, since: '2h' }] }) });
  const notified = async (text: string): Promise<void> => {
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.notifications().filter({ hasText: text }).waitFor();
  };

  it('are not handed out without a login, which can be given there', async () => {
    await suite.workbench.runCommandAsking('StackLens: Analyze From Source…', ['shop', 'Last 2 hours']);
    await notified('does not accept the login (401)');
    if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/source-login.png`);
    await suite.workbench.page.locator('.notification-list-item').getByRole('button', { name: 'Set Login…' }).first().click();
    const input = suite.workbench.page.locator('.quick-input-widget:visible input[type=text], .quick-input-widget:visible input[type=password]');
    await suite.workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Token or API key' }).click();
    await suite.workbench.page.locator('.quick-input-widget', { hasText: 'It is kept among the secrets' }).waitFor();
    await input.fill('t0k');
    await suite.workbench.page.keyboard.press('Enter');
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('are read for the time that is chosen, and analysed as any log', async () => {
    await suite.workbench.runCommandAsking('StackLens: Analyze From Source…', ['shop', 'Last 2 hours']);
    await suite.workbench.page.locator('.tab', { hasText: /^shop-[0-9a-f]{8}\.log/ }).waitFor();
    await suite.workbench.showContainer('StackLens');
    await suite.workbench.sideBarRows().filter({ hasText: /shop-.*1 critical/ }).waitFor();
    const { query } = engine.asked.at(-1) ?? assert.fail('nothing was asked');
    const [start, end] = ['start', 'end'].map((name) => Number(BigInt(query.get(name) ?? 0) / 1_000_000n));
    assert.equal((end ?? 0) - (start ?? 0), 2 * 3_600_000);
    if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/source.png`);
    await suite.workbench.runCommand('View: Close All Editors');
  });

  it('are listed in the dashboard, with what came of them, and read from there', async () => {
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    const page = suite.workbench.webview();
    await page.getByRole('tab', { name: 'History' }).click();
    const line = page.locator('.section-background li', { hasText: 'shop' }).filter({ hasText: engine.host });
    await line.filter({ hasText: 'records: 5' }).waitFor();
    if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/source-dashboard.png`);
    assert.deepEqual(await axeViolations(await frameOf(page)), []);
    isBusy = true;
    await line.getByRole('button', { name: 'Read now: shop' }).click();
    await line.filter({ hasText: 'could not do what it was asked (503)' }).waitFor();
    await notified('could not do what it was asked (503): [read this] (command:');
    assert.equal(await suite.workbench.notifications().locator('.notification-list-item-message a').count(), 0);
  });
});
