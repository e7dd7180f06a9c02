import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { Workbook } from 'exceljs';
import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

const api = '2026-11-22 10:00:00 INFO  api - ready\n2026-11-22 10:00:01 ERROR api - Connection refused: db-1:5432\n2026-11-22 10:00:02 ERROR api - Connection refused: db-2:5432\n';
const worker = '2026-11-22 10:00:01 FATAL worker - Out of memory: killed process 4121\n';

describe('the export', () => {
  const suite = UiSuite.use({ files: { 'api.log': api, 'worker.log': worker } });
  const box = '.quick-input-widget:visible';

  /** Chooses in one list after the other; the last question is the file's name. */
  const answer = async (name: string, ...choices: readonly string[]): Promise<string> => {
    const { page } = suite.workbench;
    for (const choice of choices) await page.locator(`${box} .monaco-list-row`, { hasText: choice }).first().click();
    const { name: stem, ext } = path.parse(name);
    await page.locator(`${box} .monaco-button`, { hasText: 'OK' }).waitFor();
    // The dialog offers a name, of which all but the extension is selected once it has looked into the folder.
    await page.waitForFunction(`document.activeElement.value?.endsWith('-findings${ext}') && document.activeElement.selectionStart > 0`);
    await page.keyboard.type(stem);
    await page.keyboard.press('Enter');
    const target = suite.path(name);
    // It is complete when it is there.
    while (!fs.existsSync(target)) await page.waitForTimeout(50);
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.notifications().filter({ hasText: `exported to ${name}` }).waitFor();
    if (process.env.PICTURES) await suite.workbench.screenshot(`${process.env.PICTURES}/${name}.png`);
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
    return target;
  };
  const messagesOf = (file: string): unknown[] =>
    fs
      .readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: unknown }).message);

  it('writes all findings, asked for from the palette', async () => {
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    await suite.workbench.showContainer('StackLens');
    await suite.workbench.sideBarRows().filter({ hasText: 'worker.log' }).waitFor();
    await suite.workbench.page.keyboard.press('F1');
    await suite.workbench.page.locator(`${box} input.input`).fill('>StackLens: Export Findings');
    await suite.workbench.page.locator(`${box} .monaco-list-row`, { hasText: 'StackLens: Export Findings' }).waitFor();
    await suite.workbench.page.keyboard.press('Enter');
    const file = await answer('all.ndjson', 'All logs, every finding', 'NDJSON');
    assert.deepEqual(messagesOf(file).sort(), ['Connection refused: db-1:5432', 'Connection refused: db-2:5432', 'Out of memory: killed process 4121']);
  });

  it('writes what is chosen in the list of results', async () => {
    const { page } = suite.workbench;
    const rows = suite.workbench.sideBarRows();
    await rows.filter({ hasText: 'api.log' }).click();
    await page.keyboard.press('ArrowRight');
    await rows.filter({ hasText: 'Connection refused' }).first().click({ button: 'right' });
    const entry = page.getByRole('menuitem', { name: 'Export Findings…' });
    await entry.waitFor();
    await entry.hover();
    await page.keyboard.press('Enter');
    const file = await answer('chosen.ndjson', 'NDJSON');
    assert.deepEqual(messagesOf(file), ['Connection refused: db-1:5432', 'Connection refused: db-2:5432']);
  });

  it('writes a workbook from the dashboard', async () => {
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    await suite.workbench.webview().locator('header vscode-button', { hasText: 'Export…' }).click();
    const workbook = new Workbook();
    await workbook.xlsx.readFile(await answer('all.xlsx', 'medium and above', 'Excel (XLSX)'));
    assert.deepEqual(
      workbook.worksheets.map(({ name, rowCount }) => [name, rowCount]).slice(0, 1),
      [['Findings', 4]],
    );
  });
});
