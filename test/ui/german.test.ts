import assert from 'node:assert/strict';

import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';
import type { Workbench } from '../harness/workbench';

const log = [
  '2026-11-22 10:00:00,000 INFO  [main] com.shop.Orders - Started in 812 ms',
  '2026-11-22 10:00:01,000 ERROR [pool-1] com.shop.Orders - Connection refused: db-1:5432',
  '',
].join('\n');

describe('a window in German', () => {
  const suite = UiSuite.use({ files: { 'orders.log': log } });
  let german: Workbench;

  it('says beside a line and in its hover what it is', async () => {
    german = await suite.openAnother({ language: 'de' });
    await german.openFile('orders.log');
    assert.match(await german.noteBeside('Connection refused'), /^"?(Netzwerk|Datenbank) · \d+ %/);
    const hover = await german.hover('refused');
    // What others say of the line may come first.
    await hover.getByText(/^Verbindung\sabgelehnt$/).waitFor();
  });

  it('has its commands', async () => {
    await german.runCommand('StackLens: Dashboard öffnen');
  });

  it('has its dashboard', async () => {
    const dashboard = german.webview();
    await dashboard.getByRole('tab', { name: 'Überblick' }).waitFor();
    await dashboard.getByText('Wichtigste Probleme').first().waitFor();
    await dashboard.getByRole('tab', { name: 'Alle Fehler' }).waitFor();
  });

  it('leaves other windows in their language', async () => {
    await suite.workbench.openFile('orders.log');
    assert.match(await suite.workbench.noteBeside('Connection refused'), /^"?(Network|Database) · \d+ %/);
  });
});
