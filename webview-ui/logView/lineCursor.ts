import { arrivals, type Journeys } from './journeys';
import type { LinesPane } from './linesPane';
import type { Pager } from './pager';
import type { Selection } from './selection';

/** Moves the keyboard through the lines, those that are not at hand yet included. */
export class LineCursor {
  constructor(
    private readonly pager: Pager,
    private readonly lines: LinesPane,
    private readonly selection: Selection,
    private readonly journeys: Journeys,
    private readonly moved: () => void,
  ) {}

  /** Where a search begins: the keyboard's line where it can be seen, else the top of the view. */
  position(): { readonly offset: number; readonly isChosen: boolean } {
    const { first, last } = this.lines.extent();
    const { cursor } = this.selection;
    return cursor !== null && cursor >= first && cursor <= last ? { offset: cursor, isChosen: true } : { offset: first, isChosen: false };
  }

  choose(offset: number, extend: boolean): void {
    this.selection.moveTo(offset, extend);
    this.lines.markChosen();
    this.moved();
  }

  leave(): void {
    this.selection.clear();
    this.lines.markChosen();
  }

  /** By so many lines; what is not at hand is brought first. */
  async moveBy(distance: number, extend: boolean): Promise<void> {
    const { buffer } = this.pager;
    const { cursor } = this.selection;
    if (cursor !== null && buffer.indexOf(cursor) < 0) await this.journeys.travel({ kind: 'offset', offset: cursor }, arrivals.inSight);
    // Without a line to start from, the first step leads to the one at the top.
    const indexNow = (): number => (cursor === null ? buffer.nearest(this.lines.extent().first) - Math.sign(distance) : buffer.nearest(cursor));
    if (indexNow() + distance < 0) await this.pager.extend('before');
    else if (indexNow() + distance >= buffer.lines.length) await this.pager.extend('after');
    const line = buffer.lines[Math.min(buffer.lines.length - 1, Math.max(0, indexNow() + distance))];
    if (!line) return;
    this.choose(line.offset, extend);
    this.lines.reveal(line.offset);
  }

  async toStart(): Promise<void> {
    await this.journeys.travel({ kind: 'start' }, arrivals.atTopChosen);
  }

  async toEnd(): Promise<void> {
    await this.journeys.travel({ kind: 'end' }, arrivals.end);
    const last = this.pager.buffer.lines.at(-1);
    if (last) this.choose(last.offset, false);
  }

  /** Shows what is hidden at the keyboard's line: the rest of it, else the lines left out before it. */
  async open(): Promise<void> {
    const { buffer } = this.pager;
    const line = this.selection.cursor === null ? undefined : buffer.lines[buffer.indexOf(this.selection.cursor)];
    if (line && line.cut > 0) await this.pager.complete(line.offset);
    else if (line && line.gap > 0) await this.pager.openGap(line.offset);
  }
}
