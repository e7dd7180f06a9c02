import type { Part } from '../part';

/** Which category does a message belong to? There is no classifier to ask yet. */
export const classification: Part = {
  id: 'classification',
  title: 'Classification',
  measures: [
    { id: 'f1', title: 'macro-F1 over categories', reach: { least: 0.92 } },
    { id: 'calibration', title: 'expected calibration error', reach: { most: 0.05 } },
  ],
  quoted: [
    { system: 'natural’s Bayes, cross-validated', values: { f1: 0.617, calibration: 0.1 } },
    { system: 'complement Bayes', values: { f1: 0.717 } },
    { system: 'softmax over words and n-grams', values: { f1: 0.72, calibration: 0.04 } },
    { system: 'the same and 459 known-error names', values: { f1: 0.845 } },
  ],
  score: () => Promise.resolve([]),
};
