import { categories, type Category, type Evidence } from './finding';

// What a model has said of a finding stands among its evidence, so that it is known wherever the finding is.

/** What a model says a finding is about, and how sure it is: 0 to 1. */
export interface ModelClue {
  readonly category: Category;
  readonly confidence: number;
}

/** As it stands in `Evidence.weighed`. */
export function modelMark(category: Category, confidence: number): string {
  return `model:${category} ${confidence.toFixed(2)}`;
}

/** What a model has said of a finding; null where none did. */
export function modelClue({ weighed }: Evidence): ModelClue | null {
  for (const each of weighed) {
    const [, name, confidence] = /^model:(\S+) ([01]\.\d\d)$/.exec(each) ?? [];
    const category = categories.find((known) => known === name);
    if (category !== undefined) return { category, confidence: Number(confidence) };
  }
  return null;
}

/**
 * Whether a model may say what a finding is about: not where the user's pattern does, a server's answer or a file that cannot
 * be read, nor where the trace tells and not the message, which is all that a model sees.
 */
export function mayDecide({ rule, text }: Evidence): boolean {
  return rule.startsWith('level:') || rule === 'last-words' || (rule.startsWith('rule:') && text !== '');
}
