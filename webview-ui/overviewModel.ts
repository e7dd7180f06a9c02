import type { Analysis, AnalysisStatus } from '../src/core/analysis';
import type { Category, Severity } from '../src/core/finding';
import type { Overview } from '../src/shared/dashboardProtocol';
import { fill, type DashboardStrings } from '../src/shared/dashboardStrings';
import type { Problem, Summary, Totals } from '../src/shared/summary';
import type { Formatter } from './format';
import { folderOf, inertLine, readablePath } from './text';

/** What the Overview says, in words ready to be shown: nothing here is left to format, shorten or make harmless. */
export interface OverviewModel {
  readonly figures: readonly Figure[];
  readonly problems: readonly ProblemRow[];
  readonly categories: readonly CategoryRow[];
  readonly anomalies: readonly AnomalyRow[];
  readonly analyses: readonly AnalysisRow[];
  /** The figures in one sentence, for those who hear the dashboard. */
  readonly announcement: string;
}

/** Some words, with more of them for who points at them. */
interface Shown {
  readonly text: string;
  readonly title: string;
}

export interface Figure {
  readonly id: 'files' | 'completed' | 'problems' | 'critical';
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  /** What the newest analysis changed; empty where it changed nothing. */
  readonly change: string;
  /** Whether that is for the worse; null where it is neither. */
  readonly worse: boolean | null;
  /** The severity to warn with, where there is something to warn of. */
  readonly alarm: Severity | null;
}

export interface FileName extends Shown {
  /** The folder the file lies in; several logs are likely to have one name. */
  readonly folder: string;
  /** `:12` where a line is meant, else empty. */
  readonly line: string;
}

interface Row {
  /** The same for the same row of a later model. */
  readonly key: string;
  readonly uri: string;
  readonly file: FileName;
}

export interface ProblemRow extends Row {
  /** 1-based; where the first occurrence stands. */
  readonly line: number;
  readonly severity: Severity;
  readonly severityLabel: string;
  readonly message: Shown;
  readonly category: string;
  /** All that its findings may have. */
  readonly fingerprints: readonly string[];
  readonly count: Shown;
  readonly firstSeen: Shown;
  readonly lastSeen: Shown;
  readonly course: readonly number[];
}

export interface CategoryRow {
  readonly category: Category;
  readonly label: string;
  readonly count: string;
  /** Of the most frequent one, 0 to 1. */
  readonly share: number;
  readonly title: string;
}

export interface AnomalyRow {
  readonly uri: string;
  /** 1-based. */
  readonly line: number;
  readonly kind: string;
  readonly evidence: Shown;
  readonly place: string;
}

interface Tally {
  readonly severity: Severity;
  readonly text: string;
  /** With the severity's name. */
  readonly label: string;
}

export interface AnalysisRow extends Row {
  readonly id: number;
  readonly status: AnalysisStatus;
  readonly statusLabel: string;
  /** Why it failed, else what its reader should know of the file; empty where there is nothing to say. */
  readonly remark: Shown;
  /** Problems by severity, worst first, without those there are none of. */
  readonly tallies: readonly Tally[];
  readonly noProblems: string;
  readonly format: string;
  readonly size: Shown;
  /** The number alone, and with its unit. */
  readonly lines: Shown;
  readonly when: Shown;
  readonly duration: string;
}

export const problemSeverities = ['critical', 'high', 'medium'] as const satisfies readonly Severity[];
/** Characters of log text in a cell, and in the text shown on hover. */
const cellLimit = 400;
const titleLimit = 1000;

/** `now` in milliseconds since the epoch. */
export function overviewModel(overview: Overview, strings: DashboardStrings, format: Formatter, now: number): OverviewModel {
  const { totals, summary } = overview;
  return {
    figures: figures(totals, strings, format),
    problems: problemRows(summary, strings, format, now, overview.zone),
    categories: categoryRows(summary, strings, format),
    anomalies: anomalyRows(summary, strings, format),
    analyses: overview.analyses.map((analysis) => analysisRow(analysis, strings, format, now, overview.zone)),
    announcement: fill(
      strings.announcement,
      format.count(totals.files.count),
      format.count(totals.problems.count),
      format.count(totals.critical.count),
    ),
  };
}

function figures(totals: Totals, strings: DashboardStrings, format: Formatter): Figure[] {
  return (['files', 'completed', 'problems', 'critical'] as const).map((id) => {
    const { count, change } = totals[id];
    const since = totals.since && change !== 0 ? fill(strings['figure.change'], format.signed(change), inertLine(totals.since.fileName, 80)) : null;
    return {
      id,
      label: strings[`figure.${id}`],
      value: format.count(count),
      hint: since === null ? strings[`figure.${id}.hint`] : `${strings[`figure.${id}.hint`]}\n${since}`,
      change: change === 0 ? '' : format.signed(change),
      worse: change === 0 || id === 'files' || id === 'completed' ? null : change > 0,
      alarm: id === 'critical' && count > 0 ? 'critical' : null,
    };
  });
}

/** `now` in milliseconds since the epoch. */
export function problemRows({ problems }: Summary, strings: DashboardStrings, format: Formatter, now: number, zone: string | undefined): ProblemRow[] {
  const seen = new Map<string, number>();
  return problems.map((problem) => uniqueKey(problemRow(problem, strings, format, now, zone), seen));
}

