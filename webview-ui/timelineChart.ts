import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { DashboardStrings } from '../src/shared/dashboardStrings';
import type { TimeRange, Timeline } from '../src/shared/summary';
import { element } from './dom';
import type { Formatter } from './format';
import { type TimelineSeries, moved, problemsIn, seriesOf, spanOf, stackedCounts, stretched, timelineSummary } from './timelineSeries';

const height = 190;
/** Pixels that a selection must have to be one. */
const leastSelection = 4;
/** Rows of the table that tells the same: those with most problems are all that anybody reads. */
const mostRows = 200;

export interface TimelineShown {
  readonly timeline: Timeline;
  readonly stacked: 'severity' | 'file';
  /** What was chosen; null for all. */
  readonly range: TimeRange | null;
  readonly zone: string;
}

interface TimelineActions {
  /** Some time was chosen; null: all. */
  chosen(range: TimeRange | null): void;
  stackedBy(what: 'severity' | 'file'): void;
}

/**
 * Problems over time as stacked bars. Dragging over it chooses a time, the wheel or the arrow keys move it; a table
 * tells the same. With no actions it is a picture.
 */
export class TimelineChart {
  readonly element: HTMLElement;
  private readonly canvas = element('div', { className: 'timeline-canvas' });
  private readonly legend = element('ul', { className: 'legend' });
  private readonly table = element('table', { className: 'plain-table' });
  private readonly details: HTMLElement;
  private readonly nothing: HTMLElement;
  private readonly note = element('p', { className: 'dim', hidden: true });
  private readonly stackButtons: ReadonlyMap<'severity' | 'file', HTMLElement>;
  private readonly rangeButtons: readonly HTMLButtonElement[];
  private readonly all: HTMLButtonElement;
  private plot: uPlot | undefined;
  private shown: TimelineShown | undefined;
  private drawn = '';

  constructor(
    private readonly strings: DashboardStrings,
    private readonly format: Formatter,
    private readonly actions: TimelineActions | null,
  ) {
    const tool = (label: string, press: () => void): HTMLButtonElement => {
      const made = element('button', { className: 'tool', attributes: { type: 'button' } }, label);
      made.addEventListener('click', press);
      return made;
    };
    this.stackButtons = new Map((['severity', 'file'] as const).map((what) => [what, tool(strings[`timeline.by.${what}`], () => actions?.stackedBy(what))]));
    this.all = tool(strings['timeline.all'], () => actions?.chosen(null));
    this.rangeButtons = [
      tool(strings['timeline.earlier'], () => this.choose((range) => moved(range, -0.5))),
      tool(strings['timeline.later'], () => this.choose((range) => moved(range, 0.5))),
      tool(strings['timeline.in'], () => this.choose((range) => stretched(range, 0.5))),
      tool(strings['timeline.out'], () => this.choose((range) => stretched(range, 2))),
    ];
    const tools = element(
      'div',
      { className: 'tools', hidden: actions === null },
      element('div', { className: 'tool-group', attributes: { role: 'group', 'aria-label': strings['timeline.stack'] } }, ...this.stackButtons.values()),
      element('div', { className: 'tool-group', attributes: { role: 'group', 'aria-label': strings['timeline.range'] } }, ...this.rangeButtons, this.all),
    );
    this.nothing = element('p', { className: 'quiet' }, strings['timeline.none']);
    this.details = element('details', {}, element('summary', {}, strings['timeline.table']), element('div', { className: 'scrolled', attributes: { tabindex: '0', role: 'region', 'aria-label': strings['timeline.table'] } }, this.table));
    this.element = element('div', { className: 'timeline' }, tools, this.nothing, this.canvas, this.legend, this.note, this.details);
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    // A theme's colours are drawn, not styled.
    new MutationObserver(() => this.redraw()).observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    if (actions) this.canvas.addEventListener('wheel', (event) => this.turned(event), { passive: false });
    if (actions) this.canvas.addEventListener('keydown', (event) => this.pressed(event));
  }

  update(shown: TimelineShown): void {
    this.shown = shown;
    const { timeline, stacked, range, zone } = shown;
    const drawn = JSON.stringify(shown);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const empty = problemsIn(timeline) === 0;
    this.nothing.hidden = !empty;
    for (const part of [this.canvas, this.legend, this.details]) part.hidden = empty;
    for (const [what, made] of this.stackButtons) made.setAttribute('aria-pressed', String(what === stacked));
    for (const made of this.rangeButtons) made.disabled = empty && range === null;
    this.all.disabled = range === null;
    this.note.hidden = timeline.untimed === 0 || range !== null;
    this.note.textContent = this.strings['timeline.untimed'].replace('{0}', this.format.count(timeline.untimed));
    const series = seriesOf(timeline, stacked, this.strings);
    this.legend.replaceChildren(...series.map(({ label, colour, counts }) => legendEntry(label, colour, this.format.count(counts.reduce((sum, count) => sum + count, 0)))));
    this.fillTable(timeline, series, zone);
    this.redraw();
  }

