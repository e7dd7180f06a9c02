import { indentedRecords } from '../baselines/indentation';
import { readFile } from '../engine';
import { textLines, type LabelledFolder, type TracedRecord } from '../labelledFolder';
import { fit, mean, ratio } from '../metrics';
import { ours, type Part, type SystemScore, type Values } from '../part';

/** First and last line of each record. */
type Joiner = (file: string) => Promise<readonly (readonly [number, number])[]>;

const joiners: Readonly<Record<string, Joiner>> = {
  [ours]: async (file) => (await readFile(file)).map(({ record }) => [record.line, record.endLine]),
  'indentation only': (file) => Promise.resolve(indentedRecords(textLines(file))),
};

/** Reports of other kinds than a language's trace: not in the average over languages. */
const notLanguages: ReadonlySet<string> = new Set(['kernel', 'asan', 'ubsan', 'tsan', 'valgrind']);

/** Are first and last line of a stack trace both exact? */
export const traces: Part = {
  id: 'traces',
  title: 'Stack traces',
  measures: [
    { id: 'timestamped', title: 'exact, after a line with a time', reach: { least: 1 } },
    { id: 'bare', title: 'exact, among bare lines', reach: { least: 0.97 } },
    { id: 'languages', title: 'exact, bare, mean over languages', reach: { least: 0.97 } },
    { id: 'records', title: 'F1 of all records of the bare log' },
    { id: 'mixed', title: 'exact, after one of few lines with a time' },
  ],
  quoted: [
    { system: 'fluentd’s exception detector', values: { bare: 0.41 } },
    { system: 'a careful state machine', values: { bare: 0.65 } },
    { system: 'record starts learnt from the file', values: { timestamped: 1 } },
  ],
  async score(folder: LabelledFolder): Promise<readonly SystemScore[]> {
    const logs = folder.traces();
    if (logs.length === 0) return [];
    const scores: SystemScore[] = [];
    for (const [system, join] of Object.entries(joiners)) {
      const sets: Record<string, Values> = {};
      for (const { name, file, records } of logs) sets[name] = exactness(records, await join(file));
      scores.push({ system, values: overall(sets), sets });
    }
    return scores;
  },
};

function exactness(expected: readonly TracedRecord[], given: readonly (readonly [number, number])[]): Values {
  const found = new Set(given.map(([start, end]) => `${start}-${end}`));
  const isExact = ({ start, end }: TracedRecord): boolean => found.has(`${start}-${end}`);
  const languages = new Map<string, TracedRecord[]>();
  for (const record of expected) if (record.language !== null) languages.set(record.language, [...(languages.get(record.language) ?? []), record]);
  const right = expected.filter(isExact).length;
  const shares = [...languages].map(([language, records]) => [language, ratio(records.filter(isExact).length, records.length)] as const);
  const all = expected.filter(({ language }) => language !== null);
  return {
    exact: ratio(all.filter(isExact).length, all.length),
    languages: mean(shares.filter(([language]) => !notLanguages.has(language)).map(([, share]) => share)),
    records: fit({ truePositives: right, falsePositives: found.size - right, falseNegatives: expected.length - right }).f1,
    ...Object.fromEntries(shares),
  };
}

function overall({ timestamped, bare, mixed }: Readonly<Record<string, Values>>): Values {
  return {
    ...pick(timestamped, { timestamped: 'exact' }),
    ...pick(bare, { bare: 'exact', languages: 'languages', records: 'records' }),
    ...pick(mixed, { mixed: 'exact' }),
  };
}

/** Values of a set, if there is one, under other names. */
function pick(set: Values | undefined, names: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(Object.entries(names).flatMap(([name, id]) => (set?.[id] === undefined ? [] : [[name, set[id]]])));
}
