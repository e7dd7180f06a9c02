/** What is known of a blob without unpacking it. */
export interface Stretch {
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Stretches whose lines interleave: their findings have to be brought in order together, and with no others. */
export interface Cluster<S extends Stretch> {
  readonly stretches: readonly S[];
  readonly count: number;
}

/** A part of a cluster that belongs to a page; `skip` and `take` count findings in the order of the page. */
interface Part<C> {
  readonly cluster: C;
  readonly skip: number;
  readonly take: number;
}

/** Splits stretches into the smallest clusters, in the order of the file. */
export function clusters<S extends Stretch>(stretches: readonly S[]): Cluster<S>[] {
  const found: { stretches: S[]; count: number }[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const stretch of stretches.toSorted((a, b) => a.firstLine - b.firstLine)) {
    const open = found.at(-1);
    if (open && stretch.firstLine <= end) {
      open.stretches.push(stretch);
      open.count += stretch.count;
    } else {
      found.push({ stretches: [stretch], count: stretch.count });
    }
    end = Math.max(end, stretch.lastLine);
  }
  return found;
}

/** The parts of these clusters, in this order, that make up the page of `limit` findings from `offset` on. */
export function partsOfPage<C extends { readonly count: number }>(ordered: readonly C[], offset: number, limit: number): Part<C>[] {
  const parts: Part<C>[] = [];
  let skip = Math.max(0, offset);
  let wanted = Math.max(0, limit);
  for (const cluster of ordered) {
    if (wanted === 0) break;
    const take = Math.min(wanted, cluster.count - skip);
    if (take > 0) {
      parts.push({ cluster, skip, take });
      wanted -= take;
    }
    skip = Math.max(0, skip - cluster.count);
  }
  return parts;
}
