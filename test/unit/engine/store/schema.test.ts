import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isSound, migrate, provenance, schemaVersion } from '../../../../src/engine/store/schema';
import { Connection, loadSqlJs } from '../../../../src/engine/store/sqlJs';

const empty = async (): Promise<Connection> => new Connection(await loadSqlJs(), null);
const version = (connection: Connection): unknown => connection.row('PRAGMA user_version')?.['user_version'];
const tables = (connection: Connection): unknown[] =>
  connection.rows(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).map((row) => row['name']);

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
    connection.run('INSERT INTO occurrences VALUES (1, 1, 1, 1, 1, 1, zeroblob(0), zeroblob(1000000))');
    assert.ok(connection.export().length > 1_000_000);
    connection.run('DELETE FROM occurrences');
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
