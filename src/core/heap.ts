/** Hands out the smallest of what it holds first. */
export class Heap<T> {
  private readonly items: T[] = [];

  constructor(private readonly isBefore: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.items.length;
  }

  get first(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || !this.isBefore(item, parent)) break;
      items[at] = parent;
      at = above;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const [first] = items;
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.sinkFromTop(last);
    return first;
  }

  private sinkFromTop(item: T): void {
    const { items } = this;
    let at = 0;
    for (;;) {
      const left = items[2 * at + 1];
      const right = items[2 * at + 2];
      if (left === undefined) break;
      const takesRight = right !== undefined && this.isBefore(right, left);
      const child = takesRight ? right : left;
      if (!this.isBefore(child, item)) break;
      items[at] = child;
      at = 2 * at + (takesRight ? 2 : 1);
    }
    items[at] = item;
  }
}
