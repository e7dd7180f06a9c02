import type { Severity } from '../finding';
import type { JudgedRecord, PipelineRun, Repeats } from '../pipeline';
import type { StandingRecord } from '../readerStack';
import type { Level, Line } from '../record';
import { leavesOpen } from '../statedTime';
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
const various = 3;

/** A shape is tried once so many lines of it have been read: what comes but a few times is not worth it. */
const sightings = 24;
const mostGuards = 1000;

interface Known {
  readonly judged: JudgedRecord;
  readonly level: Level | null;
  readonly severity: Severity | null;
}

/** Lines of a shape that are findings, counted. */
interface Tally {
  /** The last of them. */
  readonly line: Line;
  readonly judged: JudgedRecord;
  readonly count: number;
}

/** What has been learnt of the shapes of one file's lines. */
export class ShapeBook {
  /** By shape. */
  readonly kinds: Uint8Array;
  /** Counts what was learnt: where it has changed, the kernel may tell another id than when it skimmed. */
  learnt = 0;
  private readonly seen: Uint8Array;
  private readonly counts: Uint32Array;
  /** The place of the last line of each shape among those skimmed last. */
  private readonly lasts: Uint32Array;
  private readonly tallies = new Map<number, Tally>();
  private repeats: Repeats[] = [];
  private readonly known = new Map<number, Known>();
  private touched: number[] = [];
  private next = 1;
  private guard: Guard | null = null;
  /** Guards so far, by what they hold fast. */
  private readonly guards = new Map<string, Guard>();
  private hasNewTime = false;

  constructor(
    private readonly shapes: LineShapes,
    private readonly run: PipelineRun,
    private readonly lineAt: (place: number) => Line,
  ) {
    this.kinds = new Uint8Array(shapes.capacity + 1);
    this.seen = new Uint8Array(shapes.capacity + 1);
    this.counts = new Uint32Array(shapes.capacity + 1);
    this.lasts = new Uint32Array(shapes.capacity + 1);
  }

  /** The finding that a known shape's lines are; null where they are none. */
  findingOf(shape: number): JudgedRecord | null {
    return this.kinds[shape] === telling ? (this.known.get(shape)?.judged ?? null) : null;
  }

  /** Notes a line that was read alone as its time is not like those of the lines before. */
  noteTime(line: Line, standing: StandingRecord): void {
    const stamp = stampOf(line.text, standing.record, this.run.year);
    if (stamp === null) return;
    const stated = line.text.slice(stamp.start);
    const known = this.guard && this.guards.get(heldFast(stated, this.guard));
    this.guard = known ?? guardOf(line.text, stamp, standing.record, (variant) => this.run.alone({ ...line, text: variant }) !== null);
    if (this.guards.size >= mostGuards) this.guards.clear();
    this.guards.set(heldFast(stated, this.guard), this.guard);
    this.shapes.guard(this.guard);
    this.hasNewTime = true;
    this.learnt++;
  }

  /** Notes a line (by its place among those skimmed) that was read alone. */
  sight(place: number, shape: number, line: Line, standing: StandingRecord): void {
    const id = shape === 0 ? this.enter(place) : shape;
    if (id === 0 || this.kinds[id] !== unknown) return;
    const times = (this.seen[id] ?? 0) + 1;
    this.seen[id] = times;
    if (times >= sightings) this.learn(place, id, line, standing);
  }

  /** Counts a line of a known shape, by its place among those skimmed. */
  count(shape: number, place: number): void {
    const before = this.counts[shape] ?? 0;
    if (before === 0) this.touched.push(shape);
    this.counts[shape] = before + 1;
    this.lasts[shape] = place;
  }

  /** Has the run count what was counted here, before other lines are skimmed. */
  flush(): void {
    for (const shape of this.touched) {
      const known = this.known.get(shape);
      const count = this.counts[shape] ?? 0;
      this.counts[shape] = 0;
      if (!known) continue;
      this.run.count(count, known.level, known.severity);
      if (known.severity !== null) this.tally(shape, known.judged, count);
    }
    this.touched = [];
    if (this.hasNewTime) this.tellOpenTimes();
    this.hasNewTime = false;
  }

  /** What was counted of findings and not handed out yet. */
  takeRepeats(): Repeats[] {
    return this.repeats.splice(0);
  }

  /** Tells all that was counted. */
  tell(): void {
    this.flush();
    for (const tally of this.tallies.values()) this.repeats.push(...this.told(tally));
    this.tallies.clear();
  }

  forget(): void {
    this.tell();
    this.shapes.forget();
    this.guard = null;
    this.guards.clear();
    this.kinds.fill(unknown);
    this.seen.fill(0);
    this.known.clear();
    this.next = 1;
  }

  private tally(shape: number, judged: JudgedRecord, count: number): void {
    const line = this.lineAt(this.lasts[shape] ?? 0);
    const before = this.tallies.get(shape)?.count ?? 0;
    this.tallies.set(shape, { line, judged, count: before + count });
  }

  /** Tells what states a part of its time only: what it leaves open is known as long as the hour is the same. */
  private tellOpenTimes(): void {
    for (const [shape, tally] of this.tallies) {
      const { statedTime } = tally.judged.record;
      if (statedTime === undefined || !leavesOpen(statedTime)) continue;
      this.repeats.push(...this.told(tally));
      this.tallies.delete(shape);
    }
  }

  private told({ line, judged, count }: Tally): Repeats[] {
    const standing = this.run.alone(line);
    const finding = standing && this.run.findingOf(standing.record, judged);
    return finding === null ? [] : [{ finding, count }];
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
    // Only near the start of its lines a shape has the time in the same column.
    const isGuarded = stamp !== null && stamp.start < this.shapes.fixedLengths;
    const isFixed = standing.record.trace === undefined && (isGuarded || stamp === null);
    const decisive = isFixed ? this.decisiveRuns(line, stamp) : null;
    if (decisive !== null && decisive.length > 0 && this.shapes.keep(place, decisive)) return;
    const judged = this.run.weigh(standing.record);
    const { level, judgement } = judged.verdict;
    this.kinds[id] = decisive === null ? various : judgement === null ? quiet : telling;
    if (isGuarded) this.shapes.guardFrom(place, id, stamp.start);
    this.learnt++;
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

const anyDigit = '\0';

/** What of a time is the same in all that keep to a guard like this one. */
function heldFast(stated: string, { low, high }: Guard): string {
  let held = '';
  for (let at = 0; at < low.length; at++) held += low[at] === high[at] ? stated.charAt(at) : anyDigit;
  return held;
}
