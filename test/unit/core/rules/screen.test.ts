import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { requiredLiterals } from '../../../../src/core/rules/literals';
import { rules } from '../../../../src/core/rules/rules';
import { Screen } from '../../../../src/core/rules/screen';
import { vetoes } from '../../../../src/core/vetoes';
import { alarming } from './alarming';
import { harmless } from './harmless';
import { counts } from './words/counts';
import { names } from './words/names';
import { services } from './words/services';
import { systems } from './words/systems';

describe('requiredLiterals', () => {
  const table: readonly (readonly [RegExp, readonly string[] | null])[] = [
    [/pump/, ['pump']],
    [/PUMP|valve/i, ['pump', 'valve']],
    [/\bpumps?\b/, ['pump', 'pumps']],
    [/tim(?:ed|e)[ -]?out/, ['timed ', 'timed-', 'timedo', 'time o', 'time-o', 'timeou']],
    [/a.*valve/, ['valve']],
    [/\d+ valves/, [' valve']],
    [/(?:pump)*/, null],
    [/(?:pump)+/, ['pump']],
    [/pump|\d/, null],
    [/(?!pump)valve(?<=e)/, ['valve']],
    [/x{3}y/, ['xxxy']],
    [/x{2,}/, ['xx']],
    [/[ab]c/, ['ac', 'bc']],
    [/[^ab]c/, ['c']],
    [/\w+/, null],
    [/(?<name>pump)/, ['pump']],
    [/✓ done/, ['\x80 done']],
    [/extraordinary/, ['extrao']],
  ];
  for (const [pattern, literals] of table) {
    it(String(pattern), () => assert.deepEqual(requiredLiterals(pattern)?.toSorted() ?? null, literals?.toSorted() ?? null));
  }

  it('takes the best of several that must all match', () => {
    assert.deepEqual(requiredLiterals(/\d/, /no/, /valve/), ['valve']);
  });

  it('knows the syntax of every rule and every veto', () => {
    for (const { id, pattern } of rules) assert.notEqual(requiredLiterals(pattern), null, `${id} would be asked for every text`);
    for (const { words, before, after } of vetoes) for (const part of [words, before, after]) if (part) requiredLiterals(part);
  });
});

describe('Screen', () => {
  it('tells the sets of which a text holds a literal, in whatever case and place', () => {
    const screen = new Screen([['pump'], ['um', 'valve'], null, ['lve'], ['\x80']]);
    assert.deepEqual(screen.ask('the PUMP'), [0, 1, 2]);
    assert.deepEqual(screen.ask('valve'), [1, 2, 3]);
    assert.deepEqual(screen.ask('pu mp'), [2]);
    assert.deepEqual(screen.ask('größer'), [2, 4]);
    assert.deepEqual(screen.ask(''), [2]);
  });

  it('holds more sets than fit one integer', () => {
    const screen = new Screen(Array.from({ length: 100 }, (_, index) => [`<${String(index)}>`]));
    assert.deepEqual(screen.ask('<0><31><32><64><99>'), [0, 31, 32, 64, 99]);
  });

  it('rules out no rule and no veto that would match', () => {
    const patterns = [...rules.map(({ pattern }) => pattern), ...vetoes.flatMap(({ words, before, after }) => [words, before, after].filter((part) => part !== undefined))];
    const screen = new Screen(patterns.map((pattern) => requiredLiterals(pattern)));
    const texts = [...alarming, ...harmless, ...[...counts, ...names, ...services, ...systems].map(([message]) => message)];
    for (const text of texts) {
      // A veto sees what stands before and after the words: every part of the text, at worst.
      const suspects = new Set(screen.ask(text));
      patterns.forEach((pattern, index) => {
        if (pattern.test(text)) assert.ok(suspects.has(index), `${String(pattern)} matches ${text}`);
      });
    }
  });

  it('has vetoes that look back end where the words begin', () => {
    for (const { before, after } of vetoes) {
      if (before) assert.match(before.source, /\$\)?$/);
      if (after) assert.match(after.source, /^\(?\^/);
    }
  });
});
