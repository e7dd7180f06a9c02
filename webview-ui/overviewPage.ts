import type { Overview } from '../src/shared/dashboardProtocol';
import { fill } from '../src/shared/dashboardStrings';
import type { TimeRange } from '../src/shared/summary';
import { button, element, setText } from './dom';
import { DropZone } from './dropZone';
import { icon } from './icons';
import { KeyedGrid } from './keyedGrid';
import { Live, type LiveState } from './live';
import { type AnalysisActions, analysisColumns, problemColumns } from './overviewColumns';
import { anomalyList, categoryLine, severitiesOf } from './overviewParts';
import { type AnalysisRow, type Figure, type ProblemRow, overviewModel } from './overviewModel';
import type { Page, PageContext } from './pageContext';
import type { RunsView } from './runsView';
import { centred, loadingPage, section } from './section';
import { TimelineChart } from './timelineChart';

/** What there is at a glance: figures, problems over time, the worst of them, and the newest analyses. */
export class OverviewPage implements Page {
  readonly element = element('div', {});
  private readonly body = element('div', {});
  private readonly live: Live<Overview>;
  private readonly figures: HTMLElement;
  private readonly figureValues = new Map<string, { readonly value: HTMLElement; readonly change: HTMLElement; readonly link: HTMLElement }>();
  private readonly chart: TimelineChart;
  private readonly chosen = element('span', {});
  private readonly chosenLine: HTMLElement;
  private readonly problems: KeyedGrid<ProblemRow>;
  private readonly noProblems: HTMLElement;
  private readonly categories = element('ul', { className: 'categories' });
  private readonly anomalies = element('ul', { className: 'anomalies' });
  private readonly anomalySection: HTMLElement;
  private readonly analyses: KeyedGrid<AnalysisRow>;
  private readonly failure = element('p', {});
  private readonly parts: Readonly<Record<'loading' | 'failed' | 'empty' | 'overview', HTMLElement>>;
  private range: TimeRange | null;
  private stacked: 'severity' | 'file';
  private state: LiveState<Overview> = { value: null, trouble: null };
  private announced: string | null = null;
  private started = false;

  constructor(
    private readonly context: PageContext,
    runs: RunsView,
  ) {
    const { strings, format, host, restored } = context;
    this.range = restored.range;
    this.stacked = restored.stacked;
    this.live = new Live(() => host.request('overview', { range: this.range }), (state) => this.fill(state), context.schedule, restored.overview);
    this.chart = new TimelineChart(strings, format, { chosen: (range) => this.choose(range), stackedBy: (what) => this.stackBy(what) });
    const inTable = element('button', { className: 'link', attributes: { type: 'button' } }, strings['timeline.errors']);
    inTable.addEventListener('click', () => this.range && context.showErrors({ ...this.range }));
    this.chosenLine = element('p', { className: 'chosen', hidden: true }, this.chosen, ' ', inTable);
    this.anomalySection = section('anomalies', strings.anomalies, null, this.anomalies);
    this.problems = new KeyedGrid(problemColumns(strings, ({ fingerprints }) => context.showErrors({ fingerprints })), {
      className: 'problems',
      labelledBy: 'problems-title',
      describedBy: 'problems-hint',
      startAt: restored.problem,
      open: (row) => this.open(row.uri, row.line),
      focused: (key) => context.remember({ problem: key }),
    });
    this.noProblems = element('p', { className: 'quiet' }, icon('completed'), strings['problems.none']);
    this.analyses = new KeyedGrid(analysisColumns(strings, analysisActions(context)), {
      className: 'analyses',
      labelledBy: 'analyses-title',
      describedBy: 'analyses-hint',
      startAt: restored.analysis,
      open: (row) => this.open(row.uri, null),
      focused: (key) => context.remember({ analysis: key }),
    });
    this.figures = element('dl', { className: 'figures', attributes: { 'aria-label': strings.figures } });
    this.parts = {
      loading: loadingPage(strings.overview, strings.loading),
      failed: centred('failed', icon('failed'), strings['failed.title'], this.failure, button('secondary', strings.retry, () => this.live.again())),
      empty: centred('empty', icon('log'), strings['empty.title'], element('p', {}, strings['empty.text']), this.analyzeButton('primary')),
      overview: element(
        'div',
        {},
        this.figures,
        section('timeline', strings.timeline, strings['timeline.hint'], this.chart.element, this.chosenLine),
        element(
          'div',
          { className: 'beside' },
          section('problems', strings.problems, strings['problems.hint'], this.problems.element, this.noProblems),
          element('div', {}, section('categories', strings.categories, null, this.categories), this.anomalySection),
        ),
        section('analyses', strings.analyses, strings['analyses.hint'], this.analyses.element),
      ),
    };
    const exporting = button('secondary', strings.export, () => void context.attempt(strings.exportFailed, () => host.request('exportFindings', { uri: null })));
    const header = element('header', {}, element('h1', {}, strings.overview), element('div', { className: 'actions' }, exporting, this.analyzeButton('secondary')));
    this.element.append(header, new DropZone(context).element, runs.element, this.body);
  }

