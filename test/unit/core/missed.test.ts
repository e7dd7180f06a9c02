import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judgedOf, type Correction } from '../../../src/core/corrections';
import { missedPatterns, regexOf } from '../../../src/core/missed';

function correction(template: string, more: Partial<Correction> = {}): Correction {
  return { member: { fingerprint: 'v1:1', template }, ignored: false, severity: 'critical', category: null, missed: true, ...more };
}

function finds(template: string, text: string): boolean {
  return new RegExp((regexOf(template) ?? '').replace('(?-i)', '')).test(text);
}

describe('missedPatterns', () => {
  it('find lines of the template, whatever stands before them and in its places', () => {
    assert.ok(finds('Reactor <*> (core-b) drifts by <*> mm', '12:00 INFO Reactor 7 (core-b)  drifts by 12.5 mm'));
    assert.ok(!finds('Reactor <*> (core-b) drifts by <*> mm', '12:00 INFO Reactor 7 (core-a) drifts by 12.5 mm'));
  });

  it('take what the user says of them, and high where that says nothing of severity', () => {
    const [first, second] = missedPatterns([correction('reactor drifts'), correction('pump idles', { severity: null, category: 'system' })]);
    assert.deepEqual([first?.severity, first?.category, second?.severity, second?.category], ['critical', 'general', 'high', 'system']);
  });

  it('are none of what was not missed, is ignored by now, or says too little', () => {
    assert.deepEqual(missedPatterns([correction('reactor drifts', { ignored: true }), { member: { fingerprint: 'v1:2', template: 'known' }, ...judgedOf({ severity: 'low' }) }, correction('<*>: <*>')]), []);
  });

  it('come back from what is stored', () => {
    assert.deepEqual(judgedOf(JSON.parse('{"ignored":false,"severity":"high","category":null,"missed":true}')), { ignored: false, severity: 'high', category: null, missed: true });
  });

  it('do not run away on hostile text', () => {
    const template = Array.from({ length: 50 }, () => 'aaaa').join(' <*> ');
    assert.equal(finds(template, `${'aaaa '.repeat(300)}b`), true);
    assert.equal(finds('aaaa <*> bbbb <*> cccc', 'aaaa '.repeat(800)), false);
  });
});
