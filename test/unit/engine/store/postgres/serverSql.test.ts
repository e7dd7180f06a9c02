import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parserOf, serverStatements } from '../../../../../src/engine/store/postgres/serverSql';
import type { SqlValue } from '../../../../../src/engine/store/steps';

const made = (sql: string, ...sets: readonly (readonly SqlValue[])[]): { text: string; values: unknown[] }[] => [...serverStatements({ sql, sets })];

describe('serverStatements', () => {
  it('numbers parameters', () => {
    assert.deepEqual(made('SELECT ? + ? FROM x', [1, 2]), [{ text: 'SELECT $1 + $2 FROM x', values: [1, 2] }]);
    assert.deepEqual(made('SELECT ?1, ?2, ?1', [1, null]), [{ text: 'SELECT $1, $2, $1', values: [1, null] }]);
  });

  it('repeats what is no insertion, once for each set', () => {
    assert.deepEqual(made('DELETE FROM x WHERE id = ?', [1], [2]).map(({ text, values }) => [text, ...values]), [
      ['DELETE FROM x WHERE id = $1', 1],
      ['DELETE FROM x WHERE id = $1', 2],
    ]);
  });

  it('inserts rows together, as many as fit', () => {
    assert.deepEqual(made('INSERT INTO x (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING', [1, 'a'], [2, 'b']), [{ text: 'INSERT INTO x (a, b) VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING', values: [1, 'a', 2, 'b'] }]);
    const many = made('INSERT INTO x (a) VALUES (?)', ...Array.from({ length: 1_203 }, (_, index) => [index]));
    assert.deepEqual(many.map(({ values }) => values.length), [500, 500, 203]);
    assert.deepEqual(many.flatMap(({ values }) => values), Array.from({ length: 1_203 }, (_, index) => index));
    const large = made('INSERT INTO x (a) VALUES (?)', ...Array.from({ length: 5 }, () => [new Uint8Array(1_500_000)]));
    assert.deepEqual(large.map(({ values }) => values.length), [2, 2, 1]);
    const wide = made(`INSERT INTO x VALUES (${Array.from({ length: 200 }, () => '?').join(', ')})`, ...Array.from({ length: 400 }, () => Array.from({ length: 200 }, () => 0)));
    assert.ok(wide.every(({ values }) => values.length <= 60_000));
  });

  it('keeps every text as it is', () => {
    const back = parserOf(25);
    for (const text of ['', 'plain', '\0', '\uf8ff', '\uf8ff0', 'a\0\uf8ff1\0', '\uf8ff\uf8ff1']) {
      const value = made('SELECT ?', [text])[0]?.values[0];
      assert.ok(typeof value === 'string' && !value.includes('\0'));
      assert.equal(back(value), text);
    }
  });

  it('sends a part of a buffer as that part', () => {
    const value = made('SELECT ?', [new Uint8Array([1, 2, 3, 4]).subarray(1, 3)])[0]?.values[0];
    assert.deepEqual(value, Buffer.from([2, 3]));
    assert.deepEqual(parserOf(17)('\\x0203'), Buffer.from([2, 3]));
  });

  it('takes numbers for numbers', () => {
    assert.deepEqual([parserOf(20)('9007199254740991'), parserOf(701)('1e-3'), parserOf(16)('t'), parserOf(16)('f')], [9_007_199_254_740_991, 0.001, 1, 0]);
  });
});