  show(): void {
    if (this.started) {
      this.live.again();
      return;
    }
    this.started = true;
    this.live.start();
  }

  changed(): void {
    this.live.changed();
  }

  age(): void {
    this.fill(this.state);
  }

  private fill(state: LiveState<Overview>): void {
    this.state = state;
    const { value, trouble } = state;
    setText(this.failure, trouble ?? '');
    if (value && trouble !== null) this.context.complain(fill(this.context.strings.stale, trouble), () => this.live.again());
    this.turnTo(value ? (value.analyses.length > 0 ? 'overview' : 'empty') : trouble === null ? 'loading' : 'failed');
    if (value) this.fillIn(value);
  }

  private turnTo(part: keyof OverviewPage['parts']): void {
    if (this.body.firstElementChild !== this.parts[part]) this.body.replaceChildren(this.parts[part]);
  }

  private fillIn(overview: Overview): void {
    const { strings, format, remember } = this.context;
    remember({ overview });
    const model = overviewModel(overview, strings, format, Date.now());
    for (const figure of model.figures) this.fillFigure(figure);
    const { summary, zone } = overview;
    this.chart.update({ timeline: summary.timeline, stacked: this.stacked, range: this.range, zone });
    this.chosenLine.hidden = this.range === null;
    if (this.range) setText(this.chosen, fill(strings['timeline.chosen'], format.exact(this.range.from, zone), format.exact(this.range.to, zone)));
    this.problems.update(model.problems);
    this.problems.element.hidden = model.problems.length === 0;
    this.noProblems.hidden = model.problems.length > 0;
    this.categories.replaceChildren(...model.categories.map((row) => categoryLine(row, this.context)));
    this.anomalySection.hidden = model.anomalies.length === 0;
    this.anomalies.replaceChildren(...anomalyList(model.anomalies, (uri, line) => this.open(uri, line)));
    this.analyses.update(model.analyses);
    // The first figures are there to be read; only what changes is news.
    if (this.announced !== null && this.announced !== model.announcement) this.context.say(model.announcement);
    this.announced = model.announcement;
  }

  private fillFigure(figure: Figure): void {
    let shown = this.figureValues.get(figure.id);
    if (!shown) {
      const [value, change] = [element('span', {}), element('span', { className: 'change' })];
      const link = element('button', { className: 'figure-link', attributes: { type: 'button' } }, value, change);
      link.addEventListener('click', () => this.context.showErrors(severitiesOf(figure.id)));
      this.figures.append(element('div', { className: 'figure' }, element('dt', {}, figure.label), element('dd', {}, link)));
      shown = { value, change, link };
      this.figureValues.set(figure.id, shown);
    }
    shown.link.title = figure.hint;
    shown.link.setAttribute('aria-label', fill(this.context.strings['figure.show'], figure.label, `${figure.value} ${figure.change}`.trim()));
    setText(shown.change, figure.change);
    shown.change.className = `change${figure.worse === null ? '' : figure.worse ? ' worse' : ' better'}`;
    if (shown.value.textContent !== figure.value) shown.value.replaceChildren(...(figure.alarm ? [icon(figure.alarm)] : []), figure.value);
  }

  private choose(range: TimeRange | null): void {
    this.range = range;
    this.context.remember({ range });
    this.live.again();
  }

  private stackBy(stacked: 'severity' | 'file'): void {
    this.stacked = stacked;
    this.context.remember({ stacked });
    this.fill(this.state);
  }

  private open(uri: string, line: number | null): void {
    void this.context.attempt(this.context.strings.openFailed, () => this.context.host.request('openLog', { uri, line }));
  }

  private analyzeButton(appearance: 'primary' | 'secondary'): HTMLElement {
    const { strings, host, attempt } = this.context;
    let running = false;
    const made = button(appearance, strings.analyzeWorkspace, () => {
      if (running) return;
      running = true;
      // A disabled button would lose the focus; pressing this one again does nothing.
      made.setAttribute('aria-disabled', 'true');
      setText(made, strings.analyzing);
      void attempt(strings.analyzeFailed, () => host.request('analyzeWorkspace', null)).then(() => {
        running = false;
        made.setAttribute('aria-disabled', 'false');
        setText(made, strings.analyzeWorkspace);
      });
    });
    return made;
  }
}

/** What can be done with an analysis in any list of them. */
export function analysisActions({ host, strings, attempt, showReport }: PageContext): AnalysisActions {
  return {
    report: ({ id }) => showReport(id),
    exportFindings: ({ uri }) => void attempt(strings.exportFailed, () => host.request('exportFindings', { uri })),
    analyze: ({ uri }) => void attempt(strings.analyzeFailed, () => host.request('analyze', { uris: [uri] })),
    remove: ({ id }) => void attempt(strings.removeFailed, () => host.request('remove', { analysisId: id })),
  };
}
