import type { Category, Severity } from '../../src/core/finding';
import { fill } from '../../src/shared/dashboardStrings';
import { findingSources, type FindingFilter } from '../../src/shared/findingsTable';
import { Choice } from '../choice';
import { element, setText } from '../dom';
import { icon } from '../icons';
import type { PageContext } from '../pageContext';
import { inertLine } from '../text';
import { tidied } from './errorsState';

/** Milliseconds after the last key until what is written counts. */
const typing = 250;

const severities = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];
/** Every category, in the order in which they are offered. */
const categoryPlaces: Readonly<Record<Category, true>> = { network: true, timeout: true, memory: true, permission: true, database: true, 'disk-io': true, configuration: true, runtime: true, system: true, business: true, general: true };
const categories = Object.keys(categoryPlaces) as Category[];
const hour = 3_600_000;
const spans = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour } as const;
type Span = keyof typeof spans;

/** The controls of the filter. Those of one kind count together, those of different kinds narrow each other. */
export class FilterBar {
  readonly element: HTMLElement;
  private filter: FindingFilter = {};
  private readonly text: HTMLInputElement;
  private readonly file: HTMLInputElement;
  private readonly severityButtons = new Map<Severity, HTMLElement>();
  private readonly regex: HTMLElement;
  private readonly matchCase: HTMLElement;
  private readonly category: Choice;
  private readonly source: Choice;
  private readonly time: Choice;
  private readonly news: Choice;
  private readonly fingerprint: HTMLElement;
  private readonly fingerprintText = element('bdi', {});
  private readonly clear: HTMLButtonElement;
  private written = 0;

  constructor(
    private readonly context: PageContext,
    private readonly changed: (filter: FindingFilter) => void,
  ) {
    const { strings } = context;
    this.text = this.field(strings['filter.text'], 'text', () => this.setText({}));
    this.file = this.field(strings['filter.file'], 'file', () => this.set({ file: this.file.value }));
    this.regex = this.toggle('.*', strings['filter.regex'], () => this.setText({ isRegex: this.filter.text?.isRegex !== true }));
    this.matchCase = this.toggle('Aa', strings['filter.matchCase'], () => this.setText({ matchCase: this.filter.text?.matchCase !== true }));
    for (const severity of severities) {
      const made = this.toggle('', strings[`severity.${severity}`], () => this.toggleSeverity(severity));
      made.append(icon(severity), element('span', {}, strings[`severity.${severity}`]));
      this.severityButtons.set(severity, made);
    }
    this.category = new Choice(strings['column.category'], (value) => this.set({ categories: categories.filter((each) => each === value) }));
    this.source = new Choice(strings['column.source'], (value) => this.set({ sources: findingSources.filter((each) => each === value) }));
    this.time = new Choice(strings['column.time'], (value) => this.setTime(value));
    this.news = new Choice(strings['filter.new'], (value) => this.setNews(value));
    const drop = element('button', { className: 'row-action', title: strings['filter.allFingerprints'], attributes: { type: 'button', 'aria-label': strings['filter.allFingerprints'] } }, icon('failed'));
    drop.addEventListener('click', () => this.set({ fingerprints: [] }));
    this.fingerprint = element('span', { className: 'chip', hidden: true }, this.fingerprintText, drop);
    this.clear = element('button', { className: 'link', attributes: { type: 'button' } }, strings['filter.clear']);
    this.clear.addEventListener('click', () => {
      this.show({});
      this.changed({});
    });
    this.element = element(
      'div',
      { className: 'filter', attributes: { role: 'search', 'aria-label': strings.filter } },
      element('span', { className: 'field wide' }, this.text, this.matchCase, this.regex),
      element('span', { className: 'field' }, this.file),
      element('span', { className: 'toggles', attributes: { role: 'group', 'aria-label': strings['column.severity'] } }, ...this.severityButtons.values()),
      this.category.element,
      this.source.element,
      this.time.element,
      this.news.element,
      this.fingerprint,
      this.clear,
    );
    this.show({});
  }

