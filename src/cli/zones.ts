import { isTimeZone } from '../core/time/zones';
import { UsageError } from './usage';

/** The IANA name of a zone that an option states, `local` being this machine's. Throws UsageError where there is no such zone. */
export function zoneOption(option: string, value: string): string {
  if (value.toLowerCase() === 'local') return Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimeZone(value)) throw new UsageError(`${option} takes local, UTC or the name of a zone such as Europe/Rome; there is no "${value}".`);
  return value;
}
