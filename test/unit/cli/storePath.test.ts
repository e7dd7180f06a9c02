import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import { storePath } from '../../../src/cli/storePath';

describe('storePath', () => {
  it('prefers what is named to the environment, and that to the editor', () => {
    assert.equal(storePath('mine.db', { STACKLENS_STORE: 'theirs.db' }), 'mine.db');
    assert.equal(storePath(undefined, { STACKLENS_STORE: 'theirs.db' }), 'theirs.db');
    const own = storePath(undefined, { XDG_CONFIG_HOME: '/config', APPDATA: 'C:\\config' });
    assert.ok(own.endsWith(path.join('Code', 'User', 'globalStorage', 'stacklens.stacklens-ai', 'stacklens.db')));
  });

  it('takes an empty variable for none', () => {
    assert.notEqual(storePath(undefined, { STACKLENS_STORE: '', XDG_CONFIG_HOME: '/config' }), '');
  });

  it('refuses a URL without telling its password', () => {
    assert.equal(storePath('postgresql://user@db/x', {}), 'postgresql://user@db/x');
    assert.throws(() => storePath('mysql://user:secret@db/x', {}), { name: 'UsageError', message: 'The store db/x is neither a file nor an address such as postgresql://user@host/database.' });
  });
});
