import type { Report, ReportQuery } from '../src/shared/dashboardProtocol';
import { fill } from '../src/shared/dashboardStrings';
import type { SummaryScope, TimeRange } from '../src/shared/summary';
import { Choice } from './choice';
import { button, element, setText } from './dom';
import { icon } from './icons';
import { KeyedGrid } from './keyedGrid';
import { Live, type LiveState } from './live';
import { problemColumns } from './overviewColumns';
import { type ProblemRow, anomalyRows, categoryRows, problemRows } from './overviewModel';
import { adviceList } from './adviceList';
import { anomalyList, categoryLine } from './overviewParts';
import type { Page, PageContext } from './pageContext';
import { centred, loadingPage, section } from './section';
import { inertLine } from './text';
import { TimelineChart } from './timelineChart';
import { severityLine } from './severityLine';

const hour = 3_600_000;
/** Milliseconds. */
const periods = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour } as const;
const severities = ['critical', 'high', 'medium', 'low'] as const;

/** A report of a log, of one analysis or of all logs, over all times or a period, on the screen and as a file. */
export class ReportsPage implements Page {
  readonly element = element('div', {});
  private readonly body = element('div', {});
  private readonly live: Live<Report>;
  private readonly scope: Choice;
  private readonly period: Choice;
  private readonly about = element('p', { className: 'dim' });
  private readonly chart: TimelineChart;
  private readonly counts = element('ul', { className: 'categories' });
  private readonly categories = element('ul', { className: 'categories' });
  private readonly problems: KeyedGrid<ProblemRow>;
  private readonly noProblems: HTMLElement;
  private readonly advice = element('ul', { className: 'advice' });
  private readonly adviceSection: HTMLElement;
  private readonly anomalies = element('ul', { className: 'anomalies' });
  private readonly anomalySection: HTMLElement;
  private readonly failure = element('p', {});
  private readonly parts: Readonly<Record<'loading' | 'failed' | 'empty' | 'report', HTMLElement>>;
  private query: ReportQuery;
  private stacked: 'severity' | 'file' = 'severity';
  private chosenPeriod: keyof typeof periods | null = null;
  private state: LiveState<Report> = { value: null, trouble: null };
  private started = false;

  constructor(private readonly context: PageContext) {
    const { strings, format, host, schedule, restored } = context;
    this.query = restored.report;
    this.live = new Live(() => host.request('report', this.query), (state) => this.fill(state), schedule);
    this.scope = new Choice(strings['report.of'], (value) => this.ask({ ...this.query, of: scopeOf(value) }));
    this.period = new Choice(strings['report.period'], (value) => this.choosePeriod(value));
    this.chart = new TimelineChart(strings, format, {
      chosen: (range) => this.choose(range),
      stackedBy: (what) => {
        this.stacked = what;
        this.fill(this.state);
      },
    });
    this.problems = new KeyedGrid(problemColumns(strings, ({ fingerprints }) => context.showErrors({ fingerprints })), {
      className: 'problems',
      labelledBy: 'report-problems-title',
      describedBy: 'report-problems-hint',
      startAt: null,
      open: ({ uri, line }) => this.open(uri, line),
      focused: () => undefined,
    });
    this.noProblems = element('p', { className: 'quiet' }, icon('completed'), strings['problems.none']);
    this.adviceSection = section('advice', strings.advice, null, this.advice);
    this.anomalySection = section('report-anomalies', strings.anomalies, null, this.anomalies);
    this.parts = {
      loading: loadingPage(strings['page.reports'], strings.loading),
      failed: centred('failed', icon('failed'), strings['failed.title'], this.failure, button('secondary', strings.retry, () => this.live.again())),
      empty: centred('empty', icon('log'), strings['history.none'], element('p', {}, strings['empty.text'])),
      report: element(
        'div',
        {},
        this.about,
        element('div', { className: 'halves' }, section('report-severities', strings['report.severities'], null, this.counts), section('report-categories', strings.categories, null, this.categories)),
        section('report-timeline', strings.timeline, strings['timeline.hint'], this.chart.element),
        section('report-problems', strings.problems, strings['problems.hint'], this.problems.element, this.noProblems),
        this.adviceSection,
        this.anomalySection,
      ),
    };
    const exporting = (format: 'html' | 'md'): HTMLElement => button('secondary', strings[`report.${format}`], () => void context.attempt(strings.reportFailed, () => host.request('exportReport', { ...this.query, format })));
    const header = element('header', {}, element('h1', {}, strings['page.reports']), element('div', { className: 'actions' }, this.scope.element, this.period.element, exporting('html'), exporting('md')));
    this.element.append(header, this.body);
  }

