import type { PackedScreen } from './packedScreen';
import kernelBytes from './shapes.wasm';

/** Set in the id of a line of a known shape that does not keep to the guard. */
export const guarded = 0x40000000;

/** What the compiled kernel (`assembly/shapes.ts`) exports; all is of 32 bits. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly input: Address;
  readonly starts: Address;
  readonly ids: Address;
  prepare(inputSize: number, slots: number, states: number, rowBits: number, entries: number, parts: number): number;
  seed(low: number, high: number): void;
  forget(): void;
  choose(layout: number): void;
  splitAt(has: number, words: number, first: number, second: number, quote: number, bySketch: number): number;
  stay(low: number, high: number): void;
  screenTails(kind: number, unsaid: number, id: number): number;
  guard(notation: number, length: number): number;
  skim(length: number, last: number, loneReturns: number): number;
  lookAgain(from: number, to: number): void;
  idOf(line: number): number;
  splitOfLine(line: number): number;
  idOfPart(line: number, part: number, kind: number): number;
  keptOf(line: number, part: number, kind: number): number;
  sight(line: number, part: number, kind: number): number;
  learn(line: number, part: number, kind: number, id: number, guarded: number): void;
  keep(line: number, part: number, kind: number, numbers: number): number;
}

/** Known once the kernel has been prepared. */
interface Address {
  readonly value: number;
}

/** What bytes of a line must be: each at least `low`, at most `high`; 32 of them at most. */
export interface Guard {
  readonly low: Uint8Array;
  readonly high: Uint8Array;
}

/** Where lines state their time: the guard of this notation (below `mostNotations`) looks at them from a column on. */
export interface Guarded {
  readonly notation: number;
  readonly column: number;
}

/** Notations of times that have guards of their own at most. */
export const mostNotations = 256;
/** Guards of a notation, one of which lines must keep to, at most. */
export const mostGuards = 4;

/** Where lines are split into a head and a tail. */
export interface Split {
  /** Words (parted by blanks) that are of the head at least. */
  readonly words: number;
  /** The first of these (ASCII, 16 characters at most) behind them ends the head. Without it and words there are no tails. */
  readonly delimiter: string;
  /** The same where there is none of those. */
  readonly otherwise: string;
  /** The character that ends the tail, behind which the head goes on; empty where the line ends it. */
  readonly quote: string;
  /** Whether heads are known by their sketch (see `sketchOf`); else by their shape. */
  readonly bySketch: boolean;
}

/** What of a line a shape is of: all of it; its head; its tail, behind heads of a kind. */
export type Part = { readonly of: 'line' | 'head' } | { readonly of: 'tail'; readonly kind: number };

const parts = { line: 0, head: 1, tail: 2 } as const;

/** The kind of heads which go with no tail, and the id of tails that go with no head: their lines are looked up whole. */
export const loner = 0x10000000;

/** In what tails may not say: they begin with a plain word, too. */
export const plainWords = 0x8000;

/** How large a dictionary is, and what it is made with. */
export interface LineShapesOptions {
  /** Shapes that are known at most. */
  readonly capacity: number;
  /** Bytes that are skimmed at once at most. */
  readonly inputSize: number;
  /** Two random numbers of 32 bits, lest a log be written to have one line pass for another. */
  readonly seed: readonly [number, number];
  /** Tells what tails say: see `passOver`. */
  readonly screen: PackedScreen;
}

export interface SkimmedInput {
  /** Whether no more bytes come. */
  readonly last: boolean;
  /** Whether a CR without an LF ends a line. */
  readonly loneCarriageReturns: boolean;
}

/** Numbers that begin within so many bytes of a line keep their length in its shape. */
const fixedLengths = 48;
const longestGuard = 32;
const longestDelimiter = 16;
/** Added to the place of a number among those of a line, it is as good as a column. */
export const columnOfNumber = 0x10000;
const mostKept = 3;
const noNumber = 0xff;
const unguarded = -1;
const columnBits = 24;

/**
 * A dictionary of the shapes of lines: what is left of them when their numbers are taken out (see `shapeOf`).
 * Finds the lines of a chunk and the ids of their shapes in one go, in WebAssembly.
 */
export class LineShapes {
  readonly fixedLengths = fixedLengths;
  /** Where bytes are put to be skimmed. */
  readonly input: Uint8Array;
  /** Offsets of the lines skimmed last, and behind them where the rest begins. */
  readonly starts: Uint32Array;
  /** Their shapes; 0 where the dictionary does not know one. The caller may write here. */
  readonly ids: Uint32Array;
  private entered = 0;

  /** Shapes that are known at most. */
  readonly capacity: number;

  /** @throws where there is not the memory */
  constructor(
    private readonly kernel: Kernel,
    { capacity, inputSize, seed, screen }: LineShapesOptions,
  ) {
    this.capacity = capacity;
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    const screenAt = kernel.prepare(inputSize, slots, screen.states, screen.rowBits, screen.entries, screen.parts);
    if (screenAt === 0) throw new Error(`There is no memory to skim ${inputSize} bytes at once.`);
    kernel.seed(...seed);
    const { buffer } = kernel.memory;
    new Uint8Array(buffer).set(screen.bytes, screenAt);
    this.input = new Uint8Array(buffer, kernel.input.value, inputSize);
    this.starts = new Uint32Array(buffer, kernel.starts.value, inputSize + 1);
    this.ids = new Uint32Array(buffer, kernel.ids.value, inputSize + 1);
  }

  /** Skims the input's first `length` bytes; returns the number of lines. Without `last` one without its end is left out. */
  skim(length: number, { last, loneCarriageReturns }: SkimmedInput): number {
    if (length > this.input.length) throw new RangeError(`There are but ${this.input.length} bytes of input.`);
    return this.kernel.skim(length, Number(last), Number(loneCarriageReturns));
  }

