import { setImmediate } from 'node:timers/promises';
import type { Category, Severity } from '../core/finding';
import type { TrainingData, TrainingReport } from '../core/learning';
import { compare } from '../ml/comparison';
import { ruleWord } from '../ml/ruleWord';
import { seedSet } from '../ml/seed/seedMessages';
import { lessonOf, trainModel, type TrainingMessage, type TrainingSteps } from '../ml/trainer';
import type { ModelShelf } from './modelShelf';
import type { Store } from './store/store';

/** Fewer corrections than this say nothing about who is better. */
const leastCorrections = 10;
/** And of so many categories at least. */
const leastCategories = 2;
/** Templates whose rule labels are learnt from: of the newest analyses. */
const mostWeak = 2000;

export interface TrainingOptions {
  readonly store: Pick<Store, 'corrections' | 'latestAnalyses' | 'groups' | 'noteModel'>;
  readonly shelf: ModelShelf;
  readonly now: () => number;
  /** Install the model although it is not better, or though there is too little to tell. */
  readonly force: boolean;
  /** Install nothing. */
  readonly dryRun: boolean;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** Trains a model with what the user and the rules say, compares it with the present one and installs it where it is better. Throws the signal's reason. */
export async function retrain({ store, shelf, now, force, dryRun, onProgress }: TrainingOptions, signal: AbortSignal): Promise<TrainingReport> {
  const present = await shelf.current();
  const messages = await trainingMessages(store);
  const data = dataOf(messages, new Set(present.model.card.learnt));
  if (data.missing !== null && !force) return { data, outcome: 'tooLittle', version: present.version, card: null, comparison: null, isBetter: null };
  const { model, measured } = await inTurns(trainModel(messages, { now: now() }), onProgress, signal);
  const comparison = await inTurns(compare(messages, measured, present.model), onProgress, signal);
  const { new: ours, present: theirs } = comparison.strong;
  const isBetter = ours && theirs ? ours.macroF1 > theirs.macroF1 : null;
  const said = { data, card: model.card, comparison, isBetter };
  if (dryRun) return { ...said, outcome: 'dryRun', version: present.version };
  if (isBetter !== true && !force) return { ...said, outcome: 'notBetter', version: present.version };
  const version = await shelf.install(model);
  await store.noteModel({ version, before: present.version, how: isBetter === true ? 'trained' : 'forced', strong: data.strong, weak: data.weak, macroF1: model.card.scores.macroF1 });
  return { ...said, outcome: 'installed', version };
}

/** Between steps others get their turn, so that a cancellation is heard. */
async function inTurns<T>(steps: TrainingSteps<T>, onProgress: (done: number) => void, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
    onProgress(step.value);
    await setImmediate();
  }
}

interface Label {
  readonly message: string;
  readonly category: Category;
  readonly severity: Severity;
}

/** Our sentences, what the user corrected, and templates of the newest analyses that a rule names. */
async function trainingMessages(store: TrainingOptions['store']): Promise<TrainingMessage[]> {
  const strong = new Map<string, Label>();
  for (const { member, category, severity, ignored } of await store.corrections()) {
    // A correction of the severity alone says nothing of the category, and of what is no error there is none.
    if (category === null || ignored || member.template === '') continue;
    strong.set(member.fingerprint, { message: member.template, category, severity: severity ?? ruleWord(member.template).severity ?? 'medium' });
  }
  const weak = new Map<string, Label>();
  for (const { id, status } of await store.latestAnalyses()) {
    if (status !== 'completed') continue;
    if (weak.size >= mostWeak) break;
    for (const { fingerprint, template, severity } of await store.groups({ analysisId: id, minSeverity: 'low', decisions: [] })) {
      const { rule } = ruleWord(template);
      if (rule === null || rule.vague === true || rule.category === 'general' || strong.has(fingerprint)) continue;
      weak.set(fingerprint, { message: template, category: rule.category, severity });
    }
  }
  const labelled = (labels: ReadonlyMap<string, Label>, source: 'strong' | 'weak'): TrainingMessage[] => Array.from(labels, ([, label]) => ({ ...label, group: label.message, source }));
  return [...seedSet(), ...labelled(strong, 'strong'), ...labelled(weak, 'weak').slice(0, mostWeak)];
}

function dataOf(messages: readonly TrainingMessage[], learnt: ReadonlySet<string>): TrainingData {
  const strong = messages.filter(({ source }) => source === 'strong');
  const unseen = strong.filter((message) => !learnt.has(lessonOf(message))).length;
  const categories = new Set(strong.map(({ category }) => category)).size;
  const counts = { seed: messages.filter(({ source }) => source === 'seed').length, strong: strong.length, unseen, categories, weak: messages.filter(({ source }) => source === 'weak').length };
  return { ...counts, missing: missingOf(counts) };
}

function missingOf({ strong, unseen, categories }: Omit<TrainingData, 'missing'>): string | null {
  if (unseen < leastCorrections) {
    const known = strong > unseen ? ` (${String(strong - unseen)} are known to the present model)` : '';
    return `${String(unseen)} of ${String(leastCorrections)} new corrections of the category are there${known}: correct ${String(leastCorrections - unseen)} more kinds of findings.`;
  }
  if (categories < leastCategories) return `All corrections name one category: correct findings of another one, too.`;
  return null;
}
