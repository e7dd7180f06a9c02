import kernelBytes from './shapes.wasm';

/** Set in the id of a line of a known shape that does not keep to the guard. */
export const guarded = 0x40000000;

/** What the compiled kernel (`assembly/shapes.ts`) exports. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heap(): number;
  lowGuard(): number;
  highGuard(): number;
  prepare(input: number, packed: number, starts: number, ids: number, table: number, slots: number, fixedLengths: number, seedLow: number, seedHigh: number): void;
  forget(): void;
  guard(column: number, length: number): void;
  skim(length: number, last: number, loneReturns: number): number;
  idAt(start: number, length: number, loneReturns: number): number;
  learn(start: number, length: number, loneReturns: number, id: number): void;
  keep(start: number, length: number, loneReturns: number, places: number): number;
}

/** What a line's bytes from `column` on must be: each at least `low`, at most `high`; 32 of them at most. */
export interface Guard {
  readonly column: number;
  readonly low: Uint8Array;
  readonly high: Uint8Array;
}

export interface SkimmedInput {
  /** Whether no more bytes come. */
  readonly last: boolean;
  /** Whether a CR without an LF ends a line. */
  readonly loneCarriageReturns: boolean;
}

const page = 65536;
/** Room before and after the input that the kernel may read. */
const margin = 128;
/** Numbers that begin within so many bytes of a line keep their length in its shape. */
const fixedLengths = 48;
const mostKept = 3;
const noPlace = 0xff;

/**
 * A dictionary of the shapes of lines: what is left of them when their numbers are taken out (see `shapeOf`).
 * Finds the lines of a chunk and the ids of their shapes in one pass, in WebAssembly.
 */
export class LineShapes {
  readonly fixedLengths = fixedLengths;
  /** Where bytes are put to be skimmed. */
  readonly input: Uint8Array;
  /** Offsets of the lines skimmed last, and behind them where the rest begins. */
  readonly starts: Uint32Array;
  /** Their shapes; 0 where the dictionary does not know one. The caller may write here. */
  readonly ids: Uint32Array;
  private length = 0;
  private loneReturns = 0;
  private entered = 0;

  /**
   * `inputSize`: bytes that are skimmed at once at most. `capacity`: shapes that are known at most. `seed`: two
   * random numbers of 32 bits, lest a log be written to have one line pass for another.
   */
  constructor(
    private readonly kernel: Kernel,
    readonly capacity: number,
    inputSize: number,
    seed: readonly [number, number],
  ) {
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    const inputAt = aligned(kernel.heap() + margin);
    const packedAt = aligned(inputAt + inputSize + margin);
    const startsAt = aligned(packedAt + inputSize + margin);
    const idsAt = aligned(startsAt + (inputSize + 2) * 4);
    const tableAt = aligned(idsAt + (inputSize + 2) * 4);
    const end = tableAt + slots * 16;
    const missing = Math.ceil((end - kernel.memory.buffer.byteLength) / page);
    if (missing > 0) kernel.memory.grow(missing);
    const { buffer } = kernel.memory;
    this.input = new Uint8Array(buffer, inputAt, inputSize);
    this.starts = new Uint32Array(buffer, startsAt, inputSize + 1);
    this.ids = new Uint32Array(buffer, idsAt, inputSize + 1);
    kernel.prepare(inputAt, packedAt, startsAt, idsAt, tableAt, slots, fixedLengths, seed[0], seed[1]);
  }

  /** Skims the input's first `length` bytes; returns the number of lines. Without `last` one without its end is left out. */
  skim(length: number, { last, loneCarriageReturns }: SkimmedInput): number {
    this.length = length;
    this.loneReturns = Number(loneCarriageReturns);
    return this.kernel.skim(length, Number(last), this.loneReturns);
  }

  /** The shape of a line skimmed last, as it is known by now. */
  idOf(place: number): number {
    return this.kernel.idAt(this.starts[place] ?? 0, this.length, this.loneReturns);
  }

  /** Gives the shape of a line skimmed last an id; false where there is no room for it. */
  learn(place: number, id: number): boolean {
    if (this.entered >= this.capacity) return false;
    this.entered++;
    this.kernel.learn(this.starts[place] ?? 0, this.length, this.loneReturns, id);
    return true;
  }

  /** From now on tells lines of this line's shape apart by these of its numbers too (their places in the line, at most three); false where it cannot. */
  keep(place: number, numbers: readonly number[]): boolean {
    if (this.entered >= this.capacity || numbers.length > mostKept || numbers.some((number) => number >= noPlace)) return false;
    const [first = noPlace, second = noPlace, third = noPlace] = numbers;
    const isNew = this.kernel.keep(this.starts[place] ?? 0, this.length, this.loneReturns, first | (second << 8) | (third << 16)) !== 0;
    if (isNew) this.entered++;
    return isNew;
  }

  /** Marks lines of known shapes whose bytes do not keep to this. */
  guard({ column, low, high }: Guard): void {
    const { buffer } = this.kernel.memory;
    new Uint8Array(buffer, this.kernel.lowGuard(), 32).fill(0).set(low);
    new Uint8Array(buffer, this.kernel.highGuard(), 32).fill(0xff).set(high);
    this.kernel.guard(column, low.length);
  }

  /** Empties the dictionary and takes the guard off. */
  forget(): void {
    this.entered = 0;
    this.kernel.forget();
  }
}

function aligned(address: number): number {
  return Math.ceil(address / 64) * 64;
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
export function lineShapes<Module>(host: WasmHost<Module>, module: Module, options: { readonly capacity: number; readonly inputSize: number; readonly seed: readonly [number, number] }): LineShapes {
  const { exports } = new host.Instance(module);
  return new LineShapes(exports as Kernel, options.capacity, options.inputSize, options.seed);
}
