import { fittingYear, isRealDay, readCompactDate, readMonthName, readShortDate, readYearFirst, weekdayEnd, withCentury, type CalendarDate } from './time/calendarDate';
import { compactClock, countDigits, isDigitCode, isWordCode, minute, numberAt, readClock, readFraction, readZone, skipSpaces, unstatedZone, type Clock, type Zone } from './time/clock';
import type { DateOrder, StatedTime, TimeGaps } from './statedTime';

/** A time found at the start of a text. */
export interface ReadTimestamp extends StatedTime {
  /** Characters read, from `start`. */
  readonly length: number;
}

/**
 * Reads the timestamp that begins at `start`, in any of the usual notations; null where none does, and where
 * what stands there is no real date. `year` completes those without one; what else is not stated is told as gaps.
 * A time of day alone is no timestamp, as it names no day: see `readTimeOfDay`.
 */
export function readTimestamp(text: string, start: number, year: number): ReadTimestamp | null {
  const code = text.charCodeAt(start);
  if (isDigitCode(code)) return readNumeric(text, start, year);
  if (code === 0x40) return readTai(text, start);
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? readNamed(text, start, year) : null;
}

/** Reads the time of day (`12:34:56`, `12:34:56.789`, `3:04PM`) that begins at `start`; null where none does. */
export function readTimeOfDay(text: string, start: number): ReadTimestamp | null {
  const clock = text.charCodeAt(start + 1) === 0x3a || text.charCodeAt(start + 2) === 0x3a ? readClock(text, start) : null;
  if (clock === null) return null;
  const padded = clock.seconds && text.charCodeAt(start + 2) === 0x3a && text.charCodeAt(start + 5) === 0x3a;
  return padded || text.charAt(clock.end - 1) === 'M' ? { time: clock.time, length: clock.end - start, gaps: noDate } : null;
}

const noZone: TimeGaps = { zone: true, year: false, date: false };
const noYear: TimeGaps = { zone: false, year: true, date: false };
const noYearNorZone: TimeGaps = { zone: true, year: true, date: false };
const noDate: TimeGaps = { zone: true, year: false, date: true };

const earliestEpoch = Date.UTC(2000, 0, 1);
const latestEpoch = Date.UTC(2100, 0, 1);

function readNumeric(text: string, start: number, year: number): ReadTimestamp | null {
  const digits = countDigits(text, start, 20);
  switch (digits) {
    case 1:
    case 2:
      return withClock(text, start, readShortDate(text, start, digits, year));
    case 4:
      return withClock(text, start, readYearFirst(text, start));
    case 6:
      return readCompactDateTime(text, start);
    case 8:
      return withClock(text, start, readCompactDate(text, start));
    case 14:
    case 17:
      return readDigits(text, start, digits);
    case 10:
    case 13:
    case 16:
    case 19:
      return readEpoch(text, start, digits);
    default:
      return null;
  }
}

/** `081109 203615` (yymmdd hhmmss), and MySQL's older `081109 20:36:15`. */
function readCompactDateTime(text: string, start: number): ReadTimestamp | null {
  const date: CalendarDate = {
    year: withCentury(numberAt(text, start, 2)),
    month: numberAt(text, start + 2, 2),
    day: numberAt(text, start + 4, 2),
    end: start + 6,
    complete: false,
  };
  if (text.charAt(start + 6) !== ' ') return null;
  if (countDigits(text, start + 7, 7) !== 6) return withClock(text, start, date);
  const clock = compactClock(text, start + 7);
  return clock === null ? null : finish(text, start, date, clock);
}

/** `20240102150405`, and with milliseconds `20240102150405678`. */
function readDigits(text: string, start: number, digits: number): ReadTimestamp | null {
  const clock = compactClock(text.slice(0, start + 14), start + 8);
  if (clock === null || numberAt(text, start, 4) > 2100) return null;
  const milliseconds = digits === 17 ? numberAt(text, start + 14, 3) : 0;
  return finish(text, start, readCompactDate(text, start), { ...clock, time: clock.time + milliseconds, end: start + digits });
}

/** Seconds or milliseconds (with or without a fraction), microseconds or nanoseconds since the epoch. */
function readEpoch(text: string, start: number, digits: number): ReadTimestamp | null {
  let end = start + digits;
  let time = Number(text.slice(start, start + Math.min(digits, 13)));
  if (digits === 10) time *= 1000;
  if (digits < 16) {
    const fraction = readFraction(text, end);
    if (fraction !== null) {
      if (digits === 10) time += fraction.milliseconds;
      end = fraction.end;
    }
  }
  if (time < earliestEpoch || time >= latestEpoch || isWordCode(text.charCodeAt(end))) return null;
  return { time, length: end - start };
}

/** The second since the epoch that TAI64 calls 2^62, as multilog and its kin count. */
const taiEpoch = 10;

/** TAI64 and TAI64N: `@40000000` and eight hexadecimal digits of seconds, then eight of nanoseconds. */
function readTai(text: string, start: number): ReadTimestamp | null {
  const label = /@40000000([\da-f]{8})([\da-f]{8})?(?![\da-z])/iy;
  label.lastIndex = start;
  const match = label.exec(text);
  if (match === null) return null;
  const time = (parseInt(match[1] ?? '', 16) - taiEpoch) * 1000 + Math.floor(parseInt(match[2] ?? '0', 16) / 1e6);
  return time < earliestEpoch || time >= latestEpoch ? null : { time, length: match[0].length };
}

