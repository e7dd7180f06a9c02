import type { ViewLine } from '../../src/shared/logViewProtocol';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element } from '../dom';
import type { Formatter } from '../format';
import { keyOf, LineRows } from './lineRows';
import type { Highlighter } from './patterns';
import type { Selection } from './selection';
import { Viewport, type Extent } from './viewport';

const linesId = 'lines';
/** Pixels that the arrow keys move lines sideways by. */
const sideways = 48;
/** Scrolling is so much faster while Alt is held. */
const fast = 5;

export interface LinesActions {
  scrolled(extent: Extent): void;
  chosen(offset: number, extend: boolean): void;
  openGap(offset: number): void;
  complete(offset: number): void;
}

/** The lines on show: a list that scrolls by wheel and pointer, in which one line is the keyboard's. */
export class LinesPane {
  readonly element: HTMLElement;
  private readonly viewport: Viewport;
  private readonly rows: LineRows;
  private readonly canvas = element('div', { className: 'canvas', attributes: { role: 'presentation' } });

  constructor(
    strings: LogViewStrings,
    format: Formatter,
    highlighter: Highlighter,
    private readonly selection: Selection,
    private readonly actions: LinesActions,
  ) {
    this.rows = new LineRows(strings, format, highlighter, selection);
    this.element = element('div', { className: 'lines', attributes: { 'id': linesId, 'role': 'listbox', 'tabindex': '0', 'aria-label': strings.log, 'aria-multiselectable': 'true' } }, this.canvas);
    this.viewport = new Viewport(this.element, this.canvas, (extent) => this.actions.scrolled(extent));
    this.element.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    this.element.addEventListener('mousedown', (event) => this.press(event));
    this.element.addEventListener('scroll', () => this.adopt());
  }

  get id(): string {
    return linesId;
  }

  /** How many lines fit. */
  get pageLength(): number {
    return Math.max(1, Math.floor(this.element.clientHeight / this.viewport.rowHeight) - 1);
  }

  show(lines: readonly ViewLine[]): void {
    this.viewport.show(this.rows.rowsOf(lines));
    this.markChosen();
  }

  /** Makes room for the line numbers of a log of so many bytes and lines. */
  fit(size: number, lines: number | null): void {
    this.element.style.setProperty('--digits', String(this.rows.digitsFor(size, lines)));
  }

  /** Scrolls so that a line stands at a share of the height. */
  place(offset: number, share: number): void {
    this.viewport.place(keyOf(offset), share);
  }

  reveal(offset: number): void {
    this.viewport.reveal(keyOf(offset));
  }

  toBottom(): void {
    this.viewport.toBottom();
  }

  scrollPages(pages: number): void {
    this.viewport.scrollBy(pages * this.pageLength * this.viewport.rowHeight);
  }

  scrollSideways(steps: number): void {
    this.element.scrollLeft += steps * sideways;
  }

  extent(): Extent {
    return this.viewport.extent();
  }

  set wraps(wraps: boolean) {
    this.element.classList.toggle('wraps', wraps);
    this.viewport.redraw();
  }

  /** Lets the lines show which of them are chosen. */
  markChosen(): void {
    for (const [{ offset }, row] of this.viewport.drawnRows()) this.rows.mark(row, offset);
    const { cursor } = this.selection;
    if (cursor === null) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', keyOf(cursor));
  }

  private wheel(event: WheelEvent): void {
    if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? this.viewport.rowHeight : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.element.clientHeight : 1;
    this.viewport.scrollBy(event.deltaY * unit * (event.altKey ? fast : 1));
  }

  private press(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLElement>('[data-offset]');
    if (event.button !== 0 || !row) return;
    const offset = Number(row.dataset['offset']);
    if (row.classList.contains('gap')) this.actions.openGap(offset);
    else if (target?.closest('.cut')) this.actions.complete(offset);
    else this.actions.chosen(offset, event.shiftKey);
    // Text between two lines is chosen by lines.
    if (event.shiftKey) event.preventDefault();
    if (event.shiftKey || row.classList.contains('gap')) this.element.focus();
  }

  /** What the browser scrolled by itself, as when text is chosen beyond the edge, becomes ours. */
  private adopt(): void {
    const { scrollTop } = this.element;
    if (scrollTop === 0) return;
    this.element.scrollTop = 0;
    this.viewport.scrollBy(scrollTop);
  }
}
