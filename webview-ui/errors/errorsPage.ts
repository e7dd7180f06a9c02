import './errors.css';
import type { ErrorsAnswer } from '../../src/shared/dashboardProtocol';
import { fill } from '../../src/shared/dashboardStrings';
import type { FindingFilter, GroupColumn, TableColumn } from '../../src/shared/findingsTable';
import { Choice } from '../choice';
import { button, element, setText } from '../dom';
import { icon } from '../icons';
import type { Page, PageContext } from '../pageContext';
import { centred, loadingPage } from '../section';
import { DetailPane } from './detailPane';
import { type Clock, type FindingRow, findingColumns, findingRow, groupColumns, type GroupRow, groupRow, totalWords } from './errorsModel';
import { type ErrorsState, pageSizes, tidied, turned } from './errorsState';
import { FilterBar } from './filterBar';
import { SortableTable } from './sortableTable';

/** Milliseconds in which changes of the store are gathered. */
const gathering = 500;

/** The findings of all logs as one table. */
export class ErrorsPage implements Page {
  readonly element = element('div', { className: 'errors' });
  private state: ErrorsState;
  private offset = 0;
  private answer: ErrorsAnswer | null = null;
  private asking: AbortController | null = null;
  private planned = false;
  private readonly filterBar: FilterBar;
  private readonly findings: SortableTable<FindingRow>;
  private readonly groups: SortableTable<GroupRow>;
  private readonly details: DetailPane;
  private readonly body = element('div', {});
  private readonly total = element('span', { className: 'total' });
  private readonly selection = element('span', { className: 'dim' });
  private readonly place = element('span', { className: 'dim' });
  private readonly grouping: HTMLButtonElement;
  private readonly sizes: Choice;
  private readonly columns = element('div', { className: 'columns' });
  private readonly failure = element('p', {});
  private readonly parts: Readonly<Record<'loading' | 'failed' | 'none' | 'noMatch' | 'table', HTMLElement>>;

  constructor(private readonly context: PageContext) {
    const { strings, host, attempt } = context;
    this.state = context.restored.errors;
    this.filterBar = new FilterBar(context, (filter) => this.turn({ filter }));
    const common = { sortHint: strings['errors.sortHint'], paged: (by: 1 | -1) => this.page(by), selected: (rows: readonly unknown[]) => this.showSelection(rows.length) };
    this.findings = new SortableTable<FindingRow>({
      ...common,
      columns: findingColumns(strings),
      label: strings['page.errors'],
      className: 'all-findings',
      sorted: (column, isAdded) => this.turn({ sort: turned(this.state.sort, column as TableColumn, isAdded) }),
      opened: ({ row }) => void this.details.show(row, this.answer?.zone ?? 'UTC'),
    });
    this.groups = new SortableTable<GroupRow>({
      ...common,
      columns: groupColumns(strings),
      label: strings['errors.grouped'],
      className: 'all-groups',
      sorted: (column, isAdded) => this.turn({ groupSort: turned(this.state.groupSort, column as GroupColumn, isAdded) }),
      opened: ({ group }) => this.showOnly({ ...this.state.filter, fingerprints: [group.fingerprint] }),
    });
    this.details = new DetailPane(context, { only: (fingerprint) => this.showOnly({ fingerprints: [fingerprint] }), closed: () => this.findings.focus() });
    this.grouping = element('button', { className: 'toggle', attributes: { type: 'button', 'aria-pressed': 'false' } }, strings['errors.group']);
    this.grouping.addEventListener('click', () => this.turn({ grouped: !this.state.grouped }));
    this.sizes = new Choice(strings['errors.pageSize'], (value) => this.turn({ pageSize: pageSizes.find((size) => String(size) === value) ?? 50 }));
    const exporting = button('secondary', strings['errors.export'], () => void attempt(strings.exportFailed, () => host.request('exportMatching', { filter: this.state.filter })));
    const chooser = element('details', { className: 'chooser' }, element('summary', {}, strings['errors.columns']), this.columns);
    const pager = element('div', { className: 'pager' }, button('secondary', strings['history.previous'], () => this.page(-1)), this.place, button('secondary', strings['history.next'], () => this.page(1)), this.sizes.element);
    this.parts = {
      loading: loadingPage(strings['page.errors'], strings.loading),
      failed: centred('failed', icon('failed'), strings['failed.title'], this.failure, button('secondary', strings.retry, () => void this.ask())),
      none: centred('empty', icon('completed'), strings['errors.none'], element('p', {}, strings['errors.noneText'])),
      noMatch: centred('empty', icon('log'), strings['errors.noMatch'], element('p', {}, strings['errors.noMatchText']), button('secondary', strings['filter.clear'], () => this.showOnly({}))),
      table: element('div', {}, this.findings.element, this.groups.element, pager, this.details.element),
    };
    const status = element('div', { className: 'found', attributes: { role: 'status' } }, this.total, this.selection);
    this.element.append(element('header', {}, element('h1', {}, strings['page.errors']), element('div', { className: 'actions' }, this.grouping, chooser, exporting)), this.filterBar.element, status, this.body);
    this.filterBar.show(this.state.filter);
    this.draw();
  }

