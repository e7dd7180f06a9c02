import assert from 'node:assert/strict';
import fs from 'node:fs';

import { after, before, describe, it } from 'mocha';

import { GeminiStandIn } from '../harness/geminiStandIn';
import { UiSuite } from '../harness/uiSuite';

const line = (second: number, what: string): string => `2026-11-22 10:00:0${String(second)} ERROR shop - ${what}\n`;
const files = { 'first.log': line(1, 'Checkout failed'), 'second.log': line(1, 'The printer is on fire') + line(2, 'The printer is on fire') + line(3, 'Tray 7 fell off') };

/** A real editor, in which the user wants to be asked about nothing after the first time. */
describe('questions that ask themselves', () => {
  const stand = new GeminiStandIn(JSON.stringify({ cause: 'Heat.', evidence: [1], steps: ['Cool it.'], command: null, change: null, confidence: 0.5 }));
  before(() => stand.start());
  after(() => stand.stop());
  const suite = UiSuite.use({ files, settings: () => ({ 'stacklens.ai.endpoint': stand.address, 'stacklens.ai.askAutomatically': true, 'stacklens.ai.confidenceThreshold': 1 }) });
  const open = async (name: string): Promise<void> => {
    await suite.workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
    await suite.workbench.tab(name).waitFor();
    await suite.workbench.squiggles('error').first().waitFor();
  };
  const asked = async (count: number): Promise<void> => {
    while (stand.asked.length < count) await suite.workbench.page.waitForTimeout(50);
    assert.equal(stand.asked.length, count);
  };

  it('wait for the consent', async () => {
    await open('first.log');
    await suite.workbench.page.locator('.view-line', { hasText: 'Checkout failed' }).first().click();
    await suite.workbench.runCommandTyping('StackLens: Set Gemini API Key…', 'KEY-OF-MINE');
    await suite.workbench.runCommand('StackLens: Explain and Suggest with AI');
    const send = suite.workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Send' });
    await send.waitFor();
    assert.deepEqual(stand.asked, []);
    await send.click();
    await asked(1);
  });

  it('are then asked once for each kind of problem', async () => {
    await open('second.log');
    await asked(3);
    const told = stand.asked.slice(1).join('\n');
    assert.match(told, /printer is on fire/);
    assert.match(told, /Tray 7 fell off/);
    // A third kind, which is asked about after the others: had one of them been asked again, it would have been before.
    fs.appendFileSync(suite.path('second.log'), line(4, 'The printer is on fire') + line(5, 'Paper is everywhere'));
    await asked(4);
    assert.match(stand.asked.at(-1) ?? '', /lines 5 to 5 of the log.{0,80}Paper is everywhere/);
  });

  it('are answered at once when the user asks', async () => {
    await suite.workbench.page.locator('.view-line', { hasText: 'Tray 7' }).first().click();
    await suite.workbench.runCommand('StackLens: Explain and Suggest with AI');
    await suite.workbench.webview().getByText('Heat.').waitFor();
    assert.equal(stand.asked.length, 4);
  });
});
