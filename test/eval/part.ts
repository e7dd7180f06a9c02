import type { LabelledFolder } from './labelledFolder';

/** Values by the id of their measure, or of anything else that is worth a detailed look. */
export type Values = Readonly<Record<string, number>>;

export interface Measure {
  readonly id: string;
  readonly title: string;
  /** What we want on logs like the corpus; absent where a figure is there to compare only. */
  readonly reach?: { readonly least: number } | { readonly most: number };
  /** True where our own logs are too short for the figure to be held to a floor. */
  readonly noFloor?: boolean;
}

/** What a system reaches, over all sets and on each. */
export interface SystemScore {
  readonly system: string;
  readonly values: Values;
  readonly sets: Readonly<Record<string, Values>>;
}

/** Figures of others that are not computed here. */
interface Quoted {
  readonly system: string;
  readonly values: Values;
}

/** One question to the engine, its measures, and who else answers it. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly measures: readonly Measure[];
  readonly quoted: readonly Quoted[];
  /** Our engine and the baselines, ours first; empty where the folder has nothing to ask. */
  score(folder: LabelledFolder): Promise<readonly SystemScore[]>;
}

/** What a part came to over several folders, by their titles. */
export interface PartResult {
  readonly part: Part;
  readonly scores: Readonly<Record<string, readonly SystemScore[]>>;
}

/** The name of our engine in tables. */
export const ours = 'StackLens';
