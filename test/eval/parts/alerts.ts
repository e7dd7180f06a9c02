import { featuresOf } from '../../../src/ml/features';
import { probabilities, train, type Example } from '../../../src/ml/softmax';
import type { JudgedRecord } from '../../../src/core/pipeline';
import { Random } from '../../bench/random';
import { readFile } from '../engine';
import type { LabelledFolder } from '../labelledFolder';
import { count, fit, mean, noAnswers } from '../metrics';
import { ours, type Part, type SystemScore, type Values } from '../part';

const parts = 5;
/** So sure the model must be that what is critical is no alert. */
const sure = 0.9;

interface Labelled {
  readonly judged: JudgedRecord;
  readonly isAlert: boolean;
}

/** Learns from records that people labelled, and says of others whether they are alerts. */
type Learner = (taught: readonly Labelled[]) => (judged: JudgedRecord) => boolean;

const learners: Readonly<Record<string, Learner>> = {
  // Our model, taught with the labels; of what nobody has seen, what the rules call critical, unless the model is sure it is none.
  [ours]: (taught) => {
    const chanceOf = taughtModel(taught);
    const known = new Set(taught.map(({ judged }) => judged.fingerprint));
    return (judged) => {
      const chance = chanceOf(judged);
      const isNewAndGrave = !known.has(judged.fingerprint) && judged.verdict.judgement?.severity === 'critical';
      return chance >= (isNewAndGrave ? 1 - sure : 0.5);
    };
  },
  'our model, without the rules': (taught) => {
    const chanceOf = taughtModel(taught);
    return (judged) => chanceOf(judged) >= 0.5;
  },
  'the same fingerprint was one before': (taught) => {
    const known = new Set(taught.flatMap(({ judged, isAlert }) => (isAlert ? [judged.fingerprint] : [])));
    return ({ fingerprint }) => known.has(fingerprint);
  },
  'a fingerprint never seen': (taught) => {
    const known = new Set(taught.map(({ judged }) => judged.fingerprint));
    return ({ fingerprint }) => !known.has(fingerprint);
  },
  'level of warn and above': () => ({ verdict: { level } }) => level === 'warn' || level === 'error' || level === 'fatal',
};

function saidBy({ record, verdict }: JudgedRecord): string {
  return `${verdict.level ?? ''} ${record.logger ?? ''} ${record.message}`;
}

/** How likely a record is an alert, by softmax over its words and pieces of words, as the shipped model has them. */
function taughtModel(taught: readonly Labelled[]): (judged: JudgedRecord) => number {
  const examples = taught.map(({ judged, isAlert }): Example => ({ features: featuresOf(saidBy(judged)), weight: 1, label: isAlert ? 1 : 0 }));
  const model = train(examples, { classes: 2, epochs: 10, rate: 0.5, decay: 3e-3, seed: 7 });
  return (judged) => probabilities(model.scores(featuresOf(saidBy(judged))), 1)[1] ?? 0;
}

/** Which records of a log are alerts, once its users have labelled some of it? */
export const alerts: Part = {
  id: 'alerts',
  title: 'Alerts learnt from labels',
  measures: [
    { id: 'shuffled', title: 'F1 in five folds, shuffled', reach: { least: 0.98 } },
    { id: 'half', title: 'F1 in time order, the second half by the first', reach: { least: 0.75 } },
    { id: 'rolling', title: 'F1 in time order, each fifth by those before' },
  ],
  quoted: [
    { system: 'linear model over templates', values: { shuffled: 0.98, half: 0.66 } },
    { system: 'burst and level of error and above', values: { shuffled: 0.54 } },
  ],
  async score(folder: LabelledFolder): Promise<readonly SystemScore[]> {
    const logs = folder.alerts();
    if (logs.length === 0) return [];
    const sets: { readonly name: string; readonly records: readonly Labelled[] }[] = [];
    for (const { name, file, lines } of logs) {
      const isAlert = new Map(lines.map(({ line, problem }) => [line, problem]));
      sets.push({ name, records: (await readFile(file)).flatMap((judged) => (isAlert.has(judged.record.line) ? [{ judged, isAlert: isAlert.get(judged.record.line) === true }] : [])) });
    }
    return Object.entries(learners).map(([system, learn]) => {
      const scores = Object.fromEntries(sets.map(({ name, records }) => [name, scored(learn, records)]));
      const all = (id: string): number => mean(Object.values(scores).map((values) => values[id] ?? 0));
      return { system, values: { shuffled: all('shuffled'), half: all('half'), rolling: all('rolling') }, sets: scores };
    });
  },
};

function scored(learn: Learner, records: readonly Labelled[]): Values {
  const half = Math.floor(records.length / 2);
  const shuffled = mixed(records);
  const cut = (part: number): number => Math.floor((part * records.length) / parts);
  const others = Array.from({ length: parts }, (_, part) => ({ taught: [...shuffled.slice(0, cut(part)), ...shuffled.slice(cut(part + 1))], asked: shuffled.slice(cut(part), cut(part + 1)) }));
  const later = Array.from({ length: parts - 1 }, (_, part) => ({ taught: records.slice(0, cut(part + 1)), asked: records.slice(cut(part + 1), cut(part + 2)) }));
  return { shuffled: f1Of(learn, others), half: f1Of(learn, [{ taught: records.slice(0, half), asked: records.slice(half) }]), rolling: f1Of(learn, later) };
}

function f1Of(learn: Learner, folds: readonly { readonly taught: readonly Labelled[]; readonly asked: readonly Labelled[] }[]): number {
  const answers = noAnswers();
  for (const { taught, asked } of folds) {
    const says = learn(taught);
    for (const { judged, isAlert } of asked) count(answers, isAlert, says(judged));
  }
  return fit(answers).f1;
}

function mixed<T>(values: readonly T[]): T[] {
  const random = new Random(1);
  return values.map((value) => ({ value, place: random.next() })).sort((a, b) => a.place - b.place).map(({ value }) => value);
}
