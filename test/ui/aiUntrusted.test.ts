import assert from 'node:assert/strict';

import { after, before, describe, it } from 'mocha';

import { GeminiStandIn } from '../harness/geminiStandIn';
import { UiSuite } from '../harness/uiSuite';

const log = (what: string): string => ['2026-11-22 10:00:00 INFO  shop - started', `2026-11-22 10:00:01 ERROR shop - ${what}`, ''].join('\n');
const answer = { cause: 'Nobody pays.', evidence: [2], steps: ['Pay.'], command: null, change: null, confidence: 0.9 };
/** Milliseconds: longer than what asks by itself waits. */
const patience = 4_000;

describe('an AI that has a key and the consent, where trust is taken back', () => {
  const stand = new GeminiStandIn(JSON.stringify(answer));
  before(() => stand.start());
  after(() => stand.stop());
  const suite = UiSuite.use({
    files: { 'shop.log': log('Checkout failed'), 'bank.log': log('Transfer refused') },
    workspaceTrust: true,
    settings: () => ({ 'stacklens.ai.endpoint': stand.address, 'stacklens.ai.confidenceThreshold': 1, 'stacklens.ai.askAutomatically': true, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' }),
  });
  const manage = async (): Promise<ReturnType<typeof suite.workbench.notifications>> => {
    await suite.workbench.runCommand('Workspaces: Manage Workspace Trust');
    return suite.workbench.page.locator('.workspace-trust-editor');
  };
  const suggest = async (name: string): Promise<void> => {
    await suite.workbench.openFile(name);
    await suite.workbench.squiggles('error').first().waitFor();
    await suite.workbench.page.locator('.view-line', { hasText: 'ERROR shop' }).first().click();
    await suite.workbench.runCommand('StackLens: Explain and Suggest with AI');
  };

  it('answers while the folder is trusted', async () => {
    await (await manage()).locator('.monaco-button', { hasText: 'Trust' }).first().click();
    await suite.workbench.runCommandTyping('StackLens: Set Gemini API Key…', 'KEY-OF-MINE');
    await suggest('shop.log');
    await suite.workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Send' }).click();
    await suite.workbench.webview().getByText('Nobody pays.').waitFor();
    assert.equal(stand.asked.length, 1);
  });

  it('is sent nothing any more, neither when told to nor by itself', async () => {
    await suite.workbench.runCommand('View: Close All Editors');
    const folder = (await manage()).locator('.monaco-list-row', { hasText: 'workspace-' });
    await folder.hover();
    await folder.getByRole('button', { name: 'Delete Path' }).click();
    await suite.workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await suggest('bank.log');
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.notifications().filter({ hasText: 'No AI is asked in a workspace that is not trusted.' }).waitFor();
    await suite.workbench.page.waitForTimeout(patience);
    assert.equal(stand.asked.length, 1);
  });
});
