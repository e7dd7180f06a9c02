import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Group } from '../../../src/core/analysis';
import { constantPart, linesWith, loggedIn } from '../../../src/editor/loggedHere';

function group(template: string): Group {
  return { fingerprint: 'v1:1', template, message: template, severity: 'high', category: 'general', confidence: 1, count: 3, firstLine: 1, lastLine: 9, firstTimestamp: null, lastTimestamp: null, rule: 'level:error', members: [], name: null };
}

describe('the code that logs a message', () => {
  it('is known by the longest part of its template without variables', () => {
    assert.equal(constantPart('user <*> could not be charged: <*>'), 'could not be charged');
    assert.equal(constantPart('failed: <*>'), null);
    assert.equal(constantPart('NullPointerException'), null);
  });

  it('is on the lines that hold that part', () => {
    const source = ['function charge(user) {', '  log.error(`user ${user} could not be charged: ${why}`);', '  // could not be charged could not be charged', '}'].join('\n');
    assert.deepEqual(linesWith(source, 'could not be charged'), [1, 2]);
    assert.deepEqual(loggedIn(source, [group('user <*> could not be charged: <*>')]).map(({ line }) => line), [1, 2]);
  });

  it('is not guessed where many lines could have written it', () => {
    assert.deepEqual(loggedIn('could not be charged\n'.repeat(10), [group('user <*> could not be charged')]), []);
  });

  it('is found quickly in a long source, and nowhere in an empty one', () => {
    const long = `${'x\n'.repeat(200_000)}could not be charged\n`;
    assert.deepEqual(linesWith(long, 'could not be charged'), [200_000]);
    assert.deepEqual(linesWith('', 'could not be charged'), []);
  });
});
