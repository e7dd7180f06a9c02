import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { shownText } from '../../../../src/editor/captured/shownText';

describe('what a terminal shows of what was written to it', () => {
  it('has no colours, no titles and no marks of the shell', () => {
    assert.equal(shownText('\u001b]633;C\u0007\u001b[31mERROR\u001b[0m lost\r\n\u001b]0;title\u0007done\r\n'), 'ERROR lost\ndone\n');
  });

  it('has of a line that was written over what came last', () => {
    assert.equal(shownText('10 %\r50 %\r100 %\r\nnext\r'), '100 %\nnext');
    assert.equal(shownText('ac\bbc\ttab'), 'abc\ttab');
  });

  it('has no controls, whatever was written, and all lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\u001b', '[', ']', '\b', '\r', '\n', '\u0000', '\u0007', '1', 'm', '\u009b'), maxLength: 60 }), (written) => {
        const shown = shownText(written);
        assert.doesNotMatch(shown, /[^\P{Cc}\t\n]/u);
        assert.equal(shown.split('\n').length, written.split('\n').length);
      }),
    );
  });
});
