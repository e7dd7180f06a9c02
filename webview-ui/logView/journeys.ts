import type { ViewPlace } from '../../src/shared/logViewProtocol';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import type { Formatter } from '../format';
import { Notice } from './notice';
import type { Outcome, Pager } from './pager';

/** Milliseconds before a journey counts as long and is told of. */
const longJourney = 300;
/** Where a line comes to stand that was gone to, as a share of the height. */
const prominent = 0.35;

/** Where a journey ends on the page: with the line at a share of the height, at the last line, or where it began. */
export type Arrival = { readonly kind: 'show'; readonly share: number; readonly select: boolean } | { readonly kind: 'end' } | { readonly kind: 'stay' };

export const arrivals = {
  atTop: { kind: 'show', share: 0, select: false },
  atTopChosen: { kind: 'show', share: 0, select: true },
  inSight: { kind: 'show', share: prominent, select: false },
  chosen: { kind: 'show', share: prominent, select: true },
  end: { kind: 'end' },
  stay: { kind: 'stay' },
} as const satisfies Readonly<Record<string, Arrival>>;

/** Ways through the log: how each one ends, what is said while it lasts, and how it is given up. */
export class Journeys {
  /** Tells of a long one. */
  private readonly progress = new Notice('busy');
  private current: Arrival = arrivals.stay;
  private dragged: ViewPlace | null = null;
  private isDragging = false;
  private underWay = 0;
  private isStale = false;
  private here = (): ViewPlace => ({ kind: 'start' });

  constructor(
    private readonly pager: Pager,
    private readonly strings: LogViewStrings,
    private readonly format: Formatter,
  ) {}

  /** To be laid over the lines. */
  get element(): HTMLElement {
    return this.progress.element;
  }

  /** How far the search of a long journey has come, 0 to 1. */
  showDone(share: number): void {
    this.progress.detail = this.format.percent(share);
  }

  /** How the journey ends that is under way or was the last. */
  get arrival(): Arrival {
    return this.current;
  }

  async travel(place: ViewPlace, arrival: Arrival, label = this.strings.loading): Promise<Outcome> {
    this.current = arrival;
    this.underWay++;
    const cancel = { label: this.strings.cancel, run: () => this.pager.cancel() };
    // What comes back to the same place need not be told of.
    const timer = arrival.kind === 'stay' ? undefined : setTimeout(() => this.progress.show(label, cancel), longJourney);
    const outcome = await this.pager.go(place);
    clearTimeout(timer);
    this.underWay--;
    if (outcome !== 'left') this.progress.hide();
    if (this.isStale && this.underWay === 0) void this.refresh(this.here);
    return outcome;
  }

  /** Brings the lines on show anew, as more is known of them; after the journey that is under way, if there is one. */
  async refresh(here: () => ViewPlace): Promise<void> {
    this.here = here;
    this.isStale = this.underWay > 0;
    if (!this.isStale) await this.travel(here(), arrivals.stay);
  }

  /** Goes wherever the pointer drags, one place at a time; what it passed meanwhile is passed over. */
  async drag(place: ViewPlace): Promise<void> {
    this.dragged = place;
    if (this.isDragging) return;
    this.isDragging = true;
    while (this.dragged) {
      const next: ViewPlace = this.dragged;
      this.dragged = null;
      await this.travel(next, next.kind === 'end' ? arrivals.end : arrivals.atTop);
    }
    this.isDragging = false;
  }
}
