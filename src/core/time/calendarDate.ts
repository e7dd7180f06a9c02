import { countDigits, isDigitCode, isWordCode, numberAt, skipSpaces } from './clock';
import type { DateOrder } from '../statedTime';

/** A date that has been read; `end` is where the text goes on. */
export interface CalendarDate extends Day {
  readonly end: number;
  /** True where the date alone is enough to count as a timestamp. */
  readonly complete: boolean;
  /** True where no year is stated: it is the one handed in. */
  readonly yearless?: true;
  /** Every order in which its numbers make a date, the likeliest first; absent where the notation has but one. */
  readonly orders?: readonly (readonly [DateOrder, Day])[];
}

interface Day {
  readonly year: number;
  /** 1 to 12, unless `isRealDay` says otherwise. */
  readonly month: number;
  readonly day: number;
}

interface Name {
  readonly full: string;
  readonly index: number;
}
type Names = ReadonlyMap<number, Name>;

const monthNames = names('january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december');
const weekdayNames = names('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday');

/** Names by their first three letters. */
function names(...all: readonly string[]): Names {
  return new Map(all.map((full, index) => [lettersAt(full, 0), { full, index }]));
}

/** The three letters that begin at `at`, in whatever case, as one number; 0 where one of them is beyond ASCII. */
function lettersAt(text: string, at: number): number {
  const [first, second, third] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
  return (first | second | third) > 0x7f ? 0 : ((first | 0x20) << 16) | ((second | 0x20) << 8) | (third | 0x20);
}

const day = 86_400_000;

/** `2024-01-02`, `2024/1/2`, `2024.01.02`, `2024-Jan-02`, `2024 Jan  2`, and before a `T` `2024-W01-2` and `2024-002`. */
export function readYearFirst(text: string, start: number): CalendarDate | null {
  const separator = text.charAt(start + 4);
  if (separator !== '-' && separator !== '/' && separator !== '.' && separator !== ' ') return null;
  const year = numberAt(text, start, 4);
  const monthAt = start + 5;
  const monthDigits = countDigits(text, monthAt, 4);
  if (monthDigits === 0) {
    if (text.charAt(monthAt) === 'W') return separator === '-' ? readWeekDate(text, monthAt, year) : null;
    const name = readMonthName(text, monthAt);
    if (name === null || text.charAt(name.end) !== separator) return null;
    const dayAt = separator === ' ' ? skipSpaces(text, name.end) : name.end + 1;
    const dayDigits = countDigits(text, dayAt, 3);
    return dayDigits < 1 || dayDigits > 2 ? null : { year, month: name.month, day: numberAt(text, dayAt, dayDigits), end: dayAt + dayDigits, complete: separator !== ' ' };
  }
  if (separator === ' ') return null;
  if (monthDigits === 3) {
    if (separator !== '-' || text.charAt(monthAt + 3) !== 'T') return null;
    const ordinal = numberAt(text, monthAt, 3);
    return ordinal < 1 || ordinal > (isLeap(year) ? 366 : 365) ? null : { ...dayOf(Date.UTC(year, 0, ordinal)), end: monthAt + 3, complete: false };
  }
  const dayAt = monthAt + monthDigits + 1;
  if (monthDigits > 2 || text.charAt(dayAt - 1) !== separator) return null;
  const dayDigits = countDigits(text, dayAt, 3);
  // A version such as 2024.1.2 is no date.
  if (dayDigits < 1 || dayDigits > 2 || (separator === '.' && monthDigits + dayDigits < 4)) return null;
  return { year, month: numberAt(text, monthAt, monthDigits), day: numberAt(text, dayAt, dayDigits), end: dayAt + dayDigits, complete: true };
}

/** `W10-2` after a year: the second day of the week that is the tenth to have its Thursday in that year. */
function readWeekDate(text: string, at: number, year: number): CalendarDate | null {
  if (countDigits(text, at + 1, 3) !== 2 || text.charAt(at + 3) !== '-' || countDigits(text, at + 4, 2) !== 1 || text.charAt(at + 5) !== 'T') return null;
  const week = numberAt(text, at + 1, 2);
  const weekday = numberAt(text, at + 4, 1);
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return null;
  const fourthOfJanuary = Date.UTC(year, 0, 4);
  const monday = fourthOfJanuary - ((new Date(fourthOfJanuary).getUTCDay() + 6) % 7) * day;
  return { ...dayOf(monday + ((week - 1) * 7 + weekday - 1) * day), end: at + 5, complete: false };
}

/** `20240102`, which needs a time after it. */
export function readCompactDate(text: string, start: number): CalendarDate {
  return { year: numberAt(text, start, 4), month: numberAt(text, start + 4, 2), day: numberAt(text, start + 6, 2), end: start + 8, complete: false };
}