  /** Looks the lines `[from, to)` of those skimmed last up again, as what is known has changed. */
  lookAgain(from: number, to: number): void {
    this.kernel.lookAgain(from, to);
  }

  /** Has words (small letters) stay in sketches wherever they are. To be called before the first line is skimmed. */
  stay(words: readonly string[]): void {
    for (const word of words) {
      const bytes = new DataView(new ArrayBuffer(8));
      for (let at = 0; at < Math.min(8, word.length); at++) bytes.setUint8(at, word.charCodeAt(at));
      this.kernel.stay(bytes.getUint32(0, true), bytes.getUint32(4, true));
    }
  }

  /** From now on lines are looked up, and learnt, among those of a layout (a number from 0 on), and split so. */
  choose(layout: number, split: Split | null): void {
    const { words = 0, delimiter = '', otherwise = '', quote = '', bySketch = false } = split ?? {};
    this.kernel.choose(layout);
    const at = this.kernel.splitAt(Number(split !== null), words, delimiter.length, otherwise.length, quote === '' ? 0 : quote.charCodeAt(0), Number(bySketch));
    new Uint8Array(this.kernel.memory.buffer, at, 2 * longestDelimiter).set(Array.from(delimiter.padEnd(longestDelimiter, '\0') + otherwise, (character) => character.charCodeAt(0)));
  }

  /**
   * The id of a line skimmed last, as it is known by now: its tail's where its head is of a known kind, else that of
   * its shape as a whole.
   */
  idOf(place: number): number {
    return this.kernel.idOf(place);
  }

  /** The byte of a line skimmed last at which its tail begins; -1 where it is not split. */
  splitOf(place: number): number {
    return this.kernel.splitOfLine(place);
  }

  /** The id of a part of a line skimmed last; the kind of a head, or `loner`. 0 where it is unknown. */
  idOfPart(place: number, part: Part): number {
    return this.kernel.idOfPart(place, parts[part.of], kindOf(part));
  }

  /** The numbers that parts of this one's shape are told apart by, too, by their places in the part. */
  keptOf(place: number, part: Part): number[] {
    const kept = this.kernel.keptOf(place, parts[part.of], kindOf(part));
    return kept === -1 ? [] : [kept & 0xff, (kept >> 8) & 0xff, (kept >> 16) & 0xff].filter((number) => number !== noNumber);
  }

  /** Notes that a part like this has come; returns how often of late, 255 for more. Rarely it is taken for another. */
  sight(place: number, part: Part): number {
    return this.kernel.sight(place, parts[part.of], kindOf(part));
  }

  /**
   * Gives the shape of a line's part an id, or a head a kind, below `loner`, and has a guard look at lines with this
   * head, or of this shape. False where there is no room for it.
   */
  learn(place: number, part: Part, id: number, guarded: Guarded | null = null): boolean {
    if (this.entered >= this.capacity) return false;
    this.entered++;
    this.kernel.learn(place, parts[part.of], kindOf(part), id, guarded === null ? unguarded : (guarded.notation << columnBits) | guarded.column);
    return true;
  }

  /** From now on tells parts of this one's shape apart by these of its numbers too (their places in the part, at most three); false where it cannot. */
  keep(place: number, part: Part, numbers: readonly number[]): boolean {
    if (this.entered >= this.capacity || numbers.length > mostKept || numbers.some((number) => number >= noNumber)) return false;
    const [first = noNumber, second = noNumber, third = noNumber] = numbers;
    const isNew = this.kernel.keep(place, parts[part.of], kindOf(part), first | (second << 8) | (third << 16)) !== 0;
    if (isNew) this.entered++;
    return isNew;
  }

  /**
   * From now on tails behind heads of a kind have an id at once, whatever their shape, where they say none of what the
   * screen's bits in `unsaid` stand for. False where there are too many kinds.
   */
  passOver(kind: number, unsaid: number, id: number): boolean {
    return this.kernel.screenTails(kind, unsaid, id) !== 0;
  }

  /** Marks lines of shapes guarded by a notation whose bytes keep to none of these guards. */
  guard(notation: number, guards: readonly Guard[]): void {
    const length = guards.length === 0 ? 0 : Math.min(...guards.map(({ low }) => low.length));
    const size = 2 * longestGuard;
    const bounds = new Uint8Array(this.kernel.memory.buffer, this.kernel.guard(notation, length), mostGuards * size);
    for (let way = 0; way < mostGuards; way++) {
      const own = bounds.subarray(way * size, (way + 1) * size);
      const guard = guards[way];
      // Where there is none no byte is within the bounds.
      own.fill(guard ? 0 : 0xff, 0, longestGuard).fill(guard ? 0xff : 0, longestGuard);
      if (guard) {
        own.set(guard.low);
        own.set(guard.high, longestGuard);
      }
    }
  }

  /** Empties the dictionary. */
  forget(): void {
    this.entered = 0;
    this.kernel.forget();
  }
}

function kindOf(part: Part): number {
  return part.of === 'tail' ? part.kind : 0;
}

/** What makes kernels, given the host's WebAssembly: one compilation serves many instances. */
export interface WasmHost<Module> {
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Instance: new (module: Module) => { readonly exports: object };
}

/** Compiles the kernel. */
export function compileKernel<Module>(host: WasmHost<Module>): Module {
  return new host.Module(kernelBytes);
}

/** A dictionary on a kernel of its own. */
export function lineShapes<Module>(host: WasmHost<Module>, module: Module, options: LineShapesOptions): LineShapes {
  const { exports } = new host.Instance(module);
  return new LineShapes(exports as Kernel, options);
}
