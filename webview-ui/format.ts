const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The furthest a `Date` reaches from the epoch, in milliseconds. */
const furthest = 8.64e15;

/** Writes numbers and times as the user's language does. */
export interface Formatter {
  count(value: number): string;
  /** A share of 0 to 1, in percent. */
  percent(share: number): string;
  /** `bytes` in units of 1,000. */
  size(bytes: number): string;
  duration(milliseconds: number): string;
  /** `time` as seen from `now`, both in milliseconds since the epoch; a date where it is over a month away. */
  ago(time: number, now: number): string;
  /** To the second, with the zone: the user's own, unless `zone` names one. */
  exact(time: number, zone?: string): string;
  /** For an axis of so many milliseconds: the clock where that is short, the date where it is long. */
  tick(time: number, span: number, zone: string): string;
  /** With a sign, for changes. */
  signed(value: number): string;
}

/** A formatter for a BCP 47 language tag; English where the tag is none. */
export function formatterFor(language: string): Formatter {
  const locale = usableLocale(language);
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const unit = (value: number, name: string, unitDisplay: 'long' | 'short' | 'narrow', digits: number): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits }).format(value);

  return {
    count: (value) => number.format(value),
    percent: (share) => percent.format(share),

    size(bytes) {
      let step = 0;
      let value = bytes;
      // 999.5 would be written as 1,000.
      while (value >= 999.5 && step < units.length - 1) {
        value /= 1000;
        step++;
      }
      return unit(value, units[step] ?? 'byte', step === 0 ? 'long' : 'short', value < 10 && step > 0 ? 1 : 0);
    },

    duration(milliseconds) {
      if (milliseconds < 999.5) return unit(milliseconds, 'millisecond', 'short', 0);
      const seconds = Math.round(milliseconds / 1000);
      if (seconds < 60) return unit(milliseconds / 1000, 'second', 'narrow', milliseconds < 10_000 ? 1 : 0);
      const parts = [unit(Math.floor(seconds / 60), 'minute', 'narrow', 0)];
      if (seconds % 60 > 0) parts.push(unit(seconds % 60, 'second', 'narrow', 0));
      return parts.join(' ');
    },

    ago(time, now) {
      const distance = time - now;
      const size = Math.abs(distance);
      if (!(Math.abs(time) <= furthest)) return '–';
      if (size < 45_000) return relative.format(0, 'second');
      if (size < 45 * minute) return relative.format(nearest(distance, minute), 'minute');
      if (size < 22 * hour) return relative.format(nearest(distance, hour), 'hour');
      if (size < 30 * day) return relative.format(nearest(distance, day), 'day');
      return date.format(time);
    },

    tick(time, span, zone) {
      if (!(Math.abs(time) <= furthest)) return '–';
      const parts: Intl.DateTimeFormatOptions =
        span <= 10 * minute
          ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
          : span <= day
            ? { hour: '2-digit', minute: '2-digit' }
            : span <= 5 * day
              ? { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }
              : { year: '2-digit', month: 'short', day: 'numeric' };
      return new Intl.DateTimeFormat(locale, { ...parts, hourCycle: 'h23', timeZone: zone }).format(time);
    },

    signed: (value) => new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' }).format(value),

    exact(time, zone) {
      if (!(Math.abs(time) <= furthest)) return '–';
      return new Intl.DateTimeFormat(locale, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZoneName: 'short',
        ...(zone === undefined ? {} : { timeZone: zone }),
      }).format(time);
    },
  };
}

/** Whole steps in a distance, at least one in its direction. */
function nearest(distance: number, step: number): number {
  return Math.sign(distance) * Math.max(1, Math.round(Math.abs(distance) / step));
}

function usableLocale(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en';
  } catch (error) {
    if (error instanceof RangeError) return 'en';
    throw error;
  }
}
