import type { Finding } from '../finding';
import type { Batch, Repeats } from '../pipeline';

/** Findings that are alike: of one fingerprint and severity. */
export interface Alike {
  readonly first: Finding;
  readonly last: Finding;
  readonly count: number;
}

/** Counts findings that are alike; memory grows with their kinds, not with their number. */
export class FindingTally {
  private readonly kinds = new Map<string, { first: Finding; last: Finding; count: number }>();

  get size(): number {
    return this.kinds.size;
  }

  add({ findings, repeats = [] }: Batch): void {
    for (const finding of findings) this.addOne({ finding, count: 1 });
    for (const each of repeats) this.addOne(each);
  }

  /** What was counted, in the order of first occurrences; then all is forgotten. */
  take(): Alike[] {
    const alike = [...this.kinds.values()].sort((a, b) => a.first.line - b.first.line);
    this.kinds.clear();
    return alike;
  }

  private addOne({ finding, count }: Repeats): void {
    const key = `${finding.severity} ${finding.fingerprint}`;
    const known = this.kinds.get(key);
    if (!known) {
      this.kinds.set(key, { first: finding, last: finding, count });
      return;
    }
    known.count += count;
    if (finding.line > known.last.line) known.last = finding;
    if (finding.line < known.first.line) known.first = finding;
  }
}
