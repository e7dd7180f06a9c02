import type { LogRecord } from '../../core/record';
import { spanText } from '../../core/silence';
import type { TimeZone } from '../../core/time/zones';

const longestName = 40;
/** Digits that line numbers are expected to have; longer ones push their line to the right. */
const lineDigits = 6;

/** One line of a merged log: a time (on the first line of a record), the log and line it comes from, and its text. */
export interface MergedLine {
  /** Up to the text: time and place, padded. */
  readonly prefix: string;
  /** Where the place stands in the prefix. */
  readonly placeAt: number;
  /** `tank.log:12`. */
  readonly place: string;
  /** 1-based number in its log. */
  readonly line: number;
  readonly text: string;
}

/** Lays the records of several logs out in columns. */
export class MergedLayout {
  private readonly names: readonly string[];
  private readonly placeWidth: number;
  private readonly timeWidth: number;

  /** `paths` of the logs, as the records' sources count; times are told in `zone`. */
  constructor(
    paths: readonly string[],
    private readonly zone: TimeZone,
  ) {
    this.names = shortNames(paths);
    this.placeWidth = Math.max(0, ...this.names.map(({ length }) => length)) + 1 + lineDigits;
    // What is inferred has a mark before it.
    this.timeWidth = (zone.isoTimeOf(0) ?? '').length + 1;
  }

  linesOf(source: number, record: LogRecord): MergedLine[] {
    const name = this.names[source] ?? '';
    const time = this.timeOf(record);
    return record.lines.map((text, index) => {
      const line = record.lineNumbers?.[index] ?? record.line + index;
      const place = `${name}:${String(line)}`;
      const prefix = `${(index === 0 ? time : '').padEnd(this.timeWidth)}  ${place.padEnd(this.placeWidth)} | `;
      return { prefix, placeAt: this.timeWidth + 2, place, line, text };
    });
  }

  /** What stands between two lines where no log said anything for so many milliseconds. */
  silenceText(span: number): string {
    return `${' '.repeat(this.timeWidth)}  ${'·'.repeat(this.placeWidth)} | ${spanText(span)} of silence`;
  }

  private timeOf({ timestamp, timestampInferred }: LogRecord): string {
    const time = timestamp === null ? null : this.zone.isoTimeOf(timestamp);
    return time === null ? '' : `${timestampInferred === undefined ? ' ' : '≈'}${time}`;
  }
}

/** The ends of paths, as long as it takes to tell them apart. */
export function shortNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[\\/]/).filter((part) => part !== ''));
  const deepest = Math.max(1, ...parts.map(({ length }) => length));
  let names: string[] = [];
  for (let depth = 1; depth <= deepest; depth++) {
    names = parts.map((each) => each.slice(-depth).join('/'));
    if (new Set(names).size === new Set(paths).size) break;
  }
  return names.map((name) => (name.length > longestName ? `…${name.slice(1 - longestName)}` : name));
}
