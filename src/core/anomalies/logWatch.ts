import type { Anomaly } from '../anomaly';
import { isProblem } from '../finding';
import type { Verdict } from '../detector';
import { maskVariables } from '../masking';
import type { LogRecord } from '../record';
import { shapeOf } from '../scan/shapeOf';
import { Silences } from '../silence';
import { fingerprint } from '../template';
import type { Alike, Watcher } from '../watcher';
import type { Occurrence } from '../causes/firstCauses';
import { sharedIds } from '../causes/ids';
import { Activity, type Series } from './activity';
import { findAnomalies } from './findAnomalies';
import { Sequences } from './sequences';
import { ValueWatch } from './values';

/** A silence of the log: `before` its first line after it. */
export interface Gap {
  readonly line: number;
  /** Milliseconds. */
  readonly length: number;
}

/** What is known of a log when it has been read. */
export interface Watched {
  readonly activity: Activity;
  readonly gaps: readonly Gap[];
  readonly sequences: Sequences;
  readonly values: ReadonlyMap<string, ValueWatch>;
  readonly occurrences: readonly Occurrence[];
}

/** Records of the start that show whether the log states times. */
const fewestForAxis = 100;
/** Shapes of messages whose templates are kept in mind; further ones are counted with all. */
const mostShapes = 20_000;
const longestShaped = 300;
const mostGaps = 100;
const mostValues = 500;
const mostOccurrences = 20_000;
/** Occurrences of one kind closer together are one (milliseconds or lines): a storm is not a new beginning each time. */
const sameOnset = { time: 1000, line: 5 } as const;

/** Looks on as a log is read, and tells at the end what was unusual. Takes the same memory for a log of any size. */
export class LogWatch implements Watcher {
  private activity: Activity | null = null;
  /** Records before it is known whether there are times. */
  private early: (() => void)[] = [];
  private readonly events = new Map<string, Alike>();
  private readonly silences = new Silences();
  private readonly gaps: Gap[] = [];
  private readonly sequences = new Sequences();
  private readonly values = new Map<string, ValueWatch>();
  private readonly occurrences: Occurrence[] = [];
  private readonly lastOnsets = new Map<string, number>();
  private waiting: { readonly alike: Alike | null; readonly count: number; readonly isProblem: boolean }[] = [];
  private lastLine = 0;

  record(record: LogRecord, verdict: Verdict, known: Alike | null): void {
    const { timestamp, line } = record;
    this.noteTime(timestamp, line);
    this.lastLine = Math.max(this.lastLine, record.endLine);
    const event = known ?? this.eventOf(record, verdict);
    const bad = isProblem(verdict.judgement?.severity ?? null);
    this.whenAxis(timestamp !== null, (activity) => {
      const place = activity.axis === 'time' ? (timestamp ?? activity.startOf(activity.last)) : line;
      const series = event && activity.seriesOf(event.fingerprint, event.template, bad, line, true);
      activity.count(series, 1, bad, place, place, line);
      if (event === null || series === null) return;
      this.watchValues(event, record);
      if (verdict.judgement === null) return;
      this.sequences.add(event.fingerprint, line);
      if (bad) this.noteOnset(event, record, verdict, place, activity.axis);
    });
  }

  counted(count: number, isBad: boolean, alike: Alike | null): void {
    this.waiting.push({ alike, count, isProblem: isBad });
  }

  passed(first: Parameters<Watcher['passed']>[0], last: Parameters<Watcher['passed']>[1]): void {
    const { time, line } = last;
    const waiting = this.waiting;
    this.waiting = [];
    this.lastLine = Math.max(this.lastLine, line);
    if (time !== null) this.silences.goOn(time);
    if (waiting.length === 0) return;
    this.whenAxis(time !== null, (activity) => {
      const known = activity.startOf(activity.last);
      const [from, to] = activity.axis === 'time' ? [first.time ?? time ?? known, time ?? first.time ?? known] : [first.line, line];
      for (const { alike, count, isProblem: bad } of waiting) {
        const series = alike && activity.seriesOf(alike.fingerprint, alike.template, bad, first.line, false);
        activity.count(series, count, bad, Math.min(from, to), to, line);
      }
    });
  }

  silence(length: number, line: number): void {
    this.noteGap(this.silences.note(length), line);
  }

  /** Whether there was nothing to look at. */
  get sawNothing(): boolean {
    return this.activity === null && this.early.length === 0;
  }

  series(): Iterable<Series> {
    this.settleAxis();
    return this.activity?.series.values() ?? [];
  }

  /** What was unusual, and what may have begun it; the most remarkable first. */
  finish(): Anomaly[] {
    this.settleAxis();
    const { activity, gaps, sequences, values, occurrences } = this;
    return activity === null ? [] : findAnomalies({ activity, gaps, sequences, values, occurrences });
  }

  private noteTime(time: number | null, line: number): void {
    if (time === null) return;
    // Between lines that were only counted, none is known to be next to another.
    if (line <= this.lastLine + 1) this.noteGap(this.silences.before(time), line);
    else this.silences.goOn(time);
  }

  private noteGap(length: number | null, line: number): void {
    if (length !== null && this.gaps.length < mostGaps && !this.gaps.some((gap) => gap.line === line)) this.gaps.push({ line, length });
  }

  /** Has the work done once it is known along what to count. */
  private whenAxis(hasTime: boolean, work: (activity: Activity) => void): void {
    if (this.activity) {
      work(this.activity);
      return;
    }
    this.early.push(() => {
      if (this.activity) work(this.activity);
    });
    if (hasTime) this.activity = new Activity('time');
    if (hasTime || this.early.length >= fewestForAxis) this.settleAxis();
  }

  private settleAxis(): void {
    if (this.early.length === 0) return;
    this.activity ??= new Activity('line');
    for (const work of this.early.splice(0)) work();
  }

  private eventOf(record: LogRecord, verdict: Verdict): Alike | null {
    const shape = shapeOf(record.message.slice(0, longestShaped), 0);
    const known = this.events.get(shape);
    if (known) return known;
    if (this.events.size === mostShapes) return null;
    const template = maskVariables(record.message);
    const event = { template, fingerprint: fingerprint(template, verdict.frames) };
    this.events.set(shape, event);
    return event;
  }

  private watchValues({ fingerprint: id }: Alike, { message, line }: LogRecord): void {
    const watch = this.values.get(id) ?? (this.values.size < mostValues ? new ValueWatch() : undefined);
    if (!watch) return;
    this.values.set(id, watch);
    watch.add(message, line);
  }

  private noteOnset({ fingerprint: id, template }: Alike, record: LogRecord, verdict: Verdict, at: number, axis: 'time' | 'line'): void {
    const last = this.lastOnsets.get(id);
    if (verdict.judgement === null) return;
    if ((last !== undefined && Math.abs(at - last) < sameOnset[axis]) || this.occurrences.length === mostOccurrences) return;
    this.lastOnsets.set(id, at);
    const { category, severity } = verdict.judgement;
    this.occurrences.push({ fingerprint: id, category, severity, source: record.logger, template, at, line: record.line, ids: sharedIds(record.lines[0] ?? record.message) });
  }
}
