import type { Category } from '../../../src/core/finding';
import { trainBayes, trainMajority, type Guess } from '../../../src/ml/baselines';
import { scoresOf } from '../../../src/ml/metrics';
import { Predictor } from '../../../src/ml/predictor';
import { ruleWord } from '../../../src/ml/ruleWord';
import { seedSet } from '../../../src/ml/seed/seedMessages';
import { readShippedModel } from '../../../src/ml/shipped';
import { ours, type Part, type SystemScore } from '../part';

/** Which category does a message belong to? All who learn have learnt from the seed set, of which no message is asked. */
export const classification: Part = {
  id: 'classification',
  title: 'Classification',
  measures: [
    { id: 'f1', title: 'macro-F1 over categories', reach: { least: 0.92 } },
    { id: 'accuracy', title: 'accuracy' },
    { id: 'calibration', title: 'expected calibration error', reach: { most: 0.05 }, noFloor: true },
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
  return { system, values: { f1: macroF1, accuracy, calibration: calibrationError }, sets };
}
