import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { library } from '../../../../src/core/formats/library';
import { charactersOf, firstCodeOf, necessitiesOf } from '../../../../src/core/formats/necessities';

/** The printable characters with which a match may begin, as text; null where there are no bounds. */
function firsts(source: string): string | null {
  const { first } = necessitiesOf(source);
  const all = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const some = all.filter((char) => has(first, firstCodeOf(char))).join('');
  return some.length === all.length ? null : some;
}

function has(codes: bigint, code: number): boolean {
  return ((codes >> BigInt(code)) & 1n) === 1n;
}

function isRuledOut(source: string, text: string): boolean {
  const { first, characters, literal } = necessitiesOf(source);
  return !has(first, firstCodeOf(text)) || (characters & ~charactersOf(text)) !== 0 || !text.includes(literal);
}

describe('what an expression asks of a text', () => {
  const beginnings: readonly (readonly [string, string | null])[] = [
    ['abc', 'a'],
    ['\\d{4}-', '0123456789'],
    ['\\[(?<level>E)\\]', '['],
    [' {0,2}(?<level>[EW-X])', ' EWX'],
    ['(?:a|b(?:c|d))?[+-]', '+-ab'],
    ['(?=x)(?!y)z+', 'z'],
    ['(?<a>(?:[x\\]]|\\()*)y', '(]xy'],
    ['b|[^b]', null],
    ['a?b*', null],
    ['.x', null],
    ['(?:|a)', null],
  ];
  for (const [source, expected] of beginnings) {
    it(`is to begin ${source}`, () => assert.equal(firsts(source), expected));
  }

  const literals: readonly (readonly [string, string])[] = [
    ['make: \\*{3} .*', 'make: *** '],
    ['(?<level>WARN)ING? lid', 'WARN'],
    ['a{2,5}b', 'aa'],
    ['(?:on|off)lid', 'lid'],
    ['(?:tank|tank)s', 'tank'],
    ['(?:lid)?x', 'x'],
    ['[ab]c|d', ''],
  ];
  for (const [source, expected] of literals) {
    it(`is to hold, for ${source}`, () => assert.equal(necessitiesOf(source).literal, expected));
  }

  it('rules out what lacks a sign', () => {
    assert.ok(isRuledOut('\\w+: error', 'an error'));
    assert.ok(isRuledOut('\\w+ \\d', 'tank four'));
    assert.ok(isRuledOut('.*FAILED', 'tank failed'));
    assert.ok(!isRuledOut('[✓✔] \\S', '✓ lid'));
    assert.ok(!isRuledOut('', ''));
  });

  it('never rules out a match', () => {
    const sources = library.flatMap(({ lines = [], marks = [] }) => [...lines, ...marks]);
    const texts = library.flatMap(({ samples }) => samples.flatMap(({ text }) => text.split('\n')));
    for (const source of sources) {
      const shape = new RegExp(source, 'y');
      for (const text of texts) {
        shape.lastIndex = 0;
        if (shape.test(text)) assert.ok(!isRuledOut(source, text), `${source} on ${text}`);
      }
    }
  });
});
