import { vetoes } from '../vetoes';
import { requirementsOf, type Requirement } from './literals';
import { rules } from './rules';

/**
 * What `requirementsOf` says of every rule, and of every veto, in their order. Evaluated when we build: working it out
 * would take a good part of each start.
 */
export const ruleRequirements: readonly (readonly Requirement[])[] = rules.map(({ pattern }) => requirementsOf(pattern));
export const vetoRequirements: readonly (readonly Requirement[])[] = vetoes.map(({ words, before, after }) => requirementsOf(...[before, words, after].filter((part) => part !== undefined)));
