import type { ViewLine, ViewPage } from '../../src/shared/logViewProtocol';

/** Lines kept; what lies further from the place that is looked at goes. */
const most = 1500;

/** The lines of a log that the page has at hand: a run without holes but those that the filter makes. */
export class LineBuffer {
  private kept: ViewLine[] = [];
  private reachesStart = false;
  private reachesEnd = false;

  get lines(): readonly ViewLine[] {
    return this.kept;
  }

  get atStart(): boolean {
    return this.reachesStart;
  }

  get atEnd(): boolean {
    return this.reachesEnd;
  }

  replace({ lines, atStart, atEnd }: ViewPage): void {
    this.kept = [...lines];
    this.reachesStart = atStart;
    this.reachesEnd = atEnd;
  }

  /** Adds what a page asked for at the last line has behind it. A last line that has grown meanwhile is taken anew. */
  append(page: ViewPage): void {
    const last = this.kept.at(-1);
    if (last) {
      const again = page.lines.find(({ offset }) => offset === last.offset);
      if (again) this.kept[this.kept.length - 1] = { ...again, gap: last.gap };
    }
    this.kept.push(...page.lines.filter(({ offset }) => last === undefined || offset > last.offset));
    this.reachesEnd = page.atEnd;
    if (this.kept.length > most) {
      this.kept = this.kept.slice(-most);
      this.reachesStart = false;
    }
  }

  /** Adds what a page asked for at the first line has before it. */
  prepend(page: ViewPage): void {
    const [first, ...others] = this.kept;
    const earlier = page.lines.filter(({ offset }) => first === undefined || offset < first.offset);
    // Only with the line before it at hand is it known how many lines lie between the two.
    const again = page.lines.find(({ offset }) => offset === first?.offset) ?? first;
    this.kept = [...earlier, ...(again ? [again] : []), ...others];
    this.reachesStart = page.atStart;
    if (this.kept.length > most) {
      this.kept = this.kept.slice(0, most);
      this.reachesEnd = false;
    }
  }

  /** Puts lines that the filter had left out before the line at `offset`. */
  fillGap(offset: number, page: ViewPage): void {
    const index = this.indexOf(offset);
    const line = this.kept[index];
    if (!line || index < 0) return;
    const before = this.kept[index - 1]?.offset ?? -1;
    const found = line.gap > 0 ? page.lines.filter((each) => each.offset < offset && each.offset > before).slice(-line.gap) : [];
    const [nearestGap, ...others] = found;
    if (!nearestGap) return;
    const filled = [{ ...nearestGap, gap: Math.max(0, line.gap - found.length) }, ...others.map((each) => ({ ...each, gap: 0 }))];
    this.kept.splice(index, 1, ...filled.map((each) => ({ ...each, isContext: true })), { ...line, gap: 0 });
  }

  /** Puts the whole of a line in the place of its beginning. */
  complete(offset: number, text: string): void {
    const index = this.indexOf(offset);
    const line = this.kept[index];
    if (line) this.kept[index] = { ...line, text, cut: 0 };
  }

  /** The log has more lines than it had: where the end was, it goes on. */
  grow(): void {
    this.reachesEnd = false;
  }

  /** Index of the line that starts at an offset; -1 where it is not at hand. */
  indexOf(offset: number): number {
    const index = this.nearest(offset);
    return this.kept[index]?.offset === offset ? index : -1;
  }

  /** Index of the last line that starts at or before an offset, else of the first; -1 where there are no lines. */
  nearest(offset: number): number {
    let [low, high] = [0, this.kept.length - 1];
    if (high < 0) return -1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.kept[middle]?.offset ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
