import { BlockLines } from './blockLines';
import { pageSize, type Block, type LineBlocks } from './lineBlocks';

/** A line as it stands in the log, cut to what can be shown. */
export interface RawLine {
  readonly offset: number;
  readonly text: string;
  /** Characters left out; told from the bytes where they are too many to be read. */
  readonly cut: number;
}

/** A part of a log that is read in smaller pieces. */
const fewBytes = 4096;
/** Characters of a line that are shown. */
const shownLength = 4000;
/** So many NULs at the start of a line are what a crash or a truncated file has left, and are not shown. */
const largestHole = 64 * 1024;

/** Lines of a log, for showing. */
export class PageLines {
  constructor(private readonly blocks: LineBlocks) {}

  /** At most `limit` lines that start in `[from, to)`; `from` is the start of a line. */
  async between(from: number, to: number, limit: number, signal: AbortSignal): Promise<readonly RawLine[]> {
    const lines: RawLine[] = [];
    if (from >= to || limit <= 0) return lines;
    for await (const block of this.blocks.forward(from, to - from <= fewBytes ? 2 * fewBytes : pageSize, signal)) {
      const all = new BlockLines(block, this.blocks.breaks);
      const hidden = await this.behindHole(block, signal);
      for (let index = 0; index < all.count; index++) {
        if (all.offsetOf(index) >= to || lines.length >= limit) return lines;
        lines.push(hidden ?? shown(all, index));
      }
      if (block.end >= to) break;
    }
    return lines;
  }

  /** The start of the line so many lines before the one that starts at an offset, or of the first. */
  async stepBack(start: number, lines: number, signal: AbortSignal): Promise<number> {
    let left = lines;
    let at = start;
    if (left <= 0) return at;
    for await (const block of this.blocks.backward(start, pageSize, signal)) {
      const all = new BlockLines(block, this.blocks.breaks);
      if (all.count >= left) return all.offsetOf(all.count - left);
      left -= all.count;
      at = block.start;
    }
    return at;
  }

  /** The start of the line so many lines behind the one that starts at an offset, or the log's end. */
  async stepOn(start: number, lines: number, signal: AbortSignal): Promise<number> {
    let left = lines;
    let at = start;
    if (left <= 0) return at;
    for await (const block of this.blocks.forward(start, pageSize, signal)) {
      const all = new BlockLines(block, this.blocks.breaks);
      if (all.count >= left) return all.offsetOf(left);
      left -= all.count;
      at = block.end;
    }
    return at;
  }

  /** The end of a line that begins with more NULs than are held; null for other blocks. */
  private async behindHole({ start, bytes, end }: Block, signal: AbortSignal): Promise<RawLine | null> {
    const { breaks } = this.blocks;
    if (start + bytes.length >= end || breaks.unit !== 1 || bytes.some((byte) => byte !== 0)) return null;
    const tail = await this.blocks.piece(end - pageSize, pageSize, signal);
    const text = breaks.text(tail, tail.lastIndexOf(0) + 1, tail.length);
    return { offset: start, text: text.slice(0, shownLength), cut: Math.max(0, text.length - shownLength) };
  }
}

function shown(lines: BlockLines, index: number): RawLine {
  const { bytes, start, end } = lines.block;
  const offset = lines.offsetOf(index);
  const whole = withoutHole(lines.text(index));
  const isHead = index === lines.count - 1 && start + bytes.length < end;
  // But for the break.
  const beyond = isHead ? Math.floor((end - start - bytes.length) / lines.breaks.unit) - 1 : 0;
  if (whole.length <= shownLength) return { offset, text: whole, cut: beyond };
  const text = whole.slice(0, shownLength).replace(/[\ud800-\udbff]$/, '');
  return { offset, text, cut: whole.length - text.length + beyond };
}

function withoutHole(text: string): string {
  if (!text.startsWith('\0')) return text;
  let end = 0;
  while (text.charCodeAt(end) === 0) end++;
  return end >= largestHole ? text.slice(end) : text;
}
