import { severities, type Severity } from '../../core/finding';
import { at } from './columns';

/** Severities are stored by rank, so that SQL can compare them: 0 is the worst. */
export function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

export function severityOfRank(value: number): Severity {
  return at(severities, value);
}
