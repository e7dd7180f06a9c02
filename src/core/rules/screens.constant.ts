import { vetoes } from '../vetoes';
import { requirementsInOrder, requirementsOf } from './literals';
import { rules } from './rules';
import { planScreen } from './screenPlan';

/**
 * Screens for every rule and for every veto, in their order. Evaluated when we build: working them out would take a
 * good part of each start.
 */
export const ruleScreenPlan = planScreen(rules.map(({ pattern }) => requirementsOf(pattern)));
export const vetoScreenPlan = planScreen(vetoes.map(({ words, before, after }) => requirementsInOrder([before, words, after].filter((part) => part !== undefined))));
