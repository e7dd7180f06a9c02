import type { Layout } from '../formats/format';
import type { Batch, PipelineRun } from '../pipeline';
import { reach, type StandingRecord } from '../readerStack';
import type { Line } from '../record';
import { guarded, type LineShapes } from '../scan/lineShapes';
import type { Decode } from '../scan/lineSplitter';
import { Passage } from '../watcher';
import { PassedTimes } from './passedTimes';
import { quiet, ShapeBook, telling, unknown, type QuietLine } from './shapeBook';

export interface SkimOptions {
  readonly decode: Decode;
  /** Whether a CR without an LF ends a line. */
  readonly loneCarriageReturns: boolean;
  /** Offset in the file of the first byte that will be taken. */
  readonly firstOffset: number;
  /** Whether findings like earlier ones may be counted without a word for each. */
  readonly tallies: boolean;
  /** Told now and then of the number and the offset of a line before which nothing is open: see `isAtRest`. */
  readonly onRest?: (line: number, offset: number) => void;
}

/** What a longer line has beyond this is counted but not read. */
const maxLineBytes = 1 << 20;
/** So many NULs in a row part what comes after from what was before. */
const largestHole = 1 << 16;
/** So many lines teach how the file is read before any is passed over, and so few where it is read as before. */
const lessons = 256;
const fewLessons = 64;
/** Lines that are held back until it is clear what comes after them have no more bytes than this. */
const mostHeldBytes = 128 * 1024;

/** Places of rest are told of when they are so many lines apart. */
const linesPerRest = 128;

/** So many lines are asked for one by one before the rest is looked up again. */
const manyAsked = 32;

/** So many lines are looked at before the first of them is dealt with. */
const manyAhead = 256;

/** Lines that are fed at once. */
const mostPending = 128;

const LF = 10;
const CR = 13;

/** How a line is dealt with: counted by its shape; read alone; fed to the pipeline; fed with the lines in its reach. */
const counted = 0;
const alone = 1;
const fed = 2;
const wary = 3;
/** Counted, as it has been seen to be no finding. */
const passed = 4;
/** Fed with the lines in its reach, and none that begins a record of the file's own. */
const waryAside = 5;

/**
 * Reads the bytes of a log as the pipeline does, and finds the same, but looks only once at lines of a shape it
 * knows. A line whose record stands alone whatever is around it is read alone; where many of its shape come out
 * alike whatever their numbers, the next ones are counted. All else goes through the pipeline with the lines around it.
 */
export class Skimmer {
  private readonly book: ShapeBook;
  private readonly passage: Passage | null;
  private readonly passedTimes: PassedTimes;
  private classes = new Uint8Array(4096);
  /** What had been learnt when the lines were looked up: see `ShapeBook.learnt`. */
  private lookedUp = 0;
  /** Records of lines that were read alone, by their place among those skimmed. */
  private readonly standing = new Map<number, StandingRecord>();
  /** Lines that are passed, by their place among those skimmed. */
  private readonly quietLines = new Map<number, QuietLine>();
  /** Bytes at the start of the input that are left from before. */
  private held = 0;
  /** Offset in the file of the input's first byte. */
  private offset: number;
  /** Number of the input's first line. */
  private number = 1;
  /** Bytes of the input's first line that were let go: it is longer than what is read of it. */
  private dropped = 0;
  /** Lines that are yet to teach how the file is read. */
  private toLearn = lessons;
  private layout: Layout | null = null;
  /** Whether lines go through the pipeline one after the other. */
  private feeding = true;
  /** Lines at the end of those fed that each begin a record. */
  private headsInRow = 0;
  private lastRest = 0;
  /**
   * Whether nothing was open where the last bytes ended that were taken as such: what comes behind them hangs on
   * nothing before, if it begins with a line that stands alone and has no wary one in its reach.
   */
  isAtRest = false;
  private readonly pending: Line[] = [];
  private batches: Batch[] = [];

