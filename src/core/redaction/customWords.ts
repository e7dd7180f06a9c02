import type { Span } from './sensitive';

const longest = 200;
const mostWords = 200;
/** More would make a search take long; each stands for this many characters at most. */
const mostStars = 2;
const widestStar = 40;

/** Finds words of the user's, in which `*` stands for letters, digits, `.`, `-` and `_`. Case does not matter. */
export function findingWords(words: readonly string[]): (text: string) => Span[] {
  const patterns = words.slice(0, mostWords).flatMap((word) => patternOf(word.trim().slice(0, longest)) ?? []);
  if (patterns.length === 0) return () => [];
  const all = new RegExp(`(?<!\\w)(?:${patterns.join('|')})(?!\\w)`, 'gi');
  return (text) => Array.from(text.matchAll(all), ({ 0: { length }, index }) => ({ start: index, end: index + length }));
}

/** Null for words of stars alone, which would take everything. */
function patternOf(word: string): string | null {
  if (word.replaceAll('*', '') === '') return null;
  return word
    .split(/\*+/, mostStars + 1)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    .join(`[\\w.-]{0,${String(widestStar)}}`);
}
