/** Text that comes in pieces, kept to a bound: its start, where what went wrong first stands, and its end. */
export class BoundedText {
  private head = '';
  private tail: string[] = [];
  private tailLength = 0;
  private omitted = 0;

  /** How many UTF-16 units of its start and of its end are kept. */
  constructor(
    private readonly mostAtStart: number,
    private readonly mostAtEnd: number,
  ) {}

  add(text: string): void {
    const room = this.mostAtStart - this.head.length;
    if (this.tailLength === 0 && this.omitted === 0 && room > 0) {
      this.head += text.slice(0, room);
      text = text.slice(room);
    }
    if (text === '') return;
    this.tail.push(text);
    this.tailLength += text.length;
    // Pieces are put together now and then, lest each of many small ones copies what is kept.
    if (this.tailLength > 2 * this.mostAtEnd) this.shorten();
  }

  /** What was kept, and how much between its start and its end was not. */
  read(): { readonly head: string; readonly tail: string; readonly omitted: number } {
    this.shorten();
    return { head: this.head, tail: this.tail.join(''), omitted: this.omitted };
  }

  private shorten(): void {
    const all = this.tail.join('');
    const tail = all.slice(Math.max(0, all.length - this.mostAtEnd));
    this.omitted += all.length - tail.length;
    this.tail = [tail];
    this.tailLength = tail.length;
  }
}
