/** A time of day that has been read; `end` is where the text goes on. */
export interface Clock {
  /** Milliseconds since midnight. */
  readonly time: number;
  readonly end: number;
  /** False where only hours and minutes are stated. */
  readonly seconds: boolean;
}

/** Milliseconds. */
export const minute = 60_000;

/** Minutes east of UTC of the zones RFC 822 names, and of others whose abbreviation means but one of them. */
const zones: ReadonlyMap<string, number> = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['EST', -300],
  ['EDT', -240],
  ['CST', -360],
  ['CDT', -300],
  ['MST', -420],
  ['MDT', -360],
  ['PST', -480],
  ['PDT', -420],
  ['AKST', -540],
  ['AKDT', -480],
  ['WET', 0],
  ['WEST', 60],
  ['CET', 60],
  ['CEST', 120],
  ['EET', 120],
  ['EEST', 180],
  ['MSK', 180],
  ['SGT', 480],
  ['HKT', 480],
  ['JST', 540],
  ['KST', 540],
  ['AEST', 600],
  ['AEDT', 660],
  ['NZST', 720],
  ['NZDT', 780],
]);

const halfDay = /[ \u00a0\u202f]?[ap](?:m\b|\.m\.)/iy;

/** `15:04`, `15:04:05`, `15.04.05`, `3:04:05 PM`, with a fraction after `.` or `,`, or milliseconds after `:`. */
export function readClock(text: string, start: number): Clock | null {
  const hourDigits = countDigits(text, start, 3);
  if (hourDigits < 1 || hourDigits > 2) return null;
  const separator = text.charAt(start + hourDigits);
  if (separator !== ':' && separator !== '.') return null;
  const minuteAt = start + hourDigits + 1;
  const minuteDigits = countDigits(text, minuteAt, 3);
  let end = minuteAt + minuteDigits;
  const secondDigits = text.charAt(end) === separator ? countDigits(text, end + 1, 3) : 0;
  const seconds = secondDigits === 1 || secondDigits === 2;
  // A single digit is an unpadded minute only among three numbers.
  if (minuteDigits !== 2 && !(minuteDigits === 1 && seconds)) return null;
  let hour = numberAt(text, start, hourDigits);
  let time = numberAt(text, minuteAt, minuteDigits) * minute;
  if (seconds) {
    const second = numberAt(text, end + 1, secondDigits);
    if (second > 60) return null;
    time += second * 1000;
    end += 1 + secondDigits;
    const fraction = readFraction(text, end);
    if (fraction !== null) {
      time += fraction.milliseconds;
      end = fraction.end;
    }
  } else if (separator === '.') {
    return null;
  }
  halfDay.lastIndex = end;
  const half = hour >= 1 && hour <= 12 && couldBeHalfDay(text, end) ? halfDay.exec(text) : null;
  if (half !== null) {
    hour = (hour % 12) + (/p/i.test(half[0]) ? 12 : 0);
    end += half[0].length;
  }
  if (hour > 23 || time >= 60 * minute + 1000 || isClockTail(text, end)) return null;
  return { time: hour * 60 * minute + time, end, seconds };
}

/** `150405` and `150405.678`. */
export function compactClock(text: string, start: number): Clock | null {
  if (countDigits(text, start, 7) !== 6) return null;
  const hour = numberAt(text, start, 2);
  const minutes = numberAt(text, start + 2, 2);
  const second = numberAt(text, start + 4, 2);
  if (hour > 23 || minutes > 59 || second > 60) return null;
  const fraction = readFraction(text, start + 6);
  const time = (hour * 60 + minutes) * minute + second * 1000 + (fraction?.milliseconds ?? 0);
  return { time, end: fraction?.end ?? start + 6, seconds: true };
}

function couldBeHalfDay(text: string, at: number): boolean {
  const next = text.charCodeAt(isDigitCode(text.charCodeAt(at)) ? at : at + 1) | 0x20;
  const here = text.charCodeAt(at) | 0x20;
  return here === 0x61 || here === 0x70 || next === 0x61 || next === 0x70;
}

/** True where the clock that seemed to end here goes on, as in a MAC address. */
function isClockTail(text: string, at: number): boolean {
  return (text.charCodeAt(at) === 0x3a && isDigitCode(text.charCodeAt(at + 1))) || isDigitCode(text.charCodeAt(at));
}

