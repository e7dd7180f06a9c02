import type { TimeZone } from '../core/time/zones';
import { readTimestamp } from '../core/timestamp';

const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3})\d*)?)?$/;
const dayAndClock = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?))?$/;
/** A zone where a person or a log writes it, behind the time. */
const zoneBehind = /\d:\d{2}(?:[.,]\d+)? ?(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2}))(?![\w:])/;
/** Where a line's time is looked for. */
const timeWithin = 80;
const minute = 60_000;

/**
 * The time (milliseconds since the epoch, UTC) that a person means who looks at a log: a date, a date and a time, or a
 * time of the day on which the line `beside` was written. It is in the zone that it states, else in that of the line,
 * else in `zone`. Null where it is none.
 */
export function meantTime(text: string, beside: string, zone: TimeZone): number | null {
  const written = text.trim();
  const stated = zoneOffset(written);
  const bare = stated === null ? written : written.replace(/ ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$/, '');
  const wall = wallTimeOf(bare, beside);
  if (wall === null) return readTimestamp(written, 0, new Date().getUTCFullYear())?.time ?? null;
  const offset = stated ?? zoneOffset(beside.slice(0, timeWithin));
  return offset === null ? zone.momentOf(wall) : wall - offset;
}

/** What the clock on the wall shows, as if it were UTC. */
function wallTimeOf(text: string, beside: string): number | null {
  const full = dayAndClock.exec(text);
  if (full) {
    const [, year, month, day, time = '0:00'] = full;
    const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
    const sinceMidnight = timeOfDay(time);
    return sinceMidnight === null || new Date(midnight).getUTCDate() !== Number(day) ? null : midnight + sinceMidnight;
  }
  const sinceMidnight = timeOfDay(text);
  const day = sinceMidnight === null ? null : dayIn(beside);
  return sinceMidnight === null || day === null ? null : day + sinceMidnight;
}

/** Milliseconds since midnight. */
function timeOfDay(text: string): number | null {
  const found = clock.exec(text);
  if (!found) return null;
  const [, hours = '', minutes = '', seconds = '0', fraction = '0'] = found;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  return (Number(hours) * 60 + Number(minutes)) * minute + Number(seconds) * 1000 + Number(fraction.padEnd(3, '0'));
}

/** Midnight of the day that a line states, as if it were UTC; null where it states none. */
function dayIn(line: string): number | null {
  const year = new Date().getUTCFullYear();
  for (let at = 0; at < Math.min(timeWithin, line.length); at++) {
    if (/\w/.test(line.charAt(at - 1)) || !/\w/.test(line.charAt(at))) continue;
    const found = readTimestamp(line, at, year);
    if (!found || found.gaps?.date) continue;
    const wall = found.time + (zoneOffset(line.slice(0, timeWithin)) ?? 0);
    return Math.floor(wall / (24 * 60 * minute)) * 24 * 60 * minute;
  }
  return null;
}

/** Milliseconds east of UTC of the zone that stands behind a time; null where none does. */
function zoneOffset(text: string): number | null {
  const found = zoneBehind.exec(text);
  if (!found) return null;
  const [, , sign, hours = '0', minutes = '0'] = found;
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute;
}
