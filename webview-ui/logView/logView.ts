import { fill } from '../../src/shared/dashboardStrings';
import type { AnalysisState, Destination, LogViewCommand, LogViewStart, Mark } from '../../src/shared/logViewPage';
import type { ViewFilter, ViewInfo, ViewPlace } from '../../src/shared/logViewProtocol';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element } from '../dom';
import type { Formatter } from '../format';
import { FilterBar } from './filterBar';
import { emptyForm, filterOf, isFiltering } from './filterForm';
import { Follower } from './follower';
import { actionOf, type KeyAction } from './keys';
import { arrivals, Journeys } from './journeys';
import { LineCursor } from './lineCursor';
import { LinesPane } from './linesPane';
import { Notice } from './notice';
import { Pager, type PagerHost } from './pager';
import type { StateKeeper } from './pageState';
import { Highlighter } from './patterns';
import { Scrollbar } from './scrollbar';
import { Search } from './search';
import { Selection } from './selection';
import { StatusLine } from './statusLine';
import { Toolbar } from './toolbar';
import type { Extent } from './viewport';

/** Lines at hand beyond an edge of the view below which more are asked for. */
const reserve = 80;
const keepingPause = 300;

export interface LogViewPort extends PagerHost {
  start(): Promise<LogViewStart>;
  marks(): Promise<readonly Mark[]>;
  copy(from: number, to: number): Promise<number>;
  askPlace(beside: string): Promise<ViewPlace | null>;
  timeOf(text: string, beside: string): Promise<number | null>;
  analyze(): void;
  cancelAnalysis(): void;
}

