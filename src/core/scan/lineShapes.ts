import kernelBytes from './shapes.wasm';

/** Set in the id of a line of a known shape that does not keep to the guard. */
export const guarded = 0x40000000;

/** What the compiled kernel (`assembly/shapes.ts`) exports; all is of 32 bits. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly input: Address;
  readonly starts: Address;
  readonly ids: Address;
  prepare(inputSize: number, slots: number, seedLow: number, seedHigh: number): number;
  forget(): void;
  guard(length: number): number;
  skim(length: number, last: number, loneReturns: number): number;
  idOf(line: number): number;
  learn(line: number, id: number, column: number): void;
  keep(line: number, numbers: number): number;
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

export interface SkimmedInput {
  /** Whether no more bytes come. */
  readonly last: boolean;
  /** Whether a CR without an LF ends a line. */
  readonly loneCarriageReturns: boolean;
}

/** Numbers that begin within so many bytes of a line keep their length in its shape. */
const fixedLengths = 48;
const longestGuard = 32;
const mostKept = 3;
const noNumber = 0xff;
const noColumn = -1;

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

  /**
   * `inputSize`: bytes that are skimmed at once at most. `capacity`: shapes that are known at most. `seed`: two
   * random numbers of 32 bits, lest a log be written to have one line pass for another.
   * @throws where there is not the memory
   */
  constructor(
    private readonly kernel: Kernel,
    readonly capacity: number,
    inputSize: number,
    seed: readonly [number, number],
  ) {
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    if (kernel.prepare(inputSize, slots, seed[0], seed[1]) === 0) throw new Error(`There is no memory to skim ${inputSize} bytes at once.`);
    const { buffer } = kernel.memory;
    this.input = new Uint8Array(buffer, kernel.input.value, inputSize);
    this.starts = new Uint32Array(buffer, kernel.starts.value, inputSize + 1);
    this.ids = new Uint32Array(buffer, kernel.ids.value, inputSize + 1);
  }

  /** Skims the input's first `length` bytes; returns the number of lines. Without `last` one without its end is left out. */
  skim(length: number, { last, loneCarriageReturns }: SkimmedInput): number {
    if (length > this.input.length) throw new RangeError(`There are but ${this.input.length} bytes of input.`);
    return this.kernel.skim(length, Number(last), Number(loneCarriageReturns));
  }

  /** The shape of a line skimmed last, as it is known by now. */
  idOf(place: number): number {
    return this.kernel.idOf(place);
  }

  /** Gives the shape of a line skimmed last an id below `guarded`; false where there is no room for it. */
  learn(place: number, id: number): boolean {
    if (this.entered >= this.capacity) return false;
    this.entered++;
    this.kernel.learn(place, id, noColumn);
    return true;
  }

  /** Has the guard look at the lines of this line's shape, which has this id, from a column on. */
  guardFrom(place: number, id: number, column: number): void {
    this.kernel.learn(place, id, column);
  }

  /** From now on tells lines of this line's shape apart by these of its numbers too (their places in the line, at most three); false where it cannot. */
  keep(place: number, numbers: readonly number[]): boolean {
    if (this.entered >= this.capacity || numbers.length > mostKept || numbers.some((number) => number >= noNumber)) return false;
    const [first = noNumber, second = noNumber, third = noNumber] = numbers;
    const isNew = this.kernel.keep(place, first | (second << 8) | (third << 16)) !== 0;
    if (isNew) this.entered++;
    return isNew;
  }

  /** Marks lines of guarded shapes whose bytes do not keep to this. */
  guard({ low, high }: Guard): void {
    const bounds = new Uint8Array(this.kernel.memory.buffer, this.kernel.guard(low.length), 2 * longestGuard);
    bounds.fill(0, 0, longestGuard).fill(0xff, longestGuard);
    bounds.set(low);
    bounds.set(high, longestGuard);
  }

  /** Empties the dictionary. */
  forget(): void {
    this.entered = 0;
    this.kernel.forget();
  }
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
