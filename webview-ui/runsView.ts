import type { Run } from '../src/shared/dashboardProtocol';
import { fill } from '../src/shared/dashboardStrings';
import { button, element, setText } from './dom';
import { icon } from './icons';
import type { PageContext } from './pageContext';
import { inertLine } from './text';

interface Line {
  readonly element: HTMLElement;
  readonly state: HTMLElement;
  readonly bar: HTMLProgressElement;
  readonly details: HTMLElement;
  readonly remark: HTMLElement;
  readonly cancel: HTMLButtonElement;
  shown: Run['state'] | null;
}

/** The analyses that were asked for here, each with how far it has come. */
export class RunsView {
  readonly element: HTMLElement;
  private readonly list = element('ul', { className: 'runs' });
  private readonly lines = new Map<number, Line>();
  private finished = 0;

  constructor(private readonly context: PageContext) {
    const { strings, host, attempt } = context;
    const clear = button('secondary', strings['runs.clear'], () => void attempt(strings.actionFailed, () => host.request('clearRuns', null)));
    const heading = element('div', { className: 'heading-line' }, element('h2', { attributes: { id: 'runs-title' } }, strings.runs), clear);
    this.element = element('section', { className: 'section-runs', hidden: true, attributes: { 'aria-labelledby': 'runs-title' } }, heading, this.list);
  }

  update(runs: readonly Run[]): void {
    this.element.hidden = runs.length === 0;
    const present = new Set(runs.map(({ id }) => id));
    for (const [id, line] of this.lines) {
      if (present.has(id)) continue;
      line.element.remove();
      this.lines.delete(id);
    }
    let previous: Element | null = null;
    for (const run of runs) {
      const line = this.lines.get(run.id) ?? this.newLine(run);
      this.fill(line, run);
      const place: Element | null = previous === null ? this.list.firstElementChild : previous.nextElementSibling;
      if (place !== line.element) this.list.insertBefore(line.element, place);
      previous = line.element;
    }
    const finished = runs.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
    if (finished !== this.finished && runs.length > 0) this.context.say(fill(this.context.strings['runs.announcement'], String(finished), String(runs.length)));
    this.finished = finished;
  }

  private newLine(run: Run): Line {
    const { strings, host, attempt } = this.context;
    const name = inertLine(run.name, 200);
    const label = fill(strings['runs.cancel'], name);
    const cancel = element('button', { className: 'row-action', title: label, attributes: { type: 'button', 'aria-label': label } }, icon('failed'));
    cancel.addEventListener('click', () => void attempt(strings.actionFailed, () => host.request('cancelRun', { id: run.id })));
    const bar = element('progress', { attributes: { 'aria-label': name, max: '1' } });
    const [state, details, remark] = [element('span', { className: 'badge' }), element('span', { className: 'dim run-details' }), element('span', { className: 'dim run-remark' })];
    const made = element('li', { className: 'run' }, element('bdi', { className: 'run-name', title: name }, name), state, bar, details, cancel, remark);
    const line = { element: made, state, bar, details, remark, cancel, shown: null };
    this.lines.set(run.id, line);
    return line;
  }

  private fill(line: Line, run: Run): void {
    const { strings } = this.context;
    if (line.shown !== run.state) {
      line.state.replaceChildren(icon(run.state), strings[`run.${run.state}`]);
      line.shown = run.state;
    }
    const underWay = run.state === 'waiting' || run.state === 'running';
    line.bar.hidden = run.state !== 'running';
    line.bar.value = run.totalBytes > 0 ? Math.min(1, run.bytes / run.totalBytes) : 0;
    line.cancel.hidden = !underWay;
    setText(line.details, this.detailsOf(run));
    setText(line.remark, inertLine(run.remark ?? '', 400));
    line.remark.hidden = run.remark === null;
  }

  private detailsOf({ state, bytes, totalBytes, lines, findings, elapsed }: Run): string {
    const { strings, format } = this.context;
    if (state === 'waiting' || state === 'refused') return totalBytes > 0 ? format.size(totalBytes) : '';
    const speed = elapsed > 0 ? (bytes / elapsed) * 1000 : 0;
    const parts = [
      state === 'running' ? fill(strings['run.bytes'], format.size(bytes), format.size(totalBytes)) : format.size(bytes),
      ...(lines > 0 ? [fill(strings['run.lines'], format.count(lines))] : []),
      fill(strings['run.findings'], format.count(findings)),
      ...(speed > 0 ? [fill(strings['run.speed'], format.size(speed))] : []),
    ];
    if (state !== 'running') parts.push(fill(strings['run.took'], format.duration(elapsed)));
    else if (speed > 0 && totalBytes > bytes) parts.push(fill(strings['run.left'], format.duration(((totalBytes - bytes) / speed) * 1000)));
    return parts.join(' · ');
  }
}
