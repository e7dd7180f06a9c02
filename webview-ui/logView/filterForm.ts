import { severities } from './severities';
import type { Category, Severity } from '../../src/core/finding';
import type { ViewFilter, ViewPattern } from '../../src/shared/logViewProtocol';
import { noPattern } from './patterns';

/** What stands in the fields of the filter, kept from one life of the page to the next. */
export interface FilterForm {
  /** Whether it counts. */
  readonly isOn: boolean;
  readonly severities: readonly Severity[];
  readonly category: Category | null;
  readonly include: ViewPattern;
  readonly exclude: ViewPattern;
  readonly from: TimeEntry;
  readonly to: TimeEntry;
  readonly context: number;
  /** Of a group that the view was opened for, with its name. */
  readonly only: { readonly fingerprints: readonly string[]; readonly label: string } | null;
}

/** A time as it was written, and what it means; null where it is empty or none. */
export interface TimeEntry {
  readonly text: string;
  readonly time: number | null;
}

const noTime: TimeEntry = { text: '', time: null };
export const emptyForm: FilterForm = { isOn: true, severities: [], category: null, include: noPattern, exclude: noPattern, from: noTime, to: noTime, context: 0, only: null };

/** The filter that a form stands for; empty where it lets everything through. */
export function filterOf(form: FilterForm): ViewFilter {
  if (!form.isOn) return {};
  const chosen = severities.filter((severity) => form.severities.includes(severity));
  const filter: ViewFilter = {
    // All of them are still fewer than all lines.
    ...(chosen.length > 0 ? { severities: chosen } : {}),
    ...(form.category === null ? {} : { categories: [form.category] }),
    ...(form.only ? { fingerprints: form.only.fingerprints } : {}),
    ...(form.include.text === '' ? {} : { include: form.include }),
    ...(form.exclude.text === '' ? {} : { exclude: form.exclude }),
    ...(form.from.time === null ? {} : { from: form.from.time }),
    ...(form.to.time === null ? {} : { to: form.to.time }),
  };
  return Object.keys(filter).length > 0 && form.context > 0 ? { ...filter, context: form.context } : filter;
}

export function isFiltering(form: FilterForm): boolean {
  return Object.keys(filterOf(form)).length > 0;
}
