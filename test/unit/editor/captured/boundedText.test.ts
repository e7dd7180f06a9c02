import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { BoundedText } from '../../../../src/editor/captured/boundedText';

describe('a text that is kept to a bound', () => {
  it('is its start and its end, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 9 }), { maxLength: 40 }), fc.nat(20), fc.nat(20), (pieces, start, end) => {
        const text = new BoundedText(start, end);
        for (const piece of pieces) text.add(piece);
        const all = pieces.join('');
        const { head, tail, omitted } = text.read();
        assert.equal(head, all.slice(0, start));
        assert.equal(head.length + omitted + tail.length, all.length);
        assert.equal(tail, all.slice(Math.max(start, all.length - end)));
      }),
    );
  });

  it('takes more after it was read', () => {
    const text = new BoundedText(2, 2);
    text.add('abc');
    assert.deepEqual(text.read(), { head: 'ab', tail: 'c', omitted: 0 });
    text.add('def');
    assert.deepEqual(text.read(), { head: 'ab', tail: 'ef', omitted: 2 });
  });
});
