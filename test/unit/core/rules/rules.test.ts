import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { categories, severities } from '../../../../src/core/finding';
import { judge, type Verdict } from '../../../../src/core/detector';
import { ruleOf, rules } from '../../../../src/core/rules/rules';
import { record } from '../support';
import { alarming } from './alarming';
import { examples } from './examples';
import { harmless } from './harmless';
import { counts } from './words/counts';
import { names } from './words/names';
import { services } from './words/services';
import { systems } from './words/systems';

function told(matches: Verdict['matches']): string {
  return matches.map(({ rule, text, objections }) => `${rule.id} on “${text}”${objections.map(({ veto }) => ` but ${veto.id}`).join('')}`).join('; ');
}

describe('rules', () => {
  for (const rule of rules) {
    it(`${rule.id} finds what it is for in a log without levels`, () => {
      const own = examples[rule.id] ?? [];
      assert.ok(own.length > 0, 'the rule has no example');
      for (const each of own) {
        const { message, ...expected } = typeof each === 'string' ? { message: each } : each;
        const { judgement, matches } = judge(record(message));
        assert.ok(matches.some((match) => match.rule === rule && match.objections.length === 0), `not matched: ${message} (${told(matches)})`);
        assert.deepEqual(
          [judgement?.evidence.rule, judgement?.severity, judgement?.category],
          [`rule:${expected.decidedBy ?? rule.id}`, expected.severity ?? rule.severity, expected.category ?? rule.category],
          message,
        );
      }
    });
  }

  it('have ids of their own, known words and something to suggest', () => {
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    for (const { id, title, category, severity, actions, pattern } of rules) {
      assert.match(id, /^[a-z]+(?:-[a-z]+)*$/);
      assert.ok(categories.includes(category) && severities.includes(severity) && title !== '' && actions.length > 0, id);
      assert.equal(pattern.global || pattern.sticky, false, `${id} would remember where it was`);
    }
    assert.deepEqual(Object.keys(examples).filter((id) => !rules.some((rule) => rule.id === id)), []);
  });

  it('are found again by what a finding says decided', () => {
    assert.equal(ruleOf('rule:timeout')?.id, 'timeout');
    assert.equal(ruleOf('timeout'), undefined);
    assert.equal(ruleOf('pattern:timeout'), undefined);
    assert.equal(ruleOf('rule:no-such-rule'), undefined);
  });

  it('end on hostile text', () => {
    const pieces = ['a', 'Error', 'error ', 'connection ', 'A1', '0 ', ' /', 'file:1', '(', '"', 'mysql connection ', 'environment variable ', 'no ', 'timeout of ', 'select ', 'E', '-', '5', 'AB1', ' could not ', 'the process ', 'disk '];
    for (const piece of pieces) judge(record(piece.repeat(100_000 / piece.length)));
  });
});

describe('a log without levels', () => {
  describe('has no problem in', () => {
    for (const message of harmless) {
      it(message, () => {
        const { judgement, matches } = judge(record(message));
        assert.ok(judgement === null || judgement.severity === 'low', `${String(judgement?.severity)} by ${told(matches)}`);
      });
    }
  });

  describe('has a problem in', () => {
    for (const message of alarming) {
      it(message, () => {
        const { judgement, matches } = judge(record(message));
        assert.ok(judgement !== null && judgement.severity !== 'low', told(matches));
      });
    }
  });
});

describe('one message of a log without levels', () => {
  for (const [topic, words] of Object.entries({ counts, names, systems, services })) {
    describe(`about ${topic}`, () => {
      for (const [message, telling, reason] of words) {
        it(`${message}: ${telling} (${reason})`, () => {
          const { judgement, matches } = judge(record(message));
          assert.equal(judgement === null ? 'none' : judgement.severity === 'low' ? 'mention' : 'problem', telling, told(matches));
        });
      }
    });
  }
});
