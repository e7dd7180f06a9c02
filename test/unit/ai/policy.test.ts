import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { aiPart, spend, type Spent } from '../../../src/ai/policy';

const policy = { enabled: true, threshold: 0.6, automatic: false };

describe('the policy of questions', () => {
  it('leaves what we are sure of to the user, and offers the rest', () => {
    assert.equal(aiPart(0.6, policy), 'onDemand');
    assert.equal(aiPart(0.59, policy), 'offered');
    assert.equal(aiPart(0.99, { ...policy, threshold: 1 }), 'offered');
    assert.equal(aiPart(0, { ...policy, threshold: 0 }), 'onDemand');
  });

  it('asks unasked only where the user wants that, and never where it is off', () => {
    assert.equal(aiPart(0.3, { ...policy, automatic: true }), 'automatic');
    assert.equal(aiPart(0.9, { ...policy, automatic: true }), 'onDemand');
    assert.equal(aiPart(0.3, { ...policy, automatic: true, enabled: false }), 'onDemand');
  });

  it('never spends more than is allowed in any span of time', () => {
    const allowance = { span: 100, questions: 4, tokens: 50 };
    fc.assert(
      fc.property(fc.array(fc.record({ pause: fc.nat(60), tokens: fc.integer({ min: 1, max: 40 }) })), (wishes) => {
        let now = 1_000;
        let kept: readonly Spent[] = [];
        const asked: Spent[] = [];
        for (const { pause, tokens } of wishes) {
          now += pause;
          const after = spend(kept, tokens, now, allowance);
          if (!after) continue;
          kept = after;
          asked.push({ time: now, tokens });
        }
        for (const { time } of asked) {
          const within = asked.filter((each) => each.time > time - allowance.span && each.time <= time);
          assert.ok(within.length <= allowance.questions);
          assert.ok(within.reduce((sum, each) => sum + each.tokens, 0) <= allowance.tokens);
        }
      }),
    );
  });
});
