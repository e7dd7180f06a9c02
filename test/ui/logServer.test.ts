import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';

import { after, before, describe, it } from 'mocha';

import { UiSuite } from '../harness/uiSuite';

describe('the server for logs', () => {
  const other = createServer();
  let port = 0;
  before(async () => {
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    port = (other.address() as { port: number }).port;
  });
  after(() => void other.close());
  const suite = UiSuite.use({ files: { 'notes.txt': 'Nothing failed here.\n' }, settings: () => ({ 'stacklens.server.port': port }) });
  const health = async (): Promise<number> => (await fetch(`http://127.0.0.1:${String(port)}/api/v1/health`)).status;

  it('says where it cannot listen', async () => {
    await suite.workbench.runCommand('StackLens: Start Server for Logs');
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.notifications().filter({ hasText: `127.0.0.1:${String(port)} is taken by another program` }).waitFor();
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
    await new Promise((resolve) => other.close(resolve));
  });

  it('is started and tells its address', async () => {
    await suite.workbench.runCommand('StackLens: Start Server for Logs');
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.notifications().filter({ hasText: `Logs are taken in at http://127.0.0.1:${String(port)}.` }).waitFor();
    await suite.workbench.statusBarItem(`127.0.0.1:${String(port)}`).waitFor();
    assert.equal(await health(), 200);
    if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/server.png`);
    await suite.workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('says more of itself in its status item', async () => {
    await suite.workbench.statusBarItem(`127.0.0.1:${String(port)}`).hover();
    const tooltip = suite.workbench.page.locator('.monaco-hover:visible', { hasText: 'StackLens takes in logs at' });
    await tooltip.locator('a', { hasText: 'Copy Token' }).waitFor();
    await tooltip.getByText('Logs received: 0').waitFor();
    if (process.env['PICTURES']) await suite.workbench.screenshot(`${process.env['PICTURES']}/server-tooltip.png`);
  });

  it('is there again after the window was reloaded', async () => {
    await suite.workbench.page.reload();
    await suite.workbench.runCommand('StackLens: Show Output');
    await suite.workbench.statusBarItem(`127.0.0.1:${String(port)}`).waitFor();
    assert.equal(await health(), 200);
  });

  it('is stopped', async () => {
    await suite.workbench.runCommand('StackLens: Stop Server for Logs');
    await suite.workbench.statusBarItem(`127.0.0.1:${String(port)}`).waitFor({ state: 'detached' });
    await assert.rejects(health());
    assert.deepEqual(fs.readdirSync(suite.path('.')).filter((name) => !name.startsWith('.')), ['notes.txt']);
  });
});
