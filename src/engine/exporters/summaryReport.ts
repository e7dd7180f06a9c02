import { severities } from '../../core/finding';
import { TimeZone } from '../../core/time/zones';
import type { Advice, AdviceOf, FoundAnomaly, Problem, Summary, SummaryQuery, TimeRange, Timeline } from '../../shared/summary';
import type { Store } from '../store/store';
import { openFile } from './fileSink';
import { TABLE_END, escaped, severityCell, tableStart } from './html';
import { htmlHead } from './htmlHead';
import { cell, prose } from './markdown';
import { cut } from './visible';

export interface ReportRequest {
  readonly query: SummaryQuery;
  readonly advice: AdviceOf;
  readonly format: 'html' | 'md';
  /** Absolute, of the file that is written or replaced. */
  readonly path: string;
  /** IANA name of the zone in which times are told. */
  readonly zone: string;
}

/** What a report tells of. */
interface Told {
  readonly summary: Summary;
  readonly advice: AdviceOf;
  readonly range: TimeRange | null;
  /** Of the file, where the report is of one. */
  readonly fileName: string | null;
  readonly zone: TimeZone;
}

const messageLength = 300;
const problemSeverities = ['critical', 'high', 'medium'] as const;
/** Of the picture of a timeline, in its own units. */
const [pictureWidth, pictureHeight] = [960, 160];