  constructor(
    private readonly shapes: LineShapes,
    private readonly run: PipelineRun,
    private readonly options: SkimOptions,
  ) {
    this.offset = options.firstOffset;
    this.passage = run.watcher && new Passage(run.watcher, (line) => run.timeOf(line));
    this.passedTimes = new PassedTimes(run, (place) => this.lineAt(place));
    this.book = new ShapeBook(shapes, run, (place) => this.lineAt(place));
  }

  /** Where the next bytes are to be put before `take`. */
  get space(): Uint8Array {
    return this.shapes.input.subarray(this.held);
  }

  /** Whether it is known how the file is read; until then all lines are. */
  get isTaught(): boolean {
    return this.toLearn <= 0;
  }

  /** Goes on at another line, of which this is the offset: the one before it has been taken as the last. */
  moveTo(offset: number): void {
    this.offset = offset;
    this.dropped = 0;
  }

  /** Takes the file as known: its run was primed. */
  skipLessons(): void {
    this.noteLayout();
    this.toLearn = 0;
  }

  /** Number of the next line to be taken. */
  get nextLine(): number {
    return this.number;
  }

  /** Takes the next `count` bytes, which are in `space`; `last` where no more come. */
  take(count: number, last: boolean): Batch {
    const length = this.held + count;
    this.lookedUp = this.book.learnt;
    const lines = this.shapes.skim(length, { last, loneCarriageReturns: this.options.loneCarriageReturns });
    const done = this.dealWith(lines, length, last);
    if (last) {
      this.isAtRest = !this.feeding || !this.goesOn();
      this.stopFeeding();
      this.book.tell();
      this.number += lines;
      this.held = 0;
    } else {
      this.keep(done, length);
    }
    return this.handOver();
  }

  /** Returns the place of the first line that waits for those after it. */
  private dealWith(lines: number, length: number, last: boolean): number {
    for (let done = 0; ; ) {
      this.noteLayout();
      if (this.isTaught) {
        done = this.skim(done, lines, length, last);
        if (!this.hasNewLayout()) return done;
      } else {
        // What is inferred of times needs as many of them as there are: a file's first lines are all read.
        done = this.feedUpTo(done, this.number === 1 ? lines : Math.min(lines, done + this.toLearn));
        if (done === lines && !this.hasNewLayout()) return done;
      }
    }
  }

  private hasNewLayout(): boolean {
    return this.run.layout !== this.layout;
  }

  /** Where the file is laid out anew by now, it is to be learnt how. */
  private noteLayout(): void {
    if (!this.hasNewLayout()) return;
    this.layout = this.run.layout;
    this.toLearn = this.book.open(this.layout) ? fewLessons : lessons;
  }

  private skim(from: number, lines: number, length: number, last: boolean): number {
    const { starts } = this.shapes;
    const end = last ? lines : Math.max(from, lines - reach);
    if (!last && length - (starts[end] ?? 0) > mostHeldBytes) return this.feedUpTo(from, lines);
    if (this.classes.length < lines) this.classes = new Uint8Array(lines * 2);
    this.standing.clear();
    this.quietLines.clear();
    let done = from;
    let lastWary = -1;
    // Where the layout changes what was said of the lines behind is void: little is said beforehand.
    for (let classified = from; done < end && !this.hasNewLayout(); ) {
      const ahead = Math.min(lines, classified + manyAhead);
      lastWary = Math.max(lastWary, this.classify(classified, ahead));
      classified = ahead;
      done = this.walk(done, ahead === lines ? end : Math.min(end, ahead - reach), lines, lastWary);
    }
    this.passedTimes.tell();
    this.book.flush();
    this.passage?.tell(from, done, (place) => this.lineAt(place));
    return done;
  }

