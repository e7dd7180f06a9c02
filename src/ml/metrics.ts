import type { ClassScore, Scores } from '../core/learning';
import { calibrationError, type Outcome } from './calibration';

/** What a text is, what a predictor says it is, and how sure it is (0 to 1). */
export interface Answer<T extends string> {
  readonly expected: T;
  readonly given: T;
  readonly confidence: number;
}

/** Scores answers over the classes that occur among the texts. */
export function scoresOf<T extends string>(answers: readonly Answer<T>[]): Scores<T> {
  const occurring = [...new Set(answers.map(({ expected }) => expected))].sort();
  const perClass: Partial<Record<T, ClassScore>> = {};
  const confusion: Partial<Record<T, Partial<Record<T, number>>>> = {};
  for (const each of occurring) perClass[each] = classScore(answers, each);
  for (const { expected, given } of answers) {
    const row: Partial<Record<T, number>> = (confusion[expected] ??= {});
    row[given] = (row[given] ?? 0) + 1;
  }
  const macro = (of: (score: ClassScore) => number): number => mean(Object.values<ClassScore | undefined>(perClass).flatMap((score) => (score ? [of(score)] : [])));
  const outcomes = answers.map(({ expected, given, confidence }): Outcome => ({ confidence, right: expected === given }));
  return {
    count: answers.length,
    accuracy: mean(outcomes.map(({ right }) => (right ? 1 : 0))),
    macroPrecision: macro(({ precision }) => precision),
    macroRecall: macro(({ recall }) => recall),
    macroF1: macro(({ f1 }) => f1),
    calibrationError: calibrationError(outcomes),
    perClass,
    confusion,
  };
}

function classScore<T extends string>(answers: readonly Answer<T>[], of: T): ClassScore {
  const expected = answers.filter((each) => each.expected === of).length;
  const given = answers.filter((each) => each.given === of).length;
  const both = answers.filter((each) => each.expected === of && each.given === of).length;
  const precision = given === 0 ? 0 : both / given;
  const recall = expected === 0 ? 0 : both / expected;
  return { precision, recall, f1: both === 0 ? 0 : (2 * precision * recall) / (precision + recall), count: expected };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
