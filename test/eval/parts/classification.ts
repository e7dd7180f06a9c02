import type { Category } from '../../../src/core/finding';
import { trainBayes, trainMajority, type Guess } from '../../../src/ml/baselines';
import { scoresOf } from '../../../src/ml/metrics';
import { Predictor } from '../../../src/ml/predictor';
import { ruleWord } from '../../../src/ml/ruleWord';
import { seedSet } from '../../../src/ml/seed/seedMessages';
import { readShippedModel } from '../../../src/ml/shipped';
import { Random } from '../../bench/random';
import { percentile } from '../metrics';
import { ours, type Part, type SystemScore } from '../part';

const drawings = 500;

/** Which category does a message belong to? All who learn have learnt from the seed set, of which no message is asked. */
export const classification: Part = {
  id: 'classification',
  title: 'Classification',
  measures: [
    { id: 'f1', title: 'macro-F1 over categories', reach: { least: 0.92 } },
    { id: 'accuracy', title: 'accuracy' },
    { id: 'calibration', title: 'expected calibration error', reach: { most: 0.05 }, noFloor: true },
    { id: 'calibrationFrom', title: '… 95 % of resamplings above', noFloor: true },
    { id: 'calibrationTo', title: '… 95 % of resamplings below', noFloor: true },
    { id: 'f1From', title: 'macro-F1, 95 % of resamplings above', noFloor: true },
  ],
  quoted: [
    { system: 'natural’s Bayes, cross-validated', values: { f1: 0.617, calibration: 0.1 } },
    { system: 'complement Bayes', values: { f1: 0.717 } },
    { system: 'softmax over words and n-grams', values: { f1: 0.72, calibration: 0.04 } },
    { system: 'the same and 459 known-error names', values: { f1: 0.845 } },
  ],
  score: (folder) => {
    const messages = folder.messages();
    if (messages.length === 0) return Promise.resolve([]);
    const predictor = new Predictor(readShippedModel());
    const seed = seedSet();
    return Promise.resolve([
      scored(ours, messages, (message) => predictor.predict(message)),
      scored('rules alone', messages, (message) => ({ category: ruleWord(message).category, confidence: 1 })),
      scored('natural’s Bayes, same seed set', messages, trainBayes(seed)),
      scored('majority class', messages, trainMajority(seed)),
    ]);
  },
};

function scored(system: string, messages: readonly { readonly message: string; readonly category: Category }[], guess: Guess): SystemScore {
  const answers = messages.map(({ message, category }) => {
    const given = guess(message);
    return { expected: category, given: given.category, confidence: given.confidence };
  });
  const { macroF1, accuracy, calibrationError, perClass } = scoresOf(answers);
  const sets = Object.fromEntries(Object.entries(perClass).map(([name, { f1 }]) => [name, { f1 }]));
  const drawn = resampled(answers).map((draw) => scoresOf(draw));
  const calibrations = drawn.map((each) => each.calibrationError);
  const values = { f1: macroF1, f1From: percentile(drawn.map((each) => each.macroF1), 0.05), accuracy, calibration: calibrationError };
  return { system, values: { ...values, calibrationFrom: percentile(calibrations, 0.05), calibrationTo: percentile(calibrations, 0.95) }, sets };
}

/** The bootstrap: as many answers drawn with replacement, so many times, to see how much is chance. */
function resampled<T>(answers: readonly T[]): T[][] {
  const random = new Random(1);
  return Array.from({ length: drawings }, () => answers.map(() => random.pick(answers)));
}
