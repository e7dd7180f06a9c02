/** The line that the keyboard is at, and the lines chosen from there; all by byte offsets, so that it outlives the lines at hand. */
export class Selection {
  private anchor: number | null = null;
  private head: number | null = null;

  /** Offset of the line with the keyboard; null before there is one. */
  get cursor(): number | null {
    return this.head;
  }

  /** First and last line that are chosen. */
  get range(): { readonly from: number; readonly to: number } | null {
    if (this.head === null || this.anchor === null) return null;
    return { from: Math.min(this.head, this.anchor), to: Math.max(this.head, this.anchor) };
  }

  /** Moves the keyboard to a line and chooses it alone, or the lines up to it too. */
  moveTo(offset: number, extend: boolean): void {
    this.head = offset;
    if (!extend || this.anchor === null) this.anchor = offset;
  }

  clear(): void {
    this.anchor = null;
    this.head = null;
  }

  has(offset: number): boolean {
    const { range } = this;
    return range !== null && offset >= range.from && offset <= range.to;
  }
}
