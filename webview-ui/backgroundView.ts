import type { BackgroundWork, Delivery, ScheduledRun, SourceState } from '../src/shared/backgroundWork';
import { fill } from '../src/shared/dashboardStrings';
import { button, element } from './dom';
import { icon } from './icons';
import type { PageContext } from './pageContext';
import { section } from './section';
import { inertLine } from './text';

const namesShown = 20;
const nameLimit = 200;

/** What goes on without being asked for: logs that are watched, the schedule, the server, and what became of alerts. */
export class BackgroundView {
  readonly element: HTMLElement;
  private readonly list = element('dl', { className: 'background' });
  private shown = '';

  constructor(private readonly context: PageContext) {
    this.element = section('background', context.strings.background, null, this.list);
    this.element.hidden = true;
  }

  update(work: BackgroundWork, zone: string): void {
    // What is the same stays as it is, and with it what has the focus.
    const shown = JSON.stringify([work, zone]);
    if (shown === this.shown) return;
    this.shown = shown;
    const { watched, scheduled, server, sources, deliveries } = work;
    this.element.hidden = watched.length + scheduled.length + sources.length + deliveries.length === 0 && server === null;
    const { strings, format, host, attempt } = this.context;
    const part = (title: string, ...content: readonly (readonly (Node | string)[])[]): HTMLElement[] => (content.length === 0 ? [] : [element('dt', {}, title), element('dd', {}, element('ul', {}, ...content.map((each) => element('li', {}, ...each))))]);
    const run = button('secondary', strings['background.run'], () => void attempt(strings.actionFailed, () => host.request('runSchedule', null)));
    const more = watched.length > namesShown ? [[fill(strings['background.more'], format.count(watched.length - namesShown))]] : [];
    this.list.replaceChildren(
      ...part(strings['background.watched'], ...watched.slice(0, namesShown).map((name) => [bdi(name)]), ...more),
      ...part(strings['background.schedule'], ...scheduled.map((each) => this.scheduledLine(each, zone)), ...(scheduled.length > 0 ? [[run]] : [])),
      ...part(strings['background.server'], ...(server ? [[fill(strings['background.received'], inertLine(server.address, nameLimit), format.count(server.logs))]] : [])),
      ...part(strings['background.sources'], ...sources.map((each) => this.sourceLine(each, zone))),
      ...part(strings['background.deliveries'], ...deliveries.map((each) => this.deliveryLine(each, zone))),
    );
  }

  private scheduledLine({ paths, when, last, next }: ScheduledRun, zone: string): (Node | string)[] {
    const { strings, format } = this.context;
    const ran = last === null ? strings['background.never'] : fill(strings['background.last'], format.exact(last, zone));
    const due = next === null ? [] : [fill(strings['background.next'], format.exact(next, zone))];
    return [bdi(paths.join(', ')), ' ', element('span', { className: 'dim' }, [inertLine(when, nameLimit), ran, ...due].join(' · '))];
  }

  private sourceLine({ name, address, last, records, problem }: SourceState, zone: string): (Node | string)[] {
    const { strings, format, host, attempt } = this.context;
    const read = button('secondary', strings['background.readNow'], () => void attempt(strings.actionFailed, () => host.request('analyzeSource', { name })));
    read.setAttribute('aria-label', fill(strings['background.read'], inertLine(name, nameLimit)));
    const ran = last === null ? [strings['background.never']] : [fill(strings['background.last'], format.exact(last, zone)), problem === null ? fill(strings['background.records'], format.count(records)) : inertLine(problem, nameLimit)];
    return [bdi(name), ' ', element('span', { className: 'dim' }, [inertLine(address, nameLimit), ...ran].join(' · ')), ' ', read];
  }

  private deliveryLine({ time, channel, destination, alerts, outcome, reason }: Delivery, zone: string): (Node | string)[] {
    const { strings, format } = this.context;
    const said = fill(alerts === 0 ? strings['background.test'] : strings['background.delivery'], inertLine(channel, nameLimit), inertLine(destination, nameLimit), format.count(alerts));
    const state = element('span', { className: 'badge' }, icon(outcome === 'delivered' ? 'completed' : 'failed'), strings[`background.${outcome}`]);
    return [state, ' ', said, ' ', element('span', { className: 'dim' }, [format.exact(time, zone), ...(reason === null ? [] : [inertLine(reason, nameLimit)])].join(' · '))];
  }
}

function bdi(text: string): HTMLElement {
  return element('bdi', { attributes: { dir: 'auto' } }, inertLine(text, nameLimit));
}
