import { type Severity, isProblem, severities } from '../../core/finding';
import type { TimeRange, Timeline } from '../../shared/summary';
import type { DigestPart } from './digests';
import { type CountedTimes, stepFor, widthAt } from './timeCounts';

/** Files that a timeline tells apart; what all others have is told together. */
const mostFiles = 6;

/** Findings of one file and severity. */
export interface TimedCounts {
  readonly uri: string;
  readonly fileName: string;
  readonly severity: Severity;
  readonly count: number;
  readonly times: CountedTimes | null;
}

/** From the first to behind the last that states a time; null where none does. */
export function spanOf(parts: readonly DigestPart[]): TimeRange | null {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { firstTimestamp, lastTimestamp, times } of parts) {
    if (firstTimestamp === null || lastTimestamp === null || times === null) continue;
    if (firstTimestamp < from) from = firstTimestamp;
    if (lastTimestamp > to) to = lastTimestamp;
  }
  return from <= to ? { from, to: to + 1 } : null;
}

/** Adds counts up to buckets side by side, as fine as was asked for and as all that was counted allows. */
export class TimelineBuilder {
  /** Milliseconds of a bucket. It may grow while counts are added. */
  width: number;
  /** Number of the first bucket. */
  private first: number;
  private length: number;
  private bySeverity: Record<Severity, Float64Array>;
  private readonly byFile = new Map<string, { readonly fileName: string; problems: number; counts: Float64Array }>();
  private untimed = 0;

  /** What lies outside of `span` is left out. */
  constructor(
    readonly span: TimeRange | null,
    buckets: number,
  ) {
    const { from, to } = span ?? { from: 0, to: 0 };
    this.width = widthAt(stepFor(to - from, Math.max(1, buckets - 1)));
    this.first = Math.floor(from / this.width);
    this.length = Math.max(0, Math.ceil(to / this.width) - this.first);
    const none = (): Float64Array => new Float64Array(this.length);
    this.bySeverity = { critical: none(), high: none(), medium: none(), low: none() };
  }

  add({ uri, fileName, severity, count, times }: TimedCounts): void {
    const { span } = this;
    if (span === null || times === null) {
      this.untimed += count;
      return;
    }
    if (times.width > this.width) this.widen(times.width);
    const known = this.byFile.get(uri);
    const file = known ?? { fileName, problems: 0, counts: new Float64Array(this.length) };
    if (!known) this.byFile.set(uri, file);
    const [all, ofFile] = [this.bySeverity[severity], isProblem(severity) ? file.counts : null];
    const { width, first, length } = this;
    let [seen, added] = [0, 0];
    times.each(width, (bucket, each) => {
      seen += each;
      const start = bucket * width;
      if (start + width <= span.from || start >= span.to) return;
      const place = Math.min(length - 1, Math.max(0, bucket - first));
      all[place] = (all[place] ?? 0) + each;
      added += each;
      if (ofFile) ofFile[place] = (ofFile[place] ?? 0) + each;
    });
    if (ofFile) file.problems += added;
    this.untimed += Math.max(0, count - seen);
  }

  timeline(): Timeline {
    const files = [...this.byFile].filter(([, { problems }]) => problems > 0).sort(([, a], [, b]) => b.problems - a.problems);
    const shown = files.length > mostFiles + 1 ? files.slice(0, mostFiles) : files;
    const others = files.slice(shown.length);
    const rest = new Array<number>(this.length).fill(0);
    for (const [, { counts }] of others) for (let place = 0; place < rest.length; place++) rest[place] = (rest[place] ?? 0) + (counts[place] ?? 0);
    return {
      from: this.first * this.width,
      width: this.width,
      severities: Object.fromEntries(severities.map((severity) => [severity, Array.from(this.bySeverity[severity])])) as Record<Severity, number[]>,
      files: [
        ...shown.map(([uri, { fileName, counts }]) => ({ uri, fileName, counts: Array.from(counts) })),
        ...(others.length > 0 ? [{ uri: null, fileName: '', counts: rest }] : []),
      ],
      untimed: this.untimed,
    };
  }

  private widen(width: number): void {
    const ratio = width / this.width;
    const [finerFirst, finerLength] = [this.first, this.length];
    this.width = width;
    this.first = Math.floor(finerFirst / ratio);
    this.length = finerLength === 0 ? 0 : Math.floor((finerFirst + finerLength - 1) / ratio) - this.first + 1;
    const wider = (counts: Float64Array): Float64Array => {
      const folded = new Float64Array(this.length);
      for (let place = 0; place < finerLength; place++) {
        const into = Math.floor((finerFirst + place) / ratio) - this.first;
        folded[into] = (folded[into] ?? 0) + (counts[place] ?? 0);
      }
      return folded;
    };
    for (const severity of severities) this.bySeverity[severity] = wider(this.bySeverity[severity]);
    for (const file of this.byFile.values()) file.counts = wider(file.counts);
  }
}
