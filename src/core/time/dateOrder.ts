import type { LogRecord } from '../record';
import type { DateOrder } from '../statedTime';

type Orders = ReadonlyMap<DateOrder, number>;

/** An order is likelier where the file's times then lie this many times closer together. */
const clearly = 3;

/**
 * Learns in which order a file states day, month and year. A date that can be read in one order alone shows it;
 * where none does, a log's times move forward in small steps, and only the right order makes them do so.
 */
export class DateOrders {
  private known: DateOrder | null = null;
  private shown = false;

  /** `limit`: no time of the file lies after this (milliseconds since the epoch). */
  constructor(private limit: number) {}

  /** The file has been changed since: times may lie up to this limit. */
  extend(limit: number): void {
    this.limit = limit;
  }

  /** Goes on where another one is. */
  continueFrom({ known, shown, limit }: DateOrders): void {
    this.limit = limit;
    this.known = known;
    this.shown = shown;
  }

  /** Takes the next records of the file. */
  learn(records: readonly Pick<LogRecord, 'statedTime'>[]): void {
    if (this.shown) return;
    const dates: Orders[] = [];
    for (const { statedTime } of records) {
      if (statedTime?.orders) dates.push(statedTime.gaps?.year === true ? statedTime.orders : this.possible(statedTime.orders));
    }
    if (dates.length === 0) return;
    const votes = mostVotes(dates);
    this.shown = votes !== null;
    this.known = votes ?? this.known ?? calmest(dates);
  }

  /** The time in the file's order; `certain` where that is known, or only one order is possible. */
  choose(stated: Orders, yearless: boolean): { readonly time: number; readonly certain: boolean } {
    const orders = yearless ? stated : this.possible(stated);
    const known = this.known === null ? undefined : orders.get(this.known);
    if (known !== undefined) return { time: known, certain: true };
    const [first = NaN] = orders.values();
    return { time: first, certain: orders.size === 1 };
  }

  /** The orders in which the date does not lie after the end of the file; all where it does in each. */
  private possible(orders: Orders): Orders {
    const past = [...orders].filter(([, time]) => time <= this.limit);
    return past.length === 0 || past.length === orders.size ? orders : new Map(past);
  }
}

/** The order that most of those dates show that can be read in one alone; null where there are none. */
function mostVotes(dates: readonly Orders[]): DateOrder | null {
  const votes = new Map<DateOrder, number>();
  for (const date of dates) {
    const [only] = date.keys();
    if (date.size === 1 && only !== undefined) votes.set(only, (votes.get(only) ?? 0) + 1);
  }
  let most: DateOrder | null = null;
  for (const [order, count] of votes) if (most === null || count > (votes.get(most) ?? 0)) most = order;
  return most;
}

/** The order in which the times jump about least, if clearly less than in the others. */
function calmest(dates: readonly Orders[]): DateOrder | null {
  const first = dates[0] ?? new Map<DateOrder, number>();
  const common = [...first.keys()].filter((order) => dates.every((date) => date.has(order)));
  const jumps = common.map((order): [DateOrder, number] => [order, jumpsIn(dates, order)]).sort(([, a], [, b]) => a - b);
  const [best, next] = jumps;
  return best !== undefined && next !== undefined && best[1] * clearly < next[1] ? best[0] : null;
}

function jumpsIn(dates: readonly Orders[], order: DateOrder): number {
  let sum = 0;
  let last: number | undefined;
  for (const date of dates) {
    const time = date.get(order) ?? 0;
    sum += Math.abs(time - (last ?? time));
    last = time;
  }
  return sum;
}
