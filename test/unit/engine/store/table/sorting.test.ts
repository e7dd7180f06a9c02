import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Order, sorted } from '../../../../../src/engine/store/table/sorting';

/** The same by comparing. */
function plainly(count: number, orders: readonly Order[]): number[] {
  const compare = (a: number, b: number): number => {
    for (const { values, descending } of orders) {
      const [left, right] = [values[a] ?? Number.NaN, values[b] ?? Number.NaN];
      const missing = Number(Number.isNaN(left)) - Number(Number.isNaN(right));
      if (missing !== 0) return missing;
      if (left < right) return descending ? 1 : -1;
      if (left > right) return descending ? -1 : 1;
    }
    return a - b;
  };
  return Array.from({ length: count }, (_, index) => index).sort(compare);
}

const values = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1_767_000_000_000, max: 1_767_000_100_000 }), fc.double(), fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));

describe('sorting by columns', () => {
  it('puts any numbers in the order that comparing them does, and leaves what is equal as it was', () => {
    const row = fc.tuple(values, values, fc.nat(3));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), (rows, descending) => {
        const orders = descending.map((each, column) => ({ values: rows.map((own) => own[column] ?? Number.NaN), descending: each }));
        for (const own of [orders, orders.slice(0, 1), orders.toReversed()]) assert.deepEqual([...sorted(rows.length, own)], plainly(rows.length, own));
      }),
    );
  });
});
