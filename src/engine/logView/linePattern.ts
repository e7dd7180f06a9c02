import type { ViewFilter, ViewPattern } from '../../shared/logViewProtocol';
import type { BlockLines } from './blockLines';
import type { LineBreaks } from './lineBreaks';
import type { LineSearch } from './lineSearch';
import { LiteralSearch } from './literalSearch';
import { RegexSearch } from './regexSearch';

/** Makes a search of a pattern; null where it is empty, and so asks for nothing. Throws ViewError where its expression is none. */
function searchOf({ text, isRegex, matchCase }: ViewPattern, { rule }: LineBreaks): LineSearch | null {
  if (text === '') return null;
  if (isRegex) return new RegexSearch(text, matchCase);
  if (/[\r\n]/.test(text)) return { linesOf: () => [] };
  if (/^[\t -~]*$/.test(text)) return new LiteralSearch(text, matchCase, rule.encoding);
  // Case is no matter of single bytes in other letters, and lines may be in an older encoding than the rest.
  return new RegexSearch(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), matchCase);
}

/** What the text of a line must be to be shown. */
export class LineTest implements LineSearch {
  private readonly included: readonly LineSearch[];
  private readonly excluded: LineSearch | null;

  /** `also` is one more pattern that lines must match. Throws ViewError where an expression is none. */
  constructor({ include, exclude }: Pick<ViewFilter, 'include' | 'exclude'>, also: ViewPattern | null, breaks: LineBreaks) {
    this.included = [include, also].flatMap((pattern) => (pattern ? (searchOf(pattern, breaks) ?? []) : []));
    this.excluded = exclude ? searchOf(exclude, breaks) : null;
  }

  /** Whether it lets all lines through. */
  get isEmpty(): boolean {
    return this.included.length === 0 && this.excluded === null;
  }

  linesOf(lines: BlockLines): readonly number[] {
    let found: readonly number[] | null = null;
    for (const search of this.included) {
      found = found === null ? search.linesOf(lines) : common(found, search.linesOf(lines));
      if (found.length === 0) return found;
    }
    found ??= Array.from({ length: lines.count }, (_, line) => line);
    if (this.excluded === null) return found;
    const left = new Set(this.excluded.linesOf(lines));
    return found.filter((line) => !left.has(line));
  }
}

function common(some: readonly number[], others: readonly number[]): readonly number[] {
  const set = new Set(others);
  return some.filter((line) => set.has(line));
}
