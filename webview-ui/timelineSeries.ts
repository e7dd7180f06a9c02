import type { TimeRange, Timeline } from '../src/shared/summary';
import { fill, type DashboardStrings } from '../src/shared/dashboardStrings';
import { inertLine } from './text';

/** Counts of one severity or file. */
export interface TimelineSeries {
  readonly label: string;
  /** Name of the CSS variable of its colour. */
  readonly colour: string;
  readonly counts: readonly number[];
}

const problemSeverities = ['critical', 'high', 'medium'] as const;
const fileColours = ['blue', 'orange', 'green', 'purple', 'yellow', 'red'] as const;

/** What a timeline's bars are made of, from the bottom to the top. */
export function seriesOf({ severities, files }: Timeline, stacked: 'severity' | 'file', strings: DashboardStrings): TimelineSeries[] {
  if (stacked === 'severity') return problemSeverities.map((severity) => ({ label: strings[`severity.${severity}`], colour: `--vscode-stacklens-${severity}`, counts: severities[severity] }));
  return files.map(({ uri, fileName, counts }, index) => ({
    label: uri === null ? strings['timeline.others'] : inertLine(fileName, 60),
    colour: uri === null ? '--vscode-descriptionForeground' : `--vscode-charts-${fileColours[index % fileColours.length] ?? 'blue'}`,
    counts,
  }));
}

/** Each series with all below it added: drawn one over the other, they are stacked. The highest comes first. */
export function stackedCounts(series: readonly TimelineSeries[]): number[][] {
  const sums: number[][] = [];
  for (const { counts } of series) sums.push(counts.map((count, index) => count + (sums.at(-1)?.[index] ?? 0)));
  return sums.reverse();
}

/** The time that a timeline shows. */
export function spanOf({ from, width, severities }: Timeline): TimeRange {
  return { from, to: from + width * severities.critical.length };
}

export function problemsIn({ severities }: Timeline): number {
  return problemSeverities.reduce((sum, severity) => sum + severities[severity].reduce((all, count) => all + count, 0), 0);
}

/** A range moved by a share of itself, to later where it is positive. */
export function moved({ from, to }: TimeRange, share: number): TimeRange {
  const distance = Math.round((to - from) * share);
  return { from: from + distance, to: to + distance };
}

/** A range about the same middle, so many times as long; at least a second. */
export function stretched({ from, to }: TimeRange, times: number): TimeRange {
  const half = Math.max(500, ((to - from) * times) / 2);
  const middle = (from + to) / 2;
  return { from: Math.floor(middle - half), to: Math.ceil(middle + half) };
}

/** The timeline in a sentence. */
export function timelineSummary(timeline: Timeline, strings: DashboardStrings, words: { readonly count: (value: number) => string; readonly time: (value: number) => string }): string {
  const { from, to } = spanOf(timeline);
  return fill(strings['timeline.summary'], words.count(problemsIn(timeline)), words.time(from), words.time(to));
}
