import { Lessons } from './lessons';

/** So much shows that bare lines stand alone: lines that did, and kinds of lines that stand anywhere. */
const fewest = 3;
/** What was seen of them counts as this many lines at most, so that it is not believed for ever. */
const most = 20;
/** So many lines per line that stood alone may go by without another one. */
const linesPerLine = 3;
/** A bare line has nothing to do with a record so far above, nor a greeting so many lines. */
const longRun = 40;
const mostKinds = 200;

/** Where bare lines of a kind stand among those below a record: first, further down, or (both bits) anywhere. */
const first = 1;
const further = 2;
const anywhere = first | further;

/**
 * Learns how a file treats bare lines, those without the time that its records begin with: they continue the record
 * above, as wrapped text and printed values do, or stand alone, as the output of several programs in one file does.
 * What belongs to a record has its place in it; lines of kinds that stand right below a record as well as further
 * down do not. They are held to stand alone while such lines come often enough.
 */
export class BareLines {
  private seen = 0;
  private linesSince = 0;
  private latest = 0;
  /** Bare lines since the last record. */
  private run = 0;
  private hasRecords = false;
  private free = 0;
  private readonly kinds = new Map<string, number>();

  constructor(private readonly lessons = new Lessons()) {}

  /** Whether it counts at present how far apart lines that stood alone are. */
  get isCounting(): boolean {
    return this.seen > 0;
  }

  get standAlone(): boolean {
    return this.seen >= fewest;
  }

  /** A record with a time begins in this line; here and below, a line that is read again counts once. */
  record(line: number): void {
    if (line <= this.latest) return;
    this.linesSince += line - this.latest;
    this.latest = line;
    this.hasRecords = true;
    this.run = 0;
    if (this.seen === 0 || this.linesSince <= this.seen * linesPerLine) return;
    this.seen = 0;
    this.lessons.note();
  }

  /** A bare line that no record can claim. */
  alone(line: number): void {
    if (line <= this.latest) return;
    this.latest = line;
    this.count();
  }

  /** A bare line below a record, or above the first one, that nothing but its place ties to it. */
  below(line: number, text: string): void {
    if (line <= this.latest) return;
    this.latest = line;
    const isFirst = this.hasRecords && this.run === 0;
    if (++this.run > longRun || this.standsAnywhere(kindOf(text), isFirst ? first : further)) this.count();
  }

  private count(): void {
    this.seen = Math.min(most, this.seen + 1);
    this.linesSince = 0;
    this.lessons.note();
  }

  /** Whether enough kinds stand anywhere, this one among them. */
  private standsAnywhere(kind: string, place: number): boolean {
    const known = this.kinds.get(kind) ?? 0;
    if (known === 0 && this.kinds.size >= mostKinds) return false;
    if ((known | place) === known) return known === anywhere && this.free >= fewest;
    this.kinds.set(kind, known | place);
    const isFree = (known | place) === anywhere;
    if (isFree) this.free++;
    // Few kinds decide nothing, whatever they are.
    if (this.free >= fewest || this.kinds.size >= mostKinds) this.lessons.note();
    return isFree && this.free >= fewest;
  }
}

const kindLength = 40;

/** The first two words without their numbers: `order is` for both `order 17 is done` and `order is late`. */
function kindOf(text: string): string {
  const words = text.slice(0, kindLength).replace(/\d+/g, ' ').split(/\s+/);
  return words.filter((word) => word !== '').slice(0, 2).join(' ');
}
