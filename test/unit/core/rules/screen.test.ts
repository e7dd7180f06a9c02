import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { requirementsInOrder, requirementsOf, textStart, wordEdge, type Requirement } from '../../../../src/core/rules/literals';
import { rules } from '../../../../src/core/rules/rules';
import { Screen } from '../../../../src/core/rules/screen';
import { planScreen } from '../../../../src/core/rules/screenPlan';
import { vetoes } from '../../../../src/core/vetoes';
import { alarming } from './alarming';
import { harmless } from './harmless';
import { counts } from './words/counts';
import { names } from './words/names';
import { services } from './words/services';
import { systems } from './words/systems';

describe('requirementsOf', () => {
  const table: readonly (readonly [RegExp, readonly Requirement[]])[] = [
    [/pump/, [[['pump']]]],
    [/PUMP|valve/i, [[['pump', 'valve']]]],
    [/\bpumps?\b/, [[[`${wordEdge}pump${wordEdge}`, `${wordEdge}pumps${wordEdge}`]]]],
    [/^pump\b|\bvalve/, [[[`${textStart}pump${wordEdge}`, `${wordEdge}valve`]]]],
    [/(?:^|: )pump/, [[[`${textStart}pump`, ': pump']]]],
    [/\b\w+ lid/, [[[' lid']]]],
    [/\bextraordinary\b/, [[[`${wordEdge}extraordinar`]]]],
    [/^pump/m, [[['pump']]]],
    [/tim(?:ed|e)[ -]?out/, [[['timed out', 'timed-out', 'timedout', 'time out', 'time-out', 'timeout']]]],
    [/a.*valve/, [[['valve']]]],
    [/\d+ valves/, [[[' valves']]]],
    [/x\d/, [[['x0', 'x1', 'x2', 'x3', 'x4', 'x5', 'x6', 'x7', 'x8', 'x9']]]],
    [/(?:pump)*/, [[]]],
    [/(?:pump)+/, [[['pump']]]],
    [/pump|\w/, [[]]],
    [/(?!pump)valve(?<=e)/, [[['valve']]]],
    [/x{3}y/, [[['xxxy']]]],
    [/x{2,}/, [[['xx']]]],
    [/[ab]c/, [[['ac', 'bc']]]],
    [/[^ab]c/, [[['c']]]],
    [/\w+/, [[]]],
    [/(?<name>pump)/, [[['pump']]]],
    [/✓ done/, [[['\x80 done']]]],
    [/extraordinary/, [[['extraordinar']]]],
    // A short part is asked for together with another, in the order in which they stand.
    [/valve.*stuck/, [[['valve'], ['stuck']]]],
    [/pump .{0,20}(?:stuck|hung)|lid/, [[['lid']], [['pump '], ['stuck', 'hung']]]],
    [/a valve.*is/, [[['a valve']]]],
    [/temperature.*stuck/, [[['temperature']]]],
  ];
  for (const [pattern, requirements] of table) {
    it(String(pattern), () => assert.deepEqual(sorted(requirementsOf(pattern)), sorted(requirements)));
  }

  it('takes the best parts of several that must all match, one behind the other', () => {
    assert.deepEqual(requirementsInOrder([/\w/, /lid$/, /valve/]), [[['lid'], ['valve']]]);
    assert.deepEqual(requirementsInOrder([/stuck$/, /^valve|^pump/]), [[['stuck'], ['valve', 'pump']]]);
  });

  it('knows the syntax of every rule and every veto', () => {
    for (const { id, pattern } of rules) assert.ok(requirementsOf(pattern).every((parts) => parts.length > 0), `${id} would be asked for every text`);
    for (const { words, before, after } of vetoes) for (const part of [words, before, after]) if (part) requirementsInOrder([part]);
  });

  function sorted(requirements: readonly Requirement[]): readonly Requirement[] {
    return requirements.map((parts) => parts.map((part) => part.toSorted()));
  }
});

describe('Screen', () => {
  const screenOf = (places: readonly (readonly Requirement[])[]): Screen => new Screen(planScreen(places));

  it('tells the sets of which a text holds a literal, in whatever case and place', () => {
    const screen = screenOf([[[['pump']]], [[['um', 'valve']]], [[]], [[['lve']]], [[['\x80']]]]);
    assert.deepEqual(screen.ask('the PUMP'), [0, 1, 2]);
    assert.deepEqual(screen.ask('valve'), [1, 2, 3]);
    assert.deepEqual(screen.ask('pu mp'), [2]);
    assert.deepEqual(screen.ask('größer'), [2, 4]);
    assert.deepEqual(screen.ask(''), [2]);
  });

  it('tells requirements of several parts where all stand in the text, one behind the other', () => {
    const screen = screenOf([[[['valve'], ['stuck', 'hung']]], [[['lid']], [['pump'], ['valve']]]]);
    assert.deepEqual(screen.ask('the valve is stuck'), [0]);
    assert.deepEqual(screen.ask('stuck: the valve'), []);
    assert.deepEqual(screen.ask('hung by the valve, and hung'), [0]);
    assert.deepEqual(screen.ask('pump and valve hung'), [0, 1]);
    assert.deepEqual(screen.ask('lid'), [1]);
    assert.deepEqual(screen.ask('valve'), []);
  });

  it('finds literals that end within another, and those that end where a longer one was begun', () => {
    const screen = screenOf([[[['fail']]], [[['failover']]], [[['ail']]], [[['default f']]], [[['lt']]]]);
    assert.deepEqual(screen.ask('default fail'), [0, 2, 3, 4]);
    assert.deepEqual(screen.ask('failover'), [0, 1, 2]);
  });

  it('finds literals only where the edges are that they ask for', () => {
    const screen = screenOf([[[[`${wordEdge}pump${wordEdge}`]]], [[[`${wordEdge}pump`]]], [[[`${textStart}pump`]]], [[['pump']]], [[[`<${wordEdge}`]]]]);
    assert.deepEqual(screen.ask('pump'), [0, 1, 2, 3]);
    assert.deepEqual(screen.ask('the PUMP.'), [0, 1, 3]);
    assert.deepEqual(screen.ask('pumps'), [1, 2, 3]);
    assert.deepEqual(screen.ask('a_pump, pumpé'), [0, 1, 3]);
    assert.deepEqual(screen.ask('a_pump'), [3]);
    assert.deepEqual(screen.ask('< <a'), [4]);
    assert.deepEqual(screen.ask('<'), []);
  });

  it('holds many requirements', () => {
    const screen = screenOf(Array.from({ length: 100 }, (_, index) => [[[`<${String(index)}>`]]]));
    assert.deepEqual(screen.ask('<0><31><32><64><99>'), [0, 31, 32, 64, 99]);
  });

  it('rules out no rule and no veto that would match', () => {
    const patterns = [...rules.map(({ pattern }) => pattern), ...vetoes.flatMap(({ words, before, after }) => [words, before, after].filter((part) => part !== undefined))];
    const screen = screenOf(patterns.map((pattern) => requirementsOf(pattern)));
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
