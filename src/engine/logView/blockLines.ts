import type { LineBreaks } from './lineBreaks';
import type { Block } from './lineBlocks';

/** The lines of a block, found when they are first asked for. */
export class BlockLines {
  private found: readonly number[] | undefined;

  constructor(
    readonly block: Block,
    readonly breaks: LineBreaks,
  ) {}

  /** Where they start, in the block. */
  get starts(): readonly number[] {
    this.found ??= this.breaks.starts(this.block.bytes);
    return this.found;
  }

  get count(): number {
    return this.starts.length;
  }

  /** Offset in the log where a line starts; where the block ends for the one behind the last. */
  offsetOf(line: number): number {
    const start = this.starts[line];
    return start === undefined ? this.block.end : this.block.start + start;
  }

  /** Index of the line that has a byte of the block. */
  lineAt(place: number): number {
    const { starts } = this;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? Infinity) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** What of a line is in the block, without its break; what lies beyond `limit` bytes is left out. */
  text(line: number, limit = Infinity): string {
    const { bytes } = this.block;
    return this.breaks.text(bytes, this.starts[line] ?? 0, this.starts[line + 1] ?? bytes.length, limit);
  }
}
