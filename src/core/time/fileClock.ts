import type { LogRecord, TimestampInferred } from '../record';
import { leavesOpen, type StatedTime } from '../statedTime';
import { dateOfName, timeOfHeading } from './datedText';
import { DateOrders } from './dateOrder';
import { Days } from './days';
import { Years } from './years';
import { TimeZone, zoneNamed } from './zones';

export interface FileClockOptions {
  readonly fileName: string;
  /** When the file was last changed, in milliseconds since the epoch (UTC): none of its records is younger. */
  readonly modified: number;
  /** IANA name of the zone of times that state none. */
  readonly zone: string;
}

/** Clocks may be wrong, and zones are not known yet: by so much a time may seem to lie after the file's last change. */
const slack = 36 * 60 * 60_000;
/** Lines of a record that are looked at for a heading, and records before the first that states a time. */
const mostHeadings = 50;
/** Zones of one file that are remembered. */
const mostZones = 500;

/**
 * Settles what the times of one file leave open, and marks what it had to infer. It is given the file's records in
 * their order, in batches of any size. The first batch chooses the year or the day to begin with; from there time
 * moves forward. Days and months may come round more often after the first batch than can be known at its time:
 * years then stay before the file's last change, days (of logs that state times of day alone) go on.
 */
export class FileClock {
  /** Completes times until their year is settled. */
  readonly year: number;
  private readonly otherZones = new Map<string, TimeZone | null>();
  private readonly orders: DateOrders;
  private readonly years: Years;
  private readonly days: Days;
  private readonly named: number | null;
  private begun = false;
  private openTimes = false;
  /** Whether headings can say the day of times that state none. */
  private dayless = true;
  private timelessRecords = 0;
  /** The last time that states its day, until the days want to know of it. */
  private dated: { readonly time: number; readonly wall: boolean } | null = null;
  /** Reads the last record that was passed by, if a time is to hang on it. */
  private passed: (() => LogRecord | null) | null = null;

  /** Throws a RangeError where there is no such zone. */
  constructor(
    private readonly options: FileClockOptions,
    private readonly zone = new TimeZone(options.zone),
  ) {
    const { fileName, modified } = options;
    this.year = new Date(modified).getUTCFullYear();
    this.orders = new DateOrders(modified + slack);
    this.years = new Years(modified + slack);
    this.days = new Days(this.zone.wallTimeOf(modified));
    this.named = dateOfName(fileName);
  }

  /** Whether any time so far left open what only those around it tell. */
  get hasOpenTimes(): boolean {
    return this.openTimes;
  }

  /** The file has been changed again, at this time (milliseconds since the epoch). */
  extend(modified: number): void {
    this.orders.extend(modified + slack);
    this.years.extend(modified + slack);
  }

  /** Another clock that goes on from here: what it is given does not change this one. */
  copy(): FileClock {
    const copy = new FileClock(this.options, this.zone);
    copy.orders.continueFrom(this.orders);
    copy.years.continueFrom(this.years);
    copy.days.continueFrom(this.days);
    copy.begun = this.begun;
    copy.openTimes = this.openTimes;
    copy.dayless = this.dayless;
    copy.timelessRecords = this.timelessRecords;
    copy.dated = this.dated;
    copy.passed = this.passed;
    return copy;
  }

  /** Takes a record that states its day and year: `read` is called only if a time to come hangs on it. */
  passBy(read: () => LogRecord | null): void {
    this.passed = read;
  }

  /** A record with its time settled as if it came next; of it nothing is kept. */
  peek(record: LogRecord): LogRecord {
    return this.copy().settled(record);
  }

  /** The next records of the file with their times settled. */
  settle(records: readonly LogRecord[]): readonly LogRecord[] {
    this.orders.learn(records);
    if (!this.begun && records.some(({ timestamp, statedTime }) => timestamp !== null || statedTime)) this.begin(records);
    return records.map((record) => this.settled(record));
  }

  private begin(records: readonly LogRecord[]): void {
    this.begun = true;
    const dated = records.flatMap(({ timestamp, statedTime }) => (timestamp === null ? [] : [{ time: timestamp, yearless: statedTime?.gaps?.year === true }]));
    this.years.begin(dated, this.named);
    this.dayless = records.some(({ statedTime }) => statedTime?.gaps?.date === true);
    if (!this.dayless) return;
    const untilDated = records.findIndex(({ timestamp, message }) => timestamp !== null || timeOfHeading(message) !== null);
    const leading = untilDated < 0 ? records : records.slice(0, untilDated);
    const timesOfDay = leading.flatMap(({ statedTime }) => (statedTime?.gaps?.date === true ? [statedTime.time] : []));
    this.days.begin(timesOfDay, this.named);
  }

  private settled(record: LogRecord): LogRecord {
    const { statedTime, timestamp } = record;
    const result = statedTime ? this.settledTime(record, statedTime) : record;
    if (!statedTime && timestamp !== null) this.note(timestamp, false);
    if (this.dayless) this.readHeadings(record);
    return result;
  }

  private settledTime(record: LogRecord, stated: StatedTime): LogRecord {
    const { time, gaps, orders } = stated;
    if (leavesOpen(stated)) {
      this.openTimes = true;
      this.catchUp();
    }
    const chosen = orders ? this.orders.choose(orders, gaps?.year === true) : { time, certain: true };
    const zone = this.zoneOf(gaps?.zoneName);
    let wall = chosen.time;
    let inferred: TimestampInferred | undefined;
    if (gaps?.date === true) {
      wall = this.dayOf(wall);
      inferred = 'date';
    } else {
      if (gaps?.year === true) wall = this.years.settle(wall);
      this.note(wall, gaps?.zone === true);
      if (gaps?.year === true) inferred = 'year';
      else if (gaps?.zone === true && zone === null) inferred = 'zone';
    }
    if (!chosen.certain) inferred = 'date';
    const timestamp = gaps?.zone === true ? (zone ?? this.zone).momentOf(wall) : wall;
    // As a rule the format has told it as it is.
    return timestamp === record.timestamp && inferred === record.timestampInferred ? record : { ...record, timestamp, timestampInferred: inferred };
  }

  /** The zone that a time names; null where it names none, or none that there is. */
  private zoneOf(name: string | undefined): TimeZone | null {
    if (name === undefined) return null;
    const known = this.otherZones.get(name);
    if (known !== undefined) return known;
    const zone = zoneNamed(name);
    if (this.otherZones.size < mostZones) this.otherZones.set(name, zone);
    return zone;
  }

  /** Takes a time with its day, which clocks on the wall showed or which counts from the epoch. */
  private note(time: number, wall: boolean): void {
    this.passed = null;
    this.years.note(time);
    this.dated = { time, wall };
  }

  private catchUp(): void {
    const record = this.passed?.() ?? null;
    this.passed = null;
    if (record !== null) this.settled(record);
  }

  private dayOf(timeOfDay: number): number {
    if (this.dated) this.days.note(this.dated.wall ? this.dated.time : this.zone.wallTimeOf(this.dated.time));
    this.dated = null;
    return this.days.settle(timeOfDay);
  }

  /** Looks for a date in a record without a time of its own, and in the lines after a record's first. */
  private readHeadings({ timestamp, statedTime, lines }: LogRecord): void {
    if (timestamp !== null) return;
    if (!statedTime && !this.begun && ++this.timelessRecords > mostHeadings) return;
    const start = statedTime ? 1 : 0;
    for (const line of lines.slice(start, start + mostHeadings)) {
      const time = timeOfHeading(line);
      if (time === null) continue;
      this.catchUp();
      this.dated = { time, wall: true };
    }
  }
}
