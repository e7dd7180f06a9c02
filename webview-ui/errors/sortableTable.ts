import { element } from '../dom';

/** A column of findings, or of groups of them. */
export interface SortableColumn<Row> {
  readonly id: string;
  readonly title: string;
  readonly render: (row: Row) => readonly (Node | string)[];
  /** As it is copied. */
  readonly text: (row: Row) => string;
  /** Shown on hover. */
  readonly hover?: (row: Row) => string;
}

interface Options<Row> {
  readonly columns: readonly SortableColumn<Row>[];
  readonly label: string;
  readonly className: string;
  readonly sortHint: string;
  /** A heading was chosen; with Shift, after the others. */
  readonly sorted: (column: string, isAdded: boolean) => void;
  readonly opened: (row: Row) => void;
  /** Other rows are selected. */
  readonly selected: (rows: readonly Row[]) => void;
  /** The next page is asked for (1), or the one before (-1). */
  readonly paged: (by: 1 | -1) => void;
}

/** How a column is sorted, and its place among several. */
export interface ShownOrder {
  readonly column: string;
  readonly descending: boolean;
}

/**
 * A table of one page of rows. Arrow keys go from row to row, Page Up and Page Down from page to page; Enter opens a row,
 * Space selects it, Shift selects to it, Ctrl+A selects all, and what is selected is copied as lines with tabs.
 */
export class SortableTable<Row extends { readonly key: string }> {
  readonly element: HTMLElement;
  private readonly headings = new Map<string, { readonly cell: HTMLElement; readonly order: HTMLElement }>();
  private readonly body = element('tbody', {});
  private readonly table: HTMLTableElement;
  private rows: readonly Row[] = [];
  private lines: HTMLTableRowElement[] = [];
  private chosen = new Set<string>();
  private current = 0;
  private anchor = 0;
  private hidden: ReadonlySet<string> = new Set();

  constructor(private readonly options: Options<Row>) {
    const heading = element('tr', {});
    for (const { id, title } of options.columns) {
      const order = element('span', { className: 'order', attributes: { 'aria-hidden': 'true' } });
      const press = element('button', { className: 'sort', title: options.sortHint, attributes: { type: 'button' } }, title, order);
      press.addEventListener('click', (event) => options.sorted(id, event.shiftKey));
      const cell = element('th', { className: `cell-${id}`, attributes: { scope: 'col', role: 'columnheader' } }, press);
      this.headings.set(id, { cell, order });
      heading.append(cell);
    }
    this.table = element('table', { className: `findings ${options.className}`, attributes: { role: 'grid', 'aria-label': options.label, 'aria-multiselectable': 'true' } }, element('thead', {}, heading), this.body);
    this.element = element('div', { className: 'table-frame' }, this.table);
    this.body.addEventListener('click', (event) => this.click(event));
    this.body.addEventListener('keydown', (event) => this.press(event));
    this.body.addEventListener('copy', (event) => this.copy(event));
  }

  /** `offset` rows are on earlier pages, of `total`. */
  update(rows: readonly Row[], offset: number, total: number): void {
    const hadFocus = this.body.contains(document.activeElement);
    const focused = this.rows[this.current]?.key;
    this.rows = rows;
    const known = new Set(rows.map(({ key }) => key));
    const before = this.chosen.size;
    this.chosen = new Set([...this.chosen].filter((key) => known.has(key)));
    this.lines = rows.map((row, index) => this.line(row, offset + index));
    this.body.replaceChildren(...this.lines);
    this.table.setAttribute('aria-rowcount', String(total + 1));
    const place = rows.findIndex(({ key }) => key === focused);
    this.current = place < 0 ? Math.min(this.current, Math.max(0, rows.length - 1)) : place;
    this.anchor = this.current;
    this.mark();
    if (hadFocus) this.lines[this.current]?.focus({ preventScroll: true });
    if (before !== this.chosen.size) this.tell();
  }

  showOrder(orders: readonly ShownOrder[]): void {
    for (const [id, { cell, order }] of this.headings) {
      const place = orders.findIndex(({ column }) => column === id);
      const own = orders[place];
      cell.setAttribute('aria-sort', own ? (own.descending ? 'descending' : 'ascending') : 'none');
      order.textContent = own ? `${own.descending ? '↓' : '↑'}${orders.length > 1 ? String(place + 1) : ''}` : '';
    }
  }

