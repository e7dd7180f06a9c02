import type { LogRecord } from './record';

/** The order in which a date of three numbers states year, month and day. */
export type DateOrder = 'year-first' | 'day-first' | 'month-first';

/** What a time as it is written leaves open; `FileClock` closes the gaps. */
export interface TimeGaps {
  /** No offset from UTC is stated: the time is what the clock on the wall showed, taken as UTC. */
  readonly zone: boolean;
  /** The zone is stated by its IANA name; whether there is such a zone is not checked. */
  readonly zoneName?: string;
  /** No year is stated: the time is in the year that was handed in. */
  readonly year: boolean;
  /** No date is stated: the time counts from midnight. */
  readonly date: boolean;
}

/** A time as it is written. */
export interface StatedTime {
  /** Milliseconds since the epoch (UTC), finer fractions cut off; since midnight where no date is stated. */
  readonly time: number;
  /** Absent where nothing is left open. */
  readonly gaps?: TimeGaps;
  /**
   * The time in every order in which a date of numbers alone can be read, the likeliest first. A single one
   * tells the order of the whole file; absent where the notation has but one.
   */
  readonly orders?: ReadonlyMap<DateOrder, number>;
}

type RecordTime = Pick<LogRecord, 'timestamp' | 'timestampInferred' | 'statedTime'>;

/** A time as records carry it until `FileClock` has settled what it leaves open. */
export function timeOfRecord(stated: StatedTime | null): RecordTime {
  if (stated === null) return { timestamp: null };
  const { time, gaps, orders } = stated;
  if (gaps === undefined) return orders === undefined ? { timestamp: time } : { timestamp: time, statedTime: stated };
  if (gaps.date) return { timestamp: null, statedTime: stated };
  return { timestamp: time, timestampInferred: gaps.year ? 'year' : 'zone', statedTime: stated };
}

/** Whether only the times around it can tell the year, the day or the order of the numbers of a time. */
export function leavesOpen({ gaps, orders }: StatedTime): boolean {
  return gaps?.year === true || gaps?.date === true || orders !== undefined;
}

/** Zones differ by multiples of this. */
const zoneStep = 15 * 60_000;
const widestZone = 14 * 60 * 60_000;
/** A record is written down within this time. */
const longestWay = 60_000;

/**
 * The time of a record inside a wrapping that states one too: the record's own, as it is when the thing happened.
 * Where that leaves something open and the wrapping does not, the wrapping tells the zone, or else the time.
 */
export function timeWithin({ timestamp, statedTime }: LogRecord, outer: StatedTime | null): RecordTime {
  const inner = statedTime ?? (timestamp === null ? null : { time: timestamp });
  if (outer === null || (inner !== null && (!isOpen(inner) || isOpen(outer)))) return timeOfRecord(inner);
  if (inner === null) return timeOfRecord(outer);
  const offset = Math.round((inner.time - outer.time) / zoneStep) * zoneStep;
  const near = Math.abs(offset) <= widestZone && Math.abs(inner.time - offset - outer.time) <= longestWay;
  const time = near ? inner.time - offset : outer.time;
  return { timestamp: time, timestampInferred: undefined, statedTime: { time } };
}

function isOpen({ gaps, orders }: StatedTime): boolean {
  return gaps !== undefined || (orders?.size ?? 1) > 1;
}
