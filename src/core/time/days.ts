const hour = 3_600_000;
const day = 24 * hour;
const halfHour = hour / 2;
const widestZone = 14 * hour;
/** A record is written down within this time. */
const longestDelay = 10_000;
/** Records may stand so far out of order, and clocks are put back so far; one that goes back further is a day on. */
const jitter = hour;

/**
 * Finds the days of times that state none. A log is written forward: where the time of day goes back, midnight has passed.
 * Times are milliseconds since the epoch as clocks on the wall showed them, times of day milliseconds since midnight.
 */
export class Days {
  private last: number | null = null;

  /** `end`: when the file was last changed. */
  constructor(private readonly end: number) {}

  /**
   * Finds the day to begin with: the one that the file's name states (`named`, its midnight), or else the day on
   * which the file was last changed less the midnights in these first times of it. The last of them does not lie
   * after that change, unless it does so by the difference of two zones: a log that is being written in another one.
   */
  begin(times: readonly number[], named: number | null): void {
    if (this.last !== null) return;
    if (named !== null) {
      this.note(named);
      return;
    }
    const [newest, ...earlier] = [...times].reverse();
    if (newest === undefined) return;
    let next = onDays(this.end, newest).findLast((each) => each <= this.end || isZoneAhead(each - this.end)) ?? newest;
    for (const time of earlier) next = onDays(next, time).findLast((each) => each <= next + jitter) ?? next;
    this.last = next;
  }

  /** Goes on where another one is. */
  continueFrom({ last }: Days): void {
    this.last = last;
  }

  /** Takes a time that states its day, or a day alone as its midnight. */
  note(time: number): void {
    // From midnight on every time of day is that day's.
    this.last = time % day === 0 ? time + jitter : time;
  }

  settle(time: number): number {
    const last = this.last ?? this.end;
    this.last = onDays(last, time).find((each) => each >= last - jitter) ?? time;
    return this.last;
  }
}

/** Whether a time that lies ahead does so because of its zone: by half hours, less the moment that it takes to be written. */
function isZoneAhead(ahead: number): boolean {
  const delay = halfHour - (ahead % halfHour);
  return ahead < widestZone && delay > 0 && delay < longestDelay;
}

/** A time of day on the days about another time, the earliest first. */
function onDays(about: number, time: number): number[] {
  const midnight = Math.floor(about / day) * day;
  return [midnight - day + time, midnight + time, midnight + day + time];
}
