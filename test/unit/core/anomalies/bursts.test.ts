import assert from 'node:assert/strict';
import fc from 'fast-check';

import { burstChances } from '../../../../src/core/anomalies/burstChances';
import { findBursts } from '../../../../src/core/anomalies/bursts';
import { log10Tail, logChance, logSum } from '../../../../src/core/anomalies/negativeBinomial';

describe('findBursts', () => {
  it('takes what stays for as long as the past is known for the new usual', () => {
    const counts = [...Array<number>(20).fill(2), ...Array<number>(100).fill(40)];
    const [burst] = findBursts(counts, counts.length - 1);
    assert.equal(burst?.first, 20);
    assert.ok(burst.last < 60);
  });

  it('finds none in counts that always vary so much', () => {
    const counts = Array.from({ length: 200 }, (_, index) => (index % 5 === 0 ? 30 : 1));
    assert.deepEqual(findBursts(counts, 199), []);
  });

  it('tells two bursts of one log, where they are, and what is usual', () => {
    const counts = Array.from({ length: 200 }, (_, index) => (index === 60 || index === 61 || index === 150 ? 40 : 3 + (index % 3)));
    const bursts = findBursts(counts, 199);
    assert.deepEqual(bursts.map(({ first, last, count }) => ({ first, last, count })), [{ first: 60, last: 61, count: 80 }, { first: 150, last: 150, count: 40 }]);
    for (const { usual, first, last } of bursts) assert.ok(Math.abs(usual / (last - first + 1) - 4) < 1);
  });

  it('finds three slots none of which would be one alone', () => {
    const counts = Array.from({ length: 120 }, (_, index) => (index >= 80 && index < 83 ? 10 : 2 + (index % 2)));
    assert.deepEqual(findBursts(counts, 119).map(({ first, last }) => [first, last]), [[80, 82]]);
    assert.deepEqual(findBursts(counts.with(80, 2).with(82, 2), 119), []);
  });

  it('follows a rate that rises slowly', () => {
    const counts = Array.from({ length: 240 }, (_, index) => Math.round(2 + index / 8 + Math.sin(index * 7)));
    assert.deepEqual(findBursts(counts, 239), []);
  });

  it('gives stretches that lie in the log, in order and apart, whatever the counts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(5), fc.nat(3000), fc.double({ min: 0, max: 50, noNaN: true })), { maxLength: 150 }), (counts) => {
        const end = counts.length - 1;
        let past = -1;
        for (const { first, last, count, usual, surprise } of findBursts(counts, end)) {
          assert.ok(first > past + 1 && last >= first && last <= end);
          assert.ok(count > 0 && usual > 0 && surprise > 0 && Number.isFinite(count + usual + surprise));
          past = last;
        }
      }),
    );
  });
});

describe('burstChances', () => {
  it('is sure of two stretches that are both far out of the usual, and of neither where they are hardly so', () => {
    const at = (odds: number): number[] => burstChances([{ first: 10, last: 11, odds }, { first: 30, last: 30, odds }], 40);
    assert.ok((at(30)[10] ?? 0) > 0.99 && (at(30)[30] ?? 0) > 0.99 && at(30)[20] === 0);
    assert.ok((at(6)[10] ?? 0) < 0.5 && (at(6)[30] ?? 0) < 0.5);
  });

  it('shares out the chance among stretches that overlap', () => {
    const chances = burstChances([{ first: 5, last: 6, odds: 20 }, { first: 6, last: 7, odds: 20 }], 12);
    assert.ok(Math.abs((chances[5] ?? 0) - 0.5) < 0.01 && Math.abs((chances[7] ?? 0) - 0.5) < 0.01 && (chances[6] ?? 0) > 0.99);
  });
});

describe('counts', () => {
  it('have chances that add up to one', () => {
    for (const [mean, variance] of [[0.4, 0.4], [3, 3], [7, 20], [40, 400]] as const) {
      const all = logSum(Array.from({ length: 1500 }, (_, count) => logChance(count, mean, variance)));
      assert.ok(Math.abs(all) < 1e-4, `${String(mean)}: ${String(all)}`);
    }
  });

  it('have the tail that adding up gives', () => {
    for (const [mean, variance, count] of [[3, 3, 9], [7, 20, 30], [0.2, 0.5, 4]] as const) {
      const tail = logSum(Array.from({ length: 1500 }, (_, more) => logChance(count + more, mean, variance))) / Math.LN10;
      assert.ok(Math.abs(log10Tail(count, mean, variance) - tail) < 1e-3);
    }
  });
});
