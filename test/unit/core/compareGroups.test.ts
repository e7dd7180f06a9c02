import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Group } from '../../../src/core/analysis';
import { compareGroups } from '../../../src/core/compareGroups';
import type { Severity } from '../../../src/core/finding';

const group = (fingerprints: string, count: number, severity: Severity = 'high'): Group => {
  const members = Array.from(fingerprints, (fingerprint) => ({ fingerprint, template: fingerprint }));
  const times = { firstTimestamp: null, lastTimestamp: null };
  return { fingerprint: fingerprints.charAt(0), template: '', message: '', severity, category: 'general', confidence: 1, count, firstLine: 1, lastLine: 1, ...times, rule: '', members, name: null };
};
const told = (older: Group[], newer: Group[]): unknown[] => compareGroups(older, newer).map(({ kind, group: { fingerprint }, counts }) => [kind, fingerprint, counts.old, counts.new]);

describe('compareGroups', () => {
  it('tells what is new, gone, more and fewer, and nothing of what is as it was', () => {
    const older = [group('a', 5), group('b', 5), group('c', 5), group('g', 2)];
    assert.deepEqual(told(older, [group('a', 7), group('b', 3), group('c', 5), group('n', 1)]), [['new', 'n', 0, 1], ['more', 'a', 5, 7], ['fewer', 'b', 5, 3], ['gone', 'g', 2, 0]]);
    assert.deepEqual(told(older, older), []);
    assert.deepEqual(told([], []), []);
  });

  it('has the worst first, then the most frequent', () => {
    const newer = [group('a', 9, 'low'), group('b', 1, 'critical'), group('c', 4), group('d', 6)];
    assert.deepEqual(told([], newer).map((row) => (row as unknown[])[1]), ['b', 'd', 'c', 'a']);
  });

  it('takes groups for the same that share a fingerprint, however they were merged', () => {
    assert.deepEqual(told([group('a', 2), group('b', 3)], [group('ab', 5)]), []);
    assert.deepEqual(told([group('a', 2), group('b', 3)], [group('bc', 5)]), [['more', 'b', 3, 5], ['gone', 'a', 2, 0]]);
  });
});
