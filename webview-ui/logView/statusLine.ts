import { fill } from '../../src/shared/dashboardStrings';
import type { AnalysisState } from '../../src/shared/logViewPage';
import type { ViewInfo } from '../../src/shared/logViewProtocol';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element, setText } from '../dom';
import type { Formatter } from '../format';
import { icon } from '../icons';
import { linkButton } from './controls';
import { severities } from './severities';

export interface StatusActions {
  analyze(): void;
  cancelAnalysis(): void;
  turnFilterOff(): void;
}

/** What is known of the log and of the place in it, in one line. */
export class StatusLine {
  readonly element: HTMLElement;
  private readonly place = element('span', {});
  private readonly log = element('span', {});
  private readonly filtered: HTMLElement;
  private readonly analysis = element('span', { className: 'analysis' });
  private readonly found = element('span', { className: 'found' });
  private readonly running: HTMLElement;
  private readonly progress = element('span', {});
  private readonly analyze: HTMLButtonElement;

  constructor(
    private readonly strings: LogViewStrings,
    private readonly format: Formatter,
    actions: StatusActions,
  ) {
    this.analyze = linkButton(strings['status.analyze'], () => actions.analyze());
    this.analyze.title = strings['status.analyze.hint'];
    this.running = element('span', { className: 'running', hidden: true }, this.progress, linkButton(strings.cancel, () => actions.cancelAnalysis()));
    this.filtered = element('span', { className: 'filtered', hidden: true }, strings['status.filtered'], linkButton(strings['filter.off'], () => actions.turnFilterOff()));
    this.analysis.append(this.analyze, this.running, this.found);
    this.element = element('footer', { attributes: { 'aria-label': strings.status } }, this.place, this.log, this.filtered, element('span', { className: 'stretch' }), this.analysis);
  }

  showLog({ size, lines, encoding }: ViewInfo): void {
    const { strings, format } = this;
    const counted = lines === null ? strings['status.counting'] : lines === 1 ? strings['status.oneLine'] : fill(strings['status.lines'], format.count(lines));
    setText(this.log, [format.size(size), counted, encoding.replace(/^utf/, 'UTF')].join(' · '));
  }

  /** `line` is null where it is not known; `share` of the log lies before it. */
  showPlace(line: number | null, share: number, isFiltering: boolean): void {
    const { strings, format } = this;
    const position = fill(strings['status.position'], format.percent(share));
    setText(this.place, line === null ? position : `${fill(strings['status.at'], format.count(line))} · ${position}`);
    this.filtered.hidden = !isFiltering;
  }

  showAnalysis(state: AnalysisState): void {
    const { strings, format } = this;
    this.analyze.hidden = state.kind !== 'none';
    this.running.hidden = state.kind !== 'running';
    this.found.hidden = state.kind !== 'done';
    if (state.kind === 'running') {
      const found = state.findings > 0 ? ` · ${fill(strings['status.found'], format.count(state.findings))}` : '';
      setText(this.progress, `${fill(strings['status.analyzing'], format.percent(state.done))}${found}`);
    }
    if (state.kind !== 'done') return;
    const there = severities.filter((severity) => state.counts[severity] > 0);
    const tallies = there.map((severity) => {
      const label = strings[`severity.${severity}`];
      return element('span', { className: 'tally', title: label }, icon(severity), element('span', { className: 'unseen' }, `${label} `), format.count(state.counts[severity]));
    });
    this.found.replaceChildren(...(tallies.length > 0 ? tallies : [strings['status.noProblems']]));
  }
}
