import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { calibrationError, fitTemperature, reliability } from '../../../src/ml/calibration';
import { dimensions, featuresOf, wordsOf } from '../../../src/ml/features';
import { groupedFolds } from '../../../src/ml/folds';
import { scoresOf } from '../../../src/ml/metrics';
import { greatest, probabilities, train } from '../../../src/ml/softmax';

const settings = { classes: 2, epochs: 20, rate: 0.5, decay: 1e-3, seed: 3 };
const texts = ['the cat sleeps', 'a cat plays', 'my cat eats', 'the engine stalls', 'an engine roars', 'our engine starts'];
const examples = texts.map((text, at) => ({ features: featuresOf(text), label: at < 3 ? 0 : 1, weight: 1 }));

describe('features', () => {
  it('takes names apart and closes long numbers up', () => {
    assert.deepEqual(wordsOf('NoRouteToHost 503 of 123456'), ['noroutetohost', 'no', 'route', 'to', 'host', '503', 'of', '0']);
  });

  it('has each place once, inside the model, and a length of 1', () => {
    const { places, weights } = featuresOf('connection to db-7 refused: connection closed');
    assert.equal(new Set(places).size, places.length);
    assert.ok(places.every((place) => place >= 0 && place < dimensions));
    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight * weight, 0) - 1) < 1e-5);
  });

  it('takes nothing, and anything', () => {
    assert.equal(featuresOf('').places.length, 0);
    assert.ok(featuresOf('\u0000\ud800 \u{1f525}'.repeat(5000)).places.length < 100);
  });
});

describe('softmax', () => {
  it('learns, and says of new texts what they are', () => {
    const model = train(examples, settings);
    const said = ['one more cat', 'that engine'].map((text) => greatest(model.scores(featuresOf(text))));
    assert.deepEqual(said, [0, 1]);
  });

  it('is the same each time', () => {
    assert.deepEqual(train(examples, settings).weights, train(examples, settings).weights);
  });

  it('listens to what weighs more', () => {
    const features = featuresOf('ambiguous words');
    const model = train([{ features, label: 0, weight: 0.3 }, { features, label: 1, weight: 3 }], settings);
    assert.equal(greatest(model.scores(features)), 1);
  });

  it('gives probabilities, the more modest the higher the temperature', () => {
    const sharp = probabilities(Float64Array.of(1, 3, 900), 1);
    assert.ok(Math.abs(sharp.reduce((a, b) => a + b, 0) - 1) < 1e-9);
    assert.ok((probabilities(Float64Array.of(1, 3), 4)[1] ?? 1) < (probabilities(Float64Array.of(1, 3), 1)[1] ?? 0));
  });
});

describe('calibration', () => {
  it('counts how far confidence is from the truth', () => {
    const outcomes = [0.95, 0.95, 0.95, 0.95].map((confidence, at) => ({ confidence, right: at < 2 }));
    assert.ok(Math.abs(calibrationError(outcomes) - 0.45) < 1e-9);
    assert.equal(reliability(outcomes)[9]?.count, 4);
    assert.equal(calibrationError([]), 0);
  });

  it('makes a model modest that is often wrong', () => {
    const scores = Float64Array.of(6, 0);
    const heldOut = [0, 1, 0, 1].map((label) => ({ scores, label }));
    assert.ok(fitTemperature(heldOut) > 3);
    assert.equal(fitTemperature([]), 1);
  });
});

describe('metrics', () => {
  it('scores each class, their means and what was taken for what', () => {
    const answer = (expected: 'a' | 'b' | 'c', given: 'a' | 'b' | 'c') => ({ expected, given, confidence: 1 });
    const scores = scoresOf([answer('a', 'a'), answer('a', 'b'), answer('b', 'b'), answer('b', 'c')]);
    assert.equal(scores.accuracy, 0.5);
    assert.deepEqual(scores.perClass.a, { precision: 1, recall: 0.5, f1: 2 / 3, count: 2 });
    assert.deepEqual(scores.confusion, { a: { a: 1, b: 1 }, b: { b: 1, c: 1 } });
    assert.ok(Math.abs(scores.macroF1 - (2 / 3 + 0.5) / 2) < 1e-9);
  });
});

describe('folds', () => {
  it('keeps twins on one side and tests each example once', () => {
    const messages = Array.from({ length: 60 }, (_, at) => ({ text: String(at), group: String(at % 12) }));
    const folds = groupedFolds(messages, 5, ({ group }) => group);
    for (const { training, testing } of folds) {
      const known = new Set(training.map(({ group }) => group));
      assert.ok(testing.every(({ group }) => !known.has(group)));
    }
    assert.equal(folds.flatMap(({ testing }) => testing).length, 60);
  });
});