/** Writes a report to a file, whole or not at all, and keeps that it did. Rejects in a sentence that names the file. */
export async function writeReport({ query, advice, format, path, zone }: ReportRequest, store: Pick<Store, 'summary' | 'analysesById' | 'noteExport'>): Promise<void> {
  const summary = await store.summary(query);
  const told = { summary, advice, range: query.range, fileName: await fileOf(query, store), zone: new TimeZone(zone) };
  const sink = await openFile(path);
  try {
    await sink.write(format === 'html' ? htmlReport(told) : markdownReport(told));
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  const findings = severities.reduce((sum, severity) => sum + summary.severities[severity], 0);
  await store.noteExport({ format: `report ${format}`, target: path, scope: scopeOf(query), findings });
}

async function fileOf({ of }: SummaryQuery, store: Pick<Store, 'analysesById'>): Promise<string | null> {
  if ('ids' in of) return (await store.analysesById(of.ids))[0]?.fileName ?? null;
  const [uri, ...others] = of.uris ?? [];
  return uri === undefined || others.length > 0 ? null : (uri.split('/').at(-1) ?? uri);
}

function scopeOf({ of, range }: SummaryQuery): string {
  const what = 'ids' in of ? of.ids.join(', ') : (of.uris?.join(', ') ?? 'all');
  return range === null ? what : `${what}, ${new Date(range.from).toISOString()} to ${new Date(range.to).toISOString()}`;
}

/** One page that needs nothing else and runs nothing, for the screen and for paper. */
function htmlReport(told: Told): string {
  const { summary, zone } = told;
  const parts = [
    htmlHead.replace('</style>', `${printStyle}</style>`),
    `<h1>${escaped(titleOf(told))}</h1>\n<p>${escaped(scopeText(told))}</p>\n`,
    tableStart('Findings by severity', ['Severity', 'Findings']),
    ...severities.map((severity) => `<tr>${severityCell(severity)}<td class="number">${String(summary.severities[severity])}</td></tr>\n`),
    TABLE_END,
    picture(summary.timeline, zone),
    tableStart('Findings by category', ['Category', ...severities]),
    ...summary.categories.map(({ category, severities: counts }) => `<tr><td>${category}</td>${severities.map((severity) => `<td class="number">${String(counts[severity])}</td>`).join('')}</tr>\n`),
    TABLE_END,
    tableStart('Problems, worst first', ['Severity', 'Count', 'Files', 'Category', 'Where', `First and last seen (${escaped(zone.name)})`, 'Message']),
    ...summary.problems.map((problem) => htmlRow(problem, zone)),
    TABLE_END,
    ...htmlAdvice(told),
    ...htmlAnomalies(summary.anomalies),
    '</main>\n</body>\n</html>\n',
  ];
  return parts.join('');
}

/** A summary for a ticket or a wiki. */
function markdownReport(told: Told): string {
  const { summary, zone } = told;
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const parts = [
    `# ${titleInMarkdown(told)}\n\n${scopeText(told)}\n`,
    `\n| Severity | Findings |\n| --- | ---: |\n`,
    ...severities.map((severity) => row([severity, String(summary.severities[severity])])),
    `\n## Categories\n\n| Category | ${severities.join(' | ')} |\n| --- | ---: | ---: | ---: | ---: |\n`,
    ...summary.categories.map(({ category, severities: counts }) => row([category, ...severities.map((severity) => String(counts[severity]))])),
    timelineTable(summary.timeline, zone),
    `\n## Problems\n\n| Severity | Count | Files | Category | Where | First seen (${zone.name}) | Last seen | Message |\n| --- | ---: | ---: | --- | --- | --- | --- | --- |\n`,
    ...summary.problems.map(({ severity, count, files, category, fileName, firstLine, firstTimestamp, lastTimestamp, name, message }) =>
      row([severity, String(count), String(files), category, cell(`${fileName}:${String(firstLine)}`), timeOf(firstTimestamp, zone), timeOf(lastTimestamp, zone), cell(cut(name ?? message, messageLength))]),
    ),
    ...markdownAdvice(told),
    ...markdownAnomalies(summary.anomalies),
  ];
  return parts.join('');
}

const printStyle = `.timeline { width: 100%; height: auto; }
.timeline .critical { fill: var(--critical); } .timeline .high { fill: var(--high); } .timeline .medium { fill: var(--medium); }
.timeline text { fill: currentColor; font-size: 12px; }
@media print {
  main { max-width: none; padding: 0; }
  table { width: 100%; font-size: 9pt; }
  thead { display: table-header-group; }
  tr, svg { break-inside: avoid; }
}
`;

function titleOf({ fileName }: Told): string {
  return fileName === null ? 'Log report' : `Log report: ${fileName}`;
}

function titleInMarkdown({ fileName }: Told): string {
  return fileName === null ? 'Log report' : `Log report: ${cell(fileName)}`;
}

function scopeText({ summary, range, zone }: Told): string {
  const analyses = summary.analyses === 1 ? '1 analysis' : `${String(summary.analyses)} analyses, the newest of each file`;
  return range === null ? `${analyses}.` : `${analyses}; what happened from ${timeOf(range.from, zone)} to ${timeOf(range.to, zone)} (${zone.name}).`;
}

function timeOf(time: number | null, zone: TimeZone): string {
  return time === null ? '' : (zone.isoTimeOf(time) ?? '').replace('.000', '');
}

function htmlRow({ severity, count, files, category, fileName, firstLine, firstTimestamp, lastTimestamp, name, message }: Problem, zone: TimeZone): string {
  const numbers = [count, files].map((each) => `<td class="number">${String(each)}</td>`).join('');
  const times = [firstTimestamp, lastTimestamp].flatMap((time) => (time === null ? [] : [timeOf(time, zone)]));
  return `<tr>${severityCell(severity)}${numbers}<td>${category}</td><td>${escaped(`${fileName}:${String(firstLine)}`)}</td><td class="time">${times.join('<br>')}</td><td class="log">${escaped(cut(name ?? message, messageLength))}</td></tr>\n`;
}

/** What helps, each once, with the problems that it is for. */
function adviceOn({ summary, advice }: Told): { readonly advice: Advice; readonly problems: readonly Problem[] }[] {
  const byCitation = new Map<string, { readonly advice: Advice; readonly problems: Problem[] }>();
  for (const problem of summary.problems) {
    const found = advice[problem.fingerprint];
    if (!found) continue;
    const known = byCitation.get(found.citation);
    if (known) known.problems.push(problem);
    else byCitation.set(found.citation, { advice: found, problems: [problem] });
  }
  return [...byCitation.values()];
}

function htmlAdvice(told: Told): string[] {
  const found = adviceOn(told);
  if (found.length === 0) return [];
  const messages = (problems: readonly Problem[]): string => problems.map(({ name, message }) => `<div class="log">${escaped(cut(name ?? message, messageLength))}</div>`).join('');
  return [
    tableStart('What helps', ['Problem', 'What it is', 'What to do', 'From']),
    ...found.map(({ advice: { title, meaning, fix, citation, link }, problems }) => `<tr><td>${messages(problems)}</td><td>${escaped(title)}: ${escaped(meaning)}</td><td>${escaped(fix ?? '')}</td><td><a href="${escaped(link)}">${escaped(citation)}</a></td></tr>\n`),
    TABLE_END,
  ];
}

function markdownAdvice(told: Told): string[] {
  const found = adviceOn(told);
  if (found.length === 0) return [];
  return [
    '\n## What helps\n\n| Problem | What it is | What to do | From |\n| --- | --- | --- | --- |\n',
    ...found.map(({ advice: { title, meaning, fix, citation, link }, problems }) => `| ${problems.map(({ name, message }) => cell(cut(name ?? message, messageLength))).join('; ')} | ${prose(`${title}: ${meaning}`)} | ${prose(fix ?? '')} | [${prose(citation)}](${link}) |\n`),
  ];
}

function htmlAnomalies(anomalies: readonly FoundAnomaly[]): string[] {
  if (anomalies.length === 0) return [];
  return [tableStart('Unusual', ['Where', 'What']), ...anomalies.map(({ fileName, firstLine, evidence }) => `<tr><td>${escaped(`${fileName}:${String(firstLine)}`)}</td><td class="log">${escaped(cut(evidence, messageLength))}</td></tr>\n`), TABLE_END];
}

function markdownAnomalies(anomalies: readonly FoundAnomaly[]): string[] {
  if (anomalies.length === 0) return [];
  return ['\n## Unusual\n\n| Where | What |\n| --- | --- |\n', ...anomalies.map(({ fileName, firstLine, evidence }) => `| ${cell(`${fileName}:${String(firstLine)}`)} | ${cell(cut(evidence, messageLength))} |\n`)];
}

/** Bars stacked by severity, as a picture that tells its numbers on hover. */
function picture({ from, width, severities: counts }: Timeline, zone: TimeZone): string {
  const length = counts.critical.length;
  const heights = Array.from({ length }, (_, index) => problemSeverities.reduce((sum, severity) => sum + (counts[severity][index] ?? 0), 0));
  const highest = Math.max(...heights, 0);
  if (highest === 0) return '';
  const step = pictureWidth / length;
  const bars = heights.flatMap((height, index) => {
    if (height === 0) return [];
    let top = pictureHeight;
    const pieces = problemSeverities.flatMap((severity) => {
      const size = ((counts[severity][index] ?? 0) / highest) * (pictureHeight - 20);
      top -= size;
      return size === 0 ? [] : [`<rect class="${severity}" x="${(index * step).toFixed(2)}" y="${top.toFixed(2)}" width="${Math.max(1, step * 0.85).toFixed(2)}" height="${size.toFixed(2)}"/>`];
    });
    return [`<g><title>${timeOf(from + index * width, zone)}: ${String(height)}</title>${pieces.join('')}</g>`];
  });
  const end = `<text x="0" y="${String(pictureHeight + 16)}">${timeOf(from, zone)}</text><text x="${String(pictureWidth)}" y="${String(pictureHeight + 16)}" text-anchor="end">${timeOf(from + length * width, zone)}</text>`;
  return `<h2>Problems over time</h2>\n<svg class="timeline" viewBox="0 0 ${String(pictureWidth)} ${String(pictureHeight + 20)}" role="img" aria-label="Problems over time, at most ${String(highest)} in one bar">${bars.join('')}${end}</svg>\n`;
}

/** The times that had problems. */
function timelineTable({ from, width, severities: counts }: Timeline, zone: TimeZone): string {
  const rows = counts.critical.flatMap((_, index) => {
    const numbers = problemSeverities.map((severity) => counts[severity][index] ?? 0);
    return numbers.some((count) => count > 0) ? [`| ${timeOf(from + index * width, zone)} | ${numbers.join(' | ')} |\n`] : [];
  });
  return rows.length === 0 ? '' : `\n## Timeline\n\n| From (${zone.name}) | ${problemSeverities.join(' | ')} |\n| --- | ---: | ---: | ---: |\n${rows.join('')}`;
}