/** Dates that begin with one or two digits: a day, a month, or a year without its century. `year` completes those without one. */
export function readShortDate(text: string, start: number, digits: number, year: number): CalendarDate | null {
  const separator = text.charAt(start + digits);
  if (separator !== '/' && separator !== '-' && separator !== '.' && separator !== ' ') return null;
  const first = numberAt(text, start, digits);
  const secondAt = start + digits + 1;
  const named = readMonthName(text, secondAt);
  if (named !== null) return readDayAndName(text, first, named, separator, year);
  const secondDigits = countDigits(text, secondAt, 3);
  if (secondDigits < 1 || secondDigits > 2 || separator === ' ') return null;
  const second = numberAt(text, secondAt, secondDigits);
  const afterSecond = secondAt + secondDigits;
  const thirdDigits = text.charAt(afterSecond) === separator ? countDigits(text, afterSecond + 1, 5) : 0;
  if (thirdDigits === 0) {
    // `05-26 11:18:41`, as Android writes it.
    if (digits !== 2 || secondDigits !== 2 || text.charAt(afterSecond) !== ' ') return null;
    const rest = { end: afterSecond, complete: false, yearless: true } as const;
    const inOrder = (month: number, day: number): Day => ({ year: fittingYear(year, month, day), month, day });
    if (separator === '-') return { ...inOrder(first, second), ...rest };
    return ordered([['month-first', inOrder(first, second)], ['day-first', inOrder(second, first)]], rest);
  }
  const third = numberAt(text, afterSecond + 1, thirdDigits);
  const end = afterSecond + 1 + thirdDigits;
  const dayFirst = (full: number): readonly [DateOrder, Day] => ['day-first', { year: full, month: second, day: first }];
  const monthFirst = (full: number): readonly [DateOrder, Day] => ['month-first', { year: full, month: first, day: second }];
  if (thirdDigits !== 4 && thirdDigits !== 2) return null;
  const complete = thirdDigits === 4;
  const full = complete ? third : withCentury(third);
  // With dots the day comes first (Europe).
  if (separator === '.') return complete || (digits === 2 && secondDigits === 2) ? { ...dayFirst(full)[1], end, complete } : null;
  if (complete) return ordered([monthFirst(full), dayFirst(full)], { end, complete });
  // `17/06/09 20:10:40` is Spark's and Hadoop's year first.
  return ordered([['year-first', { year: withCentury(first), month: second, day: third }], monthFirst(full), dayFirst(full)], { end, complete: false });
}

/** `02 Jan 2024`, `02-Jan-2024`, `02/Jan/2024`, `02-Jan-24`, `02 Jan` before a time. */
function readDayAndName(text: string, day: number, { month, end }: MonthName, separator: string, year: number): CalendarDate | null {
  if (text.charAt(end) !== separator) return null;
  const yearDigits = countDigits(text, end + 1, 5);
  if (yearDigits === 4) return { year: numberAt(text, end + 1, 4), month, day, end: end + 5, complete: true };
  if (yearDigits === 2 && separator === '-') return { year: withCentury(numberAt(text, end + 1, 2)), month, day, end: end + 3, complete: false };
  const timed = yearDigits === 2 && separator === ' ' && text.charAt(end + 3) === ':' && text.charAt(end + 6) === ':';
  return timed ? { year: fittingYear(year, month, day), month, day, end, complete: false, yearless: true } : null;
}

/** The date in the first of these orders that makes one, the others noted. */
function ordered(orders: readonly (readonly [DateOrder, Day])[], rest: Pick<CalendarDate, 'end' | 'complete' | 'yearless'>): CalendarDate | null {
  const real = orders.filter(([, date]) => isRealDay(date));
  const [first] = real;
  if (first === undefined) return null;
  // The fifth of May tells nothing of the order.
  const alike = real.length > 1 && real.every(([, date]) => date.year === first[1].year && date.month === first[1].month && date.day === first[1].day);
  return { ...first[1], ...rest, ...(alike ? {} : { orders: real }) };
}

interface MonthName {
  /** 1 to 12. */
  readonly month: number;
  readonly end: number;
}

/** The English name of a month, short or in full, that begins at `at`; null where none does. */
export function readMonthName(text: string, at: number): MonthName | null {
  const code = text.charCodeAt(at) | 0x20;
  if (code < 0x61 || code > 0x7a) return null;
  const found = readName(text, at, monthNames);
  return found && { month: found.index + 1, end: found.end };
}

/** Where the English name of a weekday that begins at `at` ends; -1 where none does. */
export function weekdayEnd(text: string, at: number): number {
  return readName(text, at, weekdayNames)?.end ?? -1;
}

function readName(text: string, at: number, known: Names): { readonly index: number; readonly end: number } | null {
  const name = known.get(lettersAt(text, at));
  if (name === undefined) return null;
  const { index, full } = name;
  const next = text.charCodeAt(at + 3);
  if (!isWordCode(next) || isDigitCode(next)) return { index, end: at + 3 };
  if (text.slice(at, at + full.length).toLowerCase() === full) return { index, end: at + full.length };
  return text.slice(at, at + 4).toLowerCase() === 'sept' ? { index, end: at + 4 } : null;
}

/** The year that completes a date without one: a 29th of February belongs to the last leap year. */
export function fittingYear(year: number, month: number, day: number): number {
  let fitting = year;
  while (month === 2 && day === 29 && !isLeap(fitting)) fitting--;
  return fitting;
}

/** True for a day of the Gregorian calendar from 1970 to 9999. */
export function isRealDay({ year, month, day }: Day): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && year >= 1970 && year <= 9999;
}

/** The year that two digits mean: 1970 to 2069. */
export function withCentury(year: number): number {
  return year + (year < 70 ? 2000 : 1900);
}

function dayOf(time: number): Day {
  const date = new Date(time);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
