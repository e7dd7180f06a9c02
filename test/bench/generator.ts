import type { Layout, Written } from './layouts';
import { Random } from './random';
import { marks, World } from './world';

/** Raised whenever the same seed gives other data: files of another version are made anew. */
export const generatorVersion = 1;

const largestBlock = 1024 * 1024;
const smallestBlock = 16 * 1024;
/** Blocks of a format that are made from scratch; those after them are the same lines with other values and times. */
const distinctBlocks = 6;
const blocksInStretch = { least: 2, most: 8 };
const mostMillisecondsBetween = 40;
/** So many lines problems may come earlier or later than their share says: they come in bunches. */
const bunch = 40;
const begin = Date.UTC(2026, 10, 1);

export interface DataSpec {
  /** One format, or several that follow each other in long stretches. */
  readonly layouts: readonly Layout[];
  /** Share of lines that belong to problems, 0 to 1. */
  readonly density: number;
  /** Bytes wanted at least; at most a block more are made. */
  readonly size: number;
  readonly seed: number;
}

/** What was written. */
export interface Tally {
  readonly bytes: number;
  readonly lines: number;
  readonly records: number;
  /** Records of level warn or above. */
  readonly problems: number;
  /** Lines of those, traces included. */
  readonly problemLines: number;
}

export const nothingWritten: Tally = { bytes: 0, lines: 0, records: 0, problems: 0, problemLines: 0 };

export function sum(left: Tally, right: Tally): Tally {
  return {
    bytes: left.bytes + right.bytes,
    lines: left.lines + right.lines,
    records: left.records + right.records,
    problems: left.problems + right.problems,
    problemLines: left.problemLines + right.problemLines,
  };
}

/** Some lines of one format as bytes, which are written anew by `refresh`. */
export interface Block {
  readonly bytes: Buffer;
  readonly tally: Tally;
}

/** Makes a log block by block. The bytes of a block are to be used before the next is asked for. */
export function* generate({ layouts, density, size, seed }: DataSpec): Generator<Block, void, undefined> {
  const random = new Random(seed);
  const blockSize = Math.min(largestBlock, Math.max(smallestBlock, Math.floor(size / (layouts.length * blocksInStretch.most))));
  const makers = layouts.map((layout) => new BlockMaker(layout, density, blockSize, random));
  let written = 0;
  let moment = begin;
  for (let turn = 0; written < size; turn++) {
    const maker = makers[turn % makers.length]!;
    for (let left = random.between(blocksInStretch.least, blocksInStretch.most); left > 0 && written < size; left--) {
      const block = maker.next();
      moment = block.refresh(moment);
      written += block.bytes.length;
      yield block;
    }
  }
}

/** The records of a format one by one, for those who want to know what each of them declares. */
export function* records(layout: Layout, density: number, random: Random): Generator<Written & { readonly isProblem: boolean; readonly lines: number }, never, undefined> {
  const world = new World(random);
  let lines = 0;
  let problemLines = 0;
  for (;;) {
    const due = density > 0 && problemLines < density * lines + random.between(-bunch, bunch) / 2;
    const isProblem = density === 1 || due;
    const written = isProblem ? layout.problem(world) : layout.ordinary(world);
    const count = written.text.split('\n').length;
    lines += count;
    if (isProblem) problemLines += count;
    yield { ...written, isProblem, lines: count };
  }
}

class BlockMaker {
  private readonly blocks: RenewableBlock[] = [];
  private readonly source: ReturnType<typeof records>;
  private made = 0;

  constructor(
    private readonly layout: Layout,
    density: number,
    private readonly size: number,
    private readonly random: Random,
  ) {
    this.source = records(layout, density, random);
  }

  next(): RenewableBlock {
    const index = this.made++ % distinctBlocks;
    return (this.blocks[index] ??= this.make());
  }

  private make(): RenewableBlock {
    const texts: string[] = [];
    let tally = nothingWritten;
    for (let length = 0; length < this.size; ) {
      const { text, isProblem, lines } = this.source.next().value;
      texts.push(text, '\n');
      length += text.length;
      tally = sum(tally, { bytes: 0, lines, records: 1, problems: isProblem ? 1 : 0, problemLines: isProblem ? lines : 0 });
    }
    const { bytes, places } = compile(texts.join(''), this.layout.stamp.placeholder.length - 1);
    return new RenewableBlock(bytes, { ...tally, bytes: bytes.length }, places, this.layout, this.random);
  }
}

const digitMark = marks.digits.charCodeAt(0);
const hexMark = marks.hex.charCodeAt(0);
const timeMark = marks.time.charCodeAt(0);
const hexDigits = Buffer.from('0123456789abcdef');

/** Where a block's values stand: triples of a mark, an offset and a length. */
type Places = Int32Array;

/** Takes the marks out of a text and says where what they mark is. */
function compile(text: string, timeLength: number): { readonly bytes: Buffer; readonly places: Places } {
  const bytes = Buffer.from(text, 'utf8');
  const places: number[] = [];
  let length = 0;
  for (let from = 0; from < bytes.length; ) {
    const byte = bytes[from]!;
    if (byte > timeMark) {
      bytes[length++] = byte;
      from++;
      continue;
    }
    const start = ++from;
    if (byte === timeMark) from += timeLength;
    else while (byte === hexMark ? isHex(bytes[from]) : isDigit(bytes[from])) from++;
    places.push(byte, length, from - start);
    length += bytes.copy(bytes, length, start, from);
  }
  return { bytes: bytes.subarray(0, length), places: Int32Array.from(places) };
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHex(byte = 0): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x66);
}

class RenewableBlock implements Block {
  constructor(
    readonly bytes: Buffer,
    readonly tally: Tally,
    private readonly places: Places,
    private readonly layout: Layout,
    private readonly random: Random,
  ) {}

  /** Writes other values, and times from `moment` on; returns the last one. */
  refresh(moment: number): number {
    const { bytes, places, random } = this;
    const { stamp } = this.layout;
    let now = moment;
    for (let index = 0; index < places.length; index += 3) {
      const mark = places[index];
      const at = places[index + 1]!;
      const end = at + places[index + 2]!;
      if (mark === timeMark) {
        now += random.below(mostMillisecondsBetween);
        stamp.write(bytes, at, now);
      } else if (mark === digitMark) {
        // A draw gives two digits, or eight of sixteen.
        bytes[at] = 0x31 + random.below(9);
        for (let place = at + 1, draw = 0; place < end; place++) {
          draw = (place - at) % 2 === 1 ? random.next() : draw >>> 16;
          bytes[place] = 0x30 + (((draw & 0xffff) * 10) >>> 16);
        }
      } else {
        for (let place = at, draw = 0; place < end; place++) {
          draw = (place - at) % 8 === 0 ? random.next() : draw >>> 4;
          bytes[place] = hexDigits[draw & 15]!;
        }
      }
    }
    return now;
  }
}
