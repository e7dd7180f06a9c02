import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RateLimit } from '../../../../src/engine/intake/rateLimit';

describe('the rate limit', () => {
  it('lets two seconds of requests come at once, then as many as told, each address by itself', () => {
    let now = 0;
    const limit = new RateLimit(5, () => now);
    const taken = (address: string, times: number): number => Array.from({ length: times }, () => limit.take(address)).filter((seconds) => seconds === 0).length;
    assert.equal(taken('a', 100), 10);
    assert.equal(taken('b', 3), 3);
    assert.equal(limit.take('a'), 1);
    now = 1000;
    assert.equal(taken('a', 100), 5);
    now = 60_000;
    assert.equal(taken('a', 100), 10);
  });

  it('says when to come again', () => {
    let now = 0;
    const limit = new RateLimit(1, () => now);
    limit.take('a');
    limit.take('a');
    const seconds = limit.take('a');
    now += seconds * 1000;
    assert.equal(limit.take('a'), 0);
  });
});
