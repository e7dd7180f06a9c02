import type { Encoding } from '../../core/scan/lineSplitter';
import type { BlockLines } from './blockLines';
import type { LineSearch } from './lineSearch';

/** Looks for ASCII text by its bytes. */
export class LiteralSearch implements LineSearch {
  private readonly needle: Buffer;
  private readonly unit: 1 | 2;
  private folded = Buffer.alloc(0);

  constructor(
    text: string,
    private readonly matchCase: boolean,
    encoding: Encoding,
  ) {
    this.unit = encoding.startsWith('utf-16') ? 2 : 1;
    this.needle = Buffer.from(matchCase ? text : text.toLowerCase(), this.unit === 1 ? 'latin1' : 'utf16le');
    if (encoding === 'utf-16be') this.needle.swap16();
  }

  linesOf(lines: BlockLines): readonly number[] {
    const { bytes } = lines.block;
    const haystack = this.matchCase ? bytes : this.fold(bytes);
    const found: number[] = [];
    for (let at = this.find(haystack, 0); at >= 0; ) {
      const line = lines.lineAt(at);
      found.push(line);
      const next = lines.starts[line + 1];
      if (next === undefined) break;
      at = this.find(haystack, next);
    }
    return found;
  }

  private find(haystack: Buffer, from: number): number {
    let at = haystack.indexOf(this.needle, from);
    while (at >= 0 && at % this.unit !== 0) at = haystack.indexOf(this.needle, at + 1);
    return at;
  }

  /** A copy with capital ASCII letters made small, four at a time. */
  private fold(bytes: Buffer): Buffer {
    // A copy begins at a word, wherever the bytes begin.
    if (this.folded.length < bytes.length) this.folded = Buffer.allocUnsafeSlow(bytes.length + 3 - ((bytes.length + 3) % 4));
    this.folded.set(bytes);
    const words = new Int32Array(this.folded.buffer, this.folded.byteOffset, (bytes.length + 3) >>> 2);
    for (let place = 0; place < words.length; place++) {
      const word = words[place] as number;
      const low = word & 0x7f7f7f7f;
      // The top bit of each lane: it is `A` or above, it is above `Z`, it is ASCII.
      const isCapital = ((low + 0x3f3f3f3f) ^ (low + 0x25252525)) & ~word & 0x80808080;
      words[place] = word | (isCapital >>> 2);
    }
    return this.folded.subarray(0, bytes.length);
  }
}
