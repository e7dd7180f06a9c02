import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { after, before, describe, it } from 'mocha';

import { axeViolations, frameOf } from '../harness/axe';
import { UiSuite } from '../harness/uiSuite';
import { Webhook } from '../unit/engine/alerts/standIns';

const failure = (name: string): string => `2026-11-22T11:00:00Z ERROR load of ${name} failed for jane@example.com\n`;

describe('alerts', () => {
  let webhook: Webhook;
  let folder: string;
  const rules = (): string => path.join(folder, 'stacklens-alerts.json');
  const write = (consent: boolean): void => fs.writeFileSync(rules(), JSON.stringify({ consent, rules: [{ name: 'all', channels: ['team', 'me'] }], channels: { team: { type: 'webhook', urlFrom: 'TEAM_HOOK', perMinute: 60 }, me: { type: 'notification', perMinute: 60 } } }));
  before(async () => {
    webhook = await Webhook.start();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alerts-'));
    write(true);
  });
  after(async () => {
    await webhook.stop();
    fs.rmSync(folder, { recursive: true });
  });
  const suite = UiSuite.use({ files: { 'shop.log': failure('a') }, settings: () => ({ 'stacklens.alerts': rules(), 'stacklens.watch': ['*.log'], 'stacklens.schedule': [{ paths: ['jobs'], cron: '0 7 * * 1-5' }] }) });
  const dialog = (button: string): ReturnType<typeof suite.workbench.notifications> => suite.workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: button });
  const notified = async (text: string): Promise<void> => {
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.notifications().filter({ hasText: text }).waitFor();
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
  };
  const kinds = (): unknown[] => webhook.got.map(({ body }) => (JSON.parse(body) as { readonly kind: unknown }).kind);
  const got = async (count: number): Promise<void> => {
    for (let tries = 0; webhook.got.length < count; tries++) {
      assert.ok(tries < 200, `${String(webhook.got.length)} of ${String(count)} messages came`);
      await suite.workbench.page.waitForTimeout(50);
    }
  };
  const sendTest = (): Promise<void> => suite.workbench.runCommandAsking('StackLens: Send Test Alert…', 'team');

  it('go nowhere before the user has agreed', async () => {
    await suite.workbench.runCommand('StackLens: Show Output');
    await suite.workbench.page.locator('.monaco-dialog-box', { hasText: 'Send alerts to TEAM_HOOK?' }).waitFor();
    if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/alerts-consent.png`);
    await dialog('Cancel').click();
    fs.appendFileSync(suite.path('shop.log'), failure('b'));
    await suite.workbench.showContainer('StackLens');
    await suite.workbench.sideBarRows().filter({ hasText: 'shop.log' }).filter({ hasText: '2 high' }).waitFor();
    assert.deepEqual(kinds(), []);
  });

  it('are tried by a test, which says what is missing', async () => {
    await sendTest();
    await dialog('Send').click();
    await notified('team (nowhere) could not be told: the variable TEAM_HOOK is not set.');
    await suite.workbench.runCommandAsking('StackLens: Set Alert Secret…', 'TEAM_HOOK', webhook.url);
    await sendTest();
    await notified(`team: a test was delivered to ${new URL(webhook.url).host}.`);
    assert.deepEqual(kinds(), ['test']);
  });

  it('tell of what is written to a log that is watched, here and elsewhere, without what is nobody’s business', async () => {
    // The rules count again with their secret.
    await suite.workbench.page.waitForTimeout(1_500);
    fs.appendFileSync(suite.path('shop.log'), failure('c'));
    await got(2);
    const { body } = webhook.got[1] ?? { body: '' };
    assert.match(body, /load of c failed for \[\[EMAIL_1\]\]/);
    assert.ok(!body.includes('jane@') && !body.includes('load of a'), body);
    await notified('StackLens AI: high in shop.log. load of c failed for [[EMAIL_1]]');
  });

  it('are shown as they stand, whatever a log says', async () => {
    fs.appendFileSync(suite.path('shop.log'), '2026-11-22T11:00:00Z FATAL crash, see [how to mend it](command:workbench.action.closeWindow) first\n');
    await got(3);
    await suite.workbench.runCommand('Notifications: Show Notifications');
    const shown = suite.workbench.notifications().filter({ hasText: 'crash, see' });
    await shown.waitFor();
    assert.match(await shown.innerText(), /see \[how to mend it\] \(command:/);
    assert.equal(await shown.locator('.notification-list-item-message a').count(), 0);
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('tell of a log that comes later from its first line', async () => {
    fs.writeFileSync(suite.path('cart.log'), '2026-11-22T11:00:00Z FATAL out of memory\n');
    await got(4);
    assert.match(webhook.got[3]?.body ?? '', /cart\.log/);
  });

  it('are listed in the dashboard, with what is watched and scheduled', async () => {
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    const page = suite.workbench.webview();
    await page.getByRole('tab', { name: 'History' }).click();
    const background = page.locator('.section-background');
    await background.locator('li', { hasText: 'team to 127.0.0.1' }).filter({ hasText: 'a test' }).filter({ hasText: 'Delivered' }).waitFor();
    await background.locator('li', { hasText: 'team to nowhere' }).filter({ hasText: 'Failed' }).filter({ hasText: 'TEAM_HOOK is not set' }).waitFor();
    await background.locator('li', { hasText: 'me to this machine, alerts: 1' }).first().waitFor();
    for (const name of ['shop.log', 'cart.log']) await background.locator('li', { hasText: name }).waitFor();
    await background.locator('li', { hasText: 'jobs' }).filter({ hasText: '0 7 * * 1-5 · not yet run · next ' }).waitFor();
    await background.getByRole('button', { name: 'Run now' }).click();
    await background.locator('li', { hasText: 'jobs' }).filter({ hasText: '· last ' }).waitFor();
    await background.scrollIntoViewIfNeeded();
    if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/background.png`);
    assert.deepEqual(await axeViolations(await frameOf(page)), []);
    await suite.workbench.runCommand('View: Close All Editors');
  });

  it('end when the rules do not agree any more, which is said', async () => {
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
    write(false);
    await notified('does not say "consent": true');
    fs.appendFileSync(suite.path('shop.log'), '2026-11-22T11:00:00Z FATAL disk full\n');
    await suite.workbench.sideBarRows().filter({ hasText: 'shop.log' }).filter({ hasText: '2 critical' }).waitFor();
    assert.equal(webhook.got.length, 4);
  });
});
