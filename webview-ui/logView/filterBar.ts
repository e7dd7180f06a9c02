import { fill } from '../../src/shared/dashboardStrings';
import type { AnalysisState } from '../../src/shared/logViewPage';
import type { Severity } from '../../src/core/finding';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element } from '../dom';
import type { Formatter } from '../format';
import { icon } from '../icons';
import { linkButton, outline, ToggleButton } from './controls';
import { emptyForm, isFiltering, type FilterForm } from './filterForm';
import { PatternField } from './patternField';
import { categories, severities } from './severities';
import { TimeField } from './timeField';

/** Milliseconds without a key before what is written counts. */
const writingPause = 350;
const mostContext = 100;

/** The conditions that lines must meet to be shown. */
export class FilterBar {
  readonly element: HTMLElement;
  private readonly chips = new Map<Severity, { readonly toggle: ToggleButton; readonly count: HTMLElement }>();
  private readonly category: HTMLSelectElement;
  private readonly include: PatternField;
  private readonly exclude: PatternField;
  private readonly from: TimeField;
  private readonly to: TimeField;
  private readonly context: HTMLInputElement;
  private readonly only = element('span', { className: 'chip only', hidden: true });
  private readonly clear: HTMLButtonElement;
  private current: FilterForm = emptyForm;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly strings: LogViewStrings,
    private readonly format: Formatter,
    timeOf: (text: string) => Promise<number | null>,
    private readonly changed: (form: FilterForm) => void,
    written: (form: FilterForm) => void,
  ) {
    const soon = (change: Partial<FilterForm>): void => {
      this.current = { ...this.current, ...change, isOn: true };
      written(this.current);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.tell(), writingPause);
    };
    this.include = new PatternField(strings, strings['filter.include'], strings['filter.include'], (include) => soon({ include }));
    this.exclude = new PatternField(strings, strings['filter.exclude'], strings['filter.exclude'], (exclude) => soon({ exclude }));
    this.from = new TimeField(strings, strings['filter.from'], timeOf, (from) => soon({ from }));
    this.to = new TimeField(strings, strings['filter.to'], timeOf, (to) => soon({ to }));
    this.category = element(
      'select',
      { attributes: { 'aria-label': strings['filter.category'] } },
      ...[null, ...categories].map((category) => element('option', { attributes: { value: category ?? '' } }, category === null ? strings['filter.anyCategory'] : strings[`category.${category}`])),
    );
    this.category.addEventListener('change', () => this.put({ category: categories.find((category) => category === this.category.value) ?? null }));
    this.context = element('input', { className: 'narrow', attributes: { type: 'number', min: '0', max: String(mostContext), value: '0' } });
    this.context.addEventListener('input', () => soon({ context: Math.min(mostContext, Math.max(0, Math.floor(Number(this.context.value)) || 0)) }));
    this.clear = linkButton(strings['filter.clear'], () => this.put(emptyForm));
    this.element = element(
      'div',
      { className: 'filter-bar', hidden: true, attributes: { 'role': 'group', 'aria-label': strings.filter } },
      element('span', { className: 'chips', attributes: { 'role': 'group', 'aria-label': strings['filter.severities'] } }, ...severities.map((severity) => this.chip(severity))),
      this.only,
      this.category,
      this.include.element,
      this.exclude.element,
      this.from.element,
      this.to.element,
      element('label', {}, strings['filter.context'], this.context),
      this.clear,
    );
  }

  get form(): FilterForm {
    return this.current;
  }

  /** Fills the fields in without telling of it. */
  set form(form: FilterForm) {
    clearTimeout(this.timer);
    this.current = form;
    for (const [severity, { toggle }] of this.chips) toggle.pressed = form.severities.includes(severity);
    this.category.value = form.category ?? '';
    this.include.pattern = form.include;
    this.exclude.pattern = form.exclude;
    this.from.entry = form.from;
    this.to.entry = form.to;
    this.context.value = String(form.context);
    this.showOnly();
    this.clear.hidden = !isFiltering({ ...form, isOn: true });
  }

  /** Beside each severity stands how often it occurs. */
  showAnalysis(state: AnalysisState): void {
    for (const [severity, { toggle, count }] of this.chips) {
      count.textContent = state.kind === 'done' ? this.format.count(state.counts[severity]) : '';
      toggle.button.title = state.kind === 'done' ? '' : this.strings['filter.needsAnalysis'];
    }
  }

  focus(): void {
    this.include.input.focus();
    this.include.input.select();
  }

  private chip(severity: Severity): HTMLElement {
    const count = element('span', { className: 'count' });
    const button = element('button', { className: `chip ${severity}`, attributes: { type: 'button' } }, icon(severity), this.strings[`severity.${severity}`], count);
    const toggle = new ToggleButton(button, (pressed) => {
      const others = this.current.severities.filter((each) => each !== severity);
      this.put({ severities: pressed ? [...others, severity] : others });
    });
    this.chips.set(severity, { toggle, count });
    return button;
  }

  private showOnly(): void {
    const { only } = this.current;
    this.only.hidden = only === null;
    if (only === null) return;
    const remove = element('button', { className: 'tool', title: this.strings['filter.clear'], attributes: { 'type': 'button', 'aria-label': this.strings['filter.clear'] } }, outline('close'));
    remove.addEventListener('click', () => this.put({ only: null }));
    this.only.replaceChildren(element('span', { className: 'name', title: only.label }, fill(this.strings['filter.only'], only.label)), remove);
  }

  private put(change: Partial<FilterForm>): void {
    this.form = { ...this.current, ...change, isOn: true };
    this.tell();
  }

  private tell(): void {
    clearTimeout(this.timer);
    this.clear.hidden = !isFiltering(this.current);
    this.changed(this.current);
  }
}
