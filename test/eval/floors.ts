import { ours, type Measure, type Part, type SystemScore, type Values } from './part';

/** For each part, the values of our engine on our own logs that must not fall, and ceilings of what must not rise. */
export type Floors = Readonly<Record<string, Values>>;

export interface OwnResult {
  readonly part: Part;
  readonly scores: readonly SystemScore[];
}

/** How far below a score its floor lies: rounding is no fall. */
const hair = 0.001;

/** Each measure that is worse than its floor, in words. */
export function fallen(results: readonly OwnResult[], floors: Floors): string[] {
  return results.flatMap(({ part, scores }) => {
    const values = ownValues(scores);
    return part.measures.flatMap((measure) => {
      const floor = floors[part.id]?.[measure.id];
      const value = values?.[measure.id];
      if (measure.noFloor || floor === undefined || (value !== undefined && !isWorse(measure, value, floor))) return [];
      return [`${part.title}, ${measure.title}: ${value?.toFixed(4) ?? 'not measured'}, and was ${floor} before`];
    });
  });
}

/** The floors after an improvement: they follow what got better and stay where something got worse. */
export function raised(results: readonly OwnResult[], floors: Floors): Floors {
  const changed = results.flatMap(({ part, scores }): [string, Values][] => {
    const values = ownValues(scores);
    if (!values) return [];
    const entries = part.measures.flatMap((measure): [string, number][] => {
      const value = values[measure.id];
      if (value === undefined || measure.noFloor) return [];
      const near = Number((lessIsBetter(measure) ? value + hair : value - hair).toFixed(4));
      const known = floors[part.id]?.[measure.id];
      return [[measure.id, known === undefined || isWorse(measure, known, near) ? near : known]];
    });
    return [[part.id, Object.fromEntries(entries)]];
  });
  return { ...floors, ...Object.fromEntries(changed) };
}

function ownValues(scores: readonly SystemScore[]): Values | undefined {
  return scores.find(({ system }) => system === ours)?.values;
}

function isWorse(measure: Measure, value: number, than: number): boolean {
  return lessIsBetter(measure) ? value > than : value < than;
}

function lessIsBetter({ reach }: Measure): boolean {
  return reach !== undefined && 'most' in reach;
}
