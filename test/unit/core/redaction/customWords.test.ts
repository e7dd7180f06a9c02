import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findingWords } from '../../../../src/core/redaction/customWords';
import { Redaction } from '../../../../src/core/redaction/redaction';

describe('words of the user', () => {
  it('are hidden wherever they stand, in any case', () => {
    const redaction = new Redaction({ custom: findingWords(['bluebird*', 'ACME Ltd']) });
    const text = 'Project Bluebird-42 of acme ltd; not a blackbird, nor acmeltd';
    assert.equal(redaction.redact(text), 'Project [[CUSTOM_1]] of [[CUSTOM_2]]; not a blackbird, nor acmeltd');
    assert.equal(redaction.restore(redaction.redact(text)), text);
  });

  it('mean what they say, and never everything', () => {
    assert.deepEqual(findingWords(['*', '**', ' ', 'a.c'])('abc a.c'), [{ start: 4, end: 7 }]);
  });

  it('take no long time over text made for that', () => {
    const text = 'a'.repeat(100_000);
    assert.deepEqual(findingWords(['*a*a*a*a*b', 'a*a*b'])(text), []);
  });
});
