import type { FindingFilter, GroupColumn, SortKey, TableColumn } from '../../src/shared/findingsTable';

export const pageSizes = [50, 100, 200] as const;

/** What the table of findings shows, as it is left to the next page of the panel. */
export interface ErrorsState {
  readonly filter: FindingFilter;
  readonly sort: readonly SortKey<TableColumn>[];
  readonly groupSort: readonly SortKey<GroupColumn>[];
  readonly grouped: boolean;
  readonly pageSize: (typeof pageSizes)[number];
  /** Columns that are not shown. */
  readonly hidden: readonly string[];
}

export const usualErrors: ErrorsState = { filter: {}, sort: [], groupSort: [], grouped: false, pageSize: 50, hidden: ['confidence', 'fingerprint'] };

/** The order after a click on a heading: by that column alone, or with Shift after the others; again, the other way, and then not at all. */
export function turned<Column extends string>(keys: readonly SortKey<Column>[], column: Column, isAdded: boolean): SortKey<Column>[] {
  const before = keys.find((key) => key.column === column);
  const own = !before ? [{ column, descending: false }] : before.descending ? [] : [{ column, descending: true }];
  if (!isAdded) return own;
  return before ? keys.flatMap((key) => (key === before ? own : [key])) : [...keys, ...own];
}

/** Without the parts that let all through. */
export function tidied({ text, ...filter }: FindingFilter): FindingFilter {
  const others = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0)));
  return text && (text.text !== '' || text.isRegex || text.matchCase) ? { ...others, text } : others;
}
