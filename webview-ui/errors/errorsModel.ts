import type { Category, Finding, Severity } from '../../src/core/finding';
import { fill, type DashboardStrings } from '../../src/shared/dashboardStrings';
import type { FindingSource, TableGroup, TableRow } from '../../src/shared/findingsTable';
import { element } from '../dom';
import type { Formatter } from '../format';
import { icon } from '../icons';
import { folderOf, inertLine, readablePath } from '../text';
import type { SortableColumn } from './sortableTable';

const cellLimit = 300;
const titleLimit = 2_000;

/** A finding in words ready to be shown; `row` is where it came from. */
export interface FindingRow {
  readonly key: string;
  readonly row: TableRow;
  readonly severity: Severity;
  readonly message: string;
  readonly title: string;
  readonly category: Category;
  readonly source: FindingSource;
  readonly file: string;
  readonly folder: string;
  readonly path: string;
  readonly line: string;
  readonly time: string;
  readonly timeTitle: string;
  readonly confidence: string;
  readonly fingerprint: string;
}

export interface GroupRow {
  readonly key: string;
  readonly group: TableGroup;
  readonly severity: Severity;
  readonly message: string;
  readonly title: string;
  readonly category: Category;
  readonly count: string;
  readonly files: string;
  readonly first: string;
  readonly last: string;
  readonly firstTitle: string;
  readonly lastTitle: string;
  readonly fingerprint: string;
}

/** What times are written with. */
export interface Clock {
  readonly strings: DashboardStrings;
  readonly format: Formatter;
  readonly now: number;
  readonly zone: string;
}

export function findingRow(row: TableRow, { strings, format, now, zone }: Clock): FindingRow {
  const { finding, uri, fileName, source, analysisId } = row;
  const { severity, category, line, timestamp, confidence, fingerprint } = finding;
  return {
    key: `${String(analysisId)}:${String(line)}:${String(finding.byteOffset)}:${finding.message.slice(0, 80)}`,
    row,
    severity,
    message: inertLine(finding.message, cellLimit),
    title: inertLine(finding.message, titleLimit),
    category,
    source,
    file: inertLine(fileName, cellLimit),
    folder: inertLine(folderOf(uri), 80),
    path: `${inertLine(readablePath(uri), titleLimit)}:${String(line)}`,
    line: format.count(line),
    time: timestamp === null ? '' : format.ago(timestamp, now),
    timeTitle: timestamp === null ? strings.noTime : `${finding.timestampInferred === undefined ? '' : '≈ '}${format.exact(timestamp, zone)}`,
    confidence: format.percent(confidence),
    fingerprint: inertLine(fingerprint, 40),
  };
}

export function groupRow(group: TableGroup, { strings, format, now, zone }: Clock): GroupRow {
  const seen = (time: number | null): [string, string] => (time === null ? ['', strings.noTime] : [format.ago(time, now), format.exact(time, zone)]);
  const [[first, firstTitle], [last, lastTitle]] = [seen(group.firstTimestamp), seen(group.lastTimestamp)];
  const { severity, category, fingerprint } = group;
  return {
    key: fingerprint,
    group,
    severity,
    message: inertLine(group.template, cellLimit),
    title: inertLine(group.template, titleLimit),
    category,
    count: format.count(group.count),
    files: format.count(group.files),
    ...{ first, last, firstTitle, lastTitle },
    fingerprint: inertLine(fingerprint, 40),
  };
}

interface Described {
  readonly severity: Severity;
  readonly message: string;
  readonly title: string;
  readonly category: Category;
  readonly fingerprint: string;
}

function shared(strings: DashboardStrings): Readonly<Record<'severity' | 'message' | 'category' | 'fingerprint', SortableColumn<Described>>> {
  return {
    severity: { id: 'severity', title: strings['column.severity'], render: ({ severity }) => [badge(severity, strings)], text: ({ severity }) => severity },
    message: { id: 'message', title: strings['column.message'], render: ({ message }) => [clipped(message)], text: ({ title }) => title, hover: ({ title }) => title },
    category: { id: 'category', title: strings['column.category'], render: ({ category }) => [strings[`category.${category}`]], text: ({ category }) => category },
    fingerprint: { id: 'fingerprint', title: strings['column.fingerprint'], render: ({ fingerprint }) => [element('code', {}, fingerprint)], text: ({ fingerprint }) => fingerprint },
  };
}

export function findingColumns(strings: DashboardStrings): readonly SortableColumn<FindingRow>[] {
  const { severity, message, category, fingerprint } = shared(strings);
  return [
    severity,
    message,
    category,
    { id: 'source', title: strings['column.source'], render: ({ source }) => [strings[`source.${source}`]], text: ({ source }) => source },
    { id: 'file', title: strings['column.file'], render: ({ file, folder }) => [fileCell(file, folder)], text: ({ path }) => path, hover: ({ path }) => path },
    { id: 'line', title: strings['column.line'], render: ({ line }) => [line], text: ({ row }) => String(row.finding.line) },
    { id: 'time', title: strings['column.time'], render: ({ time }) => [time], text: ({ row }) => isoTime(row.finding), hover: ({ timeTitle }) => timeTitle },
    { id: 'confidence', title: strings['column.confidence'], render: ({ confidence }) => [confidence], text: ({ confidence }) => confidence },
    fingerprint,
  ];
}

export function groupColumns(strings: DashboardStrings): readonly SortableColumn<GroupRow>[] {
  const { severity, message, category, fingerprint } = shared(strings);
  return [
    severity,
    message,
    category,
    { id: 'count', title: strings['column.count'], render: ({ count }) => [count], text: ({ group }) => String(group.count) },
    { id: 'files', title: strings['column.files'], render: ({ files }) => [files], text: ({ group }) => String(group.files) },
    { id: 'first', title: strings['column.firstSeen'], render: ({ first }) => [first], text: ({ firstTitle }) => firstTitle, hover: ({ firstTitle }) => firstTitle },
    { id: 'last', title: strings['column.lastSeen'], render: ({ last }) => [last], text: ({ lastTitle }) => lastTitle, hover: ({ lastTitle }) => lastTitle },
    fingerprint,
  ];
}

export function badge(severity: Severity, strings: DashboardStrings): HTMLElement {
  return element('span', { className: 'badge' }, icon(severity), strings[`severity.${severity}`]);
}

/** Log text: its own direction, and cut by the style sheet where it does not fit. */
function clipped(text: string): HTMLElement {
  return element('bdi', { className: 'clipped', attributes: { dir: 'auto' } }, text);
}

function fileCell(file: string, folder: string): HTMLElement {
  return element('span', { className: 'file' }, element('bdi', { className: 'name' }, file), ...(folder === '' ? [] : [element('bdi', { className: 'folder' }, folder)]));
}

function isoTime({ timestamp }: Finding): string {
  return timestamp === null || Math.abs(timestamp) > 8.64e15 ? '' : new Date(timestamp).toISOString();
}

/** What is found, in a sentence. */
export function totalWords(total: number, findings: number | null, { strings, format }: Pick<Clock, 'strings' | 'format'>): string {
  return findings === null ? fill(strings['errors.total'], format.count(total)) : fill(strings['errors.groups'], format.count(total), format.count(findings));
}
