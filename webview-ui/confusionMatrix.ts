import type { Category } from '../src/core/finding';
import type { Scores } from '../src/core/learning';
import { fill, type DashboardStrings } from '../src/shared/dashboardStrings';
import { element } from './dom';
import type { Formatter } from './format';
import { categoriesIn } from './modelTables';

/** What was taken for what, as squares that are the darker the larger their share of what a category has. */
export function confusionMatrix(scores: Scores<Category>, strings: DashboardStrings, format: Formatter): HTMLElement {
  const categories = categoriesIn(scores);
  const head = categories.map((category) => element('th', { title: strings[`category.${category}`], attributes: { scope: 'col' } }, element('span', {}, strings[`category.${category}`])));
  const rows = categories.map((expected) => {
    const taken = scores.confusion[expected] ?? {};
    const all = Math.max(1, Object.values<number>(taken).reduce((sum, count) => sum + count, 0));
    const cells = categories.map((given) => {
      const count = taken[given] ?? 0;
      const square = element('span', { className: `square${given === expected ? ' right' : ''}` });
      square.style.setProperty('opacity', String(count === 0 ? 0 : 0.15 + (0.85 * count) / all));
      const title = fill(strings['confusion.cell'], strings[`category.${expected}`], strings[`category.${given}`], format.count(count));
      return element('td', { title }, square, element('span', { className: 'unseen' }, format.count(count)));
    });
    return element('tr', {}, element('th', { attributes: { scope: 'row' } }, strings[`category.${expected}`]), ...cells);
  });
  return element('table', { className: 'confusion' }, element('caption', {}, strings.confusion), element('thead', {}, element('tr', {}, element('td', {}), ...head)), element('tbody', {}, ...rows));
}
