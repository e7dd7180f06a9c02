import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { NotAllowedError } from '../../src/engine/store/postgres/problems';
import type { Store } from '../../src/engine/store/store';
import { analyse, findings } from '../unit/engine/store/support';
import { changed, freshDatabase, run, serverStore } from './support';

describe('roles in a shared database', function () {
  this.timeout(60_000);
  let url = '';
  const stores = new Map<string, Store>();
  const as = (login: string): Store => {
    const store = stores.get(login) ?? serverStore(changed(url, { username: login }));
    stores.set(login, store);
    return store;
  };
  const uris = async (login: string): Promise<string[]> => (await as(login).latestAnalyses()).map(({ uri }) => uri).sort();
  const ids = new Map<string, number>();

  before(async () => {
    ({ url } = await freshDatabase());
    // The first who comes sets it up.
    await serverStore(url).counts();
    const logins = ['ada', 'ann', 'bob', 'vic', 'root2'];
    for (const login of logins) await run(url, `CREATE ROLE ${login} LOGIN`);
    await run(url, 'GRANT stacklens_analyst TO ada, ann, bob', 'GRANT stacklens_viewer TO vic', 'GRANT stacklens_admin TO root2');
    await run(url, `INSERT INTO stacklens.members VALUES ('ada', 'pumps'), ('ann', 'pumps'), ('vic', 'pumps'), ('bob', 'billing')`);
    for (const login of ['ada', 'ann', 'bob']) ids.set(login, (await analyse(as(login), findings(40), { start: { uri: `file:///${login}` } })).id);
  });

  it('show analysts their own and those of their team, with all that belongs to them', async () => {
    assert.deepEqual(await uris('ada'), ['file:///ada', 'file:///ann']);
    assert.deepEqual(await uris('bob'), ['file:///bob']);
    const query = { minSeverity: 'low', decisions: [] } as const;
    assert.equal((await as('ada').groups({ ...query, analysisId: ids.get('ann') ?? 0 })).length, 1);
    assert.equal((await as('ada').groups({ ...query, analysisId: ids.get('bob') ?? 0 })).length, 0);
    const page = { minSeverity: 'low', order: 'line', offset: 0, limit: 100 } as const;
    assert.equal((await as('ada').findings({ ...page, analysisId: ids.get('ann') ?? 0 })).total, 40);
    assert.deepEqual(await as('ada').findings({ ...page, analysisId: ids.get('bob') ?? 0 }), { findings: [], total: 0 });
    assert.deepEqual((await as('bob').auditTrail({ offset: 0, limit: 10 })).map(({ subject }) => subject), ['file:///bob']);
    assert.deepEqual({ ...(await as('bob').counts()), audit: 0 }, { files: 1, analyses: 1, removed: 0, findings: 40, templates: 1, audit: 0 });
  });

  it('show administrators everything', async () => {
    assert.deepEqual(await uris('root2'), ['file:///ada', 'file:///ann', 'file:///bob']);
  });

  it('let viewers read what their team has, note what they export, and do nothing else', async () => {
    assert.deepEqual(await uris('vic'), ['file:///ada', 'file:///ann']);
    await assert.rejects(analyse(as('vic'), findings(3)), (error: Error) => error instanceof NotAllowedError && /stacklens_analyst/.test(error.message));
    await assert.rejects(as('vic').forget({ ids: [ids.get('ada') ?? 0] }).then(({ analyses }) => assert.equal(analyses, 1)));
    await as('vic').noteExport({ format: 'csv', target: null, scope: 'all', findings: 1 });
    const [entry] = await as('vic').auditTrail({ offset: 0, limit: 1 });
    assert.equal(entry?.action, 'exported');
  });

  it('let analysts delete their own only, and administrators any', async () => {
    assert.equal((await as('ada').forget({ uris: ['file:///ada', 'file:///ann'] })).analyses, 1);
    assert.deepEqual(await uris('ann'), ['file:///ann']);
    assert.equal((await as('root2').forget('all')).analyses, 0, 'an administrator’s “all” is their own');
    const { removal, analyses } = await as('root2').forget({ uris: ['file:///bob'] });
    assert.equal(analyses, 1);
    assert.deepEqual(await uris('bob'), []);
    assert.equal(await as('root2').unforget(removal), 1);
    assert.equal(await as('bob').prune({ days: 0, megabytes: null }), 1);
    assert.deepEqual(await uris('root2'), ['file:///ann']);
  });

  it('hold against statements of one’s own', async () => {
    const own = changed(url, { username: 'bob' });
    assert.deepEqual(await run(own, 'SELECT * FROM stacklens.analyses'), []);
    assert.deepEqual(await run(own, 'SELECT * FROM stacklens.occurrences'), []);
    assert.deepEqual(await run(own, 'SELECT login, team FROM stacklens.members'), [{ login: 'bob', team: 'billing' }]);
    await assert.rejects(run(own, `INSERT INTO stacklens.members VALUES ('bob', 'pumps')`), /permission denied/);
    await assert.rejects(run(own, `INSERT INTO stacklens.audit (id, time, account, program, action, details, owner) VALUES (1, 1, 'ada', 'cli', 'analysed', '{}', 'ada')`), /row-level security/);
    await assert.rejects(run(own, 'DELETE FROM stacklens.audit'), /permission denied/);
    await assert.rejects(run(own, 'UPDATE stacklens.schema_version SET version = 9'), /permission denied/);
    const everything = changed(url, { username: 'root2' });
    await assert.rejects(run(everything, 'DELETE FROM stacklens.audit'), /permission denied/);
    await assert.rejects(run(url, 'DELETE FROM stacklens.audit'), /The audit trail is never changed/);
  });

  it('say what to do where a login has none', async () => {
    await run(url, 'CREATE ROLE eve LOGIN');
    await assert.rejects(serverStore(changed(url, { username: 'eve' })).latestAnalyses(), /may not do that .* stacklens_analyst/);
  });

  it('say who is needed where there is nothing yet', async () => {
    const empty = await freshDatabase();
    await assert.rejects(serverStore(changed(empty.url, { username: 'bob' })).counts(), /has no tables of StackLens AI yet, and your login may not make them/);
  });
});
