import assert from 'node:assert/strict';
import fs from 'node:fs';

import { describe, it } from 'mocha';

import { axeViolations, frameOf } from '../harness/axe';
import { UiSuite } from '../harness/uiSuite';
import type { Theme } from '../harness/workbench';

const places = ['north', 'south', 'east', 'west', 'upper', 'lower'];
// What a house calls its own troubles: no model can know it before.
const lines = places.flatMap((place, index) => [
  `2026-11-22 10:00:${String(index).padStart(2, '0')} ERROR plant - flumox of the ${place} gantry went sideways`,
  `2026-11-22 10:01:${String(index).padStart(2, '0')} ERROR plant - quibbler at ${place} desk declined the parcel slip`,
]);
const plant = [...lines, '2026-11-22 10:02:00 ERROR plant - connect ECONNREFUSED 10.0.0.7:5432', ''].join('\n');
const themes: readonly Theme[] = ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'];

describe('the page of AI analysis', function () {
  this.timeout(300_000);
  const suite = UiSuite.use({ files: { 'plant.log': plant } });
  const view = (): ReturnType<typeof suite.workbench.webview> => suite.workbench.webview();
  const notification = (text: string): ReturnType<typeof suite.workbench.notifications> => suite.workbench.page.locator('.notification-list-item', { hasText: text });
  const relabel = async (text: string, category: string): Promise<void> => {
    await suite.workbench.page.locator('.view-line', { hasText: text }).click();
    await suite.workbench.runCommandAsking('StackLens: Relabel…', category);
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await notification('relabeled').first().waitFor();
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
  };

  it('shows what is known, what is not, and how good the model is', async () => {
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    await view().getByRole('tab', { name: 'AI Analysis' }).click();
    await view().locator('.advice li', { hasText: 'Connection refused' }).waitFor();
    await view().locator('.section-ai-unknown li', { hasText: 'flumox' }).first().waitFor();
    await view().locator('.section-models tr', { hasText: 'Shipped (in use)' }).waitFor();
    assert.equal(await view().locator('.confusion tbody tr').count(), await view().locator('.confusion thead th').count());
  });

  it('says what is missing for a training', async () => {
    await view().locator('vscode-button', { hasText: 'Retrain' }).click();
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await notification('There is too little to learn from. 0 of 10 new corrections').waitFor();
    await view().locator('.section-training', { hasText: 'There is too little to learn from' }).waitFor();
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('trains a model with corrections, and shows how it compares', async () => {
    await suite.workbench.openFile('plant.log');
    for (const place of places) {
      await relabel(`flumox of the ${place}`, 'Disk I/O');
      await relabel(`quibbler at ${place}`, 'Permission');
    }
    await suite.workbench.runCommand('StackLens: Retrain Model');
    await suite.workbench.runCommand('StackLens: Open Dashboard');
    await view().locator('.section-models tr', { hasText: 'model-0001 (in use)' }).waitFor({ timeout: 240_000 });
    await view().locator('.section-training caption', { hasText: 'On your corrections (12)' }).waitFor();
    await view().locator('.section-training tr', { hasText: 'Naive Bayes' }).first().waitFor();
  });

  it('goes back to the model before', async () => {
    await view().locator('vscode-button', { hasText: 'Roll Back' }).click();
    await view().locator('.section-models tr', { hasText: 'Shipped (in use)' }).waitFor();
  });

  for (const theme of themes) {
    it(`has nothing for axe to find in ${theme}`, async () => {
      fs.mkdirSync(suite.path('.vscode'), { recursive: true });
      fs.writeFileSync(suite.path('.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
      await suite.workbench.waitForTheme(theme);
      if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/ai-${theme}.png`);
      assert.deepEqual(await axeViolations(await frameOf(view())), []);
    });
  }
});
