/** Bits that one byte of a number carries; the eighth says whether more follow. */
const payload = 0x80;
/** Below this a number, doubled for its sign, fits the fast 32-bit arithmetic. */
const small = 2 ** 30;

/** Writes columns of integers, each as few bytes as it needs. */
export class ColumnWriter {
  private buffer = new Uint8Array(1024);
  private length = 0;

  /** Numbers as they are; small ones are short. */
  plain<T>(items: readonly T[], value: (item: T) => number): void {
    for (const item of items) this.integer(value(item));
  }

  /** The difference of each number to the one before it; for those that rise slowly. */
  differences<T>(items: readonly T[], value: (item: T) => number): void {
    let before = 0;
    for (const item of items) {
      const current = value(item);
      this.integer(current - before);
      before = current;
    }
  }

  /** Numbers as they are; one stands for all where they are equal. */
  column(values: Float64Array): void {
    const [first] = values;
    if (first === undefined) return;
    let equal = true;
    for (let index = 1; index < values.length && equal; index++) equal = values[index] === first;
    this.integer(equal ? 0 : 1);
    if (equal) this.integer(first);
    else for (let index = 0; index < values.length; index++) this.integer(values[index] ?? 0);
  }

  /** Numbers that rise: the first, and a column of the steps from each to the next. `values` are overwritten. */
  rising(values: Float64Array): void {
    const [first] = values;
    if (first === undefined) return;
    let before = first;
    for (let index = 1; index < values.length; index++) {
      const current = values[index] ?? 0;
      values[index] = current - before;
      before = current;
    }
    this.integer(first);
    this.column(values.subarray(1));
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  /** The sign goes into the lowest bit: 0, -1, 1, -2… become 0, 1, 2, 3… */
  private integer(value: number): void {
    if (this.length + 8 > this.buffer.length) this.buffer = enlarged(this.buffer);
    let rest = value < 0 ? -value * 2 - 1 : value * 2;
    if (value < small && value > -small) {
      for (; rest >= payload; rest >>>= 7) this.buffer[this.length++] = (rest & 0x7f) | payload;
    } else {
      if (!Number.isSafeInteger(rest)) throw new RangeError(`Not a storable integer: ${value}`);
      for (; rest >= payload; rest = Math.floor(rest / payload)) this.buffer[this.length++] = (rest % payload) | payload;
    }
    this.buffer[this.length++] = rest;
  }
}

/** The number of a row. */
export type Column = (row: number) => number;

/** Reads what a `ColumnWriter` wrote, in the same order. Throws a `RangeError` past the end. */
export class ColumnReader {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  plain(count: number): number[] {
    const numbers: number[] = [];
    for (let index = 0; index < count; index++) numbers.push(this.integer());
    return numbers;
  }

  differences(count: number): number[] {
    const numbers: number[] = [];
    let current = 0;
    for (let index = 0; index < count; index++) numbers.push((current += this.integer()));
    return numbers;
  }

  column(count: number): Float64Array {
    const values = new Float64Array(count);
    if (count > 0) this.fill(values, 0);
    return values;
  }

  /** As `column`, for numbers that are mostly one: that needs no memory for all. */
  evenColumn(count: number): Column {
    if (count === 0) return () => 0;
    if (this.integer() === 0) {
      const all = this.integer();
      return () => all;
    }
    const values = new Float64Array(count);
    for (let index = 0; index < count; index++) values[index] = this.integer();
    return (row) => numberAt(values, row);
  }

  rising(count: number): Float64Array {
    const values = new Float64Array(count);
    if (count === 0) return values;
    values[0] = this.integer();
    if (count > 1) this.fill(values, 1);
    for (let index = 1; index < count; index++) values[index] = (values[index] ?? 0) + (values[index - 1] ?? 0);
    return values;
  }

  private fill(values: Float64Array, from: number): void {
    if (this.integer() === 0) values.fill(this.integer(), from);
    else for (let index = from; index < values.length; index++) values[index] = this.integer();
  }

  /** The next number, as `plain` gives it. */
  integer(): number {
    const first = byteAt(this.bytes, this.position++);
    if (first < payload) return (first & 1) === 0 ? first >>> 1 : -((first + 1) >>> 1);
    let value = first % payload;
    for (let scale = payload; ; scale *= payload) {
      const byte = byteAt(this.bytes, this.position++);
      value += (byte % payload) * scale;
      if (byte < payload) break;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** The same bytes with as much room again. */
export function enlarged(bytes: Uint8Array, room = bytes.length): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length + Math.max(bytes.length, room));
  larger.set(bytes);
  return larger;
}

/** Strings that come again and again: each is kept once, and a column of numbers stands for them. */
export class StringTable {
  private readonly numbers = new Map<string, number>();

  add(string: string): number {
    const known = this.numbers.get(string);
    if (known !== undefined) return known;
    this.numbers.set(string, this.numbers.size);
    return this.numbers.size - 1;
  }

  /** The numbers of strings of which one is mostly like the one before it. */
  column<T>(columns: ColumnWriter, items: readonly T[], value: (item: T) => string): void {
    let before: string | undefined;
    let number = 0;
    columns.plain(items, (item) => {
      const string = value(item);
      if (string !== before) number = this.add(string);
      before = string;
      return number;
    });
  }

  /** As a JSON array, which alone keeps every string: half a surrogate pair is no UTF-8. */
  bytes(): Uint8Array {
    return Buffer.from(JSON.stringify([...this.numbers.keys()]));
  }

  static read(bytes: Uint8Array): readonly string[] {
    return JSON.parse(new TextDecoder().decode(bytes)) as string[];
  }
}

const bytesOfLength = 4;

/** Byte sequences in one, to be taken apart by `splitSections`. */
export function joinSections(sections: readonly Uint8Array[]): Uint8Array {
  const lengths = Buffer.alloc(bytesOfLength * sections.length);
  sections.forEach((section, index) => lengths.writeUInt32LE(section.length, bytesOfLength * index));
  return Buffer.concat([lengths, ...sections]);
}

/** The `count` sequences that were joined. */
export function splitSections(bytes: Uint8Array, count: number): Uint8Array[] {
  const lengths = new DataView(bytes.buffer, bytes.byteOffset, bytesOfLength * count);
  let end = bytesOfLength * count;
  return Array.from({ length: count }, (_, index) => {
    const start = end;
    end += lengths.getUint32(bytesOfLength * index, true);
    return bytes.subarray(start, end);
  });
}

/** As `at`, for one kind of array: where every kind comes along, V8 looks up each time how to read it. */
export function byteAt(bytes: Uint8Array, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new RangeError(`Nothing at ${index}`);
  return byte;
}

/** As `byteAt`. */
export function numberAt(numbers: Float64Array, index: number): number {
  const number = numbers[index];
  if (number === undefined) throw new RangeError(`Nothing at ${index}`);
  return number;
}

/** The item there. Throws a `RangeError` where there is none. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Nothing at ${index}`);
  return item;
}
