import type { DashboardStrings } from '../src/shared/dashboardStrings';
import { Announcer } from './announcer';
import { button, element, setText } from './dom';
import type { Formatter } from './format';
import { icon } from './icons';
import { KeyedGrid } from './keyedGrid';
import type { OverviewState, Schedule } from './overviewController';
import { overviewModel, type AnalysisRow, type Figure, type OverviewModel, type ProblemRow } from './overviewModel';
import { analysisColumns, problemColumns } from './overviewColumns';

export interface OverviewActions {
  openLog(uri: string, line: number | null): void;
  analyzeWorkspace(): void;
  exportFindings(): void;
  retry(): void;
  /** A row got the focus. */
  focused(row: { readonly problem: string } | { readonly analysis: string }): void;
}

/** Draws the Overview into a page, and draws over it what changed. */
export class OverviewView {
  private readonly main = element('main', {});
  private readonly status = element('div', { className: 'unseen', attributes: { role: 'status' } });
  private readonly trouble: HTMLElement;
  private readonly troubleText = element('span', {});
  private readonly failure = element('p', {});
  private readonly header: HTMLElement;
  private readonly analyzeButtons: readonly HTMLElement[];
  private readonly figureValues = new Map<string, { readonly tile: HTMLElement; readonly value: HTMLElement }>();
  private readonly figures: HTMLElement;
  private readonly problems: KeyedGrid<ProblemRow>;
  private readonly noProblems: HTMLElement;
  private readonly analyses: KeyedGrid<AnalysisRow>;
  private readonly announcer: Announcer;
  private readonly pages: Readonly<Record<'loading' | 'failed' | 'empty' | 'overview', HTMLElement>>;
  private announced: string | null = null;

  constructor(
    root: HTMLElement,
    private readonly strings: DashboardStrings,
    private readonly format: Formatter,
    actions: OverviewActions,
    schedule: Schedule,
    startAt: { readonly problem: string | null; readonly analysis: string | null },
  ) {
    this.announcer = new Announcer(this.status, schedule);
    const analyze = (appearance: 'primary' | 'secondary'): HTMLElement =>
      button(appearance, strings.analyzeWorkspace, () => actions.analyzeWorkspace());
    const retry = (): HTMLElement => button('secondary', strings.retry, () => actions.retry());
    const [inHeader, inEmptyPage] = (this.analyzeButtons = [analyze('secondary'), analyze('primary')] as const);
    this.trouble = element('div', { className: 'trouble', hidden: true, attributes: { role: 'alert' } }, icon('medium'), this.troubleText, retry());
    this.problems = new KeyedGrid(problemColumns(strings), {
      className: 'problems',
      labelledBy: 'problems-title',
      describedBy: 'problems-hint',
      startAt: startAt.problem,
      open: (row) => actions.openLog(row.uri, row.line),
      focused: (key) => actions.focused({ problem: key }),
    });
    this.noProblems = element('p', { className: 'quiet' }, icon('completed'), strings['problems.none']);
    this.analyses = new KeyedGrid(analysisColumns(strings), {
      className: 'analyses',
      labelledBy: 'analyses-title',
      describedBy: 'analyses-hint',
      startAt: startAt.analysis,
      open: (row) => actions.openLog(row.uri, null),
      focused: (key) => actions.focused({ analysis: key }),
    });
    this.figures = element('dl', { className: 'figures', attributes: { 'aria-label': strings.figures } });
    this.pages = {
      loading: loadingPage(strings),
      failed: centred('failed', icon('failed'), strings['failed.title'], this.failure, retry()),
      empty: centred('empty', icon('log'), strings['empty.title'], element('p', {}, strings['empty.text']), inEmptyPage),
      overview: element(
        'div',
        {},
        this.figures,
        section('problems', strings.problems, strings['problems.hint'], this.problems.element, this.noProblems),
        section('analyses', strings.analyses, strings['analyses.hint'], this.analyses.element),
      ),
    };
    const exporting = button('secondary', strings.export, () => actions.exportFindings());
    this.header = element('header', {}, element('h1', {}, strings.overview), element('div', { className: 'actions' }, exporting, inHeader));
    this.main.append(this.header, this.trouble);
    root.replaceChildren(this.main, this.status);
  }

  /** `now` in milliseconds since the epoch. */
  show(state: OverviewState, now: number): void {
    const { overview, trouble } = state;
    if (overview) this.fill(overviewModel(overview, this.strings, this.format, now));
    if (overview) this.turnTo(overview.analyses.length > 0 ? 'overview' : 'empty');
    else this.turnTo(trouble === null ? 'loading' : 'failed');
    this.trouble.hidden = trouble === null || overview === null;
    setText(this.troubleText, trouble ?? '');
    setText(this.failure, trouble ?? '');
    for (const control of this.analyzeButtons) {
      // A disabled button would lose the focus; pressing this one again does nothing.
      control.setAttribute('aria-disabled', String(state.analyzing));
      setText(control, state.analyzing ? this.strings.analyzing : this.strings.analyzeWorkspace);
    }
  }

  private turnTo(page: keyof OverviewView['pages']): void {
    const from = this.main.lastElementChild;
    if (from === this.pages[page]) return;
    const hadFocus = document.hasFocus() && from?.contains(document.activeElement) === true;
    for (const other of Object.values(this.pages)) other.remove();
    this.header.hidden = page !== 'overview';
    this.main.append(this.pages[page]);
    // Whoever pressed the button of the page that is gone stands at the same button again.
    if (hadFocus) this.analyzeButtons[0]?.focus();
  }

  private fill(model: OverviewModel): void {
    for (const figure of model.figures) this.fillFigure(figure);
    this.problems.update(model.problems);
    this.problems.element.hidden = model.problems.length === 0;
    this.noProblems.hidden = model.problems.length > 0;
    this.analyses.update(model.analyses);
    // The first figures are there to be read; only what changes is news.
    if (this.announced !== null && this.announced !== model.announcement) this.announcer.say(model.announcement);
    this.announced = model.announcement;
  }

  private fillFigure(figure: Figure): void {
    let shown = this.figureValues.get(figure.id);
    if (!shown) {
      const value = element('dd', {});
      const tile = element('div', { className: 'figure', title: figure.hint }, element('dt', {}, figure.label), value);
      this.figures.append(tile);
      shown = { tile, value };
      this.figureValues.set(figure.id, shown);
    }
    if (shown.value.textContent === figure.value) return;
    shown.value.replaceChildren(...(figure.alarm ? [icon(figure.alarm)] : []), figure.value);
  }
}

function section(id: string, title: string, hint: string, ...content: readonly Node[]): HTMLElement {
  return element(
    'section',
    { attributes: { 'aria-labelledby': `${id}-title` } },
    element('h2', { attributes: { id: `${id}-title` } }, title),
    element('p', { className: 'unseen', attributes: { id: `${id}-hint` } }, hint),
    ...content,
  );
}

function loadingPage(strings: DashboardStrings): HTMLElement {
  const bar = element('div', { className: 'bar', attributes: { 'aria-hidden': 'true' } }, element('div', {}));
  return element(
    'div',
    { className: 'centred loading', attributes: { role: 'status' } },
    element('h1', { className: 'unseen' }, strings.overview),
    bar,
    element('p', {}, strings.loading),
  );
}

/** A page that has one thing to say and one to do. */
function centred(name: string, picture: Node, title: string, text: Node, action: Node): HTMLElement {
  return element('div', { className: `centred ${name}` }, picture, element('h1', {}, title), text, action);
}
