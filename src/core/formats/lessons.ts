/** Counts what the readers of one file learn of it: between two places with the same count, all lines are read alike. */
export class Lessons {
  private learnt = 0;

  get count(): number {
    return this.learnt;
  }

  /** Something was learnt, or forgotten. */
  note(): void {
    this.learnt++;
  }
}
