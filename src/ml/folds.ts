import { hash64 } from '../core/template';

/** Examples to train with and examples to test with. */
export interface Fold<T> {
  readonly training: readonly T[];
  readonly testing: readonly T[];
}

/**
 * Splits into folds, each example tested in one of them. What is of one group (a template and its variants) stays together, so
 * that twins are never on both sides. Which fold a group is in follows from its name alone.
 */
export function groupedFolds<T>(examples: readonly T[], count: number, groupOf: (example: T) => string): Fold<T>[] {
  const foldOf = examples.map((example) => Number.parseInt(hash64(groupOf(example)).slice(-6), 16) % count);
  return Array.from({ length: count }, (_, fold) => ({
    training: examples.filter((_each, at) => foldOf[at] !== fold),
    testing: examples.filter((_each, at) => foldOf[at] === fold),
  })).filter(({ training, testing }) => training.length > 0 && testing.length > 0);
}
