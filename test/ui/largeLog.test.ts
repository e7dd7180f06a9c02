import assert from 'node:assert/strict';

import { describe, it } from 'mocha';

import { SyntheticLog } from '../harness/syntheticLog';
import { UiSuite } from '../harness/uiSuite';

/** Above what VS Code gives to extensions. */
const bytes = 55_000_000;
/** VS Code takes its time with so large a file. */
const openingTimeoutMs = 90_000;

describe('a log too large for extensions', () => {
  // Without the page that asks first.
  const suite = UiSuite.use({ files: { 'large.log': () => new SyntheticLog(55).next(bytes) }, settings: { 'workbench.editorLargeFileConfirmation': 1000 } });
  const offer = (): ReturnType<typeof suite.workbench.notifications> => suite.workbench.notifications().filter({ hasText: 'StackLens can read it from disk' });
  const open = async (name: string): Promise<void> => {
    await suite.workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
    await suite.workbench.tab(name).waitFor();
  };

  it('is noticed when it is opened', async function () {
    this.timeout(openingTimeoutMs);
    await open('large.log');
    // Longer than the extension waits for the document.
    await suite.workbench.page.waitForTimeout(3_000);
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await offer().waitFor();
  });

  it('is analyzed from disk', async () => {
    await suite.workbench.page.getByRole('button', { name: 'Analyze with StackLens' }).click();
    await suite.workbench.sideBarRows().filter({ hasText: 'large.log' }).filter({ hasText: 'critical' }).waitFor();
  });

  it('has no share of the Problems panel', async () => {
    await suite.workbench.showProblems();
    assert.equal(await suite.workbench.problems().count(), 0);
  });

  it('is offered once', async function () {
    this.timeout(openingTimeoutMs);
    await suite.workbench.runCommand('View: Close All Editors');
    await suite.workbench.showContainer('Explorer');
    await open('large.log');
    await suite.workbench.page.waitForTimeout(3_000);
    await suite.workbench.runCommand('Notifications: Show Notifications');
    assert.equal(await offer().count(), 0);
  });

  it('can be reopened with the log view', async () => {
    await suite.workbench.page.keyboard.press('Escape');
    await suite.workbench.runCommandAsking('View: Reopen Editor With...', 'StackLens Log View');
    await suite.workbench.webview().locator('.line').first().waitFor();
  });
});
