import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier';
import { categories, type Category } from '../core/finding';
import { wordsOf } from './features';
import type { LabelledMessage } from './seed/variants';

/** What is said of a message by something simple that a model must be better than. */
export type Guess = (message: string) => { readonly category: Category; readonly confidence: number };

/** Naive Bayes over the words of messages, by the library `natural`. Load this module on first use only. */
export function trainBayes(messages: readonly LabelledMessage[]): Guess {
  const classifier = new BayesClassifier();
  for (const { message, category } of messages) classifier.addDocument(wordsOf(message), category);
  classifier.train();
  return (message) => {
    const said = classifier.getClassifications(wordsOf(message));
    const sum = said.reduce((whole, { value }) => whole + value, 0);
    const [best] = said;
    return { category: categories.find((each) => each === best?.label) ?? 'general', confidence: best === undefined || sum === 0 ? 0 : best.value / sum };
  };
}

/** Always the most frequent category. */
export function trainMajority(messages: readonly LabelledMessage[]): Guess {
  const counted = categories.map((category) => ({ category, count: messages.filter((each) => each.category === category).length }));
  const { category, count } = counted.reduce((best, each) => (each.count > best.count ? each : best));
  return () => ({ category, confidence: messages.length === 0 ? 0 : count / messages.length });
}