  /** The report of one analysis, when the page is next in front. */
  showAnalysis(id: number): void {
    this.query = { of: { ids: [id] }, range: null };
    this.chosenPeriod = null;
  }

  show(): void {
    if (this.started) this.live.again();
    else this.live.start();
    this.started = true;
  }

  changed(): void {
    this.live.changed();
  }

  age(): void {
    this.fill(this.state);
  }

  private fill(state: LiveState<Report>): void {
    this.state = state;
    const { strings, format } = this.context;
    const { value, trouble } = state;
    setText(this.failure, trouble ?? '');
    const part = value ? (value.logs.length > 0 ? 'report' : 'empty') : trouble === null ? 'loading' : 'failed';
    if (this.body.firstElementChild !== this.parts[part]) this.body.replaceChildren(this.parts[part]);
    if (!value) return;
    if (trouble !== null) this.context.complain(fill(strings.stale, trouble), () => this.live.again());
    const { summary, zone } = value;
    this.fillChoices(value);
    const findings = severities.reduce((sum, severity) => sum + summary.severities[severity], 0);
    setText(this.about, fill(strings['report.findings'], format.count(findings), format.count(summary.analyses)));
    const most = Math.max(1, ...Object.values(summary.severities));
    this.counts.replaceChildren(...severities.map((severity) => severityLine(severity, summary.severities[severity], most, this.context)));
    this.categories.replaceChildren(...categoryRows(summary, strings, format).map((row) => categoryLine(row, this.context)));
    this.chart.update({ timeline: summary.timeline, stacked: this.stacked, range: value.query.range, zone });
    const rows = problemRows(summary, strings, format, Date.now(), zone);
    this.problems.update(rows);
    this.problems.element.hidden = rows.length === 0;
    this.noProblems.hidden = rows.length > 0;
    const advice = adviceList(summary.problems, value.advice, strings);
    this.advice.replaceChildren(...advice);
    this.adviceSection.hidden = advice.length === 0;
    this.anomalies.replaceChildren(...anomalyList(anomalyRows(summary, strings, format), (uri, line) => this.open(uri, line)));
    this.anomalySection.hidden = summary.anomalies.length === 0;
  }

  private fillChoices({ query: { of, range }, analysis, logs, zone }: Report): void {
    const { strings, format } = this.context;
    const one = 'ids' in of ? [{ value: valueOf(of), label: analysis ? fill(strings['report.one'], inertLine(analysis.fileName, 80), format.exact(analysis.startedAt, zone)) : strings['compare.gone'] }] : [];
    this.scope.update([{ value: '', label: strings['report.all'] }, ...one, ...logs.map(({ uri, fileName }) => ({ value: uri, label: inertLine(fileName, 100) }))], valueOf(of));
    const chosen = range !== null && this.chosenPeriod === null ? [{ value: 'chosen', label: strings['report.period.chosen'] }] : [];
    const known = (['all', 'hour', 'day', 'week', 'month'] as const).map((value) => ({ value, label: strings[`report.period.${value}`] }));
    this.period.update([...known, ...chosen], range === null ? 'all' : (this.chosenPeriod ?? 'chosen'));
  }

  private open(uri: string, line: number): void {
    const { attempt, host, strings } = this.context;
    void attempt(strings.openFailed, () => host.request('openLog', { uri, line }));
  }

  private choosePeriod(value: string): void {
    this.chosenPeriod = (['hour', 'day', 'week', 'month'] as const).find((each) => each === value) ?? null;
    const now = Date.now();
    if (value !== 'chosen') this.ask({ ...this.query, range: this.chosenPeriod === null ? null : { from: now - periods[this.chosenPeriod], to: now } });
  }

  private choose(range: TimeRange | null): void {
    this.chosenPeriod = null;
    this.ask({ ...this.query, range });
  }

  private ask(query: ReportQuery): void {
    this.query = query;
    this.context.remember({ report: query });
    this.live.again();
  }
}

const idPrefix = 'analysis:';

function valueOf(of: SummaryScope): string {
  return 'ids' in of ? idPrefix + of.ids.join(',') : (of.uris?.[0] ?? '');
}

function scopeOf(value: string): SummaryScope {
  if (value.startsWith(idPrefix)) return { ids: value.slice(idPrefix.length).split(',').map(Number) };
  return { uris: value === '' ? null : [value] };
}
