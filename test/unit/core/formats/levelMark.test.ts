import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readLevelMark } from '../../../../src/core/formats/levelMark';

describe('a level word with a colon', () => {
  for (const text of ['error: none', 'Error: null', 'error: nil', 'error: <nil>, code: 3', 'error: (none)', 'err: undefined', 'warning: 0']) {
    it(`is a field where its value says no: ${text}`, () => {
      assert.equal(readLevelMark(text, 0, 'line'), null);
    });
  }

  for (const text of ['error: none of the lids fits', 'error: no lid', 'error: 0 lids left', 'ERROR: null', 'error: nothing to pump']) {
    it(`is a level before a message: ${text}`, () => {
      assert.equal(readLevelMark(text, 0, 'line')?.level, 'error');
    });
  }
});
