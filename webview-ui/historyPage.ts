import type { HistoryPage as History } from '../src/shared/dashboardProtocol';
import { fill } from '../src/shared/dashboardStrings';
import { BackgroundView } from './backgroundView';
import { Choice } from './choice';
import { ComparisonView } from './comparisonView';
import { button, element, setText } from './dom';
import { icon } from './icons';
import { type Column, KeyedGrid } from './keyedGrid';
import { Live, type LiveState } from './live';
import { analysisColumns } from './overviewColumns';
import { type AnalysisRow, analysisRow } from './overviewModel';
import { analysisActions } from './overviewPage';
import type { Page, PageContext } from './pageContext';
import { centred, loadingPage, section } from './section';
import { inertLine } from './text';
import { TrendChart } from './trendChart';

const pageSize = 50;

/** The analyses of a log, or of all: how they went on, and what changed between any two of them. */
export class HistoryPage implements Page {
  readonly element = element('div', {});
  private readonly body = element('div', {});
  private readonly live: Live<History>;
  private readonly choice: Choice;
  private readonly trend: TrendChart;
  private readonly analyses: KeyedGrid<AnalysisRow>;
  private readonly comparison: ComparisonView;
  private readonly background: BackgroundView;
  private readonly compare: HTMLElement;
  private readonly place = element('span', { className: 'dim' });
  private readonly pager: HTMLElement;
  private readonly failure = element('p', {});
  private readonly parts: Readonly<Record<'loading' | 'failed' | 'empty' | 'history', HTMLElement>>;
  /** Ids of the analyses that are checked, the first checked first. */
  private checked: readonly number[] = [];
  private uri: string | null;
  private offset = 0;
  private state: LiveState<History> = { value: null, trouble: null };
  private started = false;

  constructor(private readonly context: PageContext) {
    const { strings, format, host, schedule, restored } = context;
    this.uri = restored.history;
    this.live = new Live(() => host.request('history', { uri: this.uri, offset: this.offset, limit: pageSize }), (state) => this.fill(state), schedule);
    this.choice = new Choice(strings['history.log'], (value) => this.turnTo(value === '' ? null : value, 0));
    this.trend = new TrendChart(strings, format);
    this.comparison = new ComparisonView(context);
    this.background = new BackgroundView(context);
    this.analyses = new KeyedGrid([this.checkColumn(), ...analysisColumns(strings, analysisActions(context))], {
      className: 'analyses choosable',
      labelledBy: 'history-title',
      describedBy: 'history-hint',
      startAt: null,
      open: ({ uri }) => void context.attempt(strings.openFailed, () => host.request('openLog', { uri, line: null })),
      focused: () => undefined,
    });
    this.compare = button('primary', strings['history.compare'], () => void this.compareChecked());
    this.compare.title = strings['history.compareHint'];
    const step = (label: string, by: number): HTMLElement => button('secondary', label, () => this.turnTo(this.uri, Math.max(0, this.offset + by)));
    this.pager = element('div', { className: 'pager' }, step(strings['history.previous'], -pageSize), this.place, step(strings['history.next'], pageSize));
    this.parts = {
      loading: loadingPage(strings['page.history'], strings.loading),
      failed: centred('failed', icon('failed'), strings['failed.title'], this.failure, button('secondary', strings.retry, () => this.live.again())),
      empty: centred('empty', icon('log'), strings['history.none'], element('p', {}, strings['empty.text'])),
      history: element(
        'div',
        {},
        section('trend', strings.trend, strings['trend.hint'], this.trend.element),
        this.comparison.element,
        section('history', strings['history.analyses'], strings['history.hint'], this.analyses.element, this.pager),
        this.background.element,
      ),
    };
    const header = element('header', {}, element('h1', {}, strings['page.history']), element('div', { className: 'actions' }, this.choice.element, this.compare));
    this.element.append(header, this.body);
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

  private fill(state: LiveState<History>): void {
    this.state = state;
    const { strings, format } = this.context;
    const { value, trouble } = state;
    setText(this.failure, trouble ?? '');
    const part = value ? (value.logs.length > 0 ? 'history' : 'empty') : trouble === null ? 'loading' : 'failed';
    if (this.body.firstElementChild !== this.parts[part]) this.body.replaceChildren(this.parts[part]);
    if (!value) return;
    if (trouble !== null) this.context.complain(fill(strings.stale, trouble), () => this.live.again());
    const { page, trend, logs, zone, background } = value;
    this.background.update(background, zone);
    this.choice.update([{ value: '', label: strings['history.all'] }, ...logs.map(({ uri, fileName }) => ({ value: uri, label: inertLine(fileName, 100) }))], this.uri ?? '');
    this.trend.update(trend, zone);
    const now = Date.now();
    this.analyses.update(page.analyses.map((analysis) => analysisRow(analysis, strings, format, now, zone)));
    this.pager.hidden = page.total <= pageSize;
    setText(this.place, fill(strings['history.page'], format.count(this.offset + 1), format.count(this.offset + page.analyses.length), format.count(page.total)));
    this.check(this.checked.filter((id) => page.analyses.some((analysis) => analysis.id === id)));
  }

  private turnTo(uri: string | null, offset: number): void {
    const total = this.state.value?.page.total ?? 0;
    if (uri === this.uri && offset >= total && offset > 0) return;
    this.uri = uri;
    this.offset = offset;
    this.context.remember({ history: uri });
    this.live.again();
  }

  private checkColumn(): Column<AnalysisRow> {
    const { strings } = this.context;
    return {
      id: 'choose',
      title: strings['column.choose'],
      render: ({ id, status, when }) => {
        if (status !== 'completed') return [];
        const box = element('input', { className: 'check', attributes: { type: 'checkbox', 'aria-label': fill(strings['history.choose'], when.title), 'data-id': String(id) } });
        box.checked = this.checked.includes(id);
        box.addEventListener('change', () => this.check(box.checked ? [...this.checked, id].slice(-2) : this.checked.filter((each) => each !== id)));
        return [box];
      },
    };
  }

  /** Two at most: a third takes the place of the first. */
  private check(ids: readonly number[]): void {
    this.checked = ids;
    for (const box of this.analyses.element.querySelectorAll<HTMLInputElement>('input.check')) box.checked = ids.includes(Number(box.dataset['id']));
    this.compare.setAttribute('aria-disabled', String(ids.length !== 2));
  }

  private async compareChecked(): Promise<void> {
    const { host, strings, attempt } = this.context;
    const { value } = this.state;
    const times = new Map(value?.page.analyses.map(({ id, startedAt }) => [id, startedAt]));
    const [older, newer] = this.checked.toSorted((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0));
    if (older === undefined || newer === undefined || !value) return;
    await attempt(strings.actionFailed, async () => this.comparison.show(await host.request('compare', { older, newer }), value.zone));
  }
}
