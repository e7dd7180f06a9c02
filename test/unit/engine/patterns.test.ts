import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { UserPattern } from '../../../src/engine/api';
import { PatternMatcher } from '../../../src/engine/patterns';
import { record } from '../core/support';

const pattern = (regex: string, changes: Partial<UserPattern> = {}): UserPattern => ({ name: regex, regex, severity: 'high', category: 'business', ...changes });

function hitsOf(patterns: readonly UserPattern[], messages: readonly string[], file = '/srv/logs/app.log'): { readonly hits: string[][]; readonly matcher: PatternMatcher } {
  const matcher = new PatternMatcher(patterns, file);
  const hits = matcher.match(messages.map((message) => record(message, { lines: message.split('\n') })));
  return { hits: hits.map((each) => each.map(({ name, text }) => `${name}: ${text}`)), matcher };
}

describe('PatternMatcher', () => {
  it('gives the words that matched, with the severity and category of the pattern', () => {
    const matcher = new PatternMatcher([pattern('order \\d+', { name: 'Order', severity: 'low', category: 'network' })], 'a.log');
    assert.deepEqual(matcher.match([record('ORDER 7 stuck'), record('nothing')]), [[{ name: 'Order', severity: 'low', category: 'network', text: 'ORDER 7' }], []]);
  });

  it('ignores case unless told not to', () => {
    assert.deepEqual(hitsOf([pattern('Stuck'), pattern('(?-i)Stuck')], ['stuck', 'Stuck']).hits, [['Stuck: stuck'], ['Stuck: Stuck', '(?-i)Stuck: Stuck']]);
  });

  it('sees the whole record, line by line', () => {
    const { hits } = hitsOf([pattern('^caused by: .*$'), pattern('first[^]*last')], ['first\n  at x\nCaused by: y\nlast']);
    assert.deepEqual(hits, [['^caused by: .*$: Caused by: y', 'first[^]*last: first\n  at x\nCaused by: y\nlast']]);
  });

  it('keeps records and hits in step over many batches', () => {
    const messages = Array.from({ length: 1203 }, (_, index) => `request ${index}`);
    const { hits } = hitsOf([pattern('[05]$')], messages);
    hits.forEach((each, index) => assert.equal(each.length, index % 5 === 0 ? 1 : 0));
  });

  it('applies a pattern to the files of its glob', () => {
    const applies = (files: string, file: string): boolean => hitsOf([pattern('x', { files })], ['x'], file).hits[0]?.length === 1;
    assert.ok(applies('*.log', '/srv/logs/app.log'));
    assert.ok(applies('app.*', '/srv/logs/app.log'));
    assert.ok(applies('**/logs/*.log', '/srv/logs/app.log'));
    assert.ok(applies('**/.hidden/*', '/srv/.hidden/app.log'));
    assert.ok(applies('*.{out,log}', '/srv/logs/app.log'));
    assert.ok(!applies('*.out', '/srv/logs/app.log'));
    assert.ok(!applies('**/other/*.log', '/srv/logs/app.log'));
  });

  it('reports what is no regular expression, matches everything, or has no valid glob, and runs the others', () => {
    const { hits, matcher } = hitsOf([pattern('('), pattern('a*'), pattern('^'), pattern('x', { name: 'No glob', files: '' }), pattern('x')], ['xa']);
    assert.deepEqual(hits, [['x: x']]);
    assert.deepEqual(matcher.problems.map(({ name, regex, reason }) => [name, regex, reason]), [
      ['(', '(', 'invalid'],
      ['a*', 'a*', 'invalid'],
      ['^', '^', 'invalid'],
      ['No glob', 'x', 'invalid'],
    ]);
    for (const { message } of matcher.problems) assert.notEqual(message, '');
    assert.ok(!matcher.isEmpty);
  });

  it('stops a pattern that backtracks without end, reports it once and goes on without it', () => {
    const hostile = `${'a'.repeat(3000)}!`;
    const matcher = new PatternMatcher([pattern('(a+)+$'), pattern('a{5}')], 'a.log');
    for (let round = 0; round < 2; round++) {
      const hits = matcher.match([record('plain'), record(hostile), record('aaaaa')]);
      assert.deepEqual(hits.map((each) => each.map(({ name }) => name)), [[], ['a{5}'], ['a{5}']]);
    }
    assert.deepEqual(matcher.problems.map(({ name, reason }) => [name, reason]), [['(a+)+$', 'too-slow']]);
    assert.ok(!matcher.isEmpty);
  });

  it('has nothing to do where no pattern is left', () => {
    assert.ok(new PatternMatcher([pattern('x', { files: '*.out' }), pattern('(')], 'a.log').isEmpty);
    assert.deepEqual(new PatternMatcher([], 'a.log').match([record('x')]), [[]]);
  });

  it('shows a pattern the beginning of a very long record', () => {
    assert.deepEqual(hitsOf([pattern('^x'), pattern('y$')], [`${'x'.repeat(1_000_000)}y`]).hits, [['^x: x']]);
  });
});
