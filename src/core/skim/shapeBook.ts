import type { Layout } from '../formats/format';
import { mayMatch } from '../matching';
import type { JudgedRecord, PipelineRun, Repeats } from '../pipeline';
import type { StandingRecord } from '../readerStack';
import type { Level, Line, LogRecord } from '../record';
import { loner, type Guarded, type LineShapes, type Part, type Split } from '../scan/lineShapes';
import type { Span } from '../scan/sketchOf';
import { Chapter, isAscii, tailOf } from './chapter';
import { leavesOpen } from '../statedTime';
import { columnOf, decisiveInHead, isPlainTail, takesAnyTail, withMessage, type HeadOfLine } from './heads';
import { decisiveRuns, essenceOf, essenceOfHead } from './probe';
import { unsaidBehind } from './passing';
import { stampOf, type Stamp } from './stamp';
import type { Alike } from '../watcher';
import { timeless, timingOf } from './passedTimes';
import { notationOf, TimeGuards } from './timeGuards';
import { stayingWords } from './stayingWords.constant';

/** What is known of a shape. */
export const unknown = 0;
/** No finding, whatever its numbers. */
export const quiet = 1;
/** A finding, the same whatever its numbers. */
export const telling = 2;
/** Its numbers count: each line is read. */
const various = 3;

/** A shape is tried once so many lines of it have been read: then that has cost about as much as trying it does. */
const sightings = { line: 16, head: 6, tail: 24 } as const;

interface Known {
  readonly level: Level | null;
  /** What its lines are found to be; null where they are no finding. */
  readonly finding: JudgedRecord | null;
  /** What its lines say, where somebody looks on and it is known. */
  readonly alike: Alike | null;
}

interface HeadSample {
  readonly record: LogRecord;
  readonly takesAnyTail: boolean;
  readonly timing: number;
}

/** What a line comes to that is no finding and stands alone. */
export interface QuietLine {
  readonly level: Level | null;
  /** See `timingOf`. */
  readonly timing: number;
}

/** Lines of a shape that are findings, counted. */
interface Tally {
  /** The last of them. */
  readonly line: Line;
  readonly judged: JudgedRecord;
  readonly count: number;
}

/** More kinds of heads have their tails read. */
const mostPassed = 200;
/** So many tails are read before others are passed over, where somebody looks on. */
const quietEnough = 2000;
const wholeLine: Part = { of: 'line' };
const lineHead: Part = { of: 'head' };

/** What has been learnt of the shapes of one file's lines, layout by layout. */
export class ShapeBook {
  /** By shape. */
  readonly kinds: Uint8Array;
  /** What lines state of their time, by shape: see `timingOf`. */
  readonly timings: Uint16Array;
  /** Counts what was learnt: where it has changed, the kernel may tell another id than when it skimmed. */
  learnt = 0;
  private readonly counts: Uint32Array;
  /** The place of the last line of each shape among those skimmed last. */
  private readonly lasts: Uint32Array;
  private readonly tallies = new Map<number, Tally>();
  private repeats: Repeats[] = [];
  private readonly known = new Map<number, Known>();
  private touched: number[] = [];
  private next = 1;
  /** Kinds of heads behind which tails are passed over. */
  private passed = 0;
  private isFull = false;
  private hasNewTime = false;
  private readonly guards: TimeGuards;
  private readonly chapters = new Map<string, Chapter>();
  private chapter = new Chapter(0);
  private chapterCount = 0;
  private layout: Layout | null = null;
  /** What all tails know of the heads before them, and the number of that kind. */
  private readonly headKinds = new Map<string, number>();
  /** A record of each kind of heads, and whether what stands behind them is the message, whatever it is. */
  private readonly headSamples: HeadSample[] = [];
  /** Of each kind of heads, how many tails were read that are no finding. */
  private readonly quietTails: number[] = [];

