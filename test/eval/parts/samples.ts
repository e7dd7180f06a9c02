import { detectedLevel } from '../baselines/detectedLevel';
import { keywordLevel } from '../baselines/keywords';
import { byLine, readText, verdictOf } from '../engine';
import type { LabelledFolder, Sample } from '../labelledFolder';
import { ratio } from '../metrics';
import { ours, type Part, type SystemScore, type Values } from '../part';
import type { Level } from '../../../src/core/record';

type LevelReader = (sample: Sample) => Promise<readonly (Level | null)[]>;

const readers: Readonly<Record<string, LevelReader>> = {
  [ours]: async ({ lines }) => {
    const found = byLine(await readText(lines.map(({ text }) => `${text}\n`).join('')));
    return lines.map((_, index) => verdictOf(found.get(index + 1)).level);
  },
  'keywords on the line': ({ lines }) => Promise.resolve(lines.map(({ text }) => keywordLevel(text))),
  'Loki’s detected level, re-made': ({ lines }) => Promise.resolve(lines.map(({ text }) => detectedLevel(text))),
};

/** Which HTTP answers are warnings is for the user to say. */
const clientError = /" 4\d\d /;

/** Is the level read that a format's line declares? An info that nobody declares may be none. */
export const samples: Part = {
  id: 'samples',
  title: 'Format samples',
  measures: [{ id: 'level', title: 'level read right', reach: { least: 0.97 } }],
  quoted: [],
  async score(folder: LabelledFolder): Promise<readonly SystemScore[]> {
    const files = folder.samples();
    if (files.length === 0) return [];
    const scores: SystemScore[] = [];
    for (const [system, reader] of Object.entries(readers)) {
      const sets: Record<string, Values> = {};
      const sum = { right: 0, known: 0 };
      for (const { name, samples: list } of files) {
        const answers = { right: 0, known: 0 };
        for (const sample of list) await ask(sample, reader, answers);
        sets[name] = { level: ratio(answers.right, answers.known) };
        sum.right += answers.right;
        sum.known += answers.known;
      }
      scores.push({ system, values: { level: ratio(sum.right, sum.known) }, sets });
    }
    return scores;
  },
};

async function ask(sample: Sample, reader: LevelReader, answers: { right: number; known: number }): Promise<void> {
  const given = await reader(sample);
  sample.lines.forEach(({ text, level }, index) => {
    if (clientError.test(text)) return;
    answers.known++;
    if (given[index] === level || (level === 'info' && given[index] === null)) answers.right++;
  });
}
