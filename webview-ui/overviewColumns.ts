import { fill, type DashboardStrings } from '../src/shared/dashboardStrings';
import { element } from './dom';
import { icon, picture } from './icons';
import type { Column } from './keyedGrid';
import type { AnalysisRow, FileName, ProblemRow } from './overviewModel';

const actionIcons = { report: 'report', exportFindings: 'export', analyze: 'again', remove: 'remove' } as const;

/** `showAll` shows every finding of a row's problem. */
export function problemColumns(strings: DashboardStrings, showAll: (row: ProblemRow) => void): readonly Column<ProblemRow>[] {
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
    { id: 'course', title: strings['column.course'], render: (row) => (row.course.some((count) => count > 0) ? [sparkline(row.course)] : []) },
    { id: 'count', title: strings['column.count'], render: (row) => [row.count.text], hover: (row) => row.count.title },
    { id: 'file', title: strings['column.file'], render: (row) => [fileLine(row.file)], hover: (row) => row.file.title },
    {
      id: 'first',
      title: strings['column.firstSeen'],
      render: (row) => [row.firstSeen.text],
      hover: (row) => row.firstSeen.title,
    },
    {
      id: 'seen',
      title: strings['column.lastSeen'],
      render: (row) => [row.lastSeen.text],
      hover: (row) => row.lastSeen.title,
    },
    { id: 'actions', title: strings['column.actions'], render: (row) => [element('span', { className: 'row-actions' }, rowAction('all', fill(strings['action.all'], row.message.text), () => showAll(row)))] },
  ];
}

/** What can be done with an analysis. */
export interface AnalysisActions {
  report(row: AnalysisRow): void;
  exportFindings(row: AnalysisRow): void;
  analyze(row: AnalysisRow): void;
  remove(row: AnalysisRow): void;
}

export function analysisColumns(strings: DashboardStrings, actions: AnalysisActions): readonly Column<AnalysisRow>[] {
  const action = (row: AnalysisRow, name: keyof AnalysisActions): HTMLElement => rowAction(actionIcons[name], fill(strings[`action.${name}`], row.file.text), () => actions[name](row));
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
    { id: 'actions', title: strings['column.actions'], render: (row) => (row.status === 'running' ? [] : [element('span', { className: 'row-actions' }, ...(row.status === 'completed' ? [action(row, 'report'), action(row, 'exportFindings')] : []), action(row, 'analyze'), action(row, 'remove'))]) },
  ];
}

function rowAction(picture: Parameters<typeof icon>[0], label: string, act: () => void): HTMLElement {
  const made = element('button', { className: 'row-action', title: label, attributes: { type: 'button', 'aria-label': label } }, icon(picture));
  made.addEventListener('click', act);
  return made;
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

/** Counts as bars on a field of 16 by 16 that the style sheet stretches. */
function sparkline(counts: readonly number[]): SVGElement {
  const most = Math.max(1, ...counts);
  const step = 16 / counts.length;
  const bars = counts.flatMap((count, index) => {
    // What happened at all is seen.
    const height = count === 0 ? 0 : Math.max(1, (count / most) * 15);
    return height === 0 ? [] : [`M${(index * step).toFixed(2)} 16v-${height.toFixed(2)}h${(step * 0.8).toFixed(2)}v${height.toFixed(2)}z`];
  });
  const drawn = picture('sparkline', bars.join(''));
  drawn.setAttribute('preserveAspectRatio', 'none');
  return drawn;
}
