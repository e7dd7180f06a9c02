/** A row to be drawn: rows of one key and one version look the same. */
export interface Row {
  readonly key: string;
  /** Byte offset of the line that it is or belongs to. */
  readonly offset: number;
  readonly version: string;
  draw(): HTMLElement;
}

export interface Extent {
  /** Byte offsets of the first and last line that can be seen. */
  readonly first: number;
  readonly last: number;
  /** Whether nothing lies above and below of what is at hand. */
  readonly isTop: boolean;
  readonly isBottom: boolean;
  /** Rows at hand above and below. */
  readonly above: number;
  readonly below: number;
}

/** Rows drawn beyond the edges of what can be seen, in heights of the view. */
const margin = 1;

interface Drawn {
  readonly version: string;
  readonly element: HTMLElement;
}

/**
 * Draws those of the rows that can be seen, whatever their heights, at a place that is kept as a row and how far it is
 * scrolled out at the top: rows that come or go above move nothing.
 */
export class Viewport {
  private rows: readonly Row[] = [];
  private readonly drawn = new Map<string, Drawn>();
  /** Index of the row at the top edge, and its pixels above that. */
  private top = 0;
  private shift = 0;
  /** Range of rows that are drawn. */
  private from = 0;
  private to = 0;
  private pending = 0;
  private frame: number | undefined;

  constructor(
    readonly element: HTMLElement,
    private readonly canvas: HTMLElement,
    private readonly scrolled: (extent: Extent) => void,
  ) {
    new ResizeObserver(() => this.draw()).observe(element);
  }

  /** Height of a row of one line, in pixels. */
  get rowHeight(): number {
    return parseFloat(getComputedStyle(this.element).getPropertyValue('--row')) || 18;
  }

  get isAtBottom(): boolean {
    return this.extent().isBottom;
  }

  /** Puts other rows in the place of these; the one at the top stays there, or the nearest. */
  show(rows: readonly Row[]): void {
    const at = this.rows[this.top];
    this.rows = rows;
    if (at) {
      const same = rows.findIndex(({ key }) => key === at.key);
      if (same >= 0) this.top = same;
      else {
        const near = rows.findIndex(({ offset }) => offset >= at.offset);
        this.top = near >= 0 ? near : Math.max(0, rows.length - 1);
        this.shift = 0;
      }
    }
    this.draw();
  }

  /** Scrolls so that a row stands at a share of the height (0 is the top edge). */
  place(key: string, share: number): void {
    const index = this.rows.findIndex((row) => row.key === key);
    if (index < 0) return;
    this.top = index;
    this.shift = 0;
    this.draw();
    if (share > 0) this.moveBy(-Math.round((this.element.clientHeight - this.rowHeight) * share));
  }

  /** Scrolls just so far that a row can be seen; false where it is not at hand. */
  reveal(key: string): boolean {
    const index = this.rows.findIndex((row) => row.key === key);
    if (index < 0) return false;
    const element = this.drawn.get(key)?.element;
    const isDrawn = element !== undefined && index >= this.from && index < this.to;
    const edge = this.edge();
    const height = this.element.clientHeight;
    if (!isDrawn) this.place(key, 0.4);
    else if (element.offsetTop < edge) this.moveBy(element.offsetTop - edge);
    else if (element.offsetTop + element.offsetHeight > edge + height) this.moveBy(Math.min(element.offsetTop - edge, element.offsetTop + element.offsetHeight - edge - height));
    return true;
  }

  /** Scrolls to the last row. */
  toBottom(): void {
    this.top = Math.max(0, this.rows.length - 1);
    this.shift = 0;
    this.draw();
  }

  /** Scrolls by pixels, with the next picture. */
  scrollBy(pixels: number): void {
    this.pending += pixels;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const distance = this.pending;
      this.pending = 0;
      this.moveBy(distance);
    });
  }

  /** Draws all anew: a row looks different, or rows have other heights. */
  redraw(): void {
    this.drawn.clear();
    this.canvas.replaceChildren();
    this.draw();
  }

  /** The rows that are drawn, with their elements. */
  *drawnRows(): Iterable<readonly [Row, HTMLElement]> {
    for (const row of this.rows.slice(this.from, this.to)) {
      const element = this.drawn.get(row.key)?.element;
      if (element) yield [row, element];
    }
  }

  extent(): Extent {
    const edge = this.edge();
    const bottom = edge + this.element.clientHeight;
    const last = this.indexAt(bottom - 1);
    const end = this.canvas.offsetHeight;
    return {
      first: this.rows[this.top]?.offset ?? 0,
      last: this.rows[last]?.offset ?? 0,
      isTop: this.top === 0 && this.shift <= 0,
      isBottom: this.to === this.rows.length && end <= bottom + 1,
      above: this.top,
      below: this.rows.length - 1 - last,
    };
  }

  private moveBy(distance: number): void {
    // Only what is drawn has a height: a longer way is gone in steps.
    const step = Math.max(1, this.element.clientHeight * margin);
    for (let left = distance; left !== 0; ) {
      const now = Math.sign(left) * Math.min(Math.abs(left), step);
      left -= now;
      const before = this.top;
      const shift = this.shift;
      this.settle(this.edge() + now);
      if (before === this.top && shift === this.shift) break;
    }
    this.tell();
  }

  /** Pixels of the canvas above the top edge. */
  private edge(): number {
    return this.topOf(this.top) + this.shift;
  }

  private topOf(index: number): number {
    const row = this.rows[index];
    return (row && this.drawn.get(row.key)?.element.offsetTop) ?? 0;
  }

  private draw(): void {
    if (this.element.clientHeight === 0) return;
    this.drawAround();
    this.settle(this.edge());
    this.tell();
  }

  /** Lets a height of the canvas be the top edge, as near as the first and the last row allow. */
  private settle(height: number): void {
    const lowest = this.to === this.rows.length ? this.canvas.offsetHeight - this.element.clientHeight : Infinity;
    const edge = Math.max(0, Math.min(height, lowest));
    this.top = this.indexAt(edge);
    this.shift = edge - this.topOf(this.top);
    this.drawAround();
    this.canvas.style.transform = `translateY(${String(-this.edge())}px)`;
  }

  /** Index of the drawn row at a height of the canvas. */
  private indexAt(height: number): number {
    let [low, high] = [this.from, Math.max(this.from, this.to - 1)];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.topOf(middle) <= height) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private drawAround(): void {
    const page = Math.ceil(this.element.clientHeight / this.rowHeight);
    this.from = Math.max(0, this.top - page * (1 + margin));
    this.to = Math.min(this.rows.length, this.top + page * (1 + margin) + 1);
    const wanted = this.rows.slice(this.from, this.to);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, { element }] of this.drawn) {
      if (keys.has(key)) continue;
      element.remove();
      this.drawn.delete(key);
    }
    let next: Element | null = this.canvas.firstElementChild;
    for (const row of wanted) {
      const known = this.drawn.get(row.key);
      const element = known?.version === row.version ? known.element : row.draw();
      if (element !== known?.element) {
        this.drawn.set(row.key, { version: row.version, element });
        if (known && next === known.element) next = next.nextElementSibling;
        known?.element.remove();
      }
      if (element === next) next = next.nextElementSibling;
      else this.canvas.insertBefore(element, next);
    }
  }

  private tell(): void {
    if (this.rows.length > 0) this.scrolled(this.extent());
  }
}
