const day = 86_400_000;
/** Records of a log may stand so far out of order; one that seems to go back further, from day to day, is a year on. */
const jitter = 30 * day;

/** A time whose year may be any. */
export interface YearlessTime {
  readonly time: number;
  /** False where `time` is as stated. */
  readonly yearless: boolean;
}

/**
 * Finds the years of times that state none. A log is written forward: each time lies in the first year that
 * does not take it back by more than a month, December before January. No time lies after `limit`, the time
 * when the file was last changed: where the months come round more often than they can, the later ones are right.
 * Times are milliseconds since the epoch, as if clocks on the wall showed UTC.
 */
export class Years {
  private last: number | null = null;
  /** The stated day that was settled last, in days since the epoch, and how far from it the right one lies. */
  private shiftedDay = NaN;
  private shift = 0;

  private limit: number;

  constructor(limit: number) {
    this.limit = endOfDay(limit);
  }

  /**
   * Finds the year to begin with: going back from the first time with a year, or else from the limit, one year
   * for each time that the months come round. `near` is a time that the file's name states.
   */
  begin(times: readonly YearlessTime[], near: number | null): void {
    const stated = times.findIndex(({ yearless }) => !yearless);
    const leading = stated < 0 ? times : times.slice(0, stated);
    const [first] = leading;
    if (first === undefined) return;
    if (stated < 0 && near !== null) {
      this.last = nearest(first.time, near);
      return;
    }
    let next = times[stated]?.time ?? this.limit - jitter;
    for (const { time } of [...leading].reverse()) next = latestUpTo(time, Math.min(this.limit, next + jitter)) ?? time;
    this.last = next;
  }

  /** The file has been changed since: times may lie up to this limit. */
  extend(limit: number): void {
    this.limit = endOfDay(limit);
  }

  /** Goes on where another one is. */
  continueFrom({ last, limit }: Years): void {
    this.last = last;
    this.limit = limit;
  }

  /** Takes a time that states its year. */
  note(time: number): void {
    this.last = time;
  }

  /** The same day and time in the year that fits. */
  settle(time: number): number {
    const { last, limit } = this;
    const likely = time + this.shift;
    const today = last === null ? NaN : startOfDay(last);
    // As a rule a time is of the same day as the one before.
    if (Math.floor(time / day) === this.shiftedDay && likely >= today - jitter && likely < today + jitter && likely <= limit) return (this.last = likely);
    const settled = this.fitting(time);
    this.shiftedDay = Math.floor(time / day);
    this.shift = settled - time;
    return (this.last = settled);
  }

  private fitting(time: number): number {
    const { last, limit } = this;
    const forward = last === null ? null : earliestFrom(time, startOfDay(last) - jitter);
    return last !== null && forward !== null && (forward <= limit || last > limit) ? forward : (latestUpTo(time, limit) ?? time);
  }
}

function startOfDay(time: number): number {
  return Math.floor(time / day) * day;
}

function endOfDay(time: number): number {
  return startOfDay(time) + day - 1;
}

/** A 29th of February comes round within so many years. */
const leapGap = 8;

function earliestFrom(time: number, from: number): number | null {
  // Less than a year later it is the first one already.
  if (time >= from && time < from + 365 * day) return time;
  const year = new Date(from).getUTCFullYear();
  for (let ahead = 0; ahead <= leapGap + 1; ahead++) {
    const candidate = inYear(time, year + ahead);
    if (candidate !== null && candidate >= from) return candidate;
  }
  return null;
}

function latestUpTo(time: number, limit: number): number | null {
  const year = new Date(limit).getUTCFullYear();
  for (let back = 0; back <= leapGap + 1; back++) {
    const candidate = inYear(time, year - back);
    if (candidate !== null && candidate <= limit) return candidate;
  }
  return null;
}

function nearest(time: number, near: number): number {
  const year = new Date(near).getUTCFullYear();
  const candidates = [year - 1, year, year + 1].map((each) => inYear(time, each)).filter((each) => each !== null);
  return candidates.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? latestUpTo(time, near) ?? time;
}

/** The same day and time in another year; null for a 29th of February that the year does not have. */
function inYear(time: number, year: number): number | null {
  const date = new Date(time);
  const month = date.getUTCMonth();
  const moved = Date.UTC(year, month, date.getUTCDate());
  return new Date(moved).getUTCMonth() === month ? moved + (time - startOfDay(time)) : null;
}
