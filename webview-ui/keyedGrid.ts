import { element } from './dom';

export interface Column<Row> {
  /** Names the cells' class (`cell-…`), by which the style sheet places them. */
  readonly id: string;
  readonly title: string;
  render(row: Row): readonly (Node | string)[];
  /** Shown on hover. */
  hover?(row: Row): string;
}

/** What is used of the toolkit's element. */
type Grid = HTMLElement & { focusRowIndex: number };

interface Line {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
  /** The row as it is shown, for telling whether anything changed. */
  shown: string;
}

/**
 * One of the toolkit's grids whose rows are kept from one update to the next, so that focus, hover and scroll stay where
 * they are. A click on a row, Enter or Space opens it.
 */
export class KeyedGrid<Row extends { readonly key: string }> {
  readonly element: Grid;
  private readonly startAt: string | null;
  private lines = new Map<string, Line>();
  private rows: readonly Row[] = [];

  constructor(
    private readonly columns: readonly Column<Row>[],
    options: {
      readonly className: string;
      readonly labelledBy: string;
      readonly describedBy: string;
      /** The row that Tab reaches first, where it is still there. */
      readonly startAt: string | null;
      readonly open: (row: Row) => void;
      readonly focused: (key: string) => void;
    },
  ) {
    this.element = element('vscode-data-grid', {
      className: options.className,
      attributes: {
        'generate-header': 'none',
        'aria-labelledby': options.labelledBy,
        'aria-describedby': options.describedBy,
      },
    }) as Grid;
    this.startAt = options.startAt;
    this.element.append(this.header());
    this.element.addEventListener('click', (event) => {
      // Who has just marked text wants to copy it.
      if (getSelection()?.isCollapsed === false) return;
      // A button in the row has something else to do.
      const row = isButton(event.target) ? undefined : this.rowOf(event.target);
      if (row) options.open(row);
    });
    this.element.addEventListener('keydown', (event) => {
      if ((event.key !== 'Enter' && event.key !== ' ') || isButton(event.target)) return;
      const row = this.rowOf(event.target);
      if (!row) return;
      event.preventDefault();
      options.open(row);
    });
    this.element.addEventListener('focusin', (event) => {
      const row = this.rowOf(event.target);
      if (row) options.focused(row.key);
    });
  }

  update(rows: readonly Row[]): void {
    const active = document.activeElement;
    const focusedCell = active instanceof HTMLElement && active !== this.element && this.element.contains(active) ? active : null;
    const focusedRow = this.rowOf(focusedCell);
    const place = focusedRow ? this.rows.indexOf(focusedRow) : 0;
    const before = this.lines;
    this.rows = rows;
    this.lines = new Map(rows.map((row) => [row.key, this.line(row, before.get(row.key))]));

    for (const [key, line] of before) if (!this.lines.has(key)) line.element.remove();
    let previous: Element | null = this.element.firstElementChild;
    for (const { element: child } of this.lines.values()) {
      if (previous?.nextElementSibling !== child) previous?.after(child);
      previous = child;
    }
    if (focusedCell) this.refocus(focusedCell, place);
    else if (!this.element.isConnected) this.element.focusRowIndex = this.firstFocus();
  }

  private header(): HTMLElement {
    const cells = this.columns.map(({ id, title }) =>
      element('vscode-data-grid-cell', { className: `cell-${id}`, attributes: { 'cell-type': 'columnheader' } }, title),
    );
    return element('vscode-data-grid-row', { className: 'heading', attributes: { 'row-type': 'header' } }, ...cells);
  }

  private line(row: Row, existing: Line | undefined): Line {
    const line = existing ?? this.newLine();
    const shown = JSON.stringify(row);
    if (shown === line.shown) return line;
    line.shown = shown;
    this.columns.forEach((column, index) => {
      const cell = line.cells[index];
      if (!cell) return;
      cell.replaceChildren(...column.render(row));
      if (column.hover) cell.title = column.hover(row);
    });
    return line;
  }

  private newLine(): Line {
    const cells = this.columns.map(({ id }) => element('vscode-data-grid-cell', { className: `cell-${id}` }));
    return { element: element('vscode-data-grid-row', { className: 'entry' }, ...cells), cells, shown: '' };
  }

  /**
   * Moving an element takes its focus away, and removing it leaves the keyboard nowhere: the row now at its `place` takes over.
   */
  private refocus(cell: HTMLElement, place: number): void {
    const entry = cell.closest('.entry');
    if (!entry) return;
    const row = this.rowOf(cell) ?? this.rows[Math.min(place, this.rows.length - 1)];
    const line = row && this.lines.get(row.key);
    const target = line?.cells[[...entry.children].indexOf(cell)];
    if (!line || !target) {
      // The grid has run empty; the toolkit took it out of the tab order while it had the focus.
      this.element.tabIndex = 0;
      return;
    }
    if (document.activeElement !== target) target.focus({ preventScroll: true });
    // The toolkit learns of the row's new place once its own observers have run. Its `focusRowIndex` would scroll.
    queueMicrotask(() => line.element.dispatchEvent(new CustomEvent('row-focused', { bubbles: true })));
  }

  /** In the toolkit's count the heading is row 0. */
  private firstFocus(): number {
    return Math.max(1, this.rows.findIndex(({ key }) => key === this.startAt) + 1);
  }

  private rowOf(target: EventTarget | null): Row | undefined {
    const entry = target instanceof Element ? target.closest('.entry') : null;
    return entry ? this.rows.find(({ key }) => this.lines.get(key)?.element === entry) : undefined;
  }
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, input') !== null;
}
