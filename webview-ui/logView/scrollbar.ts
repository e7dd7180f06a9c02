import type { Mark } from '../../src/shared/logViewPage';
import type { Severity } from '../../src/core/finding';
import { element } from '../dom';

const smallestThumb = 24;
/** Pixels of the bar that one mark takes. */
const markHeight = 3;
const ranks: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/** A scroll bar that stands for all bytes of a log, with the places of its problems. */
export class Scrollbar {
  readonly element: HTMLElement;
  private readonly thumb = element('div', { className: 'thumb' });
  private readonly ruler = element('div', { className: 'ruler' });
  private size = 1;
  /** Share of the log that is above what is seen, and share that is seen. */
  private at = 0;
  private seen = 1;
  private marks: readonly Mark[] = [];
  /** Pixels of the thumb above the pointer, while it is dragged. */
  private grip: number | null = null;

  constructor(
    label: string,
    controls: string,
    /** Goes to a share of the log. */
    private readonly go: (share: number) => void,
  ) {
    this.element = element(
      'div',
      { className: 'scrollbar', attributes: { role: 'scrollbar', 'aria-label': label, 'aria-controls': controls, 'aria-orientation': 'vertical', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': '0' } },
      this.ruler,
      this.thumb,
    );
    this.element.addEventListener('pointerdown', (event) => this.grab(event));
    this.element.addEventListener('pointermove', (event) => this.drag(event));
    for (const end of ['pointerup', 'pointercancel'] as const) this.element.addEventListener(end, () => this.release());
    new ResizeObserver(() => {
      this.place();
      this.drawMarks();
    }).observe(this.element);
  }

  get isDragged(): boolean {
    return this.grip !== null;
  }

  /** `first` and `last`: byte offsets of the first and last line that can be seen. */
  show(first: number, last: number, size: number, isStart: boolean, isEnd: boolean): void {
    if (size !== this.size) {
      this.size = size;
      this.drawMarks();
    }
    this.seen = (isStart && isEnd) || size === 0 ? 1 : Math.min(0.999, Math.max(0, last - first) / size);
    this.at = isEnd ? 1 : size > 0 ? Math.min(1, first / Math.max(1, size - (last - first))) : 0;
    if (!this.isDragged) this.place();
  }

  showMarks(marks: readonly Mark[]): void {
    this.marks = marks;
    this.drawMarks();
  }

  private place(): void {
    const { height, thumb } = this.lengths();
    this.thumb.style.height = `${String(thumb)}px`;
    this.thumb.style.transform = `translateY(${String(Math.round(this.at * (height - thumb)))}px)`;
    this.thumb.hidden = this.seen >= 1;
    this.element.setAttribute('aria-valuenow', String(Math.round(this.at * 100)));
  }

  private lengths(): { readonly height: number; readonly thumb: number } {
    const height = this.element.clientHeight;
    return { height, thumb: Math.min(height, Math.max(smallestThumb, this.seen * height)) };
  }

  private grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    const { height, thumb } = this.lengths();
    const top = this.at * (height - thumb);
    const y = event.offsetY + (event.target === this.thumb ? top : 0);
    // Beside the thumb, its middle comes to the pointer.
    this.grip = y >= top && y <= top + thumb ? y - top : thumb / 2;
    this.element.classList.add('dragged');
    this.drag(event);
  }

  private drag(event: PointerEvent): void {
    if (this.grip === null) return;
    const { height, thumb } = this.lengths();
    const y = event.clientY - this.element.getBoundingClientRect().top;
    const share = height > thumb ? Math.min(1, Math.max(0, (y - this.grip) / (height - thumb))) : 0;
    if (share === this.at) return;
    this.at = share;
    this.place();
    this.go(share);
  }

  private release(): void {
    this.grip = null;
    this.element.classList.remove('dragged');
  }

  private drawMarks(): void {
    const height = this.element.clientHeight;
    const worst = new Map<number, Severity>();
    for (const { offset, severity } of this.marks) {
      const slot = Math.floor(Math.min(1, offset / Math.max(1, this.size)) * Math.max(0, height - markHeight) / markHeight);
      const known = worst.get(slot);
      if (known === undefined || ranks[severity] < ranks[known]) worst.set(slot, severity);
    }
    this.ruler.replaceChildren(
      ...[...worst].map(([slot, severity]) => {
        const mark = element('div', { className: `tick ${severity}` });
        mark.style.top = `${String(slot * markHeight)}px`;
        return mark;
      }),
    );
  }
}
