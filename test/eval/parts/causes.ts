import { LogWatch } from '../../../src/core/anomalies/logWatch';
import { isProblem } from '../../../src/core/finding';
import { readText } from '../engine';
import type { LabelledFolder } from '../labelledFolder';
import { madeCascade, type MadeCascade } from '../made/mergedLog';
import { mean } from '../metrics';
import { ours, startOf, type Part, type SystemScore, type Values } from '../part';

const cascades = 100;
/** Milliseconds of quiet before an incident, for who takes the earliest error in it. */
const quietBefore = 60_000;

/** Lines of what may have begun the trouble, the likeliest first. */
type Ranker = (made: MadeCascade) => Promise<readonly number[]>;

const rankers: Readonly<Record<string, Ranker>> = {
  [ours]: async ({ text }) => {
    const watcher = new LogWatch();
    await readText(text, watcher);
    return watcher.finish().flatMap(({ kind, firstLine }) => (kind === 'first-cause' ? [firstLine] : []));
  },
  // It is even told where the cascade is.
  'earliest errors of the incident': async ({ text, rootLine, lastLine }) => {
    const problems = (await readText(text)).filter(({ verdict }) => verdict.judgement && isProblem(verdict.judgement.severity) && (verdict.level === 'error' || verdict.level === 'fatal'));
    const rootTime = timeOf(text, rootLine);
    const near = problems.filter(({ record }) => record.line <= lastLine && (record.timestamp ?? 0) >= rootTime - quietBefore);
    return [...new Map(near.map(({ fingerprint, record }) => [fingerprint, record.line] as const).reverse()).values()].sort((a, b) => a - b);
  },
};

/** What began a cascade of problems, in the merged log of several services? */
export const causes: Part = {
  id: 'causes',
  title: 'First cause of a cascade',
  measures: [
    { id: 'top3', title: 'first cause among the top 3', reach: { least: 0.8 } },
    { id: 'top1', title: 'first cause on top' },
  ],
  quoted: [],
  isMade: true,
  async score(folder: LabelledFolder, seed): Promise<readonly SystemScore[]> {
    // The logs are made here: they belong beside our own.
    if (!folder.isOwn) return [];
    const scores: SystemScore[] = [];
    for (const [system, rank] of Object.entries(rankers)) {
      const sets: Record<string, Values> = {};
      for (let of = startOf(seed); of < startOf(seed) + cascades; of++) {
        const made = madeCascade(of);
        const place = (await rank(made)).indexOf(made.rootLine);
        sets[`${made.scenario} ${String(of)}`] = { top3: place >= 0 && place < 3 ? 1 : 0, top1: place === 0 ? 1 : 0 };
      }
      const all = (id: string): number => mean(Object.values(sets).map((set) => set[id] ?? 0));
      scores.push({ system, values: { top3: all('top3'), top1: all('top1') }, sets });
    }
    return scores;
  },
};

function timeOf(text: string, line: number): number {
  return Date.parse(text.split('\n')[line - 1]?.split(' ', 1)[0] ?? '');
}
