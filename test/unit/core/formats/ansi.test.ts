import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { cleanText } from '../../../../src/core/formats/ansi';

describe('cleanText', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['nothing', 'ERROR no water', 'ERROR no water'],
    ['colours', '\u001b[1;31mERROR\u001b[0m no water', 'ERROR no water'],
    ['a colour with colons', '\u001b[38:2::255:0:0mERROR\u001b[m no', 'ERROR no'],
    ['moves of the cursor', '\u001b[2K\u001b[1GERROR\u001b[3A no\u001b[?25h', 'ERROR no'],
    ['a title that a bell ends', '\u001b]0;pump\u0007ERROR no', 'ERROR no'],
    ['a link', 'see \u001b]8;;https://tank.example/7\u001b\\tank 7\u001b]8;;\u001b\\ now', 'see tank 7 now'],
    ['a character set', '\u001b(BERROR\u001b)0 no', 'ERROR no'],
    ['single orders', '\u001b7ERROR\u001bM no\u001b=', 'ERROR no'],
    ['a device string', '\u001bPq#0;2\u001b\\ERROR', 'ERROR'],
    ['an order that is cut short', 'ERROR \u001b[31', 'ERROR '],
    ['a title that never ends', '\u001b]0;ERROR no water', '0;ERROR no water'],
    ['an escape alone', 'ERROR\u001b', 'ERROR'],
    ['a hole of NULs', '\0\0\0\0ERROR no\0 water', 'ERROR no water'],
    ['a hole after half a record', `2024-03-05T07:0${'\0'.repeat(50)}ERROR no`, 'ERROR no'],
    ['a byte order mark', '\ufeffERROR no', 'ERROR no'],
    ['a progress', 'turning 1%\rturning 50%\rturning 100%', 'turning 100%'],
    ['a line that is written over from its start', '\rERROR no water', 'ERROR no water'],
    ['a progress before a message', ' 10 %\r 20 %\r 30 %\rERROR no water\r', 'ERROR no water\r'],
    ['a message with a return in it', 'ERROR said: a\rb', 'ERROR said: a\rb'],
    ['a return at the end', 'ERROR no\r', 'ERROR no\r'],
  ];
  for (const [name, raw, clean] of cases) {
    it(`reads ${name}`, () => {
      const line = cleanText(raw);
      assert.equal(line.text, clean);
      assert.equal(line.coded, raw !== clean);
      for (const word of clean.split(/[^A-Za-z]+/).filter((each) => each.length > 1)) {
        const column = clean.lastIndexOf(word);
        assert.ok(raw.startsWith(word, line.rawColumn(column)), `${word} at ${String(line.rawColumn(column))}`);
      }
    });
  }

  it('gives each character the column it has in the line', () => {
    const piece = fc.constantFrom('a', 'b c', '\0', '\u001b[31m', '\u001b', '\u001b]8;;x\u0007', '\u001b(B', '\r', '%\r', '\ufeff');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const raw = pieces.join('');
        const line = cleanText(raw);
        for (let column = 0; column < line.text.length; column++) assert.equal(raw.charAt(line.rawColumn(column)), line.text.charAt(column));
      }),
    );
  });

  it('goes through a long line once', () => {
    const long = `${'\0a'.repeat(300_000)}\u001b[0m${'\u001b]'.repeat(100_000)}`;
    assert.equal(cleanText(long).text, 'a'.repeat(300_000));
  });
});
