import { parseArgs } from 'node:util';
import { contenders, type Compared, type Contender, type ModelCard, type ShelvedModel, type TrainingReport } from '../core/learning';
import { ModelShelf } from '../engine/modelShelf';
import { isoTime } from '../engine/exporters/row';
import { oneOf } from './choice';
import { modelFolder } from './modelFolder';
import { openNamedDatabase, storeOn } from './namedStore';
import { complain, openOutput } from './output';
import { storePath } from './storePath';
import { UsageError } from './usage';

/** `stacklens train`: returns the exit code, 1 where no model was installed that should have been. */
export async function train(args: readonly string[], signal: AbortSignal): Promise<number> {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { store: { type: 'string' }, format: { type: 'string', default: 'text' }, 'dry-run': flag, force: flag, list: flag, rollback: flag },
  });
  const format = oneOf('--format', values.format, ['text', 'json'] as const);
  const { list, rollback, force, 'dry-run': dryRun } = values;
  if ([list, rollback, force || dryRun].filter(Boolean).length > 1) throw new UsageError('--list and --rollback stand alone.');
  const shelf = new ModelShelf(modelFolder(values.store, process.env));
  const print = async (value: unknown, text: string): Promise<void> => (await openOutput(undefined)).sink.write(format === 'json' ? `${JSON.stringify(value)}\n` : text);
  if (list) {
    const models = await shelf.list();
    await print(models.map(({ card, ...model }) => ({ ...model, card: card && told(card) })), models.map(modelText).join(''));
    return 0;
  }
  if (rollback) {
    const version = await shelf.rollBack();
    await print({ version }, version === null ? 'The shipped model is in use: there is none before it.\n' : `${version} is in use now.\n`);
    return version === null ? 1 : 0;
  }
  const { retrain } = await import('../engine/training');
  const store = storeOn(await openNamedDatabase(storePath(values.store, process.env)));
  try {
    const { problem } = await shelf.current();
    if (problem !== null) complain(problem);
    const onProgress = progressOn(process.stderr);
    const report = await retrain({ store, shelf, now: Date.now, force, dryRun, onProgress }, signal);
    onProgress(null);
    await print({ ...report, card: report.card && told(report.card) }, reportText(report));
    return report.outcome === 'installed' || report.outcome === 'dryRun' ? 0 : 1;
  } finally {
    await store.close();
  }
}

/** Tells a person at a terminal how far it is; null wipes that out. */
function progressOn(terminal: NodeJS.WriteStream): (done: number | null) => void {
  let told = '';
  return (done) => {
    const text = done === null ? '' : `training ${String(Math.round(done * 100))} %`;
    if (terminal.isTTY && text !== told) terminal.write(`\r${text.padEnd(told.length)}${done === null ? '\r' : ''}`);
    told = text;
  };
}

/** A card for people: how many lessons, not which. */
function told({ learnt, ...card }: ModelCard): object {
  return { ...card, learnt: learnt.length };
}

function modelText({ version, isCurrent, card, problem }: ShelvedModel): string {
  const about = card
    ? `${isoTime(card.trainedAt) ?? 'with the product'}  ${String(card.examples.strong)} corrections, ${String(card.examples.weak)} rule labels, ${String(card.examples.seed)} of ours  macro-F1 ${card.scores.macroF1.toFixed(3)}  calibration error ${card.scores.calibrationError.toFixed(3)}`
    : (problem ?? '');
  return `${isCurrent ? '*' : ' '} ${version.padEnd(10)}  ${about}\n`;
}

const names: Readonly<Record<Contender, string>> = { new: 'the new model', present: 'the present model', rules: 'rules alone', bayes: 'natural’s Bayes', majority: 'majority class' };
const outcomes: Readonly<Record<TrainingReport['outcome'], string>> = {
  installed: 'The new model is installed',
  notBetter: 'The new model is not better on your corrections and was not installed (--force does)',
  tooLittle: 'There is too little to learn from; nothing was trained (--force does)',
  dryRun: 'Nothing was installed (--dry-run)',
};

function reportText({ data, outcome, version, comparison }: TrainingReport): string {
  const tables = comparison === null ? [] : [tableText('Your corrections', comparison.strong), tableText('Rule labels', comparison.weak), tableText('Sentences of ours', comparison.seed)];
  return [
    `${outcomes[outcome]}; in use: ${version}.\n`,
    `Learnt from: ${String(data.strong)} corrections (${String(data.unseen)} new), ${String(data.weak)} rule labels, ${String(data.seed)} messages of ours.\n`,
    data.missing === null ? '' : `Missing: ${data.missing}\n`,
    ...tables,
  ].join('');
}

function tableText(title: string, compared: Compared): string {
  const rows = contenders.flatMap((who) => {
    const scores = compared[who];
    return scores === null ? [] : [`  ${names[who].padEnd(20)}${[scores.accuracy, scores.macroPrecision, scores.macroRecall, scores.macroF1, scores.calibrationError].map((value) => value.toFixed(3).padStart(11)).join('')}\n`];
  });
  if (rows.length === 0) return '';
  const ours = compared.new;
  const perClass = Object.entries(ours?.perClass ?? {}).map(([name, { precision, recall, f1, count }]) => `    ${name.padEnd(18)}${[precision, recall, f1].map((value) => value.toFixed(3).padStart(11)).join('')}  of ${String(count)}\n`);
  const taken = Object.entries(ours?.confusion ?? {}).flatMap(([expected, row]) => Object.entries(row).flatMap(([given, count]) => (given === expected ? [] : [{ expected, given, count }])));
  const confusions = taken.sort((a, b) => b.count - a.count).slice(0, 8).map(({ expected, given, count }) => `    ${expected} taken for ${given}: ${String(count)}\n`);
  return `\n${title} (${String(ours?.count ?? 0)}, cross-validated by template)\n  ${''.padEnd(20)}   accuracy  precision     recall   macro-F1        ECE\n${rows.join('')}  the new model, by category:   precision, recall, F1\n${perClass.join('')}${confusions.join('')}`;
}
