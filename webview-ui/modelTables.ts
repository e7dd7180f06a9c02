import type { Category } from '../src/core/finding';
import type { Compared, Contender, Scores } from '../src/core/learning';
import { fill, type DashboardStrings } from '../src/shared/dashboardStrings';
import { element } from './dom';
import type { Formatter } from './format';

const contenders = ['new', 'present', 'rules', 'bayes', 'majority'] as const satisfies readonly Contender[];

/** The categories that occur, the most frequent first. */
export function categoriesIn({ perClass }: Scores<Category>): Category[] {
  const known = Object.entries(perClass) as [Category, NonNullable<(typeof perClass)[Category]>][];
  return known.sort(([, a], [, b]) => b.count - a.count).map(([category]) => category);
}

/** Precision, recall and F1 of each category. */
export function classTable(scores: Scores<Category>, strings: DashboardStrings, format: Formatter): HTMLElement {
  const rows = categoriesIn(scores).map((category) => {
    const { precision = 0, recall = 0, f1 = 0, count = 0 } = scores.perClass[category] ?? {};
    return tableRow(strings[`category.${category}`], [format.percent(precision), format.percent(recall), format.percent(f1), format.count(count)]);
  });
  return table(strings['model.perClass'], [strings['column.category'], strings['model.precision'], strings['model.recall'], strings['model.f1'], strings['model.count']], rows);
}

/** Who was how good on the same messages. */
export function contenderTable(title: string, compared: Compared, strings: DashboardStrings, format: Formatter): HTMLElement {
  const rows = contenders.flatMap((who) => {
    const scores = compared[who];
    if (scores === null) return [];
    return [tableRow(strings[`contender.${who}`], [scores.accuracy, scores.macroPrecision, scores.macroRecall, scores.macroF1, scores.calibrationError].map((value) => format.percent(value)))];
  });
  const count = compared.new?.count ?? 0;
  return table(fill(title, format.count(count)), [strings['training.who'], strings['model.accuracy'], strings['model.precision'], strings['model.recall'], strings['model.macroF1'], strings['model.calibration']], rows);
}

function table(caption: string, headings: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = headings.map((heading) => element('th', { attributes: { scope: 'col' } }, heading));
  return element('table', { className: 'plain-table' }, element('caption', {}, caption), element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows));
}

function tableRow(name: string, cells: readonly string[]): HTMLElement {
  return element('tr', {}, element('th', { attributes: { scope: 'row' } }, name), ...cells.map((text) => element('td', {}, text)));
}
