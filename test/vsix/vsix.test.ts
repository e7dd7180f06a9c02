import assert from 'node:assert/strict';

import { before, describe, it } from 'mocha';

import { oldest } from '../harness/releases';
import type { Session } from '../harness/session';
import { UiSuite } from '../harness/uiSuite';
import { packageExtension, sizeBudget, type Vsix } from '../harness/vsix';

const log = '2026-11-22 10:00:00 INFO  api - ready\n2026-11-22 10:00:01 ERROR api - Connection refused: db-1:5432\n';

describe('the package', () => {
  const files = { 'service.log': log };
  const made: { vsix?: Vsix } = {};
  const suite = UiSuite.use({
    files,
    release: oldest,
    vsix: async (session: Session) => {
      made.vsix = await packageExtension(session, session.temporaryDirectory('vsix'));
      return made.vsix.file;
    },
  });

  before(() => assert.ok(made.vsix));

  it('is within its budget', () => {
    assert.ok(made.vsix!.size <= sizeBudget, `${made.vsix!.size} bytes`);
  });

  it('holds what belongs to it and nothing else', () => {
    assert.deepEqual(made.vsix!.unexpected, []);
  });

  it('works in a clean VS Code once it is installed', async () => {
    await suite.workbench.openFile('service.log');
    await suite.workbench.squiggles('error').first().waitFor();
    const rows = await suite.workbench.showProblems();
    await rows.filter({ hasText: 'Connection refused' }).waitFor();
  });
});
