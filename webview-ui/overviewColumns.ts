import type { DashboardStrings } from '../src/shared/dashboardStrings';
import { element } from './dom';
import { icon } from './icons';
import type { Column } from './keyedGrid';
import type { AnalysisRow, FileName, ProblemRow } from './overviewModel';

export function problemColumns(strings: DashboardStrings): readonly Column<ProblemRow>[] {
  return [
    {
      id: 'severity',
      title: strings['column.severity'],
      render: (row) => [element('span', { className: 'badge' }, icon(row.severity), row.severityLabel)],
    },
    {
      id: 'message',
      title: strings['column.message'],
      render: (row) => [clipped(row.message.text)],
      hover: (row) => row.message.title,
    },
    { id: 'category', title: strings['column.category'], render: (row) => [row.category] },
    { id: 'count', title: strings['column.count'], render: (row) => [row.count.text], hover: (row) => row.count.title },
    { id: 'file', title: strings['column.file'], render: (row) => [fileLine(row.file)], hover: (row) => row.file.title },
    {
      id: 'seen',
      title: strings['column.lastSeen'],
      render: (row) => [row.lastSeen.text],
      hover: (row) => row.lastSeen.title,
    },
  ];
}

export function analysisColumns(strings: DashboardStrings): readonly Column<AnalysisRow>[] {
  return [
    {
      id: 'file',
      title: strings['column.file'],
      render: (row) => [
        fileLine(row.file),
        ...(row.remark.text === '' ? [] : [element('div', { className: 'remark', title: row.remark.title }, row.remark.text)]),
      ],
      hover: (row) => row.file.title,
    },
    {
      id: 'status',
      title: strings['column.status'],
      render: (row) => [element('span', { className: 'badge' }, icon(row.status), row.statusLabel)],
    },
    {
      id: 'tallies',
      title: strings['column.problems'],
      render: (row) =>
        row.tallies.length === 0
          ? [element('span', { className: 'dim' }, row.noProblems)]
          : row.tallies.map(({ severity, text, label }) =>
              element(
                'span',
                { className: 'tally', title: label },
                icon(severity),
                element('span', { attributes: { 'aria-hidden': 'true' } }, text),
                element('span', { className: 'unseen' }, label),
              ),
            ),
    },
    { id: 'format', title: strings['column.format'], render: (row) => [row.format] },
    { id: 'size', title: strings['column.size'], render: (row) => [row.size.text], hover: (row) => row.size.title },
    {
      id: 'lines',
      title: strings['column.lines'],
      // Where the headings are hidden the number needs its unit.
      render: ({ lines }) => [
        element('span', { className: 'under-heading' }, lines.text),
        element('span', { className: 'alone' }, lines.title),
      ],
    },
    { id: 'when', title: strings['column.when'], render: (row) => [row.when.text], hover: (row) => row.when.title },
    { id: 'duration', title: strings['column.duration'], render: (row) => [row.duration] },
  ];
}

/** Log text: its own direction, and cut by the style sheet where it does not fit. */
function clipped(text: string): HTMLElement {
  return element('bdi', { className: 'clipped', attributes: { dir: 'auto' } }, text);
}

/** However long the name, its line stays readable. */
function fileLine({ text, line, folder }: FileName): HTMLElement {
  const made = element('div', { className: 'file' }, element('bdi', { className: 'name' }, text));
  if (line !== '') made.append(element('span', { className: 'line' }, line));
  if (folder !== '') made.append(element('bdi', { className: 'folder' }, folder));
  return made;
}
