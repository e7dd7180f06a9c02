import { vetoes } from '../vetoes';
import { requirementsInOrder, requirementsOf } from './literals';
import { rules } from './rules';
import { planScreen } from './screenPlan';
import { requirementsOfTelltales } from './telltales';

const { piece, level, format } = requirementsOfTelltales;

/**
 * Screens for every rule, and behind them the telltales, and for every veto, in their order. Evaluated when we build:
 * working them out would take a good part of each start.
 */
export const messageScreenPlan = planScreen([...rules.map(({ pattern }) => requirementsOf(pattern)), piece, level, format]);
export const vetoScreenPlan = planScreen(vetoes.map(({ words, before, after }) => requirementsInOrder([before, words, after].filter((part) => part !== undefined))));
/** The place of each telltale. */
export const telltalePlaces = { piece: rules.length, level: rules.length + 1, format: rules.length + 2 } as const;
