import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { databaseAddress, isDatabaseAddress } from '../../../../../src/engine/store/postgres/address';
import { inFolder } from '../support';

describe('databaseAddress', () => {
  it('reads where a database is, and calls it without its user', () => {
    const { tls, ...address } = databaseAddress('postgresql://ana%40ops@db.example.org/stack%20lens');
    assert.deepEqual(address, { host: 'db.example.org', port: 5432, database: 'stack lens', user: 'ana@ops', label: 'db.example.org:5432/stack lens' });
    assert.notEqual(tls, false);
    assert.deepEqual([databaseAddress('postgres://[::1]:6000/x').host, databaseAddress('postgres://[::1]:6000/x').port, databaseAddress('postgres://h/x').user], ['::1', 6000, null]);
  });

  it('refuses a password, and does not repeat it', () => {
    assert.throws(() => databaseAddress('postgresql://ana:pump-7@db/x'), (error: Error) => /A password does not belong/.test(error.message) && !error.message.includes('pump-7'));
  });

  it('says what is wrong with an address', () => {
    for (const [url, words] of [
      ['postgresql:', /should look like postgresql:\/\/user@host:5432\/database/],
      ['postgresql:///x', /no address/],
      ['mysql://h/x', /no address/],
      ['postgresql://h:99999/x', /no address/],
      ['postgresql://h', /names no database/],
      ['postgresql://h/a/b', /names no database/],
      ['postgresql://h/100%', /percent sign .* %25/],
      ['postgresql://h/x?sslmode=maybe', /sslmode .* one of: disable, require, verify-ca, verify-full/],
      ['postgresql://h/x?host=elsewhere', /unknown option “host”/],
      ['postgresql://h/x?sslrootcert=/none.pem', /sslrootcert .* cannot be read: \/none\.pem/],
    ] as const) {
      assert.throws(() => databaseAddress(url), (error: Error) => error.name === 'StoreError' && words.test(error.message), url);
    }
  });

  it('speaks encrypted to other machines, which have to prove who they are, unless told otherwise', () =>
    inFolder(async (folder) => {
      const tls = (url: string): unknown => {
        const found = databaseAddress(url).tls;
        return found === false ? false : [found.rejectUnauthorized, found.servername, found.checkServerIdentity !== undefined];
      };
      assert.deepEqual(tls('postgresql://db/x'), [true, 'db', false]);
      assert.deepEqual(tls('postgresql://10.0.0.7/x'), [true, undefined, false]);
      assert.deepEqual(tls('postgresql://db/x?sslmode=verify-ca'), [true, 'db', true]);
      assert.deepEqual(tls('postgresql://db/x?sslmode=require'), [false, 'db', false]);
      for (const url of ['postgresql://localhost/x', 'postgresql://127.3.2.1/x', 'postgresql://[::1]/x', 'postgresql://db/x?sslmode=disable']) assert.equal(tls(url), false, url);
      assert.deepEqual(tls('postgresql://localhost/x?sslmode=verify-full'), [true, 'localhost', false]);
      const file = path.join(folder, 'ca.pem');
      await writeFile(file, 'a certificate');
      const address = databaseAddress(`postgresql://db/x?sslrootcert=${encodeURIComponent(file)}`);
      assert.equal(address.tls !== false && address.tls.ca, 'a certificate');
    }));
});

describe('isDatabaseAddress', () => {
  it('tells addresses from paths', () => {
    assert.deepEqual(['postgres://h/x', 'POSTGRESQL://h/x', 'postgres.db', './postgresql', 'C:\\x.db'].map(isDatabaseAddress), [true, true, false, false, false]);
  });
});
