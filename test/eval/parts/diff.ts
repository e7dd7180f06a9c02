import { RunComparison } from '../../../src/core/diff';
import { unseenLines } from '../baselines/unseenLines';
import { readFile } from '../engine';
import { textLines, type LabelledFolder, type RunPair } from '../labelledFolder';
import { count, fit, noAnswers } from '../metrics';
import { ours, type Part, type SystemScore, type Values } from '../part';

/** Lines of the failed run that the passed one has nothing like. */
type Comparer = (pair: RunPair) => Promise<ReadonlySet<number>>;

const comparers: Readonly<Record<string, Comparer>> = {
  [ours]: newLines,
  'a template the passed run never shows': ({ passed, failed }) => Promise.resolve(unseenLines(textLines(passed), textLines(failed))),
};

async function newLines({ passed, failed }: RunPair): Promise<ReadonlySet<number>> {
  const comparison = new RunComparison();
  for (const judged of await readFile(passed)) comparison.count('old', judged);
  const records = await readFile(failed);
  for (const judged of records) comparison.count('new', judged);
  const lines = new Set<number>();
  for (const judged of records) {
    if (comparison.changeAt('new', judged)?.kind !== 'new') continue;
    for (let line = judged.record.line; line <= judged.record.endLine; line++) lines.add(line);
  }
  return lines;
}

/** Which lines of a failed run matter, where a passed run of the same job is at hand? Blank lines are not counted. */
export const diff: Part = {
  id: 'diff',
  title: 'Failed CI run beside a passed one',
  measures: [
    { id: 'precision', title: 'precision of new lines', reach: { least: 0.95 } },
    { id: 'recall', title: 'recall of the lines that matter', reach: { least: 0.97 } },
  ],
  quoted: [],
  async score(folder: LabelledFolder): Promise<readonly SystemScore[]> {
    const pairs = folder.runPairs();
    if (pairs.length === 0) return [];
    const scores: SystemScore[] = [];
    for (const [system, compare] of Object.entries(comparers)) {
      const total = noAnswers();
      const sets: Record<string, Values> = {};
      for (const pair of pairs) {
        const given = await compare(pair);
        const answers = noAnswers();
        textLines(pair.failed).forEach((text, index) => {
          if (text.trim() === '') return;
          for (const tally of [answers, total]) count(tally, pair.lines.has(index + 1), given.has(index + 1));
        });
        sets[pair.name] = { ...fit(answers) };
      }
      scores.push({ system, values: { ...fit(total) }, sets });
    }
    return scores;
  },
};
