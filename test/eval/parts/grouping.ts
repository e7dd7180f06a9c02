import type { JudgedRecord } from '../../../src/core/pipeline';
import { Drain } from '../baselines/drain';
import { byLine, groupsOf, readFile } from '../engine';
import type { LabelledFolder } from '../labelledFolder';
import { groupingFit, mean } from '../metrics';
import { ours, type Part, type SystemScore, type Values } from '../part';

/** Names the group of each record. */
type Grouper = (records: readonly JudgedRecord[]) => (judged: JudgedRecord) => string;

const groupers: Readonly<Record<string, Grouper>> = {
  [ours]: groupsOf,
  'the same, masked templates only': () => (judged) => judged.fingerprint,
  'Drain, one setting': (records) => {
    const drain = new Drain();
    const groups = new Map(records.map((judged) => [judged, drain.add(judged.record.message)]));
    return (judged) => String(groups.get(judged));
  },
};

/** Are the lines of one event together, and those of others elsewhere? Over all lines; every system gets our messages. */
export const grouping: Part = {
  id: 'grouping',
  title: 'Grouping',
  measures: [
    { id: 'accuracy', title: 'grouping accuracy (GA)', reach: { least: 0.97 } },
    { id: 'f1', title: 'F1 of groups (FGA)', reach: { least: 0.97 } },
  ],
  quoted: [
    { system: 'Drain, a setting for each log', values: { accuracy: 0.882, f1: 0.794 } },
    { system: 'Drain, one setting, on cut-out messages', values: { accuracy: 0.81, f1: 0.78 } },
    { system: 'Brain, a setting for each log', values: { accuracy: 0.984, f1: 0.939 } },
    { system: 'Brain, one setting', values: { accuracy: 0.885, f1: 0.909 } },
  ],
  async score(folder: LabelledFolder): Promise<readonly SystemScore[]> {
    const found = new Map<string, Record<string, Values>>();
    for (const { name, file, groups } of folder.groups()) {
      const records = await readFile(file);
      const lines = byLine(records);
      for (const [system, grouper] of Object.entries(groupers)) {
        const groupOf = grouper(records);
        const given = groups.map(({ line }) => {
          const judged = lines.get(line);
          return judged ? groupOf(judged) : `line ${line}`;
        });
        const score = groupingFit(
          groups.map(({ group }) => group),
          given,
        );
        found.set(system, { ...found.get(system), [name]: { ...score } });
      }
    }
    return [...found].map(([system, sets]) => ({ system, values: averages(Object.values(sets)), sets }));
  },
};

function averages(sets: readonly Values[]): Values {
  return { accuracy: mean(sets.map(({ accuracy = 0 }) => accuracy)), f1: mean(sets.map(({ f1 = 0 }) => f1)) };
}
