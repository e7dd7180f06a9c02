import { deviceRules } from './devices';
import { fileRules } from './files';
import { nameRules } from './names';
import { programRules } from './programs';
import { resourceRules } from './resources';
import type { Rule } from './rule';
import { serviceRules } from './services';
import { stateRules } from './states';
import { wordRules } from './words';

/** Changes with every change of what the rules, formats or templates make of a line. */
export const rulesVersion = '2';

/** In the order in which they are asked: the precise before the vague. */
export const rules: readonly Rule[] = [...resourceRules, ...serviceRules, ...programRules, ...fileRules, ...deviceRules, ...stateRules, ...nameRules, ...wordRules];

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule behind an evidence's `rule:…` id, if it is one of ours. */
export function ruleOf(evidenceRule: string): Rule | undefined {
  return evidenceRule.startsWith('rule:') ? byId.get(evidenceRule.slice('rule:'.length)) : undefined;
}
