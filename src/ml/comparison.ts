import type { Category } from '../core/finding';
import type { Compared, Comparison, Contender, Scores } from '../core/learning';
import { trainBayes, trainMajority } from './baselines';
import { scoresOf, type Answer } from './metrics';
import type { Model } from './model';
import { Predictor } from './predictor';
import { ruleWord } from './ruleWord';
import { foldsOf, lessonOf, type CrossValidated, type TrainingMessage, type TrainingSteps } from './trainer';

/** Asks all contenders of the same messages; those who learn have learnt from the other folds only. */
export function* compare(messages: readonly TrainingMessage[], measured: CrossValidated, present: Model): TrainingSteps<Comparison> {
  const predictor = new Predictor(present);
  const answers: Record<Contender, HeldOut[]> = { new: measured.answers.map(({ message, ...answer }) => ({ message, answer })), present: [], rules: [], bayes: [], majority: [] };
  const folds = foldsOf(messages);
  for (const [fold, { training, testing }] of folds.entries()) {
    yield 0.9 + (0.1 * fold) / folds.length;
    const bayes = trainBayes(training);
    const majority = trainMajority(training);
    for (const message of testing) {
      const note = (who: Contender, { category, confidence }: { readonly category: Category; readonly confidence: number }): void => {
        answers[who].push({ message, answer: { expected: message.category, given: category, confidence } });
      };
      note('present', predictor.predict(message.message));
      note('rules', { category: ruleWord(message.message).category, confidence: 1 });
      note('bayes', bayes(message.message));
      note('majority', majority(message.message));
    }
  }
  const learnt = new Set(present.card.learnt);
  const on = (isAsked: (message: TrainingMessage) => boolean): Compared => {
    const scored = (who: Contender): Scores<Category> | null => {
      const asked = answers[who].filter(({ message }) => isAsked(message)).map(({ answer }) => answer);
      return asked.length === 0 ? null : scoresOf(asked);
    };
    return { new: scored('new'), present: scored('present'), rules: scored('rules'), bayes: scored('bayes'), majority: scored('majority') };
  };
  return {
    strong: on((message) => message.source === 'strong' && !learnt.has(lessonOf(message))),
    weak: on(({ source }) => source === 'weak'),
    // The present model was trained with these: what it says of them tells nothing.
    seed: { ...on(({ source }) => source === 'seed'), present: null },
  };
}

interface HeldOut {
  readonly message: TrainingMessage;
  readonly answer: Answer<Category>;
}
