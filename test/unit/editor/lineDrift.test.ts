import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { LineDrift } from '../../../src/editor/lineDrift';

describe('where a line of a source is by now', () => {
  it('follows what is put in and taken out above it', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ after: fc.integer({ min: -1, max: 30 }), removed: fc.nat(4), added: fc.nat(4) }), { maxLength: 12 }), (changes) => {
        const drift = new LineDrift();
        let lines = Array.from({ length: 30 }, (_, line) => String(line));
        for (const { after, removed, added } of changes) {
          const from = Math.min(after, lines.length - 1) + 1;
          const gone = Math.min(removed, lines.length - from);
          lines = lines.toSpliced(from, gone, ...Array.from({ length: added }, () => 'new'));
          drift.change({ after: from - 1, removed: gone, added });
        }
        for (let line = 0; line < 30; line++) {
          const at = lines.indexOf(String(line));
          assert.equal(drift.now(line, 0), at < 0 ? null : at);
        }
      }),
    );
  });

  it('knows what was logged before a change was saved, and after', () => {
    const drift = new LineDrift();
    drift.change({ after: 2, removed: 0, added: 3 });
    assert.equal(drift.now(5, 1_000), 8);
    drift.saved(500);
    assert.equal(drift.now(5, 1_000), 5);
    assert.equal(drift.now(5, 400), 8);
    drift.change({ after: 0, removed: 1, added: 0 });
    assert.equal(drift.now(5, 1_000), 4);
    drift.dropped();
    assert.equal(drift.now(5, 1_000), 5);
  });
});
