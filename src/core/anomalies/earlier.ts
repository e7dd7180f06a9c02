import type { Group } from '../analysis';
import type { Anomaly } from '../anomaly';
import type { Series } from './activity';
import { quoted } from './evidence';
import { anomaly } from './findAnomalies';
import { log10Tail } from './negativeBinomial';
import { told } from './sentences';

/** What an earlier analysis of a file found. */
export interface FoundBefore {
  readonly lines: number;
  readonly groups: readonly Pick<Group, 'members' | 'count'>[];
}

/** Earlier analyses that show how often something comes, at least. */
const fewestRates = 2;
/** Of so many lines at least. */
const fewestLines = 50;
const surprising = 3;
/** Fewer are none, however rare they were; and so many times the usual. */
const fewest = 5;
const clearly = 2.5;

/** What problems (`series`) of a file of so many lines earlier analyses never found, or far fewer of. */
export function againstEarlier(series: Iterable<Series>, lines: number, earlier: readonly FoundBefore[]): Anomaly[] {
  if (earlier.length === 0) return [];
  const before = earlier.map((run) => ({ lines: run.lines, counts: countsOf(run) }));
  return [...series].flatMap((each): Anomaly[] => {
    const { fingerprint, label, total, firstLine, lastLine } = each;
    if (!each.isProblem) return [];
    const about = { firstLine, lastLine, fingerprint };
    const counts = before.map((run) => run.counts.get(fingerprint) ?? 0);
    if (counts.every((count) => count === 0)) {
      return [anomaly('first-seen', 0.9, { ...about, evidence: neverFound(quoted(label), earlier.length, total) })];
    }
    if (earlier.length < fewestRates || lines < fewestLines) return [];
    // As many as there would have been in as many lines.
    const scaled = before.map((run, index) => ((counts[index] ?? 0) * lines) / Math.max(run.lines, fewestLines));
    const surprise = surpriseOf(total, scaled);
    const most = Math.round(Math.max(...scaled));
    if (surprise < surprising || total <= 2 * most) return [];
    return [anomaly('burst', 1 - 1 / (1 + surprise / 5), { ...about, evidence: told('{0} is there {1}×, where the {2} earlier analyses of this file had at most {3} in as many lines.', quoted(label), total, earlier.length, most) })];
  });
}

function neverFound(label: string, runs: number, total: number): string {
  return runs === 1
    ? told('{0} was never found in the earlier analysis of this file; now it is there {1}×.', label, total)
    : told('{0} was never found in the {1} earlier analyses of this file; now it is there {2}×.', label, runs, total);
}

/** By fingerprint: of a group, each of its members counts for all of it. */
function countsOf({ groups }: FoundBefore): Map<string, number> {
  return new Map(groups.flatMap(({ members, count }) => members.map(({ fingerprint }) => [fingerprint, count])));
}

/** −log10 of how likely so many or more are where counts were as in the past; 0 where they are not clearly more. */
function surpriseOf(count: number, past: readonly number[]): number {
  // Half an occurrence more than was seen: what never came may come.
  const expected = (past.reduce((sum, each) => sum + each, 0) + 0.5) / past.length;
  if (count < fewest || count < clearly * expected) return 0;
  const spread = past.reduce((sum, each) => sum + (each - expected) ** 2, 0) / Math.max(1, past.length - 1);
  // Of few runs the spread is not well known.
  return -log10Tail(count, expected, Math.max(spread, expected) * (1 + 2 / past.length) + 0.01);
}
