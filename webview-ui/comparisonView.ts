import type { Comparison } from '../src/shared/dashboardProtocol';
import { fill } from '../src/shared/dashboardStrings';
import { button, element, setText } from './dom';
import { icon } from './icons';
import type { PageContext } from './pageContext';
import { inertLine } from './text';

/** Changes that are listed; those behind are of the least weight. */
const mostRows = 200;

/** What two analyses found differently: new, gone, more and less often. */
export class ComparisonView {
  readonly element: HTMLElement;
  private readonly between = element('p', { className: 'dim' });
  private readonly nothing = element('p', { className: 'quiet', hidden: true });
  private readonly rows = element('tbody', {});
  private readonly table: HTMLElement;

  constructor(private readonly context: PageContext) {
    const { strings } = context;
    const head = (['change', 'severity', 'message', 'before', 'after'] as const).map((name) => element('th', { attributes: { scope: 'col' } }, strings[`column.${name}`]));
    this.table = element('table', { className: 'plain-table' }, element('thead', {}, element('tr', {}, ...head)), this.rows);
    const close = button('secondary', strings['compare.close'], () => (this.element.hidden = true));
    const heading = element('div', { className: 'heading-line' }, element('h2', { attributes: { id: 'compare-title', tabindex: '-1' } }, strings.compare), close);
    this.element = element('section', { className: 'section-compare', hidden: true, attributes: { 'aria-labelledby': 'compare-title' } }, heading, this.between, this.nothing, this.table);
  }

  /** Null where one of the two is no more. */
  show(comparison: Comparison | null, zone: string): void {
    const { strings, format } = this.context;
    this.element.hidden = false;
    this.table.hidden = comparison === null || comparison.changes.length === 0;
    this.nothing.hidden = !this.table.hidden;
    setText(this.nothing, comparison === null ? strings['compare.gone'] : strings['compare.none']);
    const [older, newer] = [comparison?.older, comparison?.newer];
    const time = (at: number): string => format.exact(at, zone);
    setText(this.between, older && newer ? fill(strings['compare.between'], inertLine(older.fileName, 100), time(older.startedAt), inertLine(newer.fileName, 100), time(newer.startedAt)) : '');
    this.rows.replaceChildren(
      ...(comparison?.changes ?? []).slice(0, mostRows).map(({ kind, group, counts }) =>
        element(
          'tr',
          {},
          element('td', {}, strings[`change.${kind}`]),
          element('td', {}, element('span', { className: 'badge' }, icon(group.severity), strings[`severity.${group.severity}`])),
          element('td', { className: 'wide', title: inertLine(group.message, 1000) }, element('bdi', { attributes: { dir: 'auto' } }, inertLine(group.name ?? group.message, 300))),
          element('td', { className: 'number' }, format.count(counts.old)),
          element('td', { className: 'number' }, format.count(counts.new)),
        ),
      ),
    );
    document.getElementById('compare-title')?.focus();
  }
}
