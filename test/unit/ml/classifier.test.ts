import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Judgement } from '../../../src/core/detector';
import { modelClue, modelMark } from '../../../src/core/modelClue';
import { Classifier } from '../../../src/ml/classifier';
import { readShippedModel } from '../../../src/ml/shipped';

const judgement = (rule: string, changes: Partial<Judgement> = {}): Judgement => ({ severity: 'high', category: 'general', confidence: 0.9, evidence: { rule, text: rule.startsWith('rule:') ? 'failed' : '', weighed: ['level:error'] }, ...changes });
const template = 'Connection to <*> refused';

describe('a model that classifies findings', () => {
  const classifier = new Classifier(readShippedModel, 'shipped');

  it('says what they are about where it is sure, and that it did', () => {
    const { category, severity, confidence, evidence } = classifier.classify(judgement('level:error'), template);
    assert.equal(category, 'network');
    assert.equal(severity, 'high');
    assert.ok(confidence > 0.5 && confidence <= 0.9);
    assert.equal(modelClue(evidence)?.category, 'network');
    assert.deepEqual(evidence.weighed.slice(0, 1), ['level:error']);
  });

  it('leaves the confidence of who says the same', () => {
    const own = judgement('rule:connection-refused', { category: 'network', confidence: 0.98 });
    assert.deepEqual({ ...classifier.classify(own, template), evidence: own.evidence }, own);
  });

  it('leaves alone what it is not sure of', () => {
    const own = judgement('level:error');
    assert.ok(classifier.predict('Zub hobby wigjub').confidence < 0.5);
    assert.deepEqual(classifier.classify(own, 'Zub hobby wigjub'), own);
  });

  for (const rule of ['pattern:Mine', 'http-status', 'malformed', 'stack-trace']) {
    it(`does not meddle with ${rule}`, () => {
      const own = judgement(rule);
      assert.equal(classifier.classify(own, template), own);
    });
  }

  it('does not meddle with what the trace told', () => {
    const own = judgement('rule:out-of-memory', { category: 'memory', evidence: { rule: 'rule:out-of-memory', text: '', weighed: [] } });
    assert.equal(classifier.classify(own, template), own);
  });

  it('is told by its mark, and by no other', () => {
    for (const [category, confidence] of [['disk-io', 1], ['general', 0.5], ['network', 0.876]] as const) {
      assert.deepEqual(modelClue({ rule: '', text: '', weighed: ['rule:x', modelMark(category, confidence)] }), { category, confidence: Math.round(confidence * 100) / 100 });
    }
    assert.equal(modelClue({ rule: '', text: '', weighed: ['model:elsewhere 0.90', 'model: 1', 'my model:network 0.90'] }), null);
  });
});