  constructor(
    private readonly shapes: LineShapes,
    private readonly run: PipelineRun,
    private readonly lineAt: (place: number) => Line,
  ) {
    const ids = shapes.capacity + mostPassed + 1;
    this.kinds = new Uint8Array(ids);
    this.timings = new Uint16Array(ids);
    this.counts = new Uint32Array(ids);
    this.lasts = new Uint32Array(ids);
    this.guards = new TimeGuards(shapes);
    shapes.stay(stayingWords);
  }

  /** From now on the lines are laid out so; true where it is known how such are read. */
  open(layout: Layout | null): boolean {
    this.tell();
    const name = layout?.name ?? null;
    const known = name === null ? undefined : this.chapters.get(name);
    this.layout = layout;
    this.chapter = known ?? new Chapter(++this.chapterCount);
    if (name !== null) this.chapters.set(name, this.chapter);
    this.choose();
    return known !== undefined;
  }

  /** The finding that a known shape's lines are; null where they are none. */
  findingOf(shape: number): JudgedRecord | null {
    return this.known.get(shape)?.finding ?? null;
  }

  /** Notes a line that was read alone as its time is not like those of the lines before. */
  noteTime(line: Line, standing: StandingRecord): void {
    const stamp = stampOf(line.text, standing.record, this.run.year);
    if (stamp === null) return;
    this.guard(line, standing, stamp, true);
    if (this.chapter.split?.bySketch === true) this.guard(line, standing, stamp, false);
  }

  /** Has lines that state times like this one's be counted; returns the number of their notation. */
  private guard(line: Line, standing: StandingRecord, stamp: Stamp, hasLengths: boolean): number {
    this.hasNewTime = true;
    this.learnt++;
    return this.guards.note(this.notation(line, stamp, hasLengths), line, stamp, standing, (variant) => this.run.alone({ ...line, text: variant }) !== null);
  }

  private notation(line: Line, stamp: Stamp, hasLengths: boolean): string {
    return notationOf(this.chapter.number, line.text, stamp, hasLengths);
  }

  /** Where lines that state their time in the same column are guarded; null where that is not the same in all. */
  private guardedAt(line: Line, standing: StandingRecord, stamp: Stamp, column: number | null, hasLengths: boolean): Guarded | null {
    if (column === null) return null;
    return { column, notation: this.guards.numberOf(this.notation(line, stamp, hasLengths)) ?? this.guard(line, standing, stamp, hasLengths) };
  }

  /** Notes a line (by its place among those skimmed) that was read alone. */
  sight(place: number, line: Line, standing: StandingRecord): void {
    const { split } = this.chapter;
    const tail = split && tailOf(line.text, standing.record, split);
    // The kernel counts bytes; where they are not as many as characters the line is not split.
    const isRight = tail !== null && this.shapes.splitOf(place) === tail.start && isAscii(line.text.slice(0, tail.start));
    if (this.chapter.gather(line, standing.record, isRight)) return;
    if (this.chapter.split !== split) {
      this.choose();
      return;
    }
    const isSplit = split !== null && this.shapes.splitOf(place) >= 0;
    const kind = !isSplit ? loner : isRight ? this.sightHead(place, tail, line, standing, split) : this.sightWrong(place);
    if (kind === loner) this.sightLine(place, line, standing);
    else if (kind !== null && isRight) this.sightTail(place, kind, tail, line, standing);
  }

  /** What a line comes to of which only the tail is unknown, where that is no finding and stands alone; else null. */
  quietLine(place: number, line: Line): QuietLine | null {
    const { split } = this.chapter;
    if (split === null) return null;
    const kind = this.shapes.idOfPart(place, lineHead);
    const head = this.headSamples[kind];
    const start = this.shapes.splitOf(place);
    const end = split.quote === '' ? line.text.length : line.text.indexOf(split.quote, start);
    if (head === undefined || start >= end) return null;
    const tail = line.text.slice(start, end);
    if (!(head.takesAnyTail || isPlainTail(tail)) || (split.quote !== '' && tail.includes('\\'))) return null;
    const standing = withMessage(head.record, tail);
    if (standing.isWary || standing.record.trace !== undefined) return null;
    const verdict = this.run.judge(standing.record);
    if (verdict.judgement !== null) return null;
    this.sightTail(place, kind, { start, end }, line, standing);
    if (this.run.watcher !== null) this.noteQuiet(kind, head);
    return { level: verdict.level, timing: head.timing };
  }

