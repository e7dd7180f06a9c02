import { BlockLines } from './blockLines';
import type { Scan, Stretch } from './hits';
import { strideSize, type Block, type LineBlocks } from './lineBlocks';
import type { LineSearch } from './lineSearch';
import type { LogBytes } from './logBytes';

/** Offsets: `from` inclusive, `to` exclusive. */
export interface OffsetRange {
  readonly from: number;
  readonly to: number;
}

/** Searches a log's text, within a range of it. */
export class TextScan implements Scan {
  constructor(
    private readonly bytes: Pick<LogBytes, 'size'>,
    private readonly blocks: LineBlocks,
    private readonly search: LineSearch,
    private readonly range: OffsetRange,
  ) {}

  async *forward(from: number, signal: AbortSignal): AsyncGenerator<Stretch> {
    const start = Math.max(from, this.range.from);
    if (start < this.bytes.size && start < this.range.to) {
      let at = from;
      for await (const block of this.blocks.forward(start, strideSize, signal)) {
        yield { ...this.stretchOf(block), from: at };
        at = block.end;
        if (at >= this.range.to) break;
      }
      from = at;
    }
    if (from < this.bytes.size) yield { from, to: this.bytes.size, hits: [], isOpen: true };
  }

  async *backward(before: number, signal: AbortSignal): AsyncGenerator<Stretch> {
    const { first } = this.blocks;
    const end = Math.min(before, this.range.to);
    if (end > this.range.from && end > first) {
      let at = before;
      for await (const block of this.blocks.backward(end, strideSize, signal)) {
        yield { ...this.stretchOf(block), to: at };
        at = block.start;
        if (at <= this.range.from) break;
      }
      before = at;
    }
    if (before > first) yield { from: first, to: before, hits: [], isOpen: false };
  }

  private stretchOf(block: Block): Stretch {
    const lines = new BlockLines(block, this.blocks.breaks);
    const { from, to } = this.range;
    const hits = this.search.linesOf(lines).map((line) => lines.offsetOf(line)).filter((offset) => offset >= from && offset < to);
    return { from: block.start, to: block.end, hits, isOpen: block.end >= this.bytes.size && !this.blocks.breaks.endsWithBreak(block.bytes) };
  }
}
