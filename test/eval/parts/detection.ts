import { detectedLevel } from '../baselines/detectedLevel';
import { keywordLevel } from '../baselines/keywords';
import { byLine, readFile, verdictOf, type LineVerdict } from '../engine';
import { textLines, type LabelledFolder, type LabelledLog } from '../labelledFolder';
import { count, fit, mean, noAnswers, ratio } from '../metrics';
import { ours, type Part, type SystemScore, type Values } from '../part';

/** Judges the lines of a log, given as its file. */
type Judge = (file: string) => Promise<(line: number) => LineVerdict>;

const judges: Readonly<Record<string, Judge>> = {
  [ours]: async (file) => {
    const lines = byLine(await readFile(file));
    return (line) => verdictOf(lines.get(line));
  },
  'keywords on the line': lineByLine(keywordLevel),
  'Loki’s detected level, re-made': lineByLine(detectedLevel),
};

function lineByLine(levelOf: (line: string) => LineVerdict['level']): Judge {
  return (file) => {
    const lines = textLines(file);
    return Promise.resolve((line) => {
      const level = levelOf(lines[line - 1] ?? '');
      return { problem: level === 'warn' || level === 'error' || level === 'fatal', level };
    });
  };
}

/** Is a line part of a problem, and which level does the log declare for it? */
export const detection: Part = {
  id: 'detection',
  title: 'Detection',
  measures: [
    { id: 'f1', title: 'F1 of “problem”, macro over logs', reach: { least: 0.99 } },
    { id: 'falsePositives', title: 'worst share of normal lines flagged', reach: { most: 0.001 } },
    { id: 'level', title: 'declared level read right', reach: { least: 0.99 } },
  ],
  quoted: [
    { system: 'lnav 0.11 as it comes', values: { f1: 0.43 } },
    { system: 'lnav with help', values: { f1: 0.611 } },
  ],
  async score(folder: LabelledFolder): Promise<readonly SystemScore[]> {
    const logs = folder.levels();
    if (logs.length === 0) return [];
    const scores: SystemScore[] = [];
    for (const [system, judge] of Object.entries(judges)) {
      const sets: Record<string, Values> = {};
      for (const log of logs) sets[log.name] = setScore(log, await judge(log.file));
      scores.push({ system, values: overall(Object.values(sets)), sets });
    }
    return scores;
  },
};

/** F1 where the log has problems at all, the level where it declares them. */
function setScore({ lines, declaresLevels }: LabelledLog, judge: (line: number) => LineVerdict): Values {
  const answers = noAnswers();
  let rightLevels = 0;
  let known = 0;
  for (const { line, problem, level } of lines) {
    if (problem === null) continue;
    const verdict = judge(line);
    count(answers, problem, verdict.problem);
    known++;
    if (verdict.level === level) rightLevels++;
  }
  const { falsePositives, trueNegatives, truePositives, falseNegatives } = answers;
  return {
    ...(truePositives + falseNegatives > 0 ? fit(answers) : {}),
    falsePositives: ratio(falsePositives, falsePositives + trueNegatives),
    ...(declaresLevels ? { level: ratio(rightLevels, known) } : {}),
  };
}

function overall(sets: readonly Values[]): Values {
  const all = (id: string): number[] => sets.flatMap((set) => set[id] ?? []);
  return { f1: mean(all('f1')), falsePositives: Math.max(...all('falsePositives')), level: mean(all('level')) };
}