  /** When so many tails of a kind of heads said nothing, the rest is passed over. */
  private noteQuiet(kind: number, head: HeadSample): void {
    const count = (this.quietTails[kind] ?? 0) + 1;
    this.quietTails[kind] = count;
    if (count !== quietEnough) return;
    this.passOver(kind, head);
    this.learnt++;
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
      this.run.count(count, known.level, known.finding?.verdict.judgement?.severity ?? null, known.alike);
      if (known.finding !== null) this.tally(shape, known.finding, count);
    }
    this.touched = [];
    if (this.hasNewTime) this.tellOpenTimes();
    this.hasNewTime = false;
    // A log whose shapes have drifted so far is learnt anew.
    if (this.isFull) this.forget();
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

  /** Has lines be looked up as it is right in this chapter. */
  private choose(): void {
    const { number, split } = this.chapter;
    this.shapes.choose(number, split);
    this.learnt++;
  }

  private forget(): void {
    this.isFull = false;
    this.tell();
    this.shapes.forget();
    this.kinds.fill(unknown);
    this.known.clear();
    this.headKinds.clear();
    this.headSamples.length = 0;
    this.quietTails.length = 0;
    this.next = 1;
    this.passed = 0;
    this.learnt++;
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
    const finding = this.layout && this.run.findingIn(this.layout, line, judged);
    return finding === null ? [] : [{ finding, count }];
  }

  /** What a line goes by of which the tail is not all of the message: `loner` once it is to be known as a whole, else null. */
  private sightWrong(place: number): number | null {
    const kind = this.shapes.idOfPart(place, lineHead);
    const part: Part = kind === 0 || kind === loner ? lineHead : { of: 'tail', kind };
    if (this.shapes.idOfPart(place, part) === loner) return loner;
    if (this.shapes.sight(place, wholeLine) < sightings.line) return null;
    if (!this.shapes.learn(place, part, loner)) this.isFull = true;
    this.learnt++;
    return loner;
  }

  /** The kind of a line's head, `loner` where it goes with no tail; null while it is unknown. */
  private sightHead(place: number, tail: Span, line: Line, standing: StandingRecord, split: Split): number | null {
    const found = this.shapes.idOfPart(place, lineHead);
    if (found !== 0) return found;
    if (this.shapes.sight(place, lineHead) < sightings.head) return null;
    const stamp = stampOf(line.text, standing.record, this.run.year);
    const question = { line, standing, tail, stamp, split, fixedLengths: this.shapes.fixedLengths };
    const decisive = decisiveInHead(question, this.shapes.keptOf(place, lineHead), this.run);
    if (decisive !== null && decisive.length > 0 && this.shapes.keep(place, lineHead, decisive)) return null;
    const guarded = stamp && this.guardedAt(line, standing, stamp, columnOf(stamp, line.text, question), !split.bySketch);
    const kind = decisive === null ? loner : this.headKindOf(question, timingOf(standing.record, guarded?.notation ?? null));
    if (this.chapter.hasManyHeads()) {
      this.choose();
      return null;
    }
    if (!this.shapes.learn(place, lineHead, kind, guarded)) this.isFull = true;
    this.learnt++;
    return kind;
  }

  /** Tails behind heads of one kind come to the same, whatever else the heads say. */
  private headKindOf(head: HeadOfLine, timing: number): number {
    const key = `${String(this.chapter.number)} ${String(timing)} ${essenceOfHead(head.standing)}`;
    const known = this.headKinds.get(key);
    if (known !== undefined) return known;
    const kind = this.headKinds.size + 1;
    this.headKinds.set(key, kind);
    const { record } = head.standing;
    const sample = { record, takesAnyTail: takesAnyTail(head, this.run), timing };
    this.headSamples[kind] = sample;
    // Who looks on would like to know what comes often: that is learnt first.
    if (this.run.watcher === null) this.passOver(kind, sample);
    return kind;
  }

