import { severities, type Category, type Severity } from '../finding';

/** A problem that occurred, as far as causes need it. */
export interface Occurrence {
  readonly fingerprint: string;
  readonly category: Category;
  /** On the axis of the log: milliseconds, or lines. */
  readonly at: number;
  readonly line: number;
  /** See `sharedIds`. */
  readonly ids: readonly string[];
  readonly severity: Severity;
  /** Who logged it; null where that is not said. */
  readonly source: string | null;
  /** What it says. */
  readonly template: string;
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

interface Onset extends Pick<Occurrence, 'fingerprint' | 'category' | 'severity' | 'at' | 'line' | 'source'> {
  readonly ids: Set<string>;
  /** Of its template and its source. */
  readonly words: ReadonlySet<string>;
  lastLine: number;
}

/** Windows of the axis so long: what is further apart than one is no incident. Milliseconds; and lines. */
const windows = { time: 60_000, line: 100 } as const;
/** Kinds that come in this share of all windows are noise, where they come as often as ever. */
const noisy = 0.15;
const clearly = 3;
const mostIncidents = 20;
/** Kinds of one incident that are looked at in pairs: those that set in first. */
const mostPaired = 60;
/** Kinds of problems that are often the beginning, and those that are often what others feel of it. */
const origins: Partial<Record<Category, number>> = { memory: 1, 'disk-io': 1, system: 1, configuration: 0.9, database: 0.8, permission: 0.7, network: 0.6, runtime: 0.5, general: 0.4, business: 0.2, timeout: 0.2 };
const weights = { early: 0.3, led: 0.1, linked: 0.1, akin: 0.25, faithful: 0.1, grave: 0.05, origin: 0.1 } as const;
/** Words that more than this share of an incident's kinds have say nothing of what belongs together. */
const commonWords = 0.7;
const wordLike = /[\p{L}]{4,}/gu;

/** Finds where problems came in cascades, and ranks what may have begun each: by lead, by ids in common, by habit. */
export function findIncidents(occurrences: readonly Occurrence[], axis: 'time' | 'line'): Incident[] {
  const window = windows[axis];
  const sorted = occurrences.toSorted((a, b) => a.at - b.at || a.line - b.line);
  const telling = withoutNoise(sorted, window);
  const clusters = clustersOf(telling, window)
    .map(onsetsOf)
    .filter((onsets) => onsets.length >= 2);
  const habits = habitsOf(sorted, clusters);
  return clusters
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostIncidents)
    .map((onsets) => ({ first: onsets[0]?.line ?? 0, last: Math.max(...onsets.map(({ lastLine }) => lastLine)), causes: ranked(onsets, habits) }));
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
  for (const { fingerprint, category, severity, at, line, ids, source, template } of cluster) {
    const onset = onsets.get(fingerprint) ?? { fingerprint, category, severity, at, line, source, ids: new Set(), words: wordsOf(`${source ?? ''} ${template}`), lastLine: line };
    for (const id of ids) onset.ids.add(id);
    onset.lastLine = Math.max(onset.lastLine, line);
    onsets.set(fingerprint, onset);
  }
  return [...onsets.values()];
}

function wordsOf(text: string): Set<string> {
  return new Set(text.slice(0, 500).match(wordLike)?.map((word) => word.toLowerCase()));
}

/** What is known of kinds of problems from all of the log. */
interface Habits {
  /** In how many clusters one set in before the other, by `pairOf`. */
  readonly before: ReadonlyMap<string, number>;
  /** How often each kind came, and how often in a cluster. */
  readonly all: ReadonlyMap<string, number>;
  readonly inClusters: ReadonlyMap<string, number>;
}

function habitsOf(sorted: readonly Occurrence[], clusters: readonly (readonly Onset[])[]): Habits {
  const before = new Map<string, number>();
  const all = new Map<string, number>();
  const inClusters = new Map<string, number>();
  for (const { fingerprint } of sorted) all.set(fingerprint, (all.get(fingerprint) ?? 0) + 1);
  const places = clusters.map((onsets) => ({ first: onsets[0]?.line ?? 0, last: Math.max(...onsets.map(({ lastLine }) => lastLine)) }));
  for (const { fingerprint, line } of sorted) if (places.some(({ first, last }) => line >= first && line <= last)) inClusters.set(fingerprint, (inClusters.get(fingerprint) ?? 0) + 1);
  for (const onsets of clusters) {
    // Of very many kinds at once the order of all pairs tells little and costs much.
    onsets.slice(0, mostPaired).forEach((early, index) => {
      for (const late of onsets.slice(index + 1, mostPaired)) {
        const pair = pairOf(early, late);
        before.set(pair, (before.get(pair) ?? 0) + 1);
      }
    });
  }
  return { before, all, inClusters };
}

function ranked(all: readonly Onset[], habits: Habits): Cause[] {
  const onsets = all.slice(0, mostPaired);
  const gaps = onsets.slice(1).map(({ at }, index) => at - (onsets[index]?.at ?? at)).sort((a, b) => a - b);
  // Most of a cascade comes close together: what stands apart before it has less to do with it.
  const usualGap = Math.max(1, gaps[Math.floor(gaps.length / 2)] ?? 1);
  const common = commonOf(onsets);
  const causes = onsets.map((onset, index): Cause => {
    const later = onsets.slice(index + 1);
    const sharesId = (other: Onset): boolean => [...other.ids].some((id) => onset.ids.has(id));
    const lead = (later[0]?.at ?? onset.at) - onset.at;
    const led = later.map((other) => {
      const [own, others] = [habits.before.get(pairOf(onset, other)) ?? 0, habits.before.get(pairOf(other, onset)) ?? 0];
      return (own + 0.5) / (own + others + 1);
    });
    const linked = later.filter(sharesId).length;
    const akin = later.filter((other) => [...onset.words].some((word) => other.words.has(word) && !common.has(word))).length;
    const parts: Record<keyof typeof weights, number> = {
      early: share(later.length, onsets.length - 1) / (1 + lead / (4 * usualGap)),
      led: mean(led),
      linked: share(linked, onsets.length - 1),
      akin: share(akin, onsets.length - 1),
      faithful: share(habits.inClusters.get(onset.fingerprint) ?? 0, habits.all.get(onset.fingerprint) ?? 1),
      grave: 1 - severities.indexOf(onset.severity) / severities.length,
      origin: origins[onset.category] ?? 0.4,
    };
    const score = sum(Object.entries(weights).map(([part, weight]) => weight * parts[part as keyof typeof weights]));
    return { fingerprint: onset.fingerprint, score, firstLine: onset.line, lastLine: Math.max(onset.lastLine, ...later.map(({ lastLine }) => lastLine)), followers: later.map(({ fingerprint }) => fingerprint), linked, lead, span: (later.at(-1)?.at ?? onset.at) - onset.at };
  });
  return causes.filter(({ followers }) => followers.length > 0).sort((a, b) => b.score - a.score || a.firstLine - b.firstLine);
}

function commonOf(onsets: readonly Onset[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { words } of onsets) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > Math.max(2, commonWords * onsets.length)).map(([word]) => word));
}

function pairOf(early: Onset, late: Onset): string {
  return `${early.fingerprint} ${late.fingerprint}`;
}

function mean(values: readonly number[]): number {
  return share(sum(values), values.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** 0 where the whole is 0. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
