/** Some of a text replaced; offset and length in UTF-16 units. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** UTF-16 units: an edit copies one block, and finding it passes all before it. */
const blockSize = 64 * 1024;

/** The text of a document that is being edited: a change costs as much as it is long, and one block. */
export class DocumentText {
  private blocks: string[] = [];
  private units = 0;

  /** In UTF-16 units. */
  get length(): number {
    return this.units;
  }

  /** Throws RangeError where the change reaches beyond the text, which then stays as it is. */
  apply({ offset, length, text }: TextChange): void {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.units)) throw new RangeError('The change reaches beyond the text.');
    const first = this.blockAt(offset);
    const last = this.blockAt(offset + length);
    const before = (this.blocks[first.index] ?? '').slice(0, offset - first.start);
    const after = (this.blocks[last.index] ?? '').slice(offset + length - last.start);
    const anew = cut(before + text + after);
    this.blocks = [...this.blocks.slice(0, first.index), ...anew, ...this.blocks.slice(last.index + 1)];
    this.units += text.length - length;
  }

  /** The text in pieces, none of which ends amid a character; later changes leave them as they are. */
  chunks(): string[] {
    const chunks: string[] = [];
    let carried = '';
    for (const block of this.blocks) {
      const whole = carried + block;
      const end = endsAmidCharacter(whole) ? whole.length - 1 : whole.length;
      chunks.push(whole.slice(0, end));
      carried = whole.slice(end);
    }
    if (carried !== '') chunks.push(carried);
    return chunks;
  }

  /** The block that holds the place, or ends there: what is typed at the end of a block goes on in it. */
  private blockAt(offset: number): { readonly index: number; readonly start: number } {
    let start = 0;
    let index = 0;
    for (; index < this.blocks.length - 1; index++) {
      const end = start + (this.blocks[index]?.length ?? 0);
      if (offset <= end) break;
      start = end;
    }
    return { index, start };
  }
}

/** Blocks of at most `blockSize`, as few as hold the text, and alike in size: a full one beside a scrap would be full again at the next letter. */
function cut(text: string): string[] {
  const size = Math.ceil(text.length / Math.ceil(text.length / blockSize));
  const blocks: string[] = [];
  for (let start = 0; start < text.length; start += size) blocks.push(text.slice(start, start + size));
  return blocks;
}

function endsAmidCharacter(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