  /** Has tails that say nothing behind heads of a kind be counted without a look. */
  private passOver(kind: number, { record, takesAnyTail, timing }: HeadSample): void {
    const unsaid = unsaidBehind(record, takesAnyTail);
    if (unsaid === null || this.passed === mostPassed || !this.shapes.passOver(kind, unsaid, this.next)) return;
    this.passed++;
    const id = this.next++;
    this.kinds[id] = quiet;
    this.timings[id] = timing;
    this.known.set(id, { level: record.level, finding: null, alike: null });
  }

  private sightTail(place: number, kind: number, tail: Span, line: Line, standing: StandingRecord): void {
    const part: Part = { of: 'tail', kind };
    if (this.isWanted(place, part)) this.learn(place, part, standing, this.decisiveInTail(place, part, tail, line, standing), null, this.headSamples[kind]?.timing ?? timeless);
  }

  private sightLine(place: number, line: Line, standing: StandingRecord): void {
    if (!this.isWanted(place, wholeLine)) return;
    const stamp = stampOf(line.text, standing.record, this.run.year);
    const { fixedLengths } = this.shapes;
    // Only near the start of its lines a shape has the time in the same column.
    const isGuarded = stamp !== null && stamp.start < fixedLengths;
    const isFixed = standing.record.trace === undefined && (isGuarded || stamp === null);
    const read = (text: string): string | null => {
      const other = this.run.alone({ ...line, text });
      return other && essenceOf({ standing: other, judged: this.run.weigh(other.record) });
    };
    const decisive = isFixed ? decisiveRuns(line.text, { within: { start: 0, end: line.text.length }, but: stamp === null ? [] : [stamp], fixedLengths, words: [], known: this.shapes.keptOf(place, wholeLine), mayTell: () => true }, read) : null;
    const guarded = isGuarded ? this.guardedAt(line, standing, stamp, stamp.start, true) : null;
    this.learn(place, wholeLine, standing, decisive, guarded, timingOf(standing.record, guarded?.notation ?? null));
  }

  /** Whether a shape has come often enough to be learnt, and has not been. */
  private isWanted(place: number, part: Part): boolean {
    return this.shapes.idOfPart(place, part) === 0 && this.shapes.sight(place, part) >= sightings[part.of];
  }

  /** The message is all there is in the tail: the head need not be read again. */
  private decisiveInTail(place: number, part: Part, tail: Span, line: Line, { record }: StandingRecord): readonly number[] | null {
    const message = line.text.slice(tail.start, tail.end);
    const read = (text: string): string => {
      const other = withMessage(record, text);
      return essenceOf({ standing: other, judged: this.run.weigh(other.record) });
    };
    if (record.httpStatus !== undefined) return [];
    return record.trace === undefined ? decisiveRuns(message, { within: { start: 0, end: message.length }, but: [], fixedLengths: 0, words: [], known: this.shapes.keptOf(place, part), mayTell: mayMatch }, read) : null;
  }

  private learn(place: number, part: Part, { record }: StandingRecord, decisive: readonly number[] | null, guarded: Guarded | null, timing: number): void {
    if (decisive !== null && decisive.length > 0 && this.shapes.keep(place, part, decisive)) return;
    const id = this.next;
    if (!this.shapes.learn(place, part, id, guarded)) {
      this.isFull = true;
      return;
    }
    this.next++;
    const judged = this.run.weigh(record);
    const { level, judgement } = judged.verdict;
    this.kinds[id] = decisive === null ? various : judgement === null ? quiet : telling;
    this.timings[id] = timing;
    this.learnt++;
    if (decisive !== null) this.known.set(id, { level, finding: judgement === null ? null : judged, alike: this.run.watcher ? { template: judged.template, fingerprint: judged.fingerprint } : null });
  }
}
