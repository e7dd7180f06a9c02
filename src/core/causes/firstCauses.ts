import type { Category } from '../finding';

/** A problem that occurred, as far as causes need it. */
export interface Occurrence {
  readonly fingerprint: string;
  readonly category: Category;
  /** On the axis of the log: milliseconds, or lines. */
  readonly at: number;
  readonly line: number;
  /** See `sharedIds`. */
  readonly ids: readonly string[];
}

/** What may have begun an incident. */
export interface Cause {
  readonly fingerprint: string;
  /** 0 to 1. */
  readonly score: number;
  readonly firstLine: number;
  /** Of the last thing that came of it. */
  readonly lastLine: number;
  /** What set in after it, in order. */
  readonly followers: readonly string[];
  /** How many of those share an id with it. */
  readonly linked: number;
  /** From it to the next thing and to the last, on the axis. */
  readonly lead: number;
  readonly span: number;
}

/** Problems that came together, and what may have begun them, the likeliest first. */
export interface Incident {
  readonly first: number;
  readonly last: number;
  readonly causes: readonly Cause[];
}

interface Onset {
  readonly fingerprint: string;
  readonly category: Category;
  readonly at: number;
  readonly line: number;
  readonly ids: Set<string>;
  lastLine: number;
  count: number;
}

/** Windows of the axis so long: what is further apart than one is no incident. Milliseconds; and lines. */
const windows = { time: 60_000, line: 100 } as const;
/** Kinds that come in this share of all windows are noise, where they come as often as ever. */
const noisy = 0.15;
const clearly = 3;
const mostIncidents = 20;
/** Kinds of problems that are often the beginning, and those that are often what others feel of it. */
const origins: Partial<Record<Category, number>> = { memory: 1, 'disk-io': 1, system: 1, configuration: 0.9, database: 0.8, permission: 0.7, network: 0.6, runtime: 0.5, general: 0.4, business: 0.2, timeout: 0.2 };
const weights = { early: 0.4, reach: 0.15, led: 0.2, linked: 0.15, origin: 0.1 } as const;

/** Finds where problems came in cascades, and ranks what may have begun each: by lead, by ids in common, by habit. */
export function findIncidents(occurrences: readonly Occurrence[], axis: 'time' | 'line'): Incident[] {
  const window = windows[axis];
  const sorted = occurrences.toSorted((a, b) => a.at - b.at || a.line - b.line);
  const telling = withoutNoise(sorted, window);
  const clusters = clustersOf(telling, window)
    .map(onsetsOf)
    .filter((onsets) => onsets.length >= 2);
  const leads = leadsOf(clusters);
  return clusters
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostIncidents)
    .map((onsets) => ({ first: onsets[0]?.line ?? 0, last: Math.max(...onsets.map(({ lastLine }) => lastLine)), causes: ranked(onsets, leads) }));
}

/** What is not just what always comes: of kinds that come in many windows, only where they come in numbers. */
function withoutNoise(sorted: readonly Occurrence[], window: number): Occurrence[] {
  const inWindow = new Map<string, Map<number, number>>();
  for (const { fingerprint, at } of sorted) {
    const number = Math.floor(at / window);
    const own = inWindow.get(fingerprint) ?? new Map<number, number>();
    inWindow.set(fingerprint, own.set(number, (own.get(number) ?? 0) + 1));
  }
  const [first = 0, last = 0] = [sorted[0]?.at, sorted.at(-1)?.at].map((at) => Math.floor((at ?? 0) / window));
  const usual = new Map([...inWindow].map(([fingerprint, own]) => [fingerprint, usualOf(own, last - first + 1)]));
  return sorted.filter(({ fingerprint, at }) => {
    const count = usual.get(fingerprint) ?? null;
    return count === null || (inWindow.get(fingerprint)?.get(Math.floor(at / window)) ?? 0) > clearly * count + 1;
  });
}

/** How often a kind comes in a window, as a rule; null where there is no rule. */
function usualOf(windowCounts: ReadonlyMap<number, number>, windowsInAll: number): number | null {
  if (windowCounts.size < 3 || windowCounts.size < noisy * windowsInAll) return null;
  const counts = [...windowCounts.values()].sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 0;
}

function clustersOf(sorted: readonly Occurrence[], window: number): Occurrence[][] {
  const clusters: Occurrence[][] = [];
  for (const each of sorted) {
    const open = clusters.at(-1);
    if (open && each.at - (open.at(-1)?.at ?? 0) <= window) open.push(each);
    else clusters.push([each]);
  }
  return clusters;
}

function onsetsOf(cluster: readonly Occurrence[]): Onset[] {
  const onsets = new Map<string, Onset>();
  for (const { fingerprint, category, at, line, ids } of cluster) {
    const onset = onsets.get(fingerprint) ?? { fingerprint, category, at, line, ids: new Set(), lastLine: line, count: 0 };
    for (const id of ids) onset.ids.add(id);
    onset.lastLine = Math.max(onset.lastLine, line);
    onset.count++;
    onsets.set(fingerprint, onset);
  }
  return [...onsets.values()];
}

interface Leads {
  /** In how many clusters one set in before the other, by `pairOf`. */
  readonly before: ReadonlyMap<string, number>;
}

function leadsOf(clusters: readonly (readonly Onset[])[]): Leads {
  const before = new Map<string, number>();
  for (const onsets of clusters) {
    // Of very many kinds at once the order of all pairs tells little and costs much.
    onsets.slice(0, 60).forEach((early, index) => {
      for (const late of onsets.slice(index + 1, 60)) {
        const pair = pairOf(early, late);
        before.set(pair, (before.get(pair) ?? 0) + 1);
      }
    });
  }
  return { before };
}

function ranked(onsets: readonly Onset[], { before }: Leads): Cause[] {
  const start = onsets[0]?.at ?? 0;
  const lags = onsets.map(({ at }) => at - start).sort((a, b) => a - b);
  const usualLag = Math.max(1, lags[Math.floor(lags.length / 2)] ?? 1);
  const causes = onsets.map((onset, index): Cause => {
    const later = onsets.slice(index + 1);
    const linked = later.filter(({ ids }) => [...ids].some((id) => onset.ids.has(id))).length;
    const led = later.map((other) => {
      const [own, others] = [before.get(pairOf(onset, other)) ?? 0, before.get(pairOf(other, onset)) ?? 0];
      return (own + 0.5) / (own + others + 1);
    });
    const early = (Math.exp(-(onset.at - start) / usualLag) + 1 / (index + 1)) / 2;
    const reach = later.length / Math.max(1, onsets.length - 1);
    const isLinked = later.length === 0 ? 0 : linked / later.length;
    const score = weights.early * early + weights.reach * reach + weights.led * mean(led) + weights.linked * isLinked + weights.origin * (origins[onset.category] ?? 0.4);
    return { fingerprint: onset.fingerprint, score, firstLine: onset.line, lastLine: Math.max(onset.lastLine, ...later.map(({ lastLine }) => lastLine)), followers: later.map(({ fingerprint }) => fingerprint), linked, lead: (later[0]?.at ?? onset.at) - onset.at, span: (later.at(-1)?.at ?? onset.at) - onset.at };
  });
  return causes.filter(({ followers }) => followers.length > 0).sort((a, b) => b.score - a.score || a.firstLine - b.firstLine);
}

function pairOf(early: Onset, late: Onset): string {
  return `${early.fingerprint} ${late.fingerprint}`;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
