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

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  /** The sign goes into the lowest bit: 0, -1, 1, -2… become 0, 1, 2, 3… */
  private integer(value: number): void {
    if (this.length + 8 > this.buffer.length) this.grow();
    let rest = value < 0 ? -value * 2 - 1 : value * 2;
    if (value < small && value > -small) {
      for (; rest >= payload; rest >>>= 7) this.buffer[this.length++] = (rest & 0x7f) | payload;
    } else {
      if (!Number.isSafeInteger(rest)) throw new RangeError(`Not a storable integer: ${value}`);
      for (; rest >= payload; rest = Math.floor(rest / payload)) this.buffer[this.length++] = (rest % payload) | payload;
    }
    this.buffer[this.length++] = rest;
  }

  private grow(): void {
    const larger = new Uint8Array(this.buffer.length * 2);
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

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

  private integer(): number {
    let value = 0;
    for (let scale = 1; ; scale *= payload) {
      const byte = at(this.bytes, this.position++);
      value += (byte % payload) * scale;
      if (byte < payload) break;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
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

/** The first byte of a text: one byte a character where that will do, or else two. Both keep every string as it is. */
const encodings = ['latin1', 'utf16le'] as const;

/** One long text. Strings that rarely come twice are best kept in one, and cut out of it by their lengths. */
export function textBytes(string: string): Uint8Array {
  const encoding = /[\u0100-\uffff]/.test(string) ? 1 : 0;
  return Buffer.concat([Buffer.of(encoding), Buffer.from(string, encodings[encoding])]);
}

export function readText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(at(encodings, at(bytes, 0)), 1);
}

/** Byte sequences in one, to be taken apart by `splitSections`. */
export function joinSections(sections: readonly Uint8Array[]): Uint8Array {
  const lengths = Buffer.alloc(4 * sections.length);
  sections.forEach((section, index) => lengths.writeUInt32LE(section.length, 4 * index));
  return Buffer.concat([lengths, ...sections]);
}

/** The `count` sequences that were joined. */
export function splitSections(bytes: Uint8Array, count: number): Uint8Array[] {
  const lengths = new DataView(bytes.buffer, bytes.byteOffset, 4 * count);
  let end = 4 * count;
  return Array.from({ length: count }, (_, index) => {
    const start = end;
    end += lengths.getUint32(4 * index, true);
    return bytes.subarray(start, end);
  });
}

/** The item there. Throws a `RangeError` where there is none. */
export function at<T>(items: ArrayLike<T>, index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Nothing at ${index}`);
  return item;
}
