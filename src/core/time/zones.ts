/** Offsets change on the quarter of an hour. */
const slot = 15 * 60_000;
const day = 24 * 60 * 60_000;
/** The furthest that a calendar reaches from the epoch, less a day for zones. */
const furthest = 8.64e15 - day;
/** Before there were zones. */
const earliest = Date.UTC(1900, 0, 1);

/** A zone of the IANA database. It remembers its last offset, as the times of a log lie close together. */
export class TimeZone {
  private readonly wallClock: Intl.DateTimeFormat | null;
  private knownOfWall = { slot: NaN, offset: 0 };
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
    if (at !== this.knownOfWall.slot) this.knownOfWall = { slot: at, offset: this.offsetOfWall(at * slot) };
    return wall - this.knownOfWall.offset;
  }

  /** What clocks in this zone show at a moment, in milliseconds as if it were UTC. */
  wallTimeOf(moment: number): number {
    return moment + this.offsetAt(moment);
  }

  /** A moment in ISO 8601, `2024-03-05T08:08:09.123+01:00`, or with `Z` where the zone is UTC; null for one that no calendar has. */
  isoTimeOf(moment: number): string | null {
    if (!(Math.abs(moment) <= furthest)) return null;
    if (this.wallClock === null) return new Date(moment).toISOString();
    const offset = this.offsetAt(moment);
    const minutes = Math.round(Math.abs(offset) / 60_000);
    const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
    return `${new Date(moment + offset).toISOString().slice(0, -1)}${offset < 0 ? '-' : '+'}${hours}:${String(minutes % 60).padStart(2, '0')}`;
  }

  private offsetOfWall(wall: number): number {
    const [before, after] = [this.offsetAt(wall - day), this.offsetAt(wall + day)];
    if (before === after || this.offsetAt(wall - before) === before) return before;
    return this.offsetAt(wall - after) === after ? after : before;
  }

  private offsetAt(moment: number): number {
    const at = Math.floor(moment / slot);
    if (at !== this.known.slot) this.known = { slot: at, offset: this.readOffset(at * slot) };
    return this.known.offset;
  }

  private readOffset(moment: number): number {
    if (this.wallClock === null || !(moment > earliest && moment < furthest)) return 0;
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of this.wallClock.formatToParts(moment)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - moment;
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