  private redraw(): void {
    this.plot?.destroy();
    this.plot = undefined;
    if (!this.shown || this.canvas.hidden || this.canvas.clientWidth === 0) return;
    const { timeline, stacked, zone } = this.shown;
    const series = seriesOf(timeline, stacked, this.strings);
    const starts = timeline.severities.critical.map((_, index) => (timeline.from + index * timeline.width) / 1000);
    const style = getComputedStyle(document.body);
    const colourOf = (name: string): string => style.getPropertyValue(name).trim() || style.color;
    const [foreground, line] = [colourOf('--vscode-descriptionForeground'), colourOf('--vscode-widget-border')];
    const span = spanOf(timeline);
    const bars = uPlot.paths.bars?.({ size: [0.9, 60], align: 1 });
    const axis = { stroke: foreground, font: `11px ${style.fontFamily}`, grid: { show: false }, ticks: { show: true, stroke: foreground, size: 4 } };
    const interactive = this.actions !== null;
    this.plot = new uPlot(
      {
        width: this.canvas.clientWidth,
        height,
        legend: { show: false },
        cursor: { show: interactive, y: false, points: { show: false }, drag: { x: interactive, y: false, setScale: false } },
        scales: { x: { time: true, range: [span.from / 1000, span.to / 1000] }, y: { range: (_, __, most) => [0, Math.max(1, most * 1.05)] } },
        axes: [
          { ...axis, values: (_, splits) => splits.map((split) => this.format.tick(split * 1000, span.to - span.from, zone)), space: 90 },
          { ...axis, size: 48, grid: { show: true, stroke: line, width: 1 }, values: (_, splits) => splits.map((split) => (Number.isInteger(split) ? this.format.count(split) : '')) },
        ],
        series: [{}, ...series.toReversed().map(({ label, colour }) => ({ label, fill: colourOf(colour), stroke: colourOf(colour), width: 0, points: { show: false }, ...(bars && { paths: bars }) }))],
        hooks: { setSelect: [(plot) => this.selected(plot)], setCursor: [(plot) => this.pointed(plot, series)] },
      },
      [starts, ...stackedCounts(series)],
      this.canvas,
    );
    this.describe();
  }

  /** The bars as one picture; with keys to move it by where it can be moved. */
  private describe(): void {
    if (!this.shown) return;
    const { timeline, zone } = this.shown;
    const words = { count: (value: number) => this.format.count(value), time: (value: number) => this.format.exact(value, zone) };
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', timelineSummary(timeline, this.strings, words));
    if (this.actions) this.canvas.tabIndex = 0;
  }

  private resize(): void {
    const width = this.canvas.clientWidth;
    if (width === 0) return;
    if (!this.plot) this.redraw();
    else if (this.plot.width !== width) this.plot.setSize({ width, height });
  }

  private selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < leastSelection) return;
    const from = Math.floor(plot.posToVal(left, 'x') * 1000);
    const to = Math.ceil(plot.posToVal(left + width, 'x') * 1000);
    if (to > from) this.actions?.chosen({ from, to });
  }

  /** Says on hover what a bar stands for. */
  private pointed({ cursor: { idx } }: uPlot, series: readonly TimelineSeries[]): void {
    if (idx === null || idx === undefined || !this.shown) {
      this.canvas.title = '';
      return;
    }
    const { timeline, zone } = this.shown;
    const lines = series.flatMap(({ label, counts }) => ((counts[idx] ?? 0) > 0 ? [`${label}: ${this.format.count(counts[idx] ?? 0)}`] : []));
    this.canvas.title = [this.format.exact(timeline.from + idx * timeline.width, zone), ...lines].join('\n');
  }

  private choose(change: (range: TimeRange) => TimeRange): void {
    if (!this.shown) return;
    this.actions?.chosen(change(this.shown.range ?? spanOf(this.shown.timeline)));
  }

  private turned(event: WheelEvent): void {
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (sideways === 0 || this.shown?.range === null) return;
    event.preventDefault();
    this.choose((range) => moved(range, Math.sign(sideways) * 0.1));
  }

  private pressed(event: KeyboardEvent): void {
    const changes: Readonly<Record<string, (range: TimeRange) => TimeRange>> = {
      ArrowLeft: (range) => moved(range, -0.25),
      ArrowRight: (range) => moved(range, 0.25),
      '+': (range) => stretched(range, 0.5),
      '-': (range) => stretched(range, 2),
    };
    if (event.key === 'Escape' && this.shown?.range !== null) this.actions?.chosen(null);
    const change = changes[event.key];
    if (!change) return;
    event.preventDefault();
    this.choose(change);
  }

  private fillTable({ from, width }: Timeline, series: readonly TimelineSeries[], zone: string): void {
    const length = series[0]?.counts.length ?? 0;
    const rows: HTMLElement[] = [];
    for (let index = 0; index < length && rows.length < mostRows; index++) {
      if (series.every(({ counts }) => (counts[index] ?? 0) === 0)) continue;
      rows.push(element('tr', {}, element('th', { attributes: { scope: 'row' } }, this.format.exact(from + index * width, zone)), ...series.map(({ counts }) => element('td', {}, this.format.count(counts[index] ?? 0)))));
    }
    const heading = element('tr', {}, element('th', { attributes: { scope: 'col' } }, this.strings['timeline.from']), ...series.map(({ label }) => element('th', { attributes: { scope: 'col' } }, label)));
    this.table.replaceChildren(element('thead', {}, heading), element('tbody', {}, ...rows));
  }
}

function legendEntry(label: string, colour: string, count: string): HTMLElement {
  const mark = element('span', { className: 'mark', attributes: { 'aria-hidden': 'true' } });
  mark.style.setProperty('background', `var(${colour})`);
  return element('li', {}, mark, element('bdi', {}, label), element('span', { className: 'dim' }, count));
}
