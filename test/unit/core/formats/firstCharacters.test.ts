import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { firstCharacters } from '../../../../src/core/formats/firstCharacters';
import { library } from '../../../../src/core/formats/library';

/** The printable characters with which a match may begin, as text; null where there are no bounds. */
function firsts(source: string): string | null {
  const may = firstCharacters(source);
  const all = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const some = all.filter((char) => may(char.charCodeAt(0))).join('');
  return some.length === all.length ? null : some;
}

describe('the first characters of an expression', () => {
  const expressions: readonly (readonly [string, string | null])[] = [
    ['abc', 'a'],
    ['\\d{4}-', '0123456789'],
    ['\\[(?<level>E)\\]', '['],
    [' {0,2}(?<level>[EW-X])', ' EWX'],
    ['(?:a|b(?:c|d))?[+-]', '+-ab'],
    ['(?=x)(?!y)z+', 'z'],
    ['(?<a>(?:[x\\]]|\\()*)y', '(]xy'],
    ['a|[^b]', null],
    ['a?b*', null],
    ['\\S', null],
    ['.x', null],
    ['(?:|a)', null],
  ];
  for (const [source, expected] of expressions) {
    it(`are told for ${source}`, () => assert.equal(firsts(source), expected));
  }

  it('never speak against a match', () => {
    for (const { id, lines = [], samples } of library) {
      for (const { text } of samples) {
        for (const source of lines) if (new RegExp(source, 'y').test(text)) assert.ok(firstCharacters(source)(text.charCodeAt(0)), `${id}: ${source}`);
      }
    }
  });

  it('are always possible beyond ASCII', () => assert.ok(firstCharacters('[\\wé]')('é'.charCodeAt(0))));
});
