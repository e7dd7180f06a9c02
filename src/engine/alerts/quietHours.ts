import { TimeZone } from '../../core/time/zones';
import type { QuietHours } from './alertRules';

const day = 86_400_000;

/** Whether a moment (milliseconds since the epoch) is in the quiet hours; `zone` is that of the machine. */
export function isQuiet(hours: QuietHours | undefined, now: number, zone: string): boolean {
  if (hours === undefined) return false;
  const wall = new TimeZone(hours.zone ?? zone).wallTimeOf(now);
  const time = ((wall % day) + day) % day;
  const [from, to] = [timeOfDay(hours.from), timeOfDay(hours.to)];
  return from < to ? time >= from && time < to : time >= from || time < to;
}

/** Milliseconds since midnight. */
function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
