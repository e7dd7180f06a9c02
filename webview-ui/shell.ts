import type { DashboardStrings } from '../src/shared/dashboardStrings';
import { Announcer } from './announcer';
import { button, element, setText } from './dom';
import { icon } from './icons';
import type { Schedule } from './live';
import type { Page } from './pageContext';
import type { PageId } from './vscodeApi';

/** The dashboard's frame: its tabs, what went wrong, and what is said to those who hear it. */
export class Shell {
  private readonly tabs = new Map<PageId, HTMLElement>();
  private readonly panel = element('div', { className: 'page', attributes: { role: 'tabpanel', id: 'panel' } });
  private readonly trouble: HTMLElement;
  private readonly troubleText = element('span', {});
  private readonly announcer: Announcer;
  private readonly made = new Map<PageId, Page>();
  private current: PageId;
  private again: () => void = () => undefined;

  constructor(
    root: HTMLElement,
    strings: DashboardStrings,
    schedule: Schedule,
    private readonly pages: Readonly<Record<PageId, () => Page>>,
    private readonly options: { readonly first: PageId; readonly turned: (page: PageId) => void },
  ) {
    this.current = options.first;
    const status = element('div', { className: 'unseen', attributes: { role: 'status' } });
    this.announcer = new Announcer(status, schedule);
    const retry = button('secondary', strings.retry, () => this.retry());
    this.trouble = element('div', { className: 'trouble', hidden: true, attributes: { role: 'alert' } }, icon('medium'), this.troubleText, retry);
    const bar = element('div', { className: 'tabs', attributes: { role: 'tablist', 'aria-label': strings.pages } });
    for (const id of Object.keys(pages) as PageId[]) {
      const tab = element('button', { className: 'tab', attributes: { role: 'tab', id: `tab-${id}`, 'aria-controls': 'panel' } }, strings[`page.${id}`]);
      tab.addEventListener('click', () => this.turnTo(id));
      this.tabs.set(id, tab);
      bar.append(tab);
    }
    bar.addEventListener('keydown', (event) => this.walk(event));
    root.replaceChildren(element('main', {}, bar, this.trouble, this.panel), status);
  }

  start(): void {
    this.turnTo(this.current);
  }

  turnTo(id: PageId): Page {
    const page = this.made.get(id) ?? this.pages[id]();
    this.made.set(id, page);
    this.current = id;
    for (const [each, tab] of this.tabs) {
      tab.setAttribute('aria-selected', String(each === id));
      tab.tabIndex = each === id ? 0 : -1;
    }
    this.panel.setAttribute('aria-labelledby', `tab-${id}`);
    if (this.panel.firstElementChild !== page.element) this.panel.replaceChildren(page.element);
    this.options.turned(id);
    page.show();
    return page;
  }

  changed(): void {
    this.made.get(this.current)?.changed();
  }

  age(): void {
    this.made.get(this.current)?.age();
  }

  say(text: string): void {
    this.announcer.say(text);
  }

  /** Shows what went wrong until it is tried again, or something else goes well. */
  fail(text: string, again: () => void): void {
    this.again = again;
    this.trouble.hidden = false;
    setText(this.troubleText, text);
  }

  settle(): void {
    this.trouble.hidden = true;
    setText(this.troubleText, '');
  }

  private retry(): void {
    this.settle();
    this.again();
  }

  /** Arrow keys go from tab to tab, as in every row of tabs. */
  private walk(event: KeyboardEvent): void {
    const ids = [...this.tabs.keys()];
    const place = ids.indexOf(this.current);
    const targets: Readonly<Record<string, number>> = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: ids.length - 1 };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const id = ids[(target + ids.length) % ids.length];
    if (id === undefined) return;
    this.turnTo(id);
    this.tabs.get(id)?.focus();
  }
}
