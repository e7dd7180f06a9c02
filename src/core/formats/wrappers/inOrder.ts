import type { LogRecord } from '../../record';

/** Records that come from several streams, handed on in the order of their first lines. */
export class InOrder {
  private readonly waiting: LogRecord[] = [];

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  add(records: readonly LogRecord[]): void {
    for (const record of records) {
      let at = this.waiting.length;
      while (at > 0 && (this.waiting[at - 1]?.line ?? 0) > record.line) at--;
      this.waiting.splice(at, 0, record);
    }
  }

  /** Takes out those that begin before this line. */
  before(line: number): readonly LogRecord[] {
    let count = 0;
    while (count < this.waiting.length && (this.waiting[count]?.line ?? line) < line) count++;
    return count === 0 ? [] : this.waiting.splice(0, count);
  }
}
