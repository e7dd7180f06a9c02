import type { Anomaly } from '../../../src/core/anomaly';
import { findBursts } from '../../../src/core/anomalies/bursts';
import { LogWatch } from '../../../src/core/anomalies/logWatch';
import { toldBursts } from '../baselines/toldBursts';
import { readText } from '../engine';
import type { LabelledFolder } from '../labelledFolder';
import { madeSeries, type MadeSeries } from '../made/series';
import { unusualLog, type Injected } from '../made/unusualLog';
import { fit, mean, noAnswers, ratio } from '../metrics';
import { ours, startOf, type Part, type SystemScore, type Values } from '../part';

const seriesInAll = 300;
const logsOfKind = 10;
const kinds: readonly Injected[] = ['burst', 'first-seen', 'vanished', 'gap', 'level-shift', 'new-sequence', 'unusual-value'];
/** From this score on it is put before people. */
const shown = 0.3;

/** Slots of a series at which a burst is said to be. */
type BurstFinder = (made: MadeSeries) => readonly number[];

const finders: Readonly<Record<string, BurstFinder>> = {
  [ours]: ({ counts }) => findBursts(counts, counts.length - 1).flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
  'z-score above 4': ({ counts }) => aboveUsual(counts, (past) => [mean(past), Math.sqrt(mean(past.map((count) => (count - mean(past)) ** 2)))], 4),
  'median and MAD, above 6': ({ counts }) => aboveUsual(counts, (past) => [middle(past), 1.4826 * middle(past.map((count) => Math.abs(count - middle(past))))], 6),
  'told how the series were made': toldBursts,
};

function aboveUsual(counts: readonly number[], usual: (past: readonly number[]) => readonly [number, number], limit: number): number[] {
  return counts.flatMap((count, slot) => {
    const past = counts.slice(Math.max(0, slot - 64), slot);
    if (past.length < 8) return [];
    const [centre, spread] = usual(past);
    return count > centre + limit * Math.max(spread, 1) ? [slot] : [];
  });
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** What is unusual: bursts in made series, and each kind of anomaly put into the log of a service. */
export const anomalies: Part = {
  id: 'anomalies',
  title: 'Anomalies',
  measures: [
    { id: 'bursts', title: 'F1 of bursts in made series', reach: { least: 0.88 } },
    { id: 'found', title: 'injected anomaly among the top 3', reach: { least: 0.9 } },
    { id: 'falseAlarms', title: 'anomalies told in a log without any', reach: { most: 0.5 } },
  ],
  quoted: [],
  isMade: true,
  async score(folder: LabelledFolder, seed): Promise<readonly SystemScore[]> {
    // Series and logs are made here: they belong beside our own.
    if (!folder.isOwn) return [];
    const own = await injectedScore(startOf(seed));
    return Object.entries(finders).map(([system, finder]) => {
      const bursts = burstScore(finder, startOf(seed));
      return system === ours ? { system, values: { bursts, ...own.values }, sets: own.sets } : { system, values: { bursts }, sets: {} };
    });
  },
};

/** A series counts as found where a burst is told that touches the true one, and as false where one is told elsewhere. */
function burstScore(find: BurstFinder, from: number): number {
  const answers = noAnswers();
  for (let seed = from; seed < from + seriesInAll; seed++) {
    const made = madeSeries(seed);
    const { burst } = made;
    const told = find(made);
    const isIn = (slot: number): boolean => burst !== null && slot >= burst.from && slot <= burst.to + 1;
    if (burst !== null) answers[told.some(isIn) ? 'truePositives' : 'falseNegatives']++;
    if (told.some((slot) => !isIn(slot))) answers.falsePositives++;
  }
  return fit(answers).f1;
}

async function injectedScore(start: number): Promise<{ readonly values: Values; readonly sets: Readonly<Record<string, Values>> }> {
  const sets: Record<string, Values> = {};
  for (const kind of kinds) {
    let found = 0;
    for (let seed = start; seed < start + logsOfKind; seed++) {
      const { text, from, to } = unusualLog(kind, seed);
      const top = (await unusualIn(text)).filter((each) => each.kind !== 'first-cause').slice(0, 3);
      if (top.some((each) => each.kind === kind && each.firstLine <= to && each.lastLine >= from)) found++;
    }
    sets[kind] = { found: ratio(found, logsOfKind) };
  }
  let alarms = 0;
  for (let seed = start; seed < start + logsOfKind; seed++) alarms += (await unusualIn(unusualLog('nothing', 1000 + seed).text)).filter(({ score }) => score >= shown).length;
  return { values: { found: mean(Object.values(sets).map(({ found = 0 }) => found)), falseAlarms: ratio(alarms, logsOfKind) }, sets };
}

async function unusualIn(text: string): Promise<Anomaly[]> {
  const watcher = new LogWatch();
  await readText(text, watcher);
  return watcher.finish();
}
