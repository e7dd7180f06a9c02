import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MessageAnalyzer } from '../../../src/ml/analyzer/analyzer';
import { entitiesOf } from '../../../src/ml/analyzer/entities';
import { keyPhrasesOf } from '../../../src/ml/analyzer/keyPhrases';
import { ModelError, readModel, writeModel } from '../../../src/ml/model';
import { Predictor } from '../../../src/ml/predictor';
import { seedSet } from '../../../src/ml/seed/seedMessages';
import { readShippedModel } from '../../../src/ml/shipped';
import { shippedModel } from '../../../src/ml/shipped.constant';
import { finish } from '../../../src/ml/softmax';
import { trainModel } from '../../../src/ml/trainer';

describe('the shipped model', () => {
  it('is what the seed set makes', function () {
    this.timeout(120_000);
    assert.equal(writeModel(finish(trainModel(seedSet(), { now: null })).model), shippedModel);
  });

  it('is good enough on sentences that it had not seen, and knows how good', () => {
    const { card } = readShippedModel();
    assert.ok(card.scores.macroF1 > 0.75, String(card.scores.macroF1));
    assert.ok(card.scores.calibrationError < 0.05, String(card.scores.calibrationError));
    assert.equal(card.examples.strong, 0);
  });
});

describe('a model file', () => {
  it('is read back as it was written', () => {
    assert.equal(writeModel(readModel(shippedModel)), shippedModel);
  });

  it('is refused where it is damaged, cut, of another version or none', () => {
    const at = shippedModel.length >> 1;
    const damaged = shippedModel.slice(0, at) + (shippedModel.charAt(at) === 'A' ? 'B' : 'A') + shippedModel.slice(at + 1);
    for (const text of [damaged, shippedModel.slice(0, 5000), '', '[]', 'null', shippedModel.replace('"stacklensModel":2', '"stacklensModel":99')]) {
      assert.throws(() => readModel(text), ModelError);
    }
  });
});

describe('the predictor', () => {
  const predictor = new Predictor(readShippedModel());

  it('tells what messages are about in words that no rule knows', () => {
    const said = (message: string): string => predictor.predict(message).category;
    assert.equal(said('the customer has no credit left for this purchase order'), 'business');
    assert.equal(said('heap of the JVM is exhausted'), 'memory');
    assert.equal(said('upstream answered too late, gave up after 30 s'), 'timeout');
  });

  it('is unsure of what says nothing', () => {
    assert.ok(predictor.predict('zxqv').confidence < 0.6);
    assert.ok(predictor.predict('').confidence < 0.6);
  });
});

describe('the analyzer', () => {
  const predictor = new Predictor(readShippedModel());

  it('finds what a message names', () => {
    const found = entitiesOf('user=kim got HTTP 503 from https://api.example.net/v1 (10.1.2.3:8443) after 250 ms, errno=110, SQLSTATE[40001], com.example.io.ReadException in /srv/app/main.py v1.2.3 wrote 12 kB id=a7f3');
    const kinds = Object.fromEntries(found.map(({ kind, text }) => [kind, text]));
    assert.deepEqual(kinds, {
      user: 'kim', httpStatus: '503', url: 'https://api.example.net/v1', ip: '10.1.2.3', port: '8443', duration: '250 ms', errno: '110', sqlState: '40001',
      exception: 'com.example.io.ReadException', file: '/srv/app/main.py', version: 'v1.2.3', size: '12 kB', id: 'a7f3',
    });
  });

  it('says where entities stand', () => {
    const text = 'cannot open /var/log/app.log.';
    const [file] = entitiesOf(text);
    assert.equal(text.slice(file?.start, file?.end), '/var/log/app.log');
  });

  it('finds the phrases that matter', () => {
    assert.deepEqual(keyPhrasesOf('Failed to open the replication slot of 10.0.0.1'), ['replication slot', 'open']);
  });

  it('finds the root cause of a chain', () => {
    const { rootCause, actions } = new MessageAnalyzer(predictor).analyze('java.lang.RuntimeException: start\n\tat a.B.c(B.java:1)\nCaused by: java.net.ConnectException: Connection refused');
    assert.equal(rootCause, 'java.net.ConnectException: Connection refused');
    assert.ok(actions.length > 0);
  });

  it('takes anything', () => {
    const analyzer = new MessageAnalyzer(predictor);
    for (const text of ['a.'.repeat(50_000), '1'.repeat(100_000), ':'.repeat(100_000), 'at '.repeat(40_000), '/'.repeat(80_000), 'a-'.repeat(50_000), '@a/'.repeat(30_000)]) {
      assert.ok(analyzer.analyze(text).confidence > 0);
    }
  });
});