  /** Says of the lines `[from, to)` how they are dealt with; returns the place of the last wary one, -1 where there is none. */
  private classify(from: number, to: number): number {
    const { ids } = this.shapes;
    const { kinds } = this.book;
    let { learnt } = this.book;
    let asked = 0;
    let lastWary = -1;
    if (learnt !== this.lookedUp) this.shapes.lookAgain(from, to);
    for (let place = from; place < to; place++) {
      // Beyond the last shape are those of lines whose time is not like those before: see `guarded`.
      if (isKnown(kinds[ids[place] ?? 0]) && (this.book.learnt === learnt || ids[place] === this.shapes.idOf(place))) {
        this.classes[place] = counted;
        continue;
      }
      const found = this.readAlone(place);
      this.classes[place] = found;
      if (isWary(found)) lastWary = place;
      // Where much is known by now that was not when the lines were looked up, it is quicker to look up the rest again.
      if (found !== counted || ++asked < manyAsked) continue;
      asked = 0;
      learnt = this.book.learnt;
      this.shapes.lookAgain(place + 1, to);
    }
    return lastWary;
  }

  private readAlone(place: number): number {
    const { kinds } = this.book;
    // Its shape may have been learnt a few lines above, and the time too.
    const shape = this.shapes.idOf(place);
    this.shapes.ids[place] = shape;
    if (isKnown(kinds[shape])) return counted;
    const line = this.lineAt(place);
    if (shape === 0) {
      const said = this.book.quietLine(place, line);
      if (said !== null) {
        this.quietLines.set(place, said);
        return passed;
      }
    }
    const standing = this.run.alone(line);
    if (standing === null) return this.run.isWaryAside(line) ? waryAside : fed;
    if ((shape & guarded) !== 0) this.book.noteTime(line, standing);
    if (standing.isWary) return wary;
    this.standing.set(place, standing);
    if (kinds[shape] === unknown) this.book.sight(place, line, standing);
    return alone;
  }

  /** Deals with the lines `[from, end)`, of which those up to `lines` tell. Returns the place of the first that is not dealt with. */
  private walk(from: number, end: number, lines: number, lastWary: number): number {
    const { classes } = this;
    let nextWary = -1;
    for (let place = from; place < end; place++) {
      const found = classes[place];
      if (nextWary < place) nextWary = place <= lastWary ? this.nextWary(place, lastWary) : Infinity;
      if (found === fed || nextWary - place <= reach || (place + 1 < lines && classes[place + 1] === fed)) {
        this.passedTimes.tell();
        this.feed(this.lineAt(place));
        this.headsInRow = found === fed || found === waryAside ? 0 : this.headsInRow + 1;
        if (this.pending.length < mostPending) continue;
        this.flushPending();
        if (this.hasNewLayout()) return place + 1;
        continue;
      }
      if (this.feeding) {
        if (this.goesOn()) {
          if (this.hasNewLayout()) return place;
          this.feed(this.lineAt(place));
          this.headsInRow++;
          continue;
        }
        this.stopFeeding();
      }
      this.tellRest(place);
      if (found === alone) {
        this.addAlone(place);
        continue;
      }
      if (found === passed) this.passQuiet(place);
      else this.countLine(place);
    }
    return end;
  }

  private nextWary(from: number, last: number): number {
    let place = from;
    while (place < last && !isWary(this.classes[place])) place++;
    return place;
  }

  /** Whether what was fed is not settled yet by what came last. */
  private goesOn(): boolean {
    // The second head in a row has the reader settle what it has held back before the first.
    if (this.headsInRow < 2) return true;
    this.flushPending();
    return this.run.isFollowing() || this.hasNewLayout();
  }

  private tellRest(place: number): void {
    const number = this.number + place;
    if (this.options.onRest === undefined || number < this.lastRest + linesPerRest) return;
    this.lastRest = number;
    this.options.onRest(number, this.offsetAt(place));
  }

  private passQuiet(place: number): void {
    const said = this.quietLines.get(place);
    if (said === undefined) throw new Error(`Line ${String(this.number + place)} was not looked at.`);
    this.run.count(1, said.level, null);
    this.passedTimes.pass(place, said.timing);
  }