  show(): void {
    void this.ask();
  }

  /** Shows what a filter lets through, one finding a row. */
  showOnly(filter: FindingFilter): void {
    this.filterBar.show(tidied(filter));
    this.turn({ filter, grouped: false });
  }

  changed(): void {
    if (this.planned) return;
    this.planned = true;
    this.context.schedule(() => {
      this.planned = false;
      void this.ask();
    }, gathering);
  }

  age(): void {
    this.draw();
  }

  private turn(change: Partial<ErrorsState>): void {
    this.state = { ...this.state, ...change };
    if (change.filter) this.state = { ...this.state, filter: tidied(change.filter) };
    this.context.remember({ errors: this.state });
    this.offset = 0;
    this.findings.toStart();
    this.groups.toStart();
    if (change.hidden) this.draw();
    else void this.ask();
  }

  private page(by: 1 | -1): void {
    const { pageSize } = this.state;
    const offset = this.offset + by * pageSize;
    if (offset < 0 || offset >= (this.answer?.total ?? 0)) return;
    this.offset = offset;
    this.findings.toStart();
    this.groups.toStart();
    void this.ask();
  }

  /** What was asked before and is not answered yet is no longer wanted. */
  private async ask(): Promise<void> {
    this.asking?.abort(new Error('Another question was asked.'));
    const asking = new AbortController();
    this.asking = asking;
    this.body.setAttribute('aria-busy', 'true');
    const { filter, sort, groupSort, grouped, pageSize } = this.state;
    const { strings, host } = this.context;
    try {
      const answer = await host.request('errors', { filter, sort, groupSort, grouped, offset: this.offset, limit: pageSize }, { signal: asking.signal });
      if (this.asking !== asking) return;
      this.answer = answer;
      // What there was on this page may have gone.
      if (this.offset > 0 && this.offset >= answer.total) {
        this.offset = 0;
        await this.ask();
        return;
      }
      this.context.say(totalWords(answer.total, answer.findings, this.context));
    } catch (error) {
      if (this.asking !== asking) return;
      const reason = error instanceof Error ? error.message : String(error);
      setText(this.failure, reason);
      if (this.answer) this.context.complain(fill(strings.stale, reason), () => void this.ask());
    }
    this.asking = null;
    this.body.setAttribute('aria-busy', 'false');
    this.draw();
  }

  private draw(): void {
    const { strings, format } = this.context;
    const { answer, state, offset } = this;
    const isFiltered = Object.keys(state.filter).length > 0;
    const part = !answer ? (this.failure.textContent === '' ? 'loading' : 'failed') : answer.total > 0 ? 'table' : isFiltered ? 'noMatch' : 'none';
    if (this.body.firstElementChild !== this.parts[part]) this.body.replaceChildren(this.parts[part]);
    this.grouping.setAttribute('aria-pressed', String(state.grouped));
    this.findings.showOrder(state.sort);
    this.groups.showOrder(state.groupSort);
    this.drawColumns();
    if (!answer) return;
    const clock: Clock = { strings, format, now: Date.now(), zone: answer.zone };
    setText(this.total, totalWords(answer.total, answer.findings, this.context));
    const shown = answer.rows.length + answer.groups.length;
    setText(this.place, fill(strings['history.page'], format.count(offset + 1), format.count(offset + shown), format.count(answer.total)));
    this.sizes.update(pageSizes.map((size) => ({ value: String(size), label: format.count(size) })), String(state.pageSize));
    this.findings.element.hidden = state.grouped;
    this.groups.element.hidden = !state.grouped;
    if (state.grouped) this.groups.update(answer.groups.map((group) => groupRow(group, clock)), offset, answer.total);
    else this.findings.update(answer.rows.map((row) => findingRow(row, clock)), offset, answer.total);
    this.findings.hide(state.hidden);
    this.groups.hide(state.hidden);
  }

  private drawColumns(): void {
    const all = this.state.grouped ? groupColumns(this.context.strings) : findingColumns(this.context.strings);
    const { hidden } = this.state;
    this.columns.replaceChildren(
      ...all
        .filter(({ id }) => id !== 'message')
        .map(({ id, title }) => {
          const box = element('input', { attributes: { type: 'checkbox' } });
          box.checked = !hidden.includes(id);
          box.addEventListener('change', () => {
            this.turn({ hidden: box.checked ? hidden.filter((each) => each !== id) : [...hidden, id] });
            this.columns.querySelectorAll<HTMLInputElement>('input')[all.filter((each) => each.id !== 'message').findIndex((each) => each.id === id)]?.focus();
          });
          return element('label', {}, box, title);
        }),
    );
  }

  private showSelection(count: number): void {
    setText(this.selection, count === 0 ? '' : fill(this.context.strings['errors.selected'], this.context.format.count(count)));
  }
}
