import { keywordLevel } from '../baselines/keywords';
import { byLine, readFile, verdictOf } from '../engine';
import { textLines, type FailedBuild, type LabelledFolder } from '../labelledFolder';
import { mean, median, ratio } from '../metrics';
import { ours, type Part, type SystemScore, type Values } from '../part';

/** The lines a system flags. */
type Flagger = (file: string) => Promise<ReadonlySet<number>>;

const flaggers: Readonly<Record<string, Flagger>> = {
  [ours]: async (file) => new Set([...byLine(await readFile(file))].filter(([, judged]) => verdictOf(judged).problem).map(([line]) => line)),
  'keywords on the line': (file) => Promise.resolve(new Set(textLines(file).flatMap((line, index) => (keywordLevel(line) === null ? [] : index + 1)))),
};

/** Is what made a build fail among the lines that are flagged, and how many are flagged? */
export const chunks: Part = {
  id: 'chunks',
  title: 'Failed CI builds',
  measures: [
    { id: 'hit', title: 'failing chunk hit', reach: { least: 0.9 } },
    // In a short log a line that is rightly flagged raises it too; wrong ones lower the precision.
    { id: 'flagged', title: 'median share of lines flagged', reach: { most: 0.02 }, noFloor: true },
    { id: 'precision', title: 'share of flagged lines in the chunk' },
  ],
  quoted: [{ system: 'a careful word list', values: { hit: 0.74 } }],
  async score(folder: LabelledFolder): Promise<readonly SystemScore[]> {
    const builds = folder.failedBuilds();
    if (builds.length === 0) return [];
    const scores: SystemScore[] = [];
    for (const [system, flag] of Object.entries(flaggers)) {
      const sets: Record<string, Values> = {};
      for (const build of builds) sets[build.name] = buildScore(build, await flag(build.file));
      scores.push({ system, values: overall(Object.values(sets)), sets });
    }
    return scores;
  },
};

function buildScore({ file, from, to }: FailedBuild, flagged: ReadonlySet<number>): Values {
  const inside = [...flagged].filter((line) => line >= from && line <= to).length;
  // An empty line ends the file, and counts.
  return { hit: inside > 0 ? 1 : 0, flagged: ratio(flagged.size, textLines(file).length + 1), inside, lines: flagged.size };
}

function overall(sets: readonly Values[]): Values {
  const all = (id: string): number[] => sets.map((set) => set[id] ?? 0);
  return { hit: mean(all('hit')), flagged: median(all('flagged')), precision: ratio(mean(all('inside')), mean(all('lines'))) };
}
