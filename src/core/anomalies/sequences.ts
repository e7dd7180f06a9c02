/** One kind of record right after another, for the first time. */
export interface NewSequence {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  /** How often each had come before. */
  readonly seen: readonly [number, number];
  /** How often it should have come by then, were it left to chance; or how often `from` was followed by one other kind only. */
  readonly expected: number;
}

/** Kinds that are told apart, and pairs of them. */
const mostKinds = 1000;
const mostPairs = 20_000;
const fewestSeen = 20;
const fewestExpected = 8;
const mostTold = 20;

interface Kind {
  readonly name: string;
  readonly number: number;
  seen: number;
  /** The one kind that has followed it so far; null before any, undefined once there were several. */
  only: string | null | undefined;
}

/** Which kinds of findings follow each other. */
export class Sequences {
  private readonly kinds = new Map<string, Kind>();
  private readonly pairs = new Set<number>();
  private total = 0;
  private previous: Kind | null = null;
  readonly found: NewSequence[] = [];

  add(name: string, line: number): void {
    const kind = this.kindOf(name);
    const { previous } = this;
    this.previous = kind;
    if (kind === null) return;
    if (previous !== null) this.follow(previous, kind, line);
    kind.seen++;
    this.total++;
  }

  private follow(from: Kind, to: Kind, line: number): void {
    const pair = from.number * mostKinds + to.number;
    const wasOnly = from.only;
    from.only = wasOnly === null || wasOnly === to.name ? to.name : undefined;
    if (this.pairs.has(pair) || this.pairs.size === mostPairs) return;
    this.pairs.add(pair);
    if (this.found.length === mostTold || from.seen < fewestSeen) return;
    const chance = (from.seen * to.seen) / this.total;
    // A kind that came in pairs always is no news when the habit shows a new end by chance alone.
    const isBroken = typeof wasOnly === 'string' && wasOnly !== from.name && wasOnly !== to.name;
    if (!isBroken && (to.seen < fewestSeen || chance < fewestExpected)) return;
    this.found.push({ from: from.name, to: to.name, line, seen: [from.seen, to.seen], expected: isBroken ? from.seen - 1 : chance });
  }

  private kindOf(name: string): Kind | null {
    const known = this.kinds.get(name);
    if (known) return known;
    if (this.kinds.size === mostKinds) return null;
    const made: Kind = { name, number: this.kinds.size, seen: 0, only: null };
    this.kinds.set(name, made);
    return made;
  }
}
