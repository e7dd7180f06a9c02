import type { Severity } from '../src/core/finding';
import { element } from './dom';
import { icon } from './icons';
import type { PageContext } from './pageContext';

/** How many there are of a severity, with a bar beside the most frequent one's. */
export function severityLine(severity: Severity, count: number, most: number, { strings, format }: Pick<PageContext, 'strings' | 'format'>): HTMLElement {
  const bar = element('span', { className: `share share-${severity}`, attributes: { 'aria-hidden': 'true' } });
  bar.style.setProperty('width', `${String(count === 0 ? 0 : Math.max(1, (count / most) * 100))}%`);
  return element('li', {}, element('span', { className: 'badge' }, icon(severity), strings[`severity.${severity}`]), element('span', { className: 'count' }, format.count(count)), bar);
}
