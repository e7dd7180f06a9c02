import { categories, severities, type Category } from '../core/finding';
import { fitTemperature, type HeldOut } from './calibration';
import { featuresOf } from './features';
import { groupedFolds } from './folds';
import { scoresOf, type Answer, type Scores } from './metrics';
import { categoryAt, readModel, writeModel, type CalibratedSoftmax, type Model, type ModelCard } from './model';
import type { LabelledMessage } from './seed/variants';
import { greatest, probabilities, train, type Example } from './softmax';

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

/** Answers on messages of one fold, given by a predictor that was trained with the others. */
export interface CrossValidated {
  readonly scores: Scores<Category>;
  /** By who says what the messages are; none of them, nothing. */
  readonly bySource: Readonly<Partial<Record<LabelSource, Scores<Category>>>>;
  readonly categoryTemperature: number;
  readonly severityTemperature: number;
}

export interface TrainOptions {
  /** Milliseconds since the epoch (UTC), for the card; null for the shipped model. */
  readonly now: number | null;
  /** From 0 to 1; what it throws ends the training. */
  readonly onProgress?: (done: number) => void;
}

/** Trains a model and measures it by cross-validation. Deterministic: the same messages give the same model. */
export function trainModel(messages: readonly TrainingMessage[], { now, onProgress }: TrainOptions): { readonly model: Model; readonly measured: CrossValidated } {
  const prepared = messages.map(prepare);
  const measured = crossValidate(prepared, (done) => onProgress?.(done * 0.8));
  const counted = (source: LabelSource): number => messages.filter((each) => each.source === source).length;
  const { accuracy, macroF1, calibrationError } = measured.scores;
  const card: ModelCard = { trainedAt: now, examples: { seed: counted('seed'), strong: counted('strong'), weak: counted('weak') }, accuracy, macroF1, calibrationError };
  const category: CalibratedSoftmax = { softmax: fitCategory(prepared), temperature: measured.categoryTemperature };
  onProgress?.(0.95);
  const severity: CalibratedSoftmax = { softmax: fitSeverity(prepared), temperature: measured.severityTemperature };
  onProgress?.(1);
  // As it will be read back: what is measured later is what is kept.
  return { model: readModel(writeModel({ card, category, severity })), measured };
}

function crossValidate(prepared: readonly Prepared[], onProgress: (done: number) => void): CrossValidated {
  const heldCategories: (HeldOut & { readonly source: LabelSource })[] = [];
  const heldSeverities: HeldOut[] = [];
  const split = groupedFolds(prepared, folds, ({ group }) => group);
  split.forEach(({ training, testing }, fold) => {
    const category = fitCategory(training);
    const severity = fitSeverity(training);
    for (const { source, ofCategory, ofSeverity } of testing) {
      heldCategories.push({ scores: category.scores(ofCategory.features), label: ofCategory.label, source });
      heldSeverities.push({ scores: severity.scores(ofSeverity.features), label: ofSeverity.label });
    }
    onProgress((fold + 1) / split.length);
  });
  const categoryTemperature = fitTemperature(heldCategories);
  const answers = heldCategories.map(({ scores, label, source }) => ({ source, ...answered(probabilities(scores, categoryTemperature), label) }));
  const of = (source: LabelSource): Scores<Category> | undefined => {
    const some = answers.filter((each) => each.source === source);
    return some.length === 0 ? undefined : scoresOf(some);
  };
  const bySource = Object.fromEntries((['seed', 'strong', 'weak'] as const).flatMap((source) => [[source, of(source)] as const]).filter(([, scores]) => scores !== undefined));
  return { scores: scoresOf(answers), bySource, categoryTemperature, severityTemperature: fitTemperature(heldSeverities) };
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

function fitCategory(prepared: readonly Prepared[]): ReturnType<typeof train> {
  return train(prepared.map((each) => each.ofCategory), { ...settings, classes: categories.length });
}

function fitSeverity(prepared: readonly Prepared[]): ReturnType<typeof train> {
  return train(prepared.map((each) => each.ofSeverity), { ...settings, epochs: 5, classes: severities.length });
}
