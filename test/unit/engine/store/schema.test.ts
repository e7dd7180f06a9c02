import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { isSound, migrate, provenance, schemaVersion } from '../../../../src/engine/store/schema';
import { Connection, loadSqlJs } from '../../../../src/engine/store/sqlJs';
import { row, rows, run } from '../../../../src/engine/store/steps';
import { mixed } from './olderFindings';
import { TestStore, analyse, findings, inFolder, start } from './support';

const empty = async (): Promise<Connection> => new Connection(await loadSqlJs(), null);
const version = (connection: Connection): unknown => connection.take(row('PRAGMA user_version'))?.['user_version'];
const tables = (connection: Connection): unknown[] =>
  connection.take(rows(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)).map((found) => found['name']);

describe('schema', function () {
  this.timeout(20_000);
  it('version 1 has analyses, templates, groups and occurrences', async () => {
    const connection = await empty();
    migrate(connection, 1);
    assert.equal(version(connection), 1);
    assert.deepEqual(tables(connection), ['analyses', 'groups', 'occurrences', 'templates']);
  });

  it('every version leads to the present one and leaves a sound database', async () => {
    for (let from = 0; from <= schemaVersion; from++) {
      const connection = await empty();
      migrate(connection, from);
      migrate(connection);
      migrate(connection);
      assert.equal(version(connection), schemaVersion);
      assert.ok(isSound(connection));
      assert.equal(provenance(connection), 'ours');
    }
  });

  for (const earlier of [1, 2, 3, 4, 5]) it(`a store of version ${earlier} shows what it did, and takes more`, () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      await writeFile(file, gunzipSync(await readFile(path.resolve(`test/fixtures/stores/schema-${earlier}.db.gz`))));
      const old = new Connection(await loadSqlJs(), await readFile(file));
      assert.equal(version(old), earlier);

      for (const expected of [2, 3]) {
        const { store, problems } = await TestStore.open(file);
        assert.deepEqual(problems, []);
        const analyses = (await store.analyses({ uri: null, offset: 0, limit: 1_000 })).analyses;
        assert.equal(analyses.length, expected);
        assert.deepEqual(analyses.filter(({ status }) => status === 'failed').map(({ fileName, reason }) => [fileName, reason]), [['gone.log', 'The file cannot be read: permission is denied.']]);
        const first = analyses.find(({ uri, status }) => uri === start().uri && status === 'completed');
        assert.ok(first);
        const page = await store.findings({ analysisId: first.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1_000 });
        assert.deepEqual(page, { findings: mixed(), total: 601 });
        const one = await store.findings({ analysisId: first.id, minSeverity: 'high', order: 'worst', offset: 3, limit: 4, fingerprints: ['v1:5'] });
        const wanted = mixed().filter(({ fingerprint, severity }) => fingerprint === 'v1:5' && severity === 'critical');
        assert.deepEqual(one.findings, wanted.reverse().slice(3, 7));
        const { uri, identity, rulesVersion, modelVersion, settingsHash } = start();
        assert.equal((await store.reusable({ uri, identity, rulesVersion, modelVersion, settingsHash }))?.id, first.id);
        const more = await analyse(store, findings(3), { start: { uri: `file:///new/${expected}` } });
        assert.equal((await store.findings({ analysisId: more.id, minSeverity: 'low', order: 'line', offset: 0, limit: 10 })).total, 3);
        await store.close();
      }
      const migrated = new Connection(await loadSqlJs(), await readFile(file));
      assert.equal(version(migrated), schemaVersion);
      assert.ok(isSound(migrated));
    }));

  it('knows later versions and other databases', async () => {
    const connection = await empty();
    connection.execute('CREATE TABLE theirs (x)');
    assert.equal(provenance(connection), 'foreign');
    const later = await empty();
    migrate(later);
    later.execute(`PRAGMA user_version = ${schemaVersion + 1}`);
    assert.equal(provenance(later), 'newer');
  });

  it('gives back the space of what is removed', async () => {
    const connection = await empty();
    migrate(connection);
    const small = connection.export().length;
    connection.take(run('INSERT INTO occurrences VALUES (1, 1, 1, 1, 1, 1, zeroblob(0), zeroblob(1000000))'));
    assert.ok(connection.export().length > 1_000_000);
    connection.take(run('DELETE FROM occurrences'));
    assert.ok(connection.export().length <= small + 4_096);
  });

  it('counts up the change counter in the header with every export', async () => {
    const connection = await empty();
    migrate(connection);
    const counter = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(24);
    const first = connection.export();
    const second = connection.export();
    assert.equal(counter(second), counter(first) + 1);
    const copy = new Connection(await loadSqlJs(), second);
    assert.ok(isSound(copy));
    assert.equal(counter(copy.export()), counter(second) + 1);
  });
});
