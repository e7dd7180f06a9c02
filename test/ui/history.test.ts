import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'mocha';

import { openStore } from '../../src/engine/store/openStore';
import type { Store } from '../../src/engine/store/store';
import { inProject } from '../harness/paths';
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

describe('the retention', () => {
  const suite = UiSuite.use({ files: { 'a.log': first }, settings: { 'stacklens.retention.days': 30 } });
  const day = 86_400_000;

  it('removes what is older than the settings say', async () => {
    const folder = path.join(suite.server.dataDirectory, 'data', 'User', 'globalStorage', 'stacklens.stacklens-ai');
    const file = path.join(folder, 'stacklens.db');
    const stored = async (): Promise<Store> => openStore({ file, now: Date.now, program: 'cli', onProblem: (message) => assert.equal(message, ''), wasmPath: inProject('dist', 'sql-wasm.wasm') });
    const before = await stored();
    for (const days of [1, 400]) {
      const identity = { size: 1, modified: null, hash: '' };
      const writer = before.begin({ uri: `file:///old/${String(days)}.log`, fileName: 'x.log', startedAt: Date.now() - days * day, rulesVersion: '', modelVersion: null, identity, settingsHash: '' });
      await writer.abandon('cancelled', null);
    }
    await before.close();
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    await suite.workbench.showContainer('StackLens');
    await suite.workbench.sideBarRows().filter({ hasText: 'a.log' }).waitFor();
    for (const end = Date.now() + 30_000; ; ) {
      const after = await stored();
      const uris = (await after.latestAnalyses()).map(({ uri }) => path.basename(uri));
      await after.close();
      if (uris.join() === 'a.log,1.log') return;
      assert.ok(Date.now() < end, uris.join());
      await delay(200);
    }
  });
});
