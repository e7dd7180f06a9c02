import { fill } from '../src/shared/dashboardStrings';
import type { FindingFilter } from '../src/shared/findingsTable';
import { element } from './dom';
import { type AnomalyRow, type CategoryRow, type Figure, problemSeverities } from './overviewModel';
import type { PageContext } from './pageContext';

/** The findings that a figure counts. */
export function severitiesOf(figure: Figure['id']): FindingFilter {
  if (figure === 'critical') return { severities: ['critical'] };
  return figure === 'problems' ? { severities: problemSeverities } : {};
}

/** How many problems a category has, which shows them. */
export function categoryLine({ category, label, count, share, title }: CategoryRow, { strings, showErrors }: Pick<PageContext, 'strings' | 'showErrors'>): HTMLElement {
  const bar = element('span', { className: 'share', attributes: { 'aria-hidden': 'true' } });
  bar.style.setProperty('width', `${String(Math.max(1, share * 100))}%`);
  const link = element('button', { className: 'link', title: fill(strings['category.show'], title), attributes: { type: 'button' } }, label);
  link.addEventListener('click', () => showErrors({ categories: [category], severities: problemSeverities }));
  return element('li', {}, link, element('span', { className: 'count' }, count), bar);
}

/** What was unusual, each with the way to where it is. */
export function anomalyList(rows: readonly AnomalyRow[], open: (uri: string, line: number) => void): HTMLElement[] {
  return rows.map(({ uri, line, kind, evidence, place }) => {
    const link = element('button', { className: 'link', attributes: { type: 'button' } }, element('bdi', {}, place));
    link.addEventListener('click', () => open(uri, line));
    return element('li', {}, element('strong', {}, kind), ' ', element('bdi', { title: evidence.title, attributes: { dir: 'auto' } }, evidence.text), ' ', link);
  });
}