export function readFraction(text: string, at: number): { readonly milliseconds: number; readonly end: number } | null {
  const mark = text.charCodeAt(at);
  if (mark !== 0x2e && mark !== 0x2c && mark !== 0x3a) return null;
  const digits = countDigits(text, at + 1, 10);
  if (digits < 1 || digits > 9) return null;
  if (mark === 0x3a) return digits > 3 ? null : { milliseconds: numberAt(text, at + 1, digits), end: at + 1 + digits };
  const kept = Math.min(digits, 3);
  return { milliseconds: numberAt(text, at + 1, kept) * 10 ** (3 - kept), end: at + 1 + digits };
}

/** A zone that has been looked for; `end` is where the text goes on. */
export interface Zone {
  /** Minutes east of UTC; 0 where the zone is stated by its name, or not at all. */
  readonly offset: number;
  /** False where neither an offset nor an abbreviation is stated. */
  readonly stated: boolean;
  /** The IANA name, where that is all that is stated. */
  readonly name?: string;
  readonly end: number;
}

export const unstatedZone: Zone = { offset: 0, stated: false, end: -1 };

/** The zone at `at`: `Z`, `+01:00`, `+0100`, `+01`, ` +0100`, ` UTC`, each with a name such as `[Europe/Rome]` behind or alone. */
export function readZone(text: string, at: number): Zone {
  const zone = readOffset(text, at);
  if (text.charCodeAt(zone.end) !== 0x5b) return zone;
  const bracket = /\[((?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific)\/[\w+-]{1,30}(?:\/[\w-]{1,30})?|UTC|GMT|Z)\]/y;
  bracket.lastIndex = zone.end;
  const name = bracket.exec(text)?.[1];
  if (name === undefined) return zone;
  const end = bracket.lastIndex;
  if (zone.stated) return { ...zone, end };
  return name.includes('/') ? { offset: 0, stated: false, name, end } : { offset: 0, stated: true, end };
}

function readOffset(text: string, at: number): Zone {
  const none = { offset: 0, stated: false, end: at };
  const spaced = text.charCodeAt(at) === 0x20;
  const signAt = spaced ? at + 1 : at;
  const sign = text.charCodeAt(signAt);
  if (sign === 0x5a || sign === 0x7a) return isWordCode(text.charCodeAt(signAt + 1)) || (spaced && sign === 0x7a) ? none : { offset: 0, stated: true, end: signAt + 1 };
  if (sign === 0x2b || sign === 0x2d) {
    const digits = countDigits(text, signAt + 1, 5);
    const colon = digits === 2 && text.charAt(signAt + 3) === ':' && countDigits(text, signAt + 4, 3) === 2;
    const full = digits === 4 || colon;
    const minutesAt = colon ? signAt + 4 : signAt + 3;
    const end = full ? minutesAt + 2 : signAt + 3;
    // After a space the hours alone need a bracket after them, as PostgreSQL sets it: `12:00:00 -12 items` states no zone.
    if (!full && (digits !== 2 || (spaced && !text.startsWith(' [', end)))) return none;
    const offset = numberAt(text, signAt + 1, 2) * 60 + (full ? numberAt(text, minutesAt, 2) : 0);
    if (offset > 14 * 60 || isWordCode(text.charCodeAt(end))) return none;
    return { offset: sign === 0x2b ? offset : -offset, stated: true, end };
  }
  if (!spaced || sign < 0x41 || sign > 0x5a) return none;
  const end = wordEnd(text, signAt);
  const offset = end - signAt === 3 || end - signAt === 4 ? zones.get(text.slice(signAt, end)) : undefined;
  return offset === undefined ? none : { offset, stated: true, end };
}

/** Where the word at `at` ends, or five characters on. */
function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < at + 5 && isWordCode(text.charCodeAt(end))) end++;
  return end;
}

export function countDigits(text: string, at: number, most: number): number {
  let count = 0;
  while (count < most && isDigitCode(text.charCodeAt(at + count))) count++;
  return count;
}

export function numberAt(text: string, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i++) value = value * 10 + text.charCodeAt(i) - 0x30;
  return value;
}

export function skipSpaces(text: string, at: number): number {
  while (text.charCodeAt(at) === 0x20) at++;
  return at;
}

export function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isWordCode(code: number): boolean {
  return isDigitCode(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
}
