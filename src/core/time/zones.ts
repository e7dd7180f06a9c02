/** Offsets change on the quarter of an hour. */
const slot = 15 * 60_000;
const halfDay = 12 * 60 * 60_000;

/** A zone of the IANA database. It remembers its last offset, as the times of a log lie close together. */
export class TimeZone {
  private readonly wallClock: Intl.DateTimeFormat | null;
  private known = { slot: NaN, offset: 0 };

  /** Throws a RangeError where there is no zone of this name. */
  constructor(readonly name: string) {
    this.wallClock = /^(?:Etc\/)?(?:UTC|GMT|Z)$/i.test(name)
      ? null
      : new Intl.DateTimeFormat('en-GB', { timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  }

  /**
   * The moment at which clocks in this zone showed `wall` (milliseconds, as if it were UTC). Of two such moments
   * the earlier; what no clock showed counts from before clocks were put forward.
   */
  momentOf(wall: number): number {
    if (this.wallClock === null || !Number.isFinite(wall)) return wall;
    const at = Math.floor(wall / slot);
    if (at !== this.known.slot) this.known = { slot: at, offset: this.offsetOfWall(at * slot) };
    return wall - this.known.offset;
  }

  /** What clocks in this zone show at a moment, in milliseconds as if it were UTC. */
  wallTimeOf(moment: number): number {
    return moment + this.offsetAt(moment);
  }

  private offsetOfWall(wall: number): number {
    const [before, after] = [this.offsetAt(wall - halfDay * 2), this.offsetAt(wall + halfDay * 2)];
    if (before === after || this.offsetAt(wall - before) === before) return before;
    return this.offsetAt(wall - after) === after ? after : before;
  }

  private offsetAt(moment: number): number {
    if (this.wallClock === null || !(Math.abs(moment) < 8e15)) return 0;
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of this.wallClock.formatToParts(moment)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
  }
}

/** Whether there is a zone of this name. */
export function isTimeZone(name: string): boolean {
  return zoneNamed(name) !== null;
}

/** The zone of this name; null where there is none. */
export function zoneNamed(name: string): TimeZone | null {
  try {
    return new TimeZone(name);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
