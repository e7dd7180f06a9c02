import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it } from 'mocha';
import { openStore } from '../../src/engine/store/openStore';
import { ServerAwayError } from '../../src/engine/store/postgres/problems';
import { serverMigration, serverSchemaVersion } from '../../src/engine/store/postgres/serverSchema';
import type { Store } from '../../src/engine/store/store';
import { analyse, findings, inFolder } from '../unit/engine/store/support';
import { Way, changed, freshDatabase, run, serverStore } from './support';

const certificate = path.resolve('test/fixtures/postgres/server.crt');

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    assert.ok(tries < 600, what);
    await delay(50);
  }
}

/** Asks a server something, as somebody who opens it only for that. */
async function reach(url: string, password: string | null = null): Promise<void> {
  const store = serverStore(url, { password });
  try {
    await store.counts();
  } finally {
    await store.close();
  }
}

const uris = async (store: Store): Promise<string[]> => (await store.latestAnalyses()).map(({ uri }) => uri).sort();

describe('a database on a server', function () {
  this.timeout(120_000);

  it('is set up once, however many come at once, and written to by all of them', async () => {
    const { url } = await freshDatabase();
    const stores = Array.from({ length: 6 }, () => serverStore(url));
    await Promise.all(stores.map((store) => store.counts()));
    await Promise.all(stores.flatMap((store, writer) => Array.from({ length: 8 }, (_, run) => analyse(store, findings(120), { start: { uri: `file:///${String(writer)}/${String(run)}` } }))));
    const [first] = stores;
    assert.ok(first);
    assert.deepEqual({ ...(await first.counts()), templates: 0 }, { files: 48, analyses: 48, removed: 0, findings: 5760, templates: 0, audit: 48 });
    for (const { id } of await first.latestAnalyses()) {
      assert.equal((await first.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 1_000 })).findings.length, 120);
    }
    await Promise.all(stores.map((store) => store.close()));
  });

  it('keeps what a PostgreSQL text cannot hold', async () => {
    const { url } = await freshDatabase();
    const store = serverStore(url);
    const message = 'a \0 NUL, an escape \uf8ff, \uf8ff0, and 🚰';
    const { id } = await analyse(store, findings(2, () => ({ message, template: message, fingerprint: 'v1:nul' })));
    const { findings: found } = await store.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 10 });
    assert.deepEqual(found.map((each) => [each.message, each.template]), [[message, message], [message, message]]);
    const [group] = await store.groups({ analysisId: id, minSeverity: 'low', decisions: [] });
    assert.equal(group?.members[0]?.template, message);
    await store.close();
  });

  it('brings every earlier version up to date, and knows a later one', async () => {
    for (let version = 0; version < serverSchemaVersion; version++) {
      const { url } = await freshDatabase();
      if (version > 0) await run(url, 'BEGIN', ...serverMigration(0).slice(0, 2 + version), `UPDATE schema_version SET version = ${String(version)}`, 'COMMIT');
      const store = serverStore(url);
      await analyse(store, findings(3));
      assert.deepEqual(await uris(store), ['file:///logs/app.log']);
      await store.close();
      await run(url, `UPDATE stacklens.schema_version SET version = ${String(serverSchemaVersion + 1)}`);
      await assert.rejects(reach(url), /later version of StackLens AI/);
    }
  });

  it('stops what takes too long', async () => {
    const { url } = await freshDatabase();
    const store = serverStore(url, { secondsPerStatement: 1 });
    await store.counts();
    const holding = run(url, 'BEGIN', 'LOCK TABLE stacklens.analyses', 'SELECT pg_sleep(3)', 'COMMIT');
    await delay(300);
    await assert.rejects(store.counts(), /took longer than 1 s and was stopped/);
    await holding;
    await store.counts();
    await store.close();
  });

  it('says what is wrong with an address, a login or a password, and tells no secret', async () => {
    const { url } = await freshDatabase();
    await run(url, `CREATE ROLE strict LOGIN SUPERUSER PASSWORD 'pump-7!'`);
    const strict = changed(url, { username: 'strict' });
    await assert.rejects(reach(strict, 'wrong'), (error: Error) => error instanceof ServerAwayError && /does not accept the login/.test(error.message) && !error.message.includes('wrong'));
    await assert.rejects(reach(strict), /does not accept the login/);
    await reach(strict, 'pump-7!');
    process.env['PGPASSWORD'] = 'pump-7!';
    try {
      await reach(strict);
    } finally {
      delete process.env['PGPASSWORD'];
    }
    await assert.rejects(reach(Object.assign(new URL(url), { pathname: '/nowhere' }).href), /There is no such database: 127\.0\.0\.1:\d+\/nowhere/);
    await assert.rejects(reach(changed(url, { port: '1' })), /cannot be reached \(ECONNREFUSED\)/);
  });

  it('is spoken to encrypted, and has to prove who it is', async () => {
    const { url } = await freshDatabase();
    const over = (search: string, hostname = 'localhost'): Promise<void> => reach(changed(url, { search, hostname }));
    const trusted = `sslrootcert=${encodeURIComponent(certificate)}`;
    const encrypted = serverStore(changed(url, { search: '?sslmode=require', hostname: 'localhost' }));
    await encrypted.counts();
    await assert.rejects(over('?sslmode=verify-full'), /does not prove who it is/);
    await over(`?sslmode=verify-full&${trusted}`);
    await assert.rejects(over(`?sslmode=verify-full&${trusted}`, '127.0.0.1'), /does not prove who it is/);
    await over(`?sslmode=verify-ca&${trusted}`, '127.0.0.1');
    const [row] = await run(changed(url, { search: '' }), `SELECT COUNT(*)::int AS encrypted FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND datname = current_database()`);
    assert.equal(row?.['encrypted'], 1);
    await encrypted.close();
  });

  it('is stood in for while it is away, and gets what it missed', () =>
    inFolder(async (folder) => {
      const { url } = await freshDatabase();
      const way = new Way(new URL(url));
      const problems: string[] = [];
      const options = { server: { url: await way.open(), password: null }, now: Date.now, program: 'editor' as const, onProblem: (message: string) => problems.push(message) };
      const store = await openStore({ file: path.join(folder, 'store.db'), ...options });
      await analyse(store, findings(10), { start: { uri: 'file:///before' } });
      await way.cut();

      const during = await analyse(store, findings(30), { start: { uri: 'file:///during' } });
      assert.equal((await store.findings({ analysisId: during.id, minSeverity: 'low', order: 'line', offset: 0, limit: 100 })).total, 30);
      assert.deepEqual(await uris(store), ['file:///during'], 'what is here is all that can be shown');
      await store.noteDecision({ kind: 'named', members: [{ fingerprint: 'v1:refused', template: 'x' }], value: 'Pump' });
      await assert.rejects(store.forget({ uris: ['file:///during'] }), ServerAwayError);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', /cannot be reached .* kept on this machine/);
      await store.close();

      // A window that is opened while the server is still away has it, too.
      const next = await openStore({ file: path.join(folder, 'store.db'), ...options });
      assert.equal((await next.findings({ analysisId: during.id, minSeverity: 'low', order: 'line', offset: 0, limit: 100 })).total, 30);
      await way.open();
      const direct = serverStore(url);
      await until('what was missed is sent without anybody asking', async () => (await direct.counts()).analyses === 2);
      await until('and the window is back', async () => (await uris(next)).length === 2);
      assert.deepEqual(await uris(next), ['file:///before', 'file:///during']);
      assert.deepEqual((await direct.auditTrail({ offset: 0, limit: 10 })).map(({ action }) => action).sort(), ['analysed', 'analysed', 'named']);
      assert.equal((await next.findings({ analysisId: during.id, minSeverity: 'low', order: 'line', offset: 0, limit: 100 })).total, 30);
      await next.close();
      await way.cut();
      await direct.close();
    }));

  it('survives connections that end between two questions', async () => {
    const { url } = await freshDatabase();
    const store = serverStore(url);
    await analyse(store, findings(5));
    await run(changed(url, {}), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    await delay(200);
    assert.deepEqual(await uris(store), ['file:///logs/app.log']);
    await store.close();
  });

  it('has nothing of an analysis whose connection ended in the middle of it', async () => {
    const { url } = await freshDatabase();
    const way = new Way(new URL(url));
    const store = serverStore(await way.open());
    await store.counts();
    const writing = analyse(store, findings(20_000, (line) => ({ fingerprint: `v1:${String(line)}`, template: `t ${String(line)}` })));
    const failed = assert.rejects(writing, ServerAwayError);
    await delay(700);
    await way.cut();
    await failed;
    const direct = serverStore(url);
    assert.deepEqual({ ...(await direct.counts()) }, { files: 0, analyses: 0, removed: 0, findings: 0, templates: 0, audit: 0 });
    await direct.close();
  });
});
