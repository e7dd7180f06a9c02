import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { clusters, partsOfPage } from '../../../../src/engine/store/paging';

const stretch = (firstLine: number, lastLine: number, count = 1): { firstLine: number; lastLine: number; count: number } => ({
  firstLine,
  lastLine,
  count,
});

describe('paging', () => {
  it('puts together what interleaves and nothing else', () => {
    const found = clusters([stretch(50, 60), stretch(1, 10), stretch(5, 20), stretch(20, 25), stretch(26, 49)]);
    assert.deepEqual(
      found.map(({ stretches }) => stretches.map(({ firstLine }) => firstLine)),
      [[1, 5, 20], [26], [50]],
    );
  });

  it('asks only for the clusters a page lies in', () => {
    const ordered = clusters([stretch(1, 9, 10), stretch(10, 19, 10), stretch(20, 29, 10), stretch(30, 39, 10)]);
    const parts = partsOfPage(ordered, 15, 10);
    assert.deepEqual(
      parts.map(({ cluster, skip, take }) => [cluster.stretches[0]?.firstLine, skip, take]),
      [[10, 5, 5], [20, 0, 5]],
    );
  });

  it('cuts pages as a plain list would', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 });
    fc.assert(
      fc.property(counts, fc.integer({ min: -2, max: 60 }), fc.integer({ min: -2, max: 60 }), (sizes, offset, limit) => {
        const ordered = clusters(sizes.map((size, index) => stretch(index * 10, index * 10 + 5, size)));
        const all = sizes.flatMap((size, index) => Array.from({ length: size }, (_, nth) => `${index}/${nth}`));
        const page = partsOfPage(ordered, offset, limit).flatMap(({ cluster, skip, take }) =>
          Array.from({ length: take }, (_, nth) => `${ordered.indexOf(cluster)}/${skip + nth}`),
        );
        const from = Math.max(0, offset);
        assert.deepEqual(page, all.slice(from, from + Math.max(0, limit)));
      }),
    );
  });
});
