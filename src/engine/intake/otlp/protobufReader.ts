import { PbfReader } from 'pbf';

/** Bytes that are no message of the type that is read. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

/** A message that lies deeper in others than is followed. */
class DepthError extends ProtobufError {}

/** Reads a field's value; `depth` is that of the message it stands in. */
export type Field = readonly [name: string, read: (reader: StrictReader, depth: number) => unknown, isRepeated?: 'repeated'];

/** The fields of a message, by number. */
export type Fields = Readonly<Record<number, Field>>;

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
const longestVarint = 10;

/**
 * Reads the wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding) and takes nothing on trust: no value reaches
 * beyond its message, and a field has the wire type that it is to have. Unknown fields are passed over, as the format wants it.
 */
export class StrictReader {
  private readonly reader: PbfReader;
  private end: number;

  constructor(
    bytes: Uint8Array,
    private readonly deepest: number,
  ) {
    this.reader = new PbfReader(bytes);
    this.end = bytes.length;
  }

  /** The message that fills the bytes. Throws ProtobufError where they hold something else. */
  whole(fields: Fields): Record<string, unknown> {
    try {
      return this.fieldsOf(fields, 0);
    } catch (error) {
      throw error instanceof ProtobufError ? error : new ProtobufError('A value reaches beyond the end of the body.', { cause: error });
    }
  }

  message(fields: Fields, depth: number): Record<string, unknown> {
    return this.delimited(() => this.fieldsOf(fields, depth + 1));
  }

  /** The message, or null where what is in it lies too deep. */
  messageUnlessDeep(fields: Fields, depth: number): Record<string, unknown> | null {
    return this.delimited((end) => {
      const outer = this.end;
      try {
        return this.fieldsOf(fields, depth + 1);
      } catch (error) {
        if (!(error instanceof DepthError)) throw error;
        this.end = outer;
        this.reader.pos = end;
        return null;
      }
    });
  }

  string(): string {
    return Buffer.from(this.bytes()).toString('utf8');
  }

  bytes(): Uint8Array {
    return this.delimited((end) => {
      const bytes = this.reader.buf.subarray(this.reader.pos, end);
      this.reader.pos = end;
      return bytes;
    });
  }

  boolean(): boolean {
    return this.varint() !== 0n;
  }

  /** An enum, or any number of 32 bits. */
  int32(): number {
    return Number(BigInt.asIntN(32, this.varint()));
  }

  uint32(): number {
    return Number(BigInt.asUintN(32, this.varint()));
  }

  /** In decimal, as Protocol Buffers' JSON has it. */
  int64(): string {
    return String(BigInt.asIntN(64, this.varint()));
  }

  fixed32(): number {
    this.mustBe(wireTypes.fixed32);
    return this.reader.readFixed32();
  }

  fixed64(): string {
    this.mustBe(wireTypes.fixed64);
    const value = this.reader.dataView.getBigUint64(this.reader.pos, true);
    this.reader.pos += 8;
    return String(value);
  }

  /** What JSON has no number for is a word, as in Protocol Buffers' JSON. */
  double(): number | string {
    this.mustBe(wireTypes.fixed64);
    const value = this.reader.readDouble();
    return Number.isFinite(value) ? value : String(value);
  }

  private fieldsOf(fields: Fields, depth: number): Record<string, unknown> {
    if (depth > this.deepest) throw new DepthError(`Messages lie deeper than ${String(this.deepest)} in each other.`);
    const { reader, end } = this;
    const message: Record<string, unknown> = {};
    for (let number = reader.nextField(end); number !== 0; number = reader.nextField(end)) {
      if (reader.pos > end) throw overrun();
      const field = fields[number];
      if (!field) {
        reader.skip(reader.type);
      } else {
        const [name, read, isRepeated] = field;
        const value = read(this, depth);
        const earlier = message[name];
        if (isRepeated === undefined) message[name] = value;
        else if (Array.isArray(earlier)) earlier.push(value);
        else message[name] = [value];
      }
      if (reader.pos > end) throw overrun();
    }
    // A field has a number from 1: zero means that the message ends, and here it does not.
    if (reader.pos !== end) throw new ProtobufError('A field has the number 0.');
    return message;
  }

  /** Reads what has its length before it. */
  private delimited<T>(read: (end: number) => T): T {
    this.mustBe(wireTypes.bytes);
    const length = this.reader.readVarint();
    const outer = this.end;
    const end = this.reader.pos + length;
    if (!(end <= outer)) throw overrun();
    this.end = end;
    const value = read(end);
    this.end = outer;
    return value;
  }

  private varint(): bigint {
    this.mustBe(wireTypes.varint);
    const { buf } = this.reader;
    let value = 0n;
    for (let place = 0; place < longestVarint; place++) {
      const byte = buf[this.reader.pos++];
      if (byte === undefined) throw overrun();
      value |= BigInt(byte & 0x7f) << BigInt(7 * place);
      if (byte < 0x80) return value;
    }
    throw new ProtobufError('A number has more than ten bytes.');
  }

  private mustBe(type: number): void {
    if (this.reader.type !== type) throw new ProtobufError(`A field has the wire type ${String(this.reader.type)} in the place of ${String(type)}.`);
  }
}

function overrun(): ProtobufError {
  return new ProtobufError('A value reaches beyond the end of its message.');
}