export function categoryRows({ categories }: Summary, strings: DashboardStrings, format: Formatter): CategoryRow[] {
  const counts = categories.map(({ category, severities: { critical, high, medium } }) => ({ category, critical, high, medium, count: critical + high + medium })).filter(({ count }) => count > 0);
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return counts.map((each) => ({
    category: each.category,
    label: strings[`category.${each.category}`],
    count: format.count(each.count),
    share: each.count / most,
    title: problemSeverities.map((severity) => fill(strings.tally, format.count(each[severity]), strings[`severity.${severity}`])).join(', '),
  }));
}

export function anomalyRows({ anomalies }: Summary, strings: DashboardStrings, format: Formatter): AnomalyRow[] {
  return anomalies.map(({ kind, evidence, uri, fileName: name, firstLine }) => ({
    uri,
    line: firstLine,
    kind: strings[`anomaly.${kind}`],
    evidence: shown(evidence),
    place: fill(strings['anomaly.place'], inertLine(name, 80), format.count(firstLine)),
  }));
}

function problemRow(group: Problem, strings: DashboardStrings, format: Formatter, now: number, zone: string | undefined): ProblemRow {
  return {
    key: `${group.uri} ${group.fingerprint}`,
    uri: group.uri,
    line: group.firstLine,
    severity: group.severity,
    severityLabel: strings[`severity.${group.severity}`],
    message: shown(group.name ?? group.message),
    category: strings[`category.${group.category}`],
    fingerprints: group.members.map(({ fingerprint }) => fingerprint),
    count: {
      text: fill(strings.times, format.count(group.count)),
      title: fill(strings.occurrences, format.count(group.count)),
    },
    file: problemFile(group, strings, format),
    firstSeen: seenAt(group.firstTimestamp, strings, format, now, zone),
    lastSeen: seenAt(group.lastTimestamp, strings, format, now, zone),
    course: group.course,
  };
}

function problemFile({ uri, fileName: name, firstLine, files }: Problem, strings: DashboardStrings, format: Formatter): FileName {
  const file = fileName(uri, name, firstLine);
  return files < 2 ? file : { ...file, folder: fill(strings.moreFiles, format.count(files - 1)) };
}

function seenAt(time: number | null, strings: DashboardStrings, format: Formatter, now: number, zone: string | undefined): Shown {
  return time === null ? { text: '–', title: strings.noTime } : { text: format.ago(time, now), title: format.exact(time, zone) };
}

export function analysisRow(analysis: Analysis, strings: DashboardStrings, format: Formatter, now: number, zone: string | undefined): AnalysisRow {
  return {
    key: String(analysis.id),
    id: analysis.id,
    uri: analysis.uri,
    file: fileName(analysis.uri, analysis.fileName, null),
    status: analysis.status,
    statusLabel: strings[`status.${analysis.status}`],
    remark: remark(analysis, strings, format),
    tallies: problemSeverities
      .filter((severity) => analysis.severities[severity] > 0)
      .map((severity) => {
        const text = format.count(analysis.severities[severity]);
        return { severity, text, label: fill(strings.tally, text, strings[`severity.${severity}`]) };
      }),
    // Only who has read to the end can tell that there is nothing.
    noProblems: analysis.status === 'completed' ? strings.none : '–',
    format: inertLine(analysis.format, 40) || strings.notRead,
    size: { text: format.size(analysis.size), title: fill(strings.bytes, format.count(analysis.size)) },
    lines: { text: format.count(analysis.lines), title: fill(strings.lines, format.count(analysis.lines)) },
    when: { text: format.ago(analysis.startedAt, now), title: format.exact(analysis.startedAt, zone) },
    duration: analysis.status === 'running' ? '–' : format.duration(analysis.duration),
  };
}

function remark(analysis: Analysis, strings: DashboardStrings, format: Formatter): Shown {
  if (analysis.reason !== null) return shown(analysis.reason);
  const [first, ...others] = analysis.notes;
  if (!first) return { text: '', title: '' };
  const text = first.line === null ? first.text : fill(strings.lineNote, format.count(first.line), first.text);
  if (others.length === 0) return shown(text);
  return shown(fill(strings.moreNotes, inertLine(text, cellLimit), format.count(others.length)));
}

function fileName(uri: string, name: string, line: number | null): FileName {
  const position = line === null ? '' : `:${String(line)}`;
  return {
    text: inertLine(name, cellLimit),
    title: inertLine(readablePath(uri), titleLimit) + position,
    folder: inertLine(folderOf(uri), 80),
    line: position,
  };
}

function shown(text: string): Shown {
  return { text: inertLine(text, cellLimit), title: inertLine(text, titleLimit) };
}

/** The store promises one problem per group; a key used twice would still drop a row from the screen. */
function uniqueKey(row: ProblemRow, seen: Map<string, number>): ProblemRow {
  const before = seen.get(row.key) ?? 0;
  seen.set(row.key, before + 1);
  return before === 0 ? row : { ...row, key: `${row.key} ${String(before)}` };
}