/** The page: what is seen of a log, and how one gets about in it. */
export class LogView {
  private readonly selection = new Selection();
  private readonly highlighter = new Highlighter();
  private readonly notice = new Notice('message');
  private readonly pager: Pager;
  private readonly journeys: Journeys;
  private readonly cursor: LineCursor;
  private readonly lines: LinesPane;
  private readonly scrollbar: Scrollbar;
  private readonly toolbar: Toolbar;
  private readonly filterBar: FilterBar;
  private readonly status: StatusLine;
  private readonly search: Search;
  private readonly follower: Follower;
  private readonly blank = element('p', { className: 'blank', hidden: true });
  private info: ViewInfo = { viewId: 0, size: 0, lines: null, encoding: '', analysisId: null, damage: null };
  private analysis: AnalysisState = { kind: 'none' };
  private keepTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    root: HTMLElement,
    private readonly strings: LogViewStrings,
    format: Formatter,
    private readonly host: LogViewPort,
    private readonly keeper: StateKeeper,
  ) {
    this.pager = new Pager(host, (at) => this.arrive(at), (error) => this.fail(error));
    this.journeys = new Journeys(this.pager, strings, format);
    this.lines = new LinesPane(strings, format, this.highlighter, this.selection, {
      scrolled: (extent) => this.scrolled(extent),
      chosen: (offset, extend) => this.cursor.choose(offset, extend),
      openGap: (offset) => void this.pager.openGap(offset),
      complete: (offset) => void this.pager.complete(offset),
    });
    this.cursor = new LineCursor(this.pager, this.lines, this.selection, this.journeys, () => this.showPlace(this.lines.extent()));
    this.scrollbar = new Scrollbar(strings.log, this.lines.id, (share) => void this.journeys.drag(this.placeAt(share)));
    this.search = new Search(strings, {
      go: (place, label) => this.journeys.travel(place, arrivals.chosen, label),
      say: (text) => this.toolbar.say(text),
      knowsProblems: () => this.analysis.kind === 'done',
      position: () => this.cursor.position(),
    });
    this.toolbar = new Toolbar(strings, {
      find: (backwards) => void this.find(backwards),
      patternChanged: (search) => {
        this.highlight();
        this.keeper.keep({ search });
      },
      problem: (backwards) => void this.search.problem(backwards),
      goTo: () => void this.askPlace(),
      setFilterShown: (isShown) => this.showFilterBar(isShown),
      setWrap: (wraps) => this.setWrap(wraps),
      setFollow: (follows) => this.setFollow(follows),
      leave: () => this.lines.element.focus(),
    });
    this.filterBar = new FilterBar(strings, format, (text) => host.timeOf(text, this.besideText()), () => this.applyFilter(), (filter) => this.keeper.keep({ filter }));
    this.status = new StatusLine(strings, format, {
      analyze: () => host.analyze(),
      cancelAnalysis: () => host.cancelAnalysis(),
      turnFilterOff: () => {
        this.filterBar.form = { ...this.filterBar.form, isOn: false };
        this.applyFilter();
      },
    });
    this.follower = new Follower(strings, {
      toEnd: () => void this.journeys.travel({ kind: 'end' }, arrivals.end),
      changed: (follows, isPaused) => this.toolbar.showFollow(follows, isPaused),
    });
    const pane = element('div', { className: 'pane' }, this.journeys.element, this.lines.element, this.scrollbar.element, this.blank, this.follower.element);
    root.append(element('h1', { className: 'unseen' }, document.title), this.toolbar.element, this.filterBar.element, this.notice.element, pane, this.status.element);
    // Not the page's root alone: what has the focus may vanish, as a button does whose work is done.
    document.addEventListener('keydown', (event) => this.key(event));
  }

  get filter(): ViewFilter {
    return this.pager.currentFilter;
  }

  /** Takes up what an earlier page left, and goes where the host says. */
  async start(): Promise<void> {
    const state = this.keeper.current;
    this.filterBar.form = state.filter;
    this.toolbar.find.pattern = state.search;
    this.highlighter.pattern = state.search;
    this.toolbar.wrap.pressed = state.wraps;
    this.lines.wraps = state.wraps;
    this.pager.setFilter(filterOf(state.filter));
    this.showFilterBar(state.isFilterShown);
    try {
      const { info, destination, analysis } = await this.host.start();
      this.notice.hide();
      this.showAnalysis(analysis);
      this.showInfo(info);
      if (destination) await this.goTo(destination);
      else if (state.follows) this.setFollow(true);
      else if (state.top === null) await this.journeys.travel({ kind: 'start' }, arrivals.atTop);
      else await this.journeys.travel({ kind: 'offset', offset: state.top }, arrivals.atTop);
    } catch (error) {
      this.tellTrouble(messageOf(error), () => void this.start());
    }
  }

  async goTo({ place, only }: Destination): Promise<void> {
    if (only) {
      this.filterBar.form = { ...emptyForm, only };
      this.showFilterBar(true);
      this.keepFilter();
    }
    if (await this.journeys.travel(place, arrivals.chosen, this.strings.going) === 'nowhere') this.toolbar.say(this.strings['goTo.none']);
    this.lines.element.focus();
  }

  run(command: LogViewCommand): void {
    const acts: Readonly<Record<LogViewCommand, () => unknown>> = {
      find: () => this.toolbar.focusFind(),
      goTo: () => this.askPlace(),
      nextProblem: () => this.search.problem(false),
      previousProblem: () => this.search.problem(true),
      toggleFollow: () => this.setFollow(!this.follower.follows),
      toggleWrap: () => this.setWrap(!this.toolbar.wrap.pressed),
      toggleFilter: () => this.showFilterBar(!this.toolbar.filter.pressed),
    };
    acts[command]();
  }

  /** The log is not what it was. */
  logChanged(info: ViewInfo): void {
    const before = this.info;
    this.showInfo(info);
    if (info.size < before.size) {
      this.notice.show(this.strings.shrunk, { label: this.strings.dismiss, run: () => undefined });
      void this.journeys.travel(this.follower.follows ? { kind: 'end' } : { kind: 'start' }, this.follower.follows ? { kind: 'end' } : arrivals.atTop);
      return;
    }
    if (info.size > before.size) this.grow();
    if (info.analysisId !== before.analysisId || (info.lines !== null && before.lines === null)) this.reload();
  }

  showAnalysis(state: AnalysisState): void {
    this.analysis = state;
    this.status.showAnalysis(state);
    this.filterBar.showAnalysis(state);
    if (state.kind === 'done') void this.host.marks().then((marks) => this.scrollbar.showMarks(marks), (error: unknown) => this.fail(error));
    else if (state.kind === 'none') this.scrollbar.showMarks([]);
  }

  /** How far a search has come, 0 to 1. */
  showSearched(share: number): void {
    this.journeys.showDone(share);
  }

  /** Says that the log cannot be read at present; null when it can again. */
  showTrouble(trouble: string | null): void {
    if (trouble === null) this.notice.hide();
    else this.tellTrouble(trouble, null);
  }

  private showInfo(info: ViewInfo): void {
    this.info = info;
    this.status.showLog(info);
    this.lines.fit(info.size, info.lines);
  }

  private grow(): void {
    const wasAtEnd = this.pager.buffer.atEnd;
    this.pager.buffer.grow();
    // With a filter, as long a search might be for nothing as the log is long.
    if (this.pager.buffer.lines.length === 0 && !this.pager.isFiltering && !this.follower.follows) {
      void this.journeys.travel({ kind: 'start' }, arrivals.atTop);
      return;
    }
    const extent = this.lines.extent();
    this.follower.grown(wasAtEnd && extent.isBottom);
    if (!this.follower.follows && extent.below < reserve) void this.pager.extend('after');
  }

  /** Asks for the lines on show again: more is known of them. */
  private reload(): void {
    if (this.pager.buffer.lines.length === 0) return;
    void this.journeys.refresh(() => ({ kind: 'offset', offset: this.lines.extent().first }));
  }

  private arrive(at: number | null): void {
    const { lines } = this.pager.buffer;
    this.lines.show(lines);
    this.lines.fit(this.info.size, this.info.lines);
    this.blank.hidden = lines.length > 0;
    this.blank.textContent = this.pager.isFiltering ? this.strings.nothing : this.strings.empty;
    const line = at === null ? undefined : lines[at];
    const { arrival } = this.journeys;
    if (at === null || arrival.kind === 'stay') return;
    if (arrival.kind === 'end') this.lines.toBottom();
    else if (line) {
      if (arrival.select) this.cursor.choose(line.offset, false);
      this.lines.place(line.offset, arrival.share);
    }
  }

  private scrolled(extent: Extent): void {
    const { buffer } = this.pager;
    const isEnd = extent.isBottom && buffer.atEnd;
    this.scrollbar.show(extent.first, extent.last, this.info.size, extent.isTop && buffer.atStart, isEnd);
    this.follower.scrolled(extent.first, isEnd);
    this.showPlace(extent);
    if (extent.above < reserve) void this.pager.extend('before');
    if (extent.below < reserve) void this.pager.extend('after');
    clearTimeout(this.keepTimer);
    this.keepTimer = setTimeout(() => this.keeper.keep({ top: extent.first, follows: this.follower.follows }), keepingPause);
  }

  private showPlace({ first, isBottom }: Extent): void {
    const { buffer } = this.pager;
    const offset = this.selection.cursor ?? first;
    const line = buffer.lines[buffer.indexOf(offset)] ?? buffer.lines[buffer.nearest(first)];
    const share = isBottom && buffer.atEnd ? 1 : this.info.size > 0 ? Math.min(1, first / this.info.size) : 0;
    this.status.showPlace(line?.number ?? null, share, this.pager.isFiltering);
  }

  private async find(backwards: boolean): Promise<void> {
    if (!this.toolbar.find.isUsable) {
      this.toolbar.focusFind();
      return;
    }
    this.highlight();
    await this.search.find(this.toolbar.find.pattern, backwards);
  }

  private highlight(): void {
    this.highlighter.pattern = this.toolbar.find.pattern;
    this.lines.show(this.pager.buffer.lines);
  }

  private async askPlace(): Promise<void> {
    const place = await this.host.askPlace(this.besideText());
    if (place) await this.goTo({ place });
    else this.lines.element.focus();
  }

  private besideText(): string {
    const { buffer } = this.pager;
    return buffer.lines[buffer.nearest(this.cursor.position().offset)]?.text ?? '';
  }

  private applyFilter(): void {
    this.keepFilter();
    void this.journeys.travel({ kind: 'offset', offset: this.cursor.position().offset }, arrivals.inSight);
  }

  private keepFilter(): void {
    const { form } = this.filterBar;
    this.pager.setFilter(filterOf(form));
    this.keeper.keep({ filter: form });
    this.toolbar.showFilter(this.toolbar.filter.pressed, isFiltering(form));
  }

  private showFilterBar(isShown: boolean): void {
    this.filterBar.element.hidden = !isShown;
    this.toolbar.showFilter(isShown, isFiltering(this.filterBar.form));
    this.keeper.keep({ isFilterShown: isShown });
  }

  private setWrap(wraps: boolean): void {
    this.toolbar.wrap.pressed = wraps;
    this.lines.wraps = wraps;
    this.keeper.keep({ wraps });
  }

  private setFollow(follows: boolean): void {
    this.follower.follows = follows;
    this.keeper.keep({ follows });
  }

  /** What a place of the scroll bar stands for. */
  private placeAt(share: number): ViewPlace {
    const { first, last } = this.lines.extent();
    if (share <= 0) return { kind: 'start' };
    return share >= 1 ? { kind: 'end' } : { kind: 'offset', offset: Math.floor(share * Math.max(0, this.info.size - (last - first))) };
  }

  private key(event: KeyboardEvent): void {
    const action = actionOf(event, event.target === this.lines.element || event.target === document.body);
    if (action === null || (action === 'copy' && !(getSelection()?.isCollapsed ?? true))) return;
    event.preventDefault();
    this.act(action, event.shiftKey);
  }

  private act(action: KeyAction, extend: boolean): void {
    const page = this.lines.pageLength;
    const acts: Readonly<Record<KeyAction, () => unknown>> = {
      up: () => this.cursor.moveBy(-1, extend),
      down: () => this.cursor.moveBy(1, extend),
      pageUp: () => this.cursor.moveBy(-page, extend),
      pageDown: () => this.cursor.moveBy(page, extend),
      start: () => this.cursor.toStart(),
      end: () => this.cursor.toEnd(),
      left: () => this.lines.scrollSideways(-1),
      right: () => this.lines.scrollSideways(1),
      open: () => this.cursor.open(),
      copy: () => this.copy(),
      find: () => this.toolbar.focusFind(),
      findNext: () => this.find(false),
      findPrevious: () => this.find(true),
      nextProblem: () => this.search.problem(false),
      previousProblem: () => this.search.problem(true),
      wrap: () => this.setWrap(!this.toolbar.wrap.pressed),
      leave: () => this.cursor.leave(),
    };
    acts[action]();
  }

  private async copy(): Promise<void> {
    const { range } = this.selection;
    if (!range) return;
    const count = await this.host.copy(range.from, range.to);
    this.toolbar.say(count === 1 ? this.strings['copied.one'] : fill(this.strings.copied, String(count)));
  }

  private fail(error: unknown): void {
    this.tellTrouble(messageOf(error), () => this.reload());
  }

  private tellTrouble(message: string, retry: (() => void) | null): void {
    this.notice.show(fill(this.strings.trouble, message), retry ? { label: this.strings.retry, run: retry } : null);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
