import { categories, severities, type Category } from '../core/finding';
import type { ModelCard, Scores } from '../core/learning';
import { hash64 } from '../core/template';
import { fitTemperature, type HeldOut } from './calibration';
import { featuresOf } from './features';
import { groupedFolds, type Fold } from './folds';
import { scoresOf, type Answer } from './metrics';
import { categoryAt, readModel, writeModel, type CalibratedSoftmax, type Model } from './model';
import type { LabelledMessage } from './seed/variants';
import { greatest, probabilities, trainInSteps, type Example, type Softmax, type Training } from './softmax';

/** Who says what a message is: we who wrote it, the user, or our rules. */
type LabelSource = 'seed' | 'strong' | 'weak';

export interface TrainingMessage extends LabelledMessage {
  readonly source: LabelSource;
}

/** What an example counts for: the user knows, a rule guesses. */
const weightOf: Readonly<Record<LabelSource, number>> = { seed: 1, strong: 3, weak: 0.3 };
const folds = 5;
const settings = { epochs: 10, rate: 0.5, decay: 3e-3, seed: 7 };

interface Prepared extends TrainingMessage {
  readonly ofCategory: Example;
  readonly ofSeverity: Example;
}

/** What was said of a message by a model that had not seen it. */
interface HeldOutAnswer extends Answer<Category> {
  readonly message: TrainingMessage;
}

/** Answers on messages of one fold, given by a predictor that was trained with the others. */
export interface CrossValidated {
  readonly scores: Scores<Category>;
  readonly answers: readonly HeldOutAnswer[];
  readonly categoryTemperature: number;
  readonly severityTemperature: number;
}

export interface TrainOptions {
  /** Milliseconds since the epoch (UTC), for the card; null for the shipped model. */
  readonly now: number | null;
}

export interface Trained {
  readonly model: Model;
  readonly measured: CrossValidated;
}

/** Steps of a training: how much of it is done, from 0 to 1. */
export type TrainingSteps<T> = Generator<number, T>;

/** Trains a model and measures it by cross-validation. Deterministic: the same messages give the same model. */
export function* trainModel(messages: readonly TrainingMessage[], { now }: TrainOptions): TrainingSteps<Trained> {
  const prepared = messages.map(prepare);
  const measured = yield* crossValidate(prepared);
  const counted = (source: LabelSource): number => messages.filter((each) => each.source === source).length;
  const learnt = messages.filter((each) => each.source === 'strong').map(lessonOf);
  const card: ModelCard = { trainedAt: now, examples: { seed: counted('seed'), strong: counted('strong'), weak: counted('weak') }, scores: measured.scores, learnt };
  const category: CalibratedSoftmax = { softmax: yield* fitCategory(prepared, share(folds)), temperature: measured.categoryTemperature };
  const severity: CalibratedSoftmax = { softmax: yield* fitSeverity(prepared, share(folds)), temperature: measured.severityTemperature };
  // As it will be read back: what is measured later is what is kept.
  return { model: readModel(writeModel({ card, category, severity })), measured };
}

/** What a model has learnt of the user: names a message and what was said of it. */
export function lessonOf({ message, category }: Pick<TrainingMessage, 'message' | 'category'>): string {
  return hash64(`${category} ${message}`);
}

/** The same split for all who are compared. */
export function foldsOf<T extends Pick<TrainingMessage, 'group'>>(messages: readonly T[]): Fold<T>[] {
  return groupedFolds(messages, folds, ({ group }) => group);
}

/** How much is done once so many folds are. */
function share(foldsDone: number): number {
  return foldsDone / (folds + 1);
}

function* crossValidate(prepared: readonly Prepared[]): TrainingSteps<CrossValidated> {
  const heldCategories: (HeldOut & { readonly message: TrainingMessage })[] = [];
  const heldSeverities: HeldOut[] = [];
  for (const [fold, { training, testing }] of foldsOf(prepared).entries()) {
    const category = yield* fitCategory(training, share(fold));
    const severity = yield* fitSeverity(training, share(fold));
    for (const message of testing) {
      const { ofCategory, ofSeverity } = message;
      heldCategories.push({ scores: category.scores(ofCategory.features), label: ofCategory.label, message });
      heldSeverities.push({ scores: severity.scores(ofSeverity.features), label: ofSeverity.label });
    }
  }
  const categoryTemperature = fitTemperature(heldCategories);
  const answers = heldCategories.map(({ scores, label, message }): HeldOutAnswer => ({ message, ...answered(probabilities(scores, categoryTemperature), label) }));
  return { scores: scoresOf(answers), answers, categoryTemperature, severityTemperature: fitTemperature(heldSeverities) };
}

function answered(chances: Float64Array, label: number): Answer<Category> {
  const place = greatest(chances);
  return { expected: categoryAt(label), given: categoryAt(place), confidence: chances[place] ?? 0 };
}

function prepare(message: TrainingMessage): Prepared {
  const features = featuresOf(message.message);
  const weight = weightOf[message.source];
  return {
    ...message,
    ofCategory: { features, weight, label: categories.indexOf(message.category) },
    ofSeverity: { features, weight, label: severities.indexOf(message.severity) },
  };
}

function* fitCategory(prepared: readonly Prepared[], done: number): TrainingSteps<Softmax> {
  return yield* fit(prepared.map((each) => each.ofCategory), { ...settings, classes: categories.length }, done);
}

function* fitSeverity(prepared: readonly Prepared[], done: number): TrainingSteps<Softmax> {
  return yield* fit(prepared.map((each) => each.ofSeverity), { ...settings, epochs: 5, classes: severities.length }, done);
}

/** An epoch is too little of the whole to be told apart. */
function* fit(examples: readonly Example[], training: Training, done: number): TrainingSteps<Softmax> {
  const steps = trainInSteps(examples, training);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield done;
  }
}
