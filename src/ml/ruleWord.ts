import type { Category, Severity } from '../core/finding';
import { matchText, type Match } from '../core/matching';
import type { Rule } from '../core/rules/rule';

/** What the rules alone say of a message that somebody takes for trouble; `rule` is null where they know none of its words. */
export interface RuleWord {
  readonly rule: Rule | null;
  readonly category: Category;
  readonly severity: Severity | null;
}

/** Asks the rules, the precise before the vague; `matches` is what they know of the message, where they were asked already. */
export function ruleWord(message: string, matches: readonly Match[] = matchText(message, 'message')): RuleWord {
  const standing = matches.filter(({ objections }) => objections.length === 0);
  const precise = standing.filter(({ rule }) => rule.vague !== true && rule.category !== 'general');
  const rule = (precise.find((match) => match.rule.severity === 'critical') ?? precise[0] ?? standing[0])?.rule;
  return rule ? { rule, category: rule.category, severity: rule.severity } : { rule: null, category: 'general', severity: null };
}