  hide(columns: readonly string[]): void {
    this.hidden = new Set(columns);
    for (const [id, { cell }] of this.headings) cell.hidden = this.hidden.has(id);
    for (const line of this.lines) this.options.columns.forEach(({ id }, index) => line.cells[index]?.toggleAttribute('hidden', this.hidden.has(id)));
  }

  /** Lets the keyboard begin at the first row. */
  toStart(): void {
    this.current = 0;
    this.anchor = 0;
    this.chosen.clear();
  }

  focus(): void {
    this.lines[this.current]?.focus();
  }

  private line(row: Row, place: number): HTMLTableRowElement {
    const cells = this.options.columns.map(({ id, render, hover }) => {
      const cell = element('td', { className: `cell-${id}`, hidden: this.hidden.has(id), attributes: { role: 'gridcell' } }, ...render(row));
      if (hover) cell.title = hover(row);
      return cell;
    });
    return element('tr', { className: 'row', attributes: { role: 'row', 'aria-rowindex': String(place + 2), tabindex: '-1' } }, ...cells);
  }

  private mark(): void {
    this.lines.forEach((line, index) => {
      line.tabIndex = index === this.current ? 0 : -1;
      line.setAttribute('aria-selected', String(this.chosen.has(this.rows[index]?.key ?? '')));
    });
  }

  private tell(): void {
    this.options.selected(this.rows.filter(({ key }) => this.chosen.has(key)));
  }

  private click(event: MouseEvent): void {
    const line = event.target instanceof Element ? event.target.closest('tr') : null;
    const index = line ? this.lines.indexOf(line) : -1;
    const row = this.rows[index];
    // Who has just marked text wants to copy it, and a button in the row has something else to do.
    if (!row || getSelection()?.isCollapsed === false || (event.target instanceof Element && event.target.closest('button'))) return;
    if (event.shiftKey) this.select(this.anchor, index);
    else if (event.ctrlKey || event.metaKey) this.toggle(index);
    else this.options.opened(row);
    this.current = index;
    this.mark();
    this.lines[index]?.focus();
  }

  private press(event: KeyboardEvent): void {
    const { current, rows } = this;
    const row = rows[current];
    if (!row || (event.target instanceof Element && event.target.closest('button'))) return;
    const control = event.ctrlKey || event.metaKey;
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.move(current + 1, event.shiftKey),
      ArrowUp: () => this.move(current - 1, event.shiftKey),
      Home: () => this.move(0, event.shiftKey),
      End: () => this.move(rows.length - 1, event.shiftKey),
      PageDown: () => this.options.paged(1),
      PageUp: () => this.options.paged(-1),
      Enter: () => this.options.opened(row),
      ' ': () => this.toggle(current),
    };
    const step = control && event.key === 'a' ? () => this.select(0, rows.length - 1) : control || event.altKey ? undefined : steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  }

  private move(to: number, selects: boolean): void {
    this.current = Math.max(0, Math.min(this.rows.length - 1, to));
    if (selects) this.select(this.anchor, this.current);
    else this.anchor = this.current;
    this.mark();
    this.lines[this.current]?.focus();
  }

  private select(from: number, to: number): void {
    this.chosen = new Set(this.rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ key }) => key));
    this.mark();
    this.tell();
  }

  private toggle(index: number): void {
    const key = this.rows[index]?.key ?? '';
    if (!this.chosen.delete(key)) this.chosen.add(key);
    this.anchor = index;
    this.mark();
    this.tell();
  }

  private copy(event: ClipboardEvent): void {
    if (getSelection()?.isCollapsed === false) return;
    const chosen = this.rows.filter(({ key }) => this.chosen.has(key));
    const own = this.rows[this.current];
    const shown = this.options.columns.filter(({ id }) => !this.hidden.has(id));
    const lines = (chosen.length > 0 ? chosen : own ? [own] : []).map((row) => shown.map(({ text }) => text(row).replace(/[\t\r\n]+/g, ' ')).join('\t'));
    event.clipboardData?.setData('text/plain', lines.join('\n'));
    event.preventDefault();
  }
}
