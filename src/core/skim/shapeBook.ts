import type { Severity } from '../finding';
import type { JudgedRecord, PipelineRun } from '../pipeline';
import type { StandingRecord } from '../readerStack';
import type { Level, Line } from '../record';
import type { Guard, LineShapes } from '../scan/lineShapes';
import { decisiveRuns, type Outcome } from './probe';
import { guardOf, stampOf, type Stamp } from './stamp';

/** What is known of a shape. */
export const unknown = 0;
/** No finding, whatever its numbers. */
export const quiet = 1;
/** A finding, the same whatever its numbers. */
export const telling = 2;
/** Its numbers count: each line is read. */
export const various = 3;

/** A shape is tried once so many lines of it have been read: what comes but a few times is not worth it. */
const sightings = 4;

interface Known {
  readonly judged: JudgedRecord;
  readonly level: Level | null;
  readonly severity: Severity | null;
}

/** What has been learnt of the shapes of one file's lines. */
export class ShapeBook {
  /** By shape. */
  readonly kinds: Uint8Array;
  private readonly seen: Uint8Array;
  private readonly counts: Uint32Array;
  private readonly known = new Map<number, Known>();
  private touched: number[] = [];
  private next = 1;
  private guard: Guard | null = null;

  constructor(
    private readonly shapes: LineShapes,
    private readonly run: PipelineRun,
  ) {
    this.kinds = new Uint8Array(shapes.capacity + 1);
    this.seen = new Uint8Array(shapes.capacity + 1);
    this.counts = new Uint32Array(shapes.capacity + 1);
  }

  /** The finding that a known shape's lines are; null where they are none. */
  findingOf(shape: number): JudgedRecord | null {
    return this.kinds[shape] === telling ? (this.known.get(shape)?.judged ?? null) : null;
  }

  /** Notes a line that was read alone as its time is not like those of the lines before. */
  noteTime(line: Line, standing: StandingRecord): void {
    const stamp = stampOf(line.text, standing.record, this.run.year);
    if (stamp === null || (this.guard !== null && stamp.start !== this.guard.column)) return;
    this.guard = guardOf(line.text, stamp, standing.record, (variant) => this.run.alone({ ...line, text: variant }) !== null);
    this.shapes.guard(this.guard);
  }

  /** Notes a line (by its place among those skimmed) that was read alone. */
  sight(place: number, shape: number, line: Line, standing: StandingRecord): void {
    const id = shape === 0 ? this.enter(place) : shape;
    if (id === 0 || this.kinds[id] !== unknown) return;
    const times = (this.seen[id] ?? 0) + 1;
    this.seen[id] = times;
    if (times >= sightings) this.learn(place, id, line, standing);
  }

  /** Counts a line of a known shape. */
  count(shape: number): void {
    const before = this.counts[shape] ?? 0;
    if (before === 0) this.touched.push(shape);
    this.counts[shape] = before + 1;
  }

  /** Has the run count what was counted here. */
  flush(): void {
    for (const shape of this.touched) {
      const known = this.known.get(shape);
      if (known) this.run.count(this.counts[shape] ?? 0, known.level, known.severity);
      this.counts[shape] = 0;
    }
    this.touched = [];
  }

  forget(): void {
    this.flush();
    this.shapes.forget();
    this.guard = null;
    this.kinds.fill(unknown);
    this.seen.fill(0);
    this.known.clear();
    this.next = 1;
  }

  private enter(place: number): number {
    // A log whose shapes have drifted so far is learnt anew.
    if (this.next > this.shapes.capacity) this.forget();
    const id = this.next;
    if (!this.shapes.learn(place, id)) return 0;
    this.next++;
    return id;
  }

  private learn(place: number, id: number, line: Line, standing: StandingRecord): void {
    const stamp = stampOf(line.text, standing.record, this.run.year);
    if (this.guard === null) this.noteTime(line, standing);
    const decisive = standing.record.trace !== undefined || (stamp !== null && stamp.start !== this.guard?.column) ? null : this.decisiveRuns(line, stamp);
    if (decisive !== null && decisive.length > 0 && this.shapes.keep(place, decisive)) return;
    const judged = this.run.weigh(standing.record);
    const { level, judgement } = judged.verdict;
    this.kinds[id] = decisive === null ? various : judgement === null ? quiet : telling;
    if (decisive !== null) this.known.set(id, { judged, level, severity: judgement?.severity ?? null });
  }

  private decisiveRuns(line: Line, stamp: Stamp | null): readonly number[] | null {
    const read = (text: string): Outcome | null => {
      const standing = this.run.alone({ ...line, text });
      return standing && { standing, judged: this.run.weigh(standing.record) };
    };
    return decisiveRuns(line.text, { fixedLengths: this.shapes.fixedLengths, from: stamp?.start ?? 0, to: stamp?.end ?? 0 }, read);
  }
}
