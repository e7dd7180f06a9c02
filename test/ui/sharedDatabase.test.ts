import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type PostgresServer, startPostgres } from '../harness/postgresServer';
import { Session } from '../harness/session';
import { UiSuite } from '../harness/uiSuite';
import { run } from '../postgres/support';

describe('a database on a server', function () {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  const session = Session.begin();
  let server: PostgresServer | undefined;

  before(async function () {
    this.timeout(120_000);
    server = await startPostgres(session);
  });
  after(async () => {
    await server?.stop();
    await session.end();
  });

  const suite = UiSuite.use({
    files: { 'a.log': '2026-11-22 10:00:01 ERROR api - Connection refused: db-1:5432\n' },
    settings: () => ({ 'stacklens.database.url': server?.url ?? '' }),
  });
  const told = async (text: string): Promise<void> => {
    await suite.workbench.runCommand('Notifications: Show Notifications');
    await suite.workbench.notifications().filter({ hasText: text }).waitFor();
  };

  it('keeps what is found', async () => {
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    await suite.workbench.showContainer('StackLens');
    await suite.workbench.sideBarRows().filter({ hasText: 'a.log' }).waitFor();
    const kept = await run(server?.url ?? '', 'SELECT file_name, owner FROM stacklens.analyses');
    assert.deepEqual(kept, [{ file_name: 'a.log', owner: 'test' }]);
  });

  it('is copied to this machine', async () => {
    await suite.workbench.runCommandAsking('StackLens: Migrate Database…', 'From the server to this machine');
    await told('Analyses copied: 1. There already: 0.');
  });

  it('says so while it is away, and goes on', async () => {
    await server?.stop();
    await suite.workbench.runCommand('StackLens: Analyze Workspace Logs');
    await told('kept on this machine');
    await suite.workbench.sideBarRows().filter({ hasText: 'a.log' }).waitFor();
  });
});
