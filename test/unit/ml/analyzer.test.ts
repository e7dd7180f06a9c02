import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Prediction } from '../../../src/core/learning';
import { MessageAnalyzer } from '../../../src/ml/analyzer/analyzer';
import { Sentiment } from '../../../src/ml/analyzer/sentiment';

const medium: Prediction = { category: 'general', confidence: 0.5, severity: 'medium', decidedBy: 'model' };

describe('Sentiment', () => {
  const sentiment = new Sentiment();

  it('tells dire from glad from neither', () => {
    assert.ok(sentiment.of('Fatal: the index is corrupt and data was lost') < sentiment.of('The request failed'));
    assert.ok(sentiment.of('The request failed') < 0);
    assert.equal(sentiment.of('Listening on 10.0.0.1:80'), 0);
    assert.ok(sentiment.of('Recovered successfully') > 0);
  });

  it('turns round what is denied, and no more than that', () => {
    assert.ok(sentiment.of('There was no error') > 0);
    assert.ok(sentiment.of('Did not succeed') < 0);
    assert.ok(sentiment.of('There is no route to the host, which is fatal') < 0);
    assert.ok(sentiment.of('No memory is left, the process was killed') < 0);
  });

  it('stays in its range for any text', () => {
    fc.assert(fc.property(fc.string(), (text) => Math.abs(sentiment.of(text)) < 1));
    for (const name of ['constructor', '__proto__', 'toString', '']) assert.equal(sentiment.of(name), 0);
  });
});

describe('MessageAnalyzer', () => {
  it('finds more urgent what sounds worse', () => {
    const analyzer = new MessageAnalyzer({ predict: () => medium });
    const urgencies = ['Recovered successfully', 'Took 3 s', 'Request failed', 'Fatal: data was lost'].map((text) => analyzer.analyze(text).urgency);
    assert.deepEqual(urgencies, urgencies.toSorted((a, b) => a - b));
    assert.equal(new Set(urgencies).size, urgencies.length);
  });

  it('says the same of messages of a template but for what they name', () => {
    const analyzer = new MessageAnalyzer({ predict: () => medium });
    const [one, other] = ['10.0.0.1', '10.0.0.2'].map((host) => analyzer.analyze(`Replication slot of ${host} was lost`));
    assert.deepEqual(one?.entities.map(({ text }) => text), ['10.0.0.1']);
    assert.deepEqual(other?.entities.map(({ text }) => text), ['10.0.0.2']);
    assert.deepEqual({ ...one, entities: [], rootCause: '' }, { ...other, entities: [], rootCause: '' });
  });
});
