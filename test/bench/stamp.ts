import { marks } from './world';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const zero = 0x30;

/** How a format writes a moment: text that is the same for a second, then so many digits of its fraction. */
export class Stamp {
  /** What stands for a time until one is written. */
  readonly placeholder: string;
  private second = NaN;
  private bytes = Buffer.alloc(0);

  constructor(
    private readonly textOf: (second: Date) => string,
    private readonly fraction: 0 | 3 | 6,
  ) {
    this.placeholder = marks.time + '0'.repeat(textOf(new Date(0)).length + fraction);
  }

  /** Writes a moment (milliseconds since the epoch) over a placeholder. */
  write(target: Buffer, at: number, moment: number): void {
    const second = Math.floor(moment / 1000);
    if (second !== this.second) {
      this.second = second;
      this.bytes = Buffer.from(this.textOf(new Date(second * 1000)), 'latin1');
    }
    const { bytes } = this;
    for (let index = 0; index < bytes.length; index++) target[at + index] = bytes[index]!;
    let rest = this.fraction === 6 ? (moment % 1000) * 1000 + ((moment * 7919) % 1000) : moment % 1000;
    for (let index = at + bytes.length + this.fraction - 1; index >= at + bytes.length; index--) {
      target[index] = zero + (rest % 10);
      rest = Math.floor(rest / 10);
    }
  }
}

const pad = (value: number): string => String(value).padStart(2, '0');
const clock = (date: Date): string => `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
const day = (date: Date, separator: string): string => [date.getUTCFullYear(), pad(date.getUTCMonth() + 1), pad(date.getUTCDate())].join(separator);
const month = (date: Date): string => months[date.getUTCMonth()]!;

/** The times of the formats that we write. */
export const stamps = {
  /** 2026-11-23 04:05:06.789 */
  spaced: () => new Stamp((date) => `${day(date, '-')} ${clock(date)}.`, 3),
  /** 2026-11-23 04:05:06,789 */
  comma: () => new Stamp((date) => `${day(date, '-')} ${clock(date)},`, 3),
  /** 2026-11-23T04:05:06.789; the zone is the format's. */
  iso: () => new Stamp((date) => `${day(date, '-')}T${clock(date)}.`, 3),
  isoMicroseconds: () => new Stamp((date) => `${day(date, '-')}T${clock(date)}.`, 6),
  /** Nov 23 04:05:06 */
  syslog: () => new Stamp((date) => `${month(date)} ${String(date.getUTCDate()).padStart(2)} ${clock(date)}`, 0),
  /** 23/Nov/2026:04:05:06 */
  access: () => new Stamp((date) => `${pad(date.getUTCDate())}/${month(date)}/${date.getUTCFullYear()}:${clock(date)}`, 0),
  /** 2026/11/23 04:05:06 */
  slashed: () => new Stamp((date) => `${day(date, '/')} ${clock(date)}`, 0),
  /** Milliseconds since the epoch. */
  epoch: () => new Stamp((date) => String(date.getTime() / 1000).padStart(10, '0'), 3),
  /** 1123 04:05:06.789012 */
  klog: () => new Stamp((date) => `${pad(date.getUTCMonth() + 1)}${pad(date.getUTCDate())} ${clock(date)}.`, 6),
  /** 261123 040506 */
  compact: () => new Stamp((date) => `${day(date, '').slice(2)} ${clock(date).replaceAll(':', '')}`, 0),
} as const;
