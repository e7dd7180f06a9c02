import { isUncorrected, type Correction } from './corrections';
import type { Category, Severity } from './finding';

/** What finds the lines of a template that the user says is an error. */
export interface MissedPattern {
  readonly name: string;
  /** JavaScript regular expression, without flags. */
  readonly regex: string;
  readonly severity: Severity;
  readonly category: Category;
}

/** What stands for a variable in a template, and the most of them that are looked at. */
const variable = /<[a-z*]+>/gi;
const mostParts = 8;
/** Characters of a variable. */
const longest = 200;
/** Letters that must be left, or else nearly every line would fit. */
const fewestLetters = 4;

/** Patterns for what the user reported as missed; a template that says too little has none. */
export function missedPatterns(corrections: readonly Correction[]): MissedPattern[] {
  return corrections.flatMap((each): MissedPattern[] => {
    if (each.missed !== true || each.ignored || isUncorrected(each)) return [];
    const regex = regexOf(each.member.template);
    return regex === null ? [] : [{ name: each.member.template.slice(0, 80), regex, severity: each.severity ?? 'high', category: each.category ?? 'general' }];
  });
}

/** Finds lines of a template by its words; null where it has too few. */
export function regexOf(template: string): string | null {
  const [line = ''] = template.split('\n', 1);
  const parts = line.split(variable).slice(0, mostParts);
  if ((parts.join('').match(/\p{L}/gu) ?? []).length < fewestLetters) return null;
  const words = parts.map((part) => part.trim().replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replace(/\s+/g, '\\s+'));
  return `(?-i)${words.filter((part) => part !== '').join(`.{0,${String(longest)}}?`)}`;
}
