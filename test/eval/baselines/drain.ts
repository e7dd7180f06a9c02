const wildcard = '<*>';

interface Cluster {
  readonly id: number;
  tokens: string[];
}

interface Node {
  readonly children: Map<string, Node>;
  readonly clusters: Cluster[];
}

export interface DrainOptions {
  /** Levels of the tree below the message's length, by the first tokens. */
  readonly depth: number;
  /** Share of tokens that a message must have in common with a group. */
  readonly similarity: number;
  /** Children of a node; further tokens share one. */
  readonly maxChildren: number;
}

/** A middle way between the settings published for the data sets. */
const oneSetting: DrainOptions = { depth: 2, similarity: 0.4, maxChildren: 100 };

/** Masked before the tree sees them, as in the published settings: block ids, addresses and numbers. */
const variables = /(?<![\w.])(?:blk_-?\d+|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|0x[0-9a-f]+|[-+]?\d+(?:\.\d+)?)(?![\w.])/gi;

/**
 * Drain: a tree of fixed depth over the number of tokens and the first tokens, whose leaves hold groups that a message
 * joins where enough of its tokens are those of the group. After He, Zhu, Zheng and Lyu, "Drain: An Online Log Parsing
 * Approach with Fixed Depth Tree", ICWS 2017.
 */
export class Drain {
  private readonly root = newNode();
  private count = 0;

  constructor(private readonly options: DrainOptions = oneSetting) {}

  /** The group of a message, as a number from 1. */
  add(message: string): number {
    const tokens = message.trim().replace(variables, wildcard).split(/\s+/);
    const { clusters } = this.leafOf(tokens);
    const known = this.mostAlike(clusters, tokens);
    if (known) {
      known.tokens = known.tokens.map((token, index) => (token === tokens[index] ? token : wildcard));
      return known.id;
    }
    this.count++;
    clusters.push({ id: this.count, tokens });
    return this.count;
  }

  private leafOf(tokens: readonly string[]): Node {
    let node = childOf(this.root, String(tokens.length));
    for (const token of tokens.slice(0, this.options.depth)) node = childOf(node, this.branchOf(node, token));
    return node;
  }

  /** Tokens with digits are variables, and so is what finds no room. */
  private branchOf({ children }: Node, token: string): string {
    if (/\d/.test(token)) return wildcard;
    if (children.has(token)) return token;
    const room = children.has(wildcard) ? this.options.maxChildren : this.options.maxChildren - 1;
    return children.size < room ? token : wildcard;
  }

  private mostAlike(clusters: readonly Cluster[], tokens: readonly string[]): Cluster | null {
    let best: Cluster | null = null;
    let bestSame = -1;
    let bestVariables = -1;
    for (const cluster of clusters) {
      let same = 0;
      let variable = 0;
      cluster.tokens.forEach((token, index) => {
        if (token === wildcard) variable++;
        else if (token === tokens[index]) same++;
      });
      if (same < bestSame || (same === bestSame && variable <= bestVariables)) continue;
      [best, bestSame, bestVariables] = [cluster, same, variable];
    }
    return best !== null && bestSame >= this.options.similarity * tokens.length ? best : null;
  }
}

function newNode(): Node {
  return { children: new Map(), clusters: [] };
}

function childOf({ children }: Node, key: string): Node {
  const known = children.get(key);
  if (known) return known;
  const child = newNode();
  children.set(key, child);
  return child;
}