/** Dates that begin with the name of a month or a weekday. */
function readNamed(text: string, start: number, year: number): ReadTimestamp | null {
  let at = weekdayEnd(text, start);
  if (at < 0) return readMonthFirst(text, start, year);
  if (text.charAt(at) === ',') at++;
  if (text.charAt(at) !== ' ') return null;
  at = skipSpaces(text, at);
  const inner = isDigitCode(text.charCodeAt(at)) ? readNumeric(text, at, year) : readMonthFirst(text, at, year);
  return inner === null ? null : { ...inner, length: at - start + inner.length };
}

/** `Jun 14 15:16:01`, `June 14, 2005 3:16:01 PM`, `Jun-14-2005`, `Dec 04 04:47:44.123456 2005`, `Dec  4 04:47:44 UTC 2005`. */
function readMonthFirst(text: string, start: number, year: number): ReadTimestamp | null {
  const name = readMonthName(text, start);
  const separator = name === null ? '' : text.charAt(name.end);
  if (name === null || (separator !== ' ' && separator !== '-' && separator !== '/')) return null;
  const { month } = name;
  const dayAt = separator === ' ' ? skipSpaces(text, name.end) : name.end + 1;
  const dayDigits = countDigits(text, dayAt, 3);
  if (dayDigits < 1 || dayDigits > 2) return null;
  const day = numberAt(text, dayAt, dayDigits);
  let at = dayAt + dayDigits;
  if (separator !== ' ') {
    const dated = text.charAt(at) === separator && countDigits(text, at + 1, 5) === 4;
    return dated ? withClock(text, start, { year: numberAt(text, at + 1, 4), month, day, end: at + 5, complete: false }) : null;
  }
  if (text.charAt(at) === ',') at++;
  if (text.charAt(at) !== ' ') return null;
  at = skipSpaces(text, at);
  if (countDigits(text, at, 5) === 4) {
    const end = at + 4;
    return withClock(text, start, { year: numberAt(text, at, 4), month, day, end, complete: false });
  }
  const clock = readClock(text, at);
  if (!clock?.seconds) return null;
  const zone = readZone(text, clock.end);
  const yearAt = zone.end + 1;
  if (text.charAt(zone.end) === ' ' && countDigits(text, yearAt, 5) === 4 && !isWordCode(text.charCodeAt(yearAt + 4))) {
    const stated = numberAt(text, yearAt, 4);
    if (stated >= 1970 && stated < 2100) {
      const late = zone.stated ? zone : readZone(text, yearAt + 4);
      return assemble(start, { year: stated, month, day, end: at, complete: true }, clock, late, Math.max(late.end, yearAt + 4));
    }
  }
  return assemble(start, { year: fittingYear(year, month, day), month, day, end: at, complete: true, yearless: true }, clock, zone, zone.end);
}

/** Adds the time of day that follows a date, if one does. */
function withClock(text: string, start: number, date: CalendarDate | null): ReadTimestamp | null {
  if (date === null) return null;
  const separator = text.charAt(date.end);
  if (separator === 'T' || separator === ' ' || separator === '-' || separator === ':' || separator === '_' || separator === ',' || separator === 't') {
    // Apache writes 11/Feb/2013:06:43:36; a few pad the hour with a space or set a dash or a comma between.
    let at = separator === ' ' || separator === ',' ? skipSpaces(text, date.end + 1) : date.end + 1;
    if (separator === ' ' && text.startsWith('- ', at)) at += 2;
    // Erlang writes 1-Jan-2023::12:00:00.
    if (separator === ':' && text.charAt(at) === ':') at++;
    const basic = separator === 'T' || date.end - start === 8;
    const clock = (at - date.end <= 3 ? readClock(text, at) : null) ?? (basic ? compactClock(text, at) : null);
    if (clock !== null) return finish(text, start, date, clock);
  }
  if (!date.complete || isWordCode(text.charCodeAt(date.end)) || separator === '-' || separator === '/') return null;
  return assemble(start, date, { time: 0, end: date.end, seconds: false }, unstatedZone, date.end);
}

function finish(text: string, start: number, date: CalendarDate, clock: Clock): ReadTimestamp | null {
  const zone = readZone(text, clock.end);
  return assemble(start, date, clock, zone, zone.end);
}

function assemble(start: number, date: CalendarDate, clock: Clock, zone: Zone, end: number): ReadTimestamp | null {
  if (!isRealDay(date)) return null;
  const timeOfDay = clock.time - zone.offset * minute;
  const time = midnightOf(date) + timeOfDay;
  const length = end - start;
  const gaps = gapsOf(date.yearless === true, zone);
  if (date.orders === undefined) return gaps === null ? { time, length } : { time, length, gaps };
  const orders = new Map<DateOrder, number>(date.orders.map(([order, day]) => [order, midnightOf(day) + timeOfDay]));
  return gaps === null ? { time, length, orders } : { time, length, gaps, orders };
}

function midnightOf({ year, month, day }: Pick<CalendarDate, 'year' | 'month' | 'day'>): number {
  return Date.UTC(year, month - 1, day);
}

function gapsOf(yearless: boolean, { stated, name }: Zone): TimeGaps | null {
  if (name !== undefined) return { zone: true, zoneName: name, year: yearless, date: false };
  if (yearless) return stated ? noYear : noYearNorZone;
  return stated ? null : noZone;
}
