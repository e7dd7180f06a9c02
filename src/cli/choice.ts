import { UsageError } from './usage';

/** The choice that an option's value names. Throws UsageError for any other value. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} takes one of: ${allowed.join(', ')}.`);
  return found;
}
