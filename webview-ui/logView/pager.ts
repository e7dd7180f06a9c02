import type { PageQuery } from '../../src/shared/logViewPage';
import type { ViewFilter, ViewPage, ViewPlace } from '../../src/shared/logViewProtocol';
import { LineBuffer } from './lineBuffer';

/** Lines asked for around a place, and further on. */
const around = 120;
const further = 240;
/** Lines of a gap that are shown at a time. */
const ofGap = 100;

export interface PagerHost {
  page(query: PageQuery, signal: AbortSignal): Promise<ViewPage>;
  wholeLine(offset: number): Promise<string>;
}

/** Told when the lines at hand are others. `at`: index of the line that was gone to; null where the view stays. */
export type PagerListener = (at: number | null) => void;

/** What came of a journey; `left` where another took over, it was given up or failed. */
export type Outcome = 'there' | 'nowhere' | 'left';

/** Brings the lines that are looked at: one journey at a time, the last one wins; and what lies beyond either end. */
export class Pager {
  readonly buffer = new LineBuffer();
  private filter: ViewFilter = {};
  private journey: AbortController | undefined;
  private opening = new AbortController();
  private readonly extending = new Map<'before' | 'after', AbortController>();

  constructor(
    private readonly host: PagerHost,
    private readonly changed: PagerListener,
    private readonly failed: (error: unknown) => void,
  ) {}

  get currentFilter(): ViewFilter {
    return this.filter;
  }

  get isFiltering(): boolean {
    return Object.keys(this.filter).length > 0;
  }

  /** Counts for the pages asked for from now on. */
  setFilter(filter: ViewFilter): void {
    this.filter = filter;
  }

  /** Goes to a place, if it exists; what was on show stays where it does not. */
  async go(place: ViewPlace): Promise<Outcome> {
    const journey = this.begin();
    try {
      const page = await this.host.page({ place, filter: this.filter, before: around, after: around }, journey.signal);
      if (this.journey !== journey) return 'left';
      if (page.at < 0 && (place.kind === 'match' || place.kind === 'problem')) return 'nowhere';
      this.leaveBehind();
      this.buffer.replace(page);
      this.changed(page.at);
      return page.at < 0 ? 'nowhere' : 'there';
    } catch (error) {
      if (this.journey === journey) this.failed(error);
      return 'left';
    } finally {
      if (this.journey === journey) this.journey = undefined;
    }
  }

  /** Gives the journey up that is under way. */
  cancel(): void {
    this.journey?.abort();
    this.journey = undefined;
  }

  /** Brings more lines before the first or after the last one, if there are any. */
  async extend(side: 'before' | 'after'): Promise<void> {
    const { buffer } = this;
    const edge = side === 'before' ? buffer.lines[0] : buffer.lines.at(-1);
    const isDone = side === 'before' ? buffer.atStart : buffer.atEnd;
    if (!edge || isDone || this.extending.has(side)) return;
    const extension = new AbortController();
    this.extending.set(side, extension);
    const lines = side === 'before' ? { before: further, after: 0 } : { before: 0, after: further };
    await this.add({ place: { kind: 'offset', offset: edge.offset }, filter: this.filter, ...lines }, extension.signal, (page) => {
      if (side === 'before') buffer.prepend(page);
      else buffer.append(page);
    });
    if (this.extending.get(side) === extension) this.extending.delete(side);
  }

  /** Shows lines that the filter leaves out before the line at `offset`: those next to it. */
  async openGap(offset: number): Promise<void> {
    const query = { place: { kind: 'offset', offset }, filter: {}, before: ofGap, after: 0 } as const;
    await this.add(query, this.opening.signal, (page) => this.buffer.fillGap(offset, page));
  }

  /** Shows the whole of a line that was cut. */
  async complete(offset: number): Promise<void> {
    try {
      this.buffer.complete(offset, await this.host.wholeLine(offset));
      this.changed(null);
    } catch (error) {
      this.failed(error);
    }
  }

  private async add(query: PageQuery, signal: AbortSignal, take: (page: ViewPage) => void): Promise<void> {
    try {
      const page = await this.host.page(query, signal);
      if (signal.aborted) return;
      take(page);
      this.changed(null);
    } catch (error) {
      if (!signal.aborted) this.failed(error);
    }
  }

  /** What was to be added to lines that are no longer at hand is of no use. */
  private leaveBehind(): void {
    for (const extension of this.extending.values()) extension.abort();
    this.extending.clear();
    this.opening.abort();
    this.opening = new AbortController();
  }

  private begin(): AbortController {
    this.journey?.abort();
    this.journey = new AbortController();
    return this.journey;
  }
}
