import type { Category, Severity } from './finding';

// What models that learn from the user say, and what is told of them: how good they are, and what came of training one.

export interface ClassScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Texts that are of the class. */
  readonly count: number;
}

/** All from 0 to 1. */
export interface Scores<T extends string> {
  readonly count: number;
  readonly accuracy: number;
  /** Means over the classes that occur. */
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  readonly calibrationError: number;
  readonly perClass: Readonly<Partial<Record<T, ClassScore>>>;
  /** How often a text of the first class was taken for one of the second; what never happened is absent. */
  readonly confusion: Readonly<Partial<Record<T, Readonly<Partial<Record<T, number>>>>>>;
}

/** What is told of a model: what it was made of and how good it was on texts that it had not seen. */
export interface ModelCard {
  /** Milliseconds since the epoch (UTC); null for the one that is shipped. */
  readonly trainedAt: number | null;
  /** How many messages of each kind it was trained with. */
  readonly examples: { readonly seed: number; readonly strong: number; readonly weak: number };
  /** Cross-validated, all variants of a message on one side. */
  readonly scores: Scores<Category>;
  /** What it was taught of the user's corrections, so that it is not tested with them. */
  readonly learnt: readonly string[];
}

export interface ShelvedModel {
  /** `shipped`, or the name of a version of the user's. */
  readonly version: string;
  readonly isCurrent: boolean;
  /** Null where the file is damaged; `problem` then says how. */
  readonly card: ModelCard | null;
  readonly problem: string | null;
}

/** Who is compared; `present` is the installed model. */
export const contenders = ['new', 'present', 'rules', 'bayes', 'majority'] as const;
export type Contender = (typeof contenders)[number];

/** Scores on the messages of one kind of label; null where there are none. */
export type Compared = Readonly<Record<Contender, Scores<Category> | null>>;

export interface Comparison {
  /** On what the user has corrected and the present model was not taught. */
  readonly strong: Compared;
  /** On what our rules say; no wonder that the rules are right there. */
  readonly weak: Compared;
  readonly seed: Compared;
}

/** What there is to learn from. */
export interface TrainingData {
  readonly seed: number;
  /** Corrections by the user that name a category, and those among them that the present model was not taught. */
  readonly strong: number;
  readonly unseen: number;
  readonly categories: number;
  /** Templates that a rule names. */
  readonly weak: number;
  /** What is missing, in a sentence; null where there is enough. */
  readonly missing: string | null;
}

export interface TrainingReport {
  readonly data: TrainingData;
  /** `tooLittle`: nothing was trained. */
  readonly outcome: 'installed' | 'notBetter' | 'tooLittle' | 'dryRun';
  /** Of the model that is installed afterwards. */
  readonly version: string;
  readonly card: ModelCard | null;
  readonly comparison: Comparison | null;
  /** Null where nobody was compared on corrections. */
  readonly isBetter: boolean | null;
}

/** What a message is, by whom, and how sure that is. */
export interface Prediction {
  readonly category: Category;
  /** How often a prediction of this kind is right, 0 to 1. */
  readonly confidence: number;
  readonly severity: Severity;
  readonly decidedBy: 'model' | 'rules';
}

/** What a model said of the findings of one fingerprint. */
export interface StoredPrediction extends Omit<Prediction, 'decidedBy'> {
  readonly fingerprint: string;
  readonly modelVersion: string;
}

/** A model in use. */
export interface ModelInUse {
  /** `shipped`, or the name of a version of the user's. */
  readonly version: string;
  /** What it says of a template. */
  predict(template: string): Prediction;
}

/** What helped, or did not, against findings of a fingerprint, as somebody said. */
export interface PastFix {
  readonly fingerprint: string;
  /** Null where no analysis holds one any more. */
  readonly template: string | null;
  readonly source: 'knowledge' | 'user' | 'ai';
  /** What the entry is cited as; what the user wrote; what the AI answered, as JSON. */
  readonly content: string;
  readonly helped: boolean;
}

/** What to do about a finding. */
export interface SuggestedFix extends Pick<PastFix, 'source' | 'content'> {
  /** How likely it helps, 0 to 1. */
  readonly confidence: number;
  /** How often somebody said of it, for findings like this, that it helped, and that it did not. */
  readonly helped: number;
  readonly failed: number;
}

/** Kinds of things that messages name. */
export type EntityKind =
  | 'url' | 'file' | 'ip' | 'host' | 'port' | 'user' | 'id' | 'sqlState' | 'httpStatus' | 'errno' | 'exception' | 'package' | 'version' | 'duration' | 'size';

export interface Entity {
  readonly kind: EntityKind;
  /** As it stands in the message. */
  readonly text: string;
  /** Where: `[start, end)` in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** What a message tells by its own words. */
export interface MessageFacts {
  /** How much it presses, 0 to 1: its severity, its own words and how it sounds; null of what is no trouble. */
  readonly urgency: number | null;
  /** How it sounds, from −1 (dire) to 1 (glad); 0 where its words do not tell. */
  readonly sentiment: number;
  readonly entities: readonly Entity[];
  /** Best first. */
  readonly keyPhrases: readonly string[];
}

/** What there is to know of a message that tells of trouble. */
export interface MessageAnalysis extends Prediction, MessageFacts {
  readonly urgency: number;
  /** The line that names the root cause: of a chain the last cause, else the first line. */
  readonly rootCause: string;
  /** Likeliest first; empty where the rules know of none. */
  readonly actions: readonly string[];
}
