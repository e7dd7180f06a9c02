import type { Errand, Hits } from './hits';
import type { LineBlocks } from './lineBlocks';
import type { PageLines, RawLine } from './pageLines';

export interface ShownLine extends RawLine {
  readonly isContext: boolean;
}

/** Lines in the order of the log; `isAll` where it shows no more of them in the direction they were asked for. */
export interface Shown {
  readonly lines: readonly ShownLine[];
  readonly isAll: boolean;
}

/** How much is asked for: `enough` lines will do when `deadline` is over. */
export type ShowErrand = Omit<Errand, 'until'>;

/** The lines of a log that a filter shows. */
export interface LineChoice {
  /** Those that start at or behind an offset, nearest first; at most `wanted`. The offset is the start of a line. */
  from(start: number, errand: ShowErrand): Promise<Shown>;
  /** The last ones that start before an offset, in their order. */
  before(end: number, errand: ShowErrand): Promise<Shown>;
}

/** All of them. */
export class AllLines implements LineChoice {
  constructor(
    private readonly size: () => number,
    private readonly blocks: LineBlocks,
    private readonly lines: PageLines,
  ) {}

  async from(start: number, { wanted, signal }: ShowErrand): Promise<Shown> {
    const lines = await this.lines.between(start, Infinity, wanted + 1, signal);
    return { lines: lines.slice(0, wanted).map(own), isAll: lines.length <= wanted };
  }

  async before(end: number, { wanted, signal }: ShowErrand): Promise<Shown> {
    const from = await this.lines.stepBack(Math.min(end, this.size()), wanted, signal);
    const lines = await this.lines.between(from, end, wanted, signal);
    return { lines: lines.map(own), isAll: from <= this.blocks.first };
  }
}

function own(line: RawLine): ShownLine {
  return { ...line, isContext: false };
}

/** A part of the log that is shown, from one start of a line to another. */
interface Region {
  readonly from: number;
  readonly to: number;
}

/** What a search finds, with so many lines before and after each. */
export class FoundLines implements LineChoice {
  constructor(
    private readonly hits: Hits,
    private readonly lines: PageLines,
    /** Lines before and after. */
    private readonly context: number,
  ) {}

  async from(start: number, errand: ShowErrand): Promise<Shown> {
    const { context, hits } = this;
    const { wanted, enough, deadline, signal } = errand;
    const shown: ShownLine[] = [];
    let end = start;
    // A line before the start may have its context behind it.
    for (let at = await this.lines.stepBack(start, context, signal); ; ) {
      const missing = Math.ceil((wanted - shown.length) / (2 * context + 1)) + context;
      const found = await hits.from(at, { ...errand, wanted: missing, enough: Math.max(0, enough - shown.length) });
      for (const hit of found.hits) {
        const region = await this.around(hit, signal);
        for (const line of await this.read({ from: Math.max(region.from, end), to: region.to }, wanted - shown.length, errand)) shown.push(line);
        end = Math.max(end, region.to);
        if (shown.length >= wanted) return { lines: shown, isAll: false };
      }
      at = found.at;
      if (found.isAll || (shown.length >= enough && performance.now() > deadline)) return { lines: shown, isAll: found.isAll };
    }
  }

  async before(end: number, errand: ShowErrand): Promise<Shown> {
    const { context, hits } = this;
    const { wanted, enough, deadline, signal } = errand;
    let shown: readonly ShownLine[] = [];
    let start = end;
    for (let at = await this.lines.stepOn(end, context, signal); ; ) {
      const missing = Math.ceil((wanted - shown.length) / (2 * context + 1)) + context;
      const found = await hits.before(at, { ...errand, wanted: missing, enough: Math.max(0, enough - shown.length) });
      for (const hit of found.hits) {
        if (shown.length >= wanted) break;
        const region = await this.around(hit, signal);
        shown = [...(await this.read({ from: region.from, to: Math.min(region.to, start) }, Infinity, errand)), ...shown];
        start = Math.min(start, region.from);
      }
      if (shown.length >= wanted) return { lines: shown.slice(shown.length - wanted), isAll: false };
      at = found.at;
      if (found.isAll || (shown.length >= enough && performance.now() > deadline)) return { lines: shown, isAll: found.isAll };
    }
  }

  private async around(hit: number, signal: AbortSignal): Promise<Region> {
    return { from: await this.lines.stepBack(hit, this.context, signal), to: this.context === 0 ? hit + 1 : await this.lines.stepOn(hit, this.context + 1, signal) };
  }

  private async read({ from, to }: Region, limit: number, errand: ShowErrand): Promise<readonly ShownLine[]> {
    const lines = await this.lines.between(from, to, limit, errand.signal);
    if (this.context === 0 || lines.length === 0) return lines.map(own);
    // Among the context there may be lines that are let through themselves.
    const { hits } = await this.hits.from(from, { ...errand, wanted: Infinity, enough: Infinity, until: (lines.at(-1)?.offset ?? from) + 1 });
    const found = new Set(hits);
    return lines.map((line) => ({ ...line, isContext: !found.has(line.offset) }));
  }
}
