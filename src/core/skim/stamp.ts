import type { LogRecord } from '../record';
import type { Guard } from '../scan/lineShapes';
import { leavesOpen, type StatedTime } from '../statedTime';
import { readTimestamp, readTimeOfDay } from '../timestamp';

/** Where a line states its time: columns `[start, end)`. */
export interface Stamp {
  readonly start: number;
  readonly end: number;
}

/** A timestamp is looked for up to here. */
const latest = 64;
/** What of a timestamp is guarded: the rest is a fraction. */
const longest = 32;

const ownNotation = /\d{4} \d\d:\d\d:\d\d(?:[.,]\d{1,9})?/;

const zero = 0x30;
const nine = 0x39;

/** Where the line states the time of its record; null where it states none, or elsewhere. */
export function stampOf(text: string, { timestamp, statedTime }: LogRecord, year: number): Stamp | null {
  const time = statedTime?.time ?? timestamp;
  if (time === null) return null;
  const isTimeOfDay = statedTime?.gaps?.date === true;
  for (let start = 0; start < Math.min(latest, text.length); start++) {
    if (text.charCodeAt(start) > 0x7f) return null;
    const found = isTimeOfDay ? readTimeOfDay(text, start) : readTimestamp(text, start, year);
    if (found?.time === time) return { start, end: start + found.length };
  }
  // Some formats have a notation of their own, as glog has for the day.
  const clock = ownNotation.exec(text.slice(0, latest));
  return clock && { start: clock.index, end: clock.index + clock[0].length };
}

/**
 * Which times other lines may state in the same place and be read as this one is: digits that `isRead` accepts
 * whatever they are may change, all else stays as it is. Where a time leaves open its day or the order of its numbers,
 * only what is finer than hours may change, as the rest tells how time goes on; where it leaves open its year, only
 * what is finer than days.
 */
export function guardOf(text: string, { start, end }: Stamp, { statedTime }: LogRecord, isRead: (variant: string) => boolean): Guard {
  const stamp = text.slice(start, Math.min(end, start + longest));
  const freeFrom = statedTime && leavesOpen(statedTime) ? firstFree(stamp, statedTime) : 0;
  const low = new Uint8Array(stamp.length);
  const high = new Uint8Array(stamp.length);
  for (let at = 0; at < stamp.length; at++) {
    const code = stamp.charCodeAt(at);
    const isDigit = code >= zero && code <= nine;
    const most = isDigit && at >= freeFrom ? mostAt(text, start + at, isRead) : null;
    low[at] = most === null ? code : zero;
    high[at] = most ?? code;
  }
  return { low, high };
}

/** The column in a time that leaves something open from which on it does not tell how time goes on. */
function firstFree(stamp: string, { gaps, orders }: StatedTime): number {
  const isOfYear = gaps?.date !== true && orders === undefined;
  return (isOfYear ? /\b\d\d:\d\d\b/ : /:\d\d(?::|$|\b)/).exec(stamp)?.index ?? stamp.length;
}

/** The greatest digit up to which all may stand at a column, if that is nine or five; null where it is not. */
function mostAt(text: string, column: number, isRead: (variant: string) => boolean): number | null {
  const isReadWith = (digit: number): boolean => isRead(text.slice(0, column) + String.fromCharCode(digit) + text.slice(column + 1));
  if (!isReadWith(zero) || !isReadWith(zero + 5)) return null;
  // A minute may have a second 60.
  if (!isReadWith(zero + 7)) return zero + 5;
  return isReadWith(nine) ? nine : null;
}
