import type { LabelledFolder } from './labelledFolder';
import { mean } from './metrics';

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
  /** True where what is asked is made, and is another with each seed. */
  readonly isMade?: boolean;
  /** Our engine and the baselines, ours first; empty where the folder has nothing to ask. `seed`: from 1. */
  score(folder: LabelledFolder, seed: number): Promise<readonly SystemScore[]>;
}

/** The first number to make something from, of a seed from 1: nothing is made from the same number as with another seed. */
export function startOf(seed: number): number {
  return 10_000 * (seed - 1) + 1;
}

/** What a part comes to: the mean over the seeds where what is asked is made from them. */
export async function scoreOver(part: Part, folder: LabelledFolder, seeds: readonly number[]): Promise<readonly SystemScore[]> {
  const rounds: (readonly SystemScore[])[] = [];
  for (const seed of part.isMade ? seeds : seeds.slice(0, 1)) rounds.push(await part.score(folder, seed));
  const [first = []] = rounds;
  return first.map(({ system, values }, index) => {
    const all = rounds.flatMap((round) => round[index] ?? []);
    const means = Object.keys(values).map((id) => [id, mean(all.map((score) => score.values[id] ?? 0))] as const);
    return { system, values: Object.fromEntries(means), sets: Object.assign({}, ...all.map(({ sets }) => sets)) as SystemScore['sets'] };
  });
}

/** What a part came to over several folders, by their titles. */
export interface PartResult {
  readonly part: Part;
  readonly scores: Readonly<Record<string, readonly SystemScore[]>>;
}

/** The name of our engine in tables. */
export const ours = 'StackLens';
