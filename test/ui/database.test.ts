import { describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

describe('the database', () => {
  const suite = UiSuite.use({ files: { 'a.log': '2026-11-22 10:00:01 ERROR api - Connection refused: db-1:5432\n' } });
  const told = async (text: string): Promise<void> => {
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.notifications().filter({ hasText: text }).waitFor();
  };

  it('is compacted, with a backup', async () => {
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    await suite.workbench.showContainer('StackLens');
    await suite.workbench.sideBarRows().filter({ hasText: 'a.log' }).waitFor();
    await suite.workbench.runCommand('StackLens: Compact Database');
    await told('The database takes');
  });

  it('is restored from a backup that is chosen, after a question', async () => {
    await suite.workbench.runCommandAsking('StackLens: Restore Database…', 'Before the database was compacted');
    const question = suite.workbench.page.locator('.monaco-dialog-box', { hasText: 'Restore the database as it was on' });
    await question.locator('.monaco-button', { hasText: 'Restore' }).click();
    await told('The database is as it was on');
    await suite.workbench.sideBarRows().filter({ hasText: 'a.log' }).waitFor();
  });
});
