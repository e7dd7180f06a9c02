import assert from 'node:assert/strict';

import { describe, it } from 'mocha';

import manifest from '../../package.json';
import { UiSuite } from '../harness/uiSuite';

describe('getting started', () => {
  const suite = UiSuite.use({ files: { 'notes.txt': 'no log\n' } });

  it('is offered where there are no results yet', async () => {
    const { page } = suite.workbench;
    await suite.workbench.runCommand('View: Show StackLens');
    const welcome = page.locator('.pane-body .welcome-view-content');
    await welcome.getByText('Analyze Workspace Logs').waitFor();
    await welcome.getByText('Get Started').click();
    await page.locator('.gettingStartedContainer', { hasText: 'Get Started with StackLens' }).waitFor();
  });

  it('has five steps, each with a picture of the theme’s colours and something to do', async () => {
    const { page } = suite.workbench;
    const steps = manifest.contributes.walkthroughs.flatMap((each) => each.steps);
    assert.equal(steps.length, 5);
    for (const { id } of steps) {
      const step = page.locator(`.getting-started-step[data-step-id$="${id}"]`);
      await step.click();
      const description = step.locator('.button-container').first();
      await description.waitFor();
      const picture = page.locator('.getting-started-media iframe').first().contentFrame().locator('iframe').first().contentFrame().locator('svg');
      await picture.waitFor();
      assert.notEqual(await picture.locator('rect').first().evaluate((shape) => getComputedStyle(shape).fill), 'none', id);
    }
  });

  it('has its settings under titles, each with a description', async () => {
    const { page } = suite.workbench;
    await suite.workbench.runCommand('Preferences: Open Settings (UI)');
    await page.locator('.settings-editor .suggest-input-container .monaco-editor').first().click();
    await page.keyboard.insertText('@ext:stacklens.stacklens-ai');
    // Those of the machine stand under the server's tab.
    await page.locator('.settings-tabs-widget .action-label', { hasText: 'Remote' }).click();
    for (const title of ['Findings', 'Display and Times', 'Which Logs', 'AI', 'Storage']) await page.locator('.settings-toc-container .settings-toc-entry', { hasText: new RegExp(`^${title}`) }).first().waitFor();
  });
});

/** Of the page, in which functions handed to `evaluate` run. */
declare function getComputedStyle(element: unknown): { readonly fill: string };
