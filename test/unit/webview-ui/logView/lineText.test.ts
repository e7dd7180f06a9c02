import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { continues, inertText, piecesOf } from '../../../../webview-ui/logView/lineText';

function kindsOf(text: string): string[] {
  return piecesOf(text, []).filter(({ kind }) => kind !== 'plain').map(({ kind, text: piece }) => `${kind}: ${piece}`);
}

describe('the look of a line', () => {
  it('tells its time and its level', () => {
    assert.deepEqual(kindsOf('2026-11-22 10:00:00,123 ERROR [main] Order failed'), ['time: 2026-11-22 10:00:00,123', 'error: ERROR']);
    assert.deepEqual(kindsOf('[2026-11-22T10:00:00.123Z] WARN slow'), ['time: [2026-11-22T10:00:00.123Z]', 'warn: WARN']);
    assert.deepEqual(kindsOf('Nov 22 10:00:00 host sshd[1]: INFO ready'), ['time: Nov 22 10:00:00', 'info: INFO']);
  });

  it('tells a level in a field, whatever it is written in', () => {
    assert.deepEqual(kindsOf('ts=1 level=error msg=failed'), ['error: error']);
    assert.deepEqual(kindsOf('{"level":"warn","msg":"slow"}'), ['string: "level"', 'warn: warn', 'string: "msg"', 'string: "slow"']);
  });

  it('tells exceptions, frames and strings', () => {
    assert.deepEqual(kindsOf('Caused by: java.lang.IllegalStateException: cart "9"'), ['exception: IllegalStateException', 'string: "9"']);
    assert.deepEqual(kindsOf('\tat com.shop.Cart.add(Cart.java:12)'), ['frame: \tat com.shop.Cart.add(Cart.java:12)']);
  });

  it('takes no word for a level that only has one in it', () => {
    assert.deepEqual(kindsOf('INFORMATION about errors and a warning'), []);
  });

  it('marks matches across what it tells apart', () => {
    const pieces = piecesOf('10:00:00 ERROR x', [{ start: 6, end: 11 }]);
    assert.deepEqual(pieces.filter(({ isMatch }) => isMatch).map(({ text, kind }) => [text, kind]), [['00', 'time'], [' ', 'plain'], ['ER', 'error']]);
  });

  it('loses and adds nothing', () => {
    const words = fc.constantFrom('ERROR', ' ', '"', 'level=', 'warn', '[', '2026-11-22 10:00:00', 'FooException', 'at ', '\t', 'x');
    fc.assert(
      fc.property(fc.array(words).map((parts) => parts.join('')), fc.nat(20), fc.nat(20), (text, start, length) => {
        const matches = [{ start: Math.min(start, text.length), end: Math.min(start + length + 1, text.length) }];
        assert.equal(piecesOf(text, matches).map((piece) => piece.text).join(''), text);
      }),
    );
  });
});

describe('log text', () => {
  it('can neither steer the terminal nor turn the page around', () => {
    assert.equal(inertText('\u001b[31mred\u001b[0m \u202egnp.exe\u0007'), 'red [U+202E]gnp.exe[U+0007]');
  });

  it('keeps tabs, joiners and emoji', () => {
    assert.equal(inertText('\tat x 👩\u200d💻'), '\tat x 👩\u200d💻');
  });

  it('carries on the line before where it is indented or says so', () => {
    assert.deepEqual(['  at x', 'Caused by: y', '2026 z'].map(continues), [true, true, false]);
  });
});
