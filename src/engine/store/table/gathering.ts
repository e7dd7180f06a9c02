import type { Matches } from './matches';

/** Findings of one fingerprint; what is known by an index is as in `Matches`. */
export interface Gathered {
  readonly fingerprint: number;
  severity: number;
  category: number;
  count: number;
  files: number;
  lastAnalysis: number;
  firstTimestamp: number | null;
  lastTimestamp: number | null;
}

export function gathered(matches: Matches): Gathered[] {
  const groups = new Map<number, Gathered>();
  for (let index = 0; index < matches.count; index++) {
    const fingerprint = matches.fingerprints[index] ?? 0;
    const severity = matches.severities[index] ?? 0;
    const category = matches.categories[index] ?? 0;
    const analysis = matches.analyses[index] ?? 0;
    let group = groups.get(fingerprint);
    if (!group) groups.set(fingerprint, (group = { fingerprint, severity, category, count: 0, files: 0, lastAnalysis: -1, firstTimestamp: null, lastTimestamp: null }));
    group.count++;
    if (group.lastAnalysis !== analysis) group.files++;
    group.lastAnalysis = analysis;
    if (severity < group.severity) [group.severity, group.category] = [severity, category];
    const time = matches.times[index] ?? Number.NaN;
    if (Number.isNaN(time)) continue;
    if (group.firstTimestamp === null || time < group.firstTimestamp) group.firstTimestamp = time;
    if (group.lastTimestamp === null || time > group.lastTimestamp) group.lastTimestamp = time;
  }
  return [...groups.values()];
}