  /** Shows a filter that something else chose. */
  show(filter: FindingFilter): void {
    this.filter = filter;
    // What is being written is not written over.
    if (document.activeElement !== this.text) this.text.value = filter.text?.text ?? '';
    if (document.activeElement !== this.file) this.file.value = filter.file ?? '';
    this.draw();
  }

  private draw(): void {
    const { strings, format } = this.context;
    const { filter } = this;
    const any = { value: '', label: strings['filter.any'] };
    this.regex.setAttribute('aria-pressed', String(filter.text?.isRegex === true));
    this.matchCase.setAttribute('aria-pressed', String(filter.text?.matchCase === true));
    for (const [severity, made] of this.severityButtons) made.setAttribute('aria-pressed', String(filter.severities?.includes(severity) === true));
    this.category.update([any, ...categories.map((each) => ({ value: each, label: strings[`category.${each}`] }))], filter.categories?.[0] ?? '');
    this.source.update([any, ...findingSources.map((each) => ({ value: each, label: strings[`source.${each}`] }))], filter.sources?.[0] ?? '');
    const isChosen = filter.from !== undefined || filter.to !== undefined;
    const chosen = { value: 'chosen', label: fill(strings['filter.chosenTime'], filter.from === undefined ? '…' : format.exact(filter.from), filter.to === undefined ? '…' : format.exact(filter.to)) };
    this.time.update([any, ...this.spanOptions(), ...(isChosen ? [chosen] : [])], isChosen ? 'chosen' : '');
    const since = { value: 'since', label: filter.newSince === undefined ? '' : format.exact(filter.newSince) };
    this.news.update([any, ...this.spanOptions(), ...(filter.newSince === undefined ? [] : [since])], filter.newSince === undefined ? '' : 'since');
    const { fingerprints = [] } = filter;
    this.fingerprint.hidden = fingerprints.length === 0;
    setText(this.fingerprintText, fill(strings['filter.fingerprint'], inertLine(fingerprints.join(', '), 60)));
    this.clear.hidden = Object.keys(tidied(filter)).length === 0;
  }

  private spanOptions(): { value: string; label: string }[] {
    return (Object.keys(spans) as Span[]).map((span) => ({ value: span, label: this.context.strings[`report.period.${span}`] }));
  }

  /** `dropped`: parts that no longer count, unless the change has them. */
  private set(change: FindingFilter, dropped: readonly (keyof FindingFilter)[] = []): void {
    const kept = Object.fromEntries(Object.entries(this.filter).filter(([part]) => !dropped.some((each) => each === part)));
    this.filter = tidied({ ...kept, ...change });
    this.draw();
    this.changed(this.filter);
  }

  private setText(change: { readonly isRegex?: boolean; readonly matchCase?: boolean }): void {
    const { isRegex = false, matchCase = false } = this.filter.text ?? {};
    this.set({ text: { text: this.text.value, isRegex, matchCase, ...change } });
  }

  private setTime(value: string): void {
    const span = spanOf(value);
    if (value === 'chosen') return;
    this.set(span === null ? {} : { from: Date.now() - span }, ['from', 'to']);
  }

  private setNews(value: string): void {
    const span = spanOf(value);
    if (value === 'since') return;
    this.set(span === null ? {} : { newSince: Date.now() - span }, ['newSince']);
  }

  private toggleSeverity(severity: Severity): void {
    const { severities: shown = [] } = this.filter;
    this.set({ severities: severities.filter((each) => shown.includes(each) !== (each === severity)) });
  }

  private field(label: string, name: string, written: () => void): HTMLInputElement {
    const made = element('input', { className: `input-${name}`, attributes: { type: 'search', placeholder: label, 'aria-label': label, spellcheck: 'false' } });
    made.addEventListener('input', () => {
      const count = ++this.written;
      this.context.schedule(() => {
        if (count === this.written) written();
      }, typing);
    });
    return made;
  }

  private toggle(text: string, label: string, press: () => void): HTMLButtonElement {
    const made = element('button', { className: 'toggle', title: label, attributes: { type: 'button', 'aria-label': label, 'aria-pressed': 'false' } }, text);
    made.addEventListener('click', press);
    return made;
  }
}

function spanOf(value: string): number | null {
  return value in spans ? spans[value as Span] : null;
}
