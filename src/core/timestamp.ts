import { compactClock, countDigits, isDigitCode, isWordCode, minute, numberAt, readClock, readFraction, readZone, skipSpaces, unstatedZone, type Clock, type Zone } from './clock';
import type { StatedTime, TimeGaps } from './statedTime';

/** A time found at the start of a text. */
export interface ReadTimestamp extends StatedTime {
  /** Characters read, from `start`. */
  readonly length: number;
}

/**
 * Reads the timestamp that begins at `start`, in any of the usual notations; null where none does, and where
 * what stands there is no real date. `year` completes those without one.
 * A time of day alone is no timestamp, as it names no day: see `readTimeOfDay`.
 */
export function readTimestamp(text: string, start: number, year: number): ReadTimestamp | null {
  const code = text.charCodeAt(start);
  if (isDigitCode(code)) return readNumeric(text, start, year);
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

/** A date that has been read; `end` is where the text goes on. */
interface DatePart {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly end: number;
  /** True where the date alone is enough to count as a timestamp. */
  readonly complete: boolean;
  readonly yearless?: true;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = new Set(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

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
    case 10:
    case 13:
    case 16:
    case 19:
      return readEpoch(text, start, digits);
    default:
      return null;
  }
}

/** `2024-01-02`, `2024/1/2`, `2024.01.02`. */
function readYearFirst(text: string, start: number): DatePart | null {
  const separator = text.charAt(start + 4);
  if (separator !== '-' && separator !== '/' && separator !== '.') return null;
  const monthAt = start + 5;
  const monthDigits = countDigits(text, monthAt, 3);
  const dayAt = monthAt + monthDigits + 1;
  if (monthDigits < 1 || monthDigits > 2 || text.charAt(dayAt - 1) !== separator) return null;
  const dayDigits = countDigits(text, dayAt, 3);
  // A version such as 2024.1.2 is no date.
  if (dayDigits < 1 || dayDigits > 2 || (separator === '.' && monthDigits + dayDigits < 4)) return null;
  const month = numberAt(text, monthAt, monthDigits);
  return { year: numberAt(text, start, 4), month, day: numberAt(text, dayAt, dayDigits), end: dayAt + dayDigits, complete: true };
}

/** `20240102`, which needs a time after it. */
function readCompactDate(text: string, start: number): DatePart {
  const month = numberAt(text, start + 4, 2);
  return { year: numberAt(text, start, 4), month, day: numberAt(text, start + 6, 2), end: start + 8, complete: false };
}

/** Dates that begin with a day or a month, and those with a year of two digits. */
function readShortDate(text: string, start: number, digits: number, year: number): DatePart | null {
  const separator = text.charAt(start + digits);
  if (separator !== '/' && separator !== '-' && separator !== '.' && separator !== ' ') return null;
  const first = numberAt(text, start, digits);
  const secondAt = start + digits + 1;
  const month = readMonthName(text, secondAt);
  if (month > 0) {
    const yearAt = secondAt + 3;
    if (text.charAt(yearAt) !== separator || countDigits(text, yearAt + 1, 5) !== 4) return null;
    return { year: numberAt(text, yearAt + 1, 4), month, day: first, end: yearAt + 5, complete: true };
  }
  const secondDigits = countDigits(text, secondAt, 3);
  if (secondDigits < 1 || secondDigits > 2 || separator === ' ') return null;
  const second = numberAt(text, secondAt, secondDigits);
  const afterSecond = secondAt + secondDigits;
  const thirdDigits = text.charAt(afterSecond) === separator ? countDigits(text, afterSecond + 1, 5) : 0;
  if (thirdDigits === 0) {
    // `05-26 11:18:41`, as Android writes it.
    if (digits !== 2 || secondDigits !== 2 || text.charAt(afterSecond) !== ' ') return null;
    return { year: fittingYear(year, first, second), month: first, day: second, end: afterSecond, complete: false, yearless: true };
  }
  const third = numberAt(text, afterSecond + 1, thirdDigits);
  const end = afterSecond + 1 + thirdDigits;
  if (thirdDigits === 4) {
    // With dots the day comes first (Europe); else the month does (US), unless it cannot be one.
    const dayFirst = separator === '.' || first > 12;
    return { year: third, month: dayFirst ? second : first, day: dayFirst ? first : second, end, complete: true };
  }
  if (thirdDigits !== 2 || separator === '.') return null;
  // `17/06/09 20:10:40` is Spark's year first; where that gives no date, US order.
  const yearFirst = second >= 1 && second <= 12 && third >= 1 && third <= 31;
  return yearFirst
    ? { year: 2000 + first, month: second, day: third, end, complete: false }
    : { year: 2000 + third, month: first, day: second, end, complete: false };
}

/** `081109 203615` (yymmdd hhmmss), and MySQL's older `081109 20:36:15`. */
function readCompactDateTime(text: string, start: number): ReadTimestamp | null {
  const date: DatePart = {
    year: 2000 + numberAt(text, start, 2),
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

/** Seconds (with or without a fraction), milliseconds, microseconds or nanoseconds since the epoch. */
function readEpoch(text: string, start: number, digits: number): ReadTimestamp | null {
  let end = start + digits;
  let time = Number(text.slice(start, start + Math.min(digits, 13)));
  if (digits === 10) {
    time *= 1000;
    const fraction = readFraction(text, end);
    if (fraction !== null) {
      time += fraction.milliseconds;
      end = fraction.end;
    }
  }
  if (time < earliestEpoch || time >= latestEpoch || isWordCode(text.charCodeAt(end))) return null;
  return { time, length: end - start };
}

/** Dates that begin with the name of a month or a weekday. */
function readNamed(text: string, start: number, year: number): ReadTimestamp | null {
  if (weekdays.has(text.slice(start, start + 3).toLowerCase())) {
    let at = start + 3;
    if (text.charAt(at) === ',') at++;
    if (text.charAt(at) !== ' ') return null;
    at = skipSpaces(text, at);
    const inner = isDigitCode(text.charCodeAt(at)) ? readNumeric(text, at, year) : readMonthFirst(text, at, year);
    return inner === null ? null : { ...inner, length: at - start + inner.length };
  }
  return readMonthFirst(text, start, year);
}

/** `Jun 14 15:16:01`, `Jun 14, 2005 3:16:01 PM`, `Dec 04 04:47:44.123456 2005`, `Dec  4 04:47:44 UTC 2005`. */
function readMonthFirst(text: string, start: number, year: number): ReadTimestamp | null {
  const month = readMonthName(text, start);
  if (month === 0 || text.charAt(start + 3) !== ' ') return null;
  const dayAt = skipSpaces(text, start + 3);
  const dayDigits = countDigits(text, dayAt, 3);
  if (dayDigits < 1 || dayDigits > 2) return null;
  const day = numberAt(text, dayAt, dayDigits);
  let at = dayAt + dayDigits;
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
      return assemble(start, { year: stated, month, day, end: at, complete: true }, clock, zone, yearAt + 4);
    }
  }
  return assemble(start, { year: fittingYear(year, month, day), month, day, end: at, complete: true, yearless: true }, clock, zone, zone.end);
}

/** Adds the time of day that follows a date, if one does. */
function withClock(text: string, start: number, date: DatePart | null): ReadTimestamp | null {
  if (date === null) return null;
  const separator = text.charAt(date.end);
  if (separator === 'T' || separator === ' ' || separator === '-' || separator === ':' || separator === '_' || separator === ',') {
    // Apache writes 11/Feb/2013:06:43:36; a few pad the hour with a space or set a dash or a comma between.
    let at = separator === ' ' || separator === ',' ? skipSpaces(text, date.end + 1) : date.end + 1;
    if (separator === ' ' && text.startsWith('- ', at)) at += 2;
    // Erlang writes 1-Jan-2023::12:00:00.
    if (separator === ':' && text.charAt(at) === ':') at++;
    const clock = (at - date.end <= 3 ? readClock(text, at) : null) ?? (separator === 'T' ? compactClock(text, at) : null);
    if (clock !== null) return finish(text, start, date, clock);
  }
  if (!date.complete || isWordCode(text.charCodeAt(date.end)) || separator === '-' || separator === '/') return null;
  return assemble(start, date, { time: 0, end: date.end, seconds: false }, unstatedZone, date.end);
}

function finish(text: string, start: number, date: DatePart, clock: Clock): ReadTimestamp | null {
  const zone = readZone(text, clock.end);
  return assemble(start, date, clock, zone, zone.end);
}

function assemble(start: number, date: DatePart, clock: Clock, zone: Zone, end: number): ReadTimestamp | null {
  const { year, month, day, yearless } = date;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || year < 1970 || year > 9999) return null;
  const time = Date.UTC(year, month - 1, day) + clock.time - zone.offset * minute;
  const length = end - start;
  if (yearless) return { time, length, gaps: zone.stated ? noYear : noYearNorZone };
  return zone.stated ? { time, length } : { time, length, gaps: noZone };
}

/** 1 to 12, or 0 where no month's short name stands here. */
function readMonthName(text: string, at: number): number {
  const code = text.charCodeAt(at) | 0x20;
  return code >= 0x61 && code <= 0x7a ? months.indexOf(text.slice(at, at + 3).toLowerCase()) + 1 : 0;
}

/** The year that completes a date without one: a 29th of February belongs to the last leap year. */
function fittingYear(year: number, month: number, day: number): number {
  let fitting = year;
  while (month === 2 && day === 29 && daysIn(fitting, 2) < 29) fitting--;
  return fitting;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