  private countLine(place: number): void {
    const shape = this.shapes.ids[place] ?? 0;
    const finding = this.book.findingOf(shape);
    if (finding === null || this.options.tallies) {
      this.book.count(shape, place);
      this.passedTimes.pass(place, this.book.timings[shape] ?? 0);
      return;
    }
    const standing = this.run.alone(this.lineAt(place));
    if (standing === null) throw new Error(`Line ${String(this.number + place)} is not what its shape was.`);
    this.passedTimes.tell(standing.record);
    this.batches.push(this.run.addKnown(standing.record, finding));
  }

  private addAlone(place: number): void {
    const standing = this.standing.get(place);
    if (standing === undefined) throw new Error(`Line ${String(this.number + place)} was not read.`);
    this.passedTimes.tell(standing.record);
    this.batches.push(this.run.add(standing.record));
  }

  private feed(line: Line): void {
    this.feeding = true;
    this.pending.push(line);
  }

  /** Feeds the lines `[from, lines)`; returns the place after the last. */
  private feedUpTo(from: number, lines: number): number {
    for (let place = from; place < lines; place++) this.feed(this.lineAt(place));
    this.headsInRow = 0;
    this.toLearn -= lines - from;
    this.flushPending();
    return lines;
  }

  private flushPending(): void {
    if (this.pending.length > 0) this.batches.push(this.run.take(this.pending.splice(0)));
  }

  private stopFeeding(): void {
    this.flushPending();
    this.batches.push(this.run.pause());
    this.feeding = false;
    this.headsInRow = 0;
  }

  private lineAt(place: number): Line {
    const { input, starts } = this.shapes;
    const start = starts[place] ?? 0;
    let end = starts[place + 1] ?? start;
    if (end > start && input[end - 1] === LF) end--;
    if (end > start && input[end - 1] === CR && end - start <= maxLineBytes) end--;
    const text = this.options.decode(input, afterHole(input, start, end), Math.min(end, start + maxLineBytes));
    return { number: this.number + place, byteOffset: this.offsetAt(place), text };
  }

  private offsetAt(place: number): number {
    return place === 0 ? this.offset : this.offset + this.dropped + (this.shapes.starts[place] ?? 0);
  }

  /** Moves the bytes from a line on to the start of the input. */
  private keep(place: number, length: number): void {
    const { input, starts } = this.shapes;
    const rest = starts[place] ?? 0;
    input.copyWithin(0, rest, length);
    this.held = length - rest;
    if (place > 0) {
      this.offset += this.dropped + rest;
      this.dropped = 0;
    }
    this.number += place;
    const kept = endsInHole(input, this.held) ? 0 : Math.min(this.held, maxLineBytes);
    // Only a line without an end is so long: others are never held back.
    if (kept < this.held) this.dropped += this.held - kept;
    this.held = kept;
  }

  private handOver(): Batch {
    const { batches } = this;
    this.batches = [];
    const repeats = this.book.takeRepeats();
    return { findings: batches.flatMap(({ findings }) => findings), records: batches.flatMap(({ records }) => records), ...(repeats.length === 0 ? {} : { repeats }) };
  }
}

function isWary(found: number | undefined): boolean {
  return found === wary || found === waryAside;
}

function isKnown(kind: number | undefined): boolean {
  return kind === quiet || kind === telling;
}

/** Where a line's text begins after the last hole of NULs that a crash or a truncated file has left in it. */
function afterHole(input: Uint8Array, start: number, end: number): number {
  if (end - start < largestHole) return start;
  let run = 0;
  for (let at = end - 1; at >= start; at--) {
    if (input[at] !== 0) run = 0;
    else if (++run >= largestHole) return at + run;
  }
  return start;
}

function endsInHole(input: Uint8Array, length: number): boolean {
  let at = length;
  while (at > 0 && input[at - 1] === 0) at--;
  return length - at >= largestHole;
}
