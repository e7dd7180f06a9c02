import type { ViewPattern } from '../../src/shared/logViewProtocol';
import type { Span } from './lineText';

/** Milliseconds that matches may take to be found in all the lines of a view; what takes longer is not marked. */
const patience = 60;
const mostMatches = 200;

export const noPattern: ViewPattern = { text: '', isRegex: false, matchCase: false };

/** What is wrong with a pattern, in the words of the JavaScript engine; null where nothing is. */
export function flawOf(pattern: ViewPattern): string | null {
  try {
    compiled(pattern);
    return null;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** Finds where a pattern matches, to be marked. A pattern that takes too long is given up. */
export class Highlighter {
  private expression: RegExp | null = null;
  private spent = 0;
  private current: ViewPattern = noPattern;

  get pattern(): ViewPattern {
    return this.current;
  }

  set pattern(pattern: ViewPattern) {
    this.current = pattern;
    this.spent = 0;
    this.expression = pattern.text === '' || flawOf(pattern) !== null ? null : compiled(pattern);
  }

  matchesIn(text: string): Span[] {
    const { expression } = this;
    if (!expression) return [];
    const start = performance.now();
    const spans: Span[] = [];
    for (const found of text.matchAll(expression)) {
      if (found[0].length > 0) spans.push({ start: found.index, end: found.index + found[0].length });
      if (spans.length >= mostMatches) break;
    }
    this.spent = Math.max(0, this.spent * 0.9 + performance.now() - start);
    if (this.spent > patience) this.expression = null;
    return spans;
  }
}

function compiled({ text, isRegex, matchCase }: ViewPattern): RegExp {
  return new RegExp(isRegex ? text : text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), matchCase ? 'g' : 'gi');
}
