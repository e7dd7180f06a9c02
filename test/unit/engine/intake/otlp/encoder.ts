/** Writes the wire format of Protocol Buffers byte by byte, so that it shares nothing with what reads it. */
export function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

const tag = (number: number, type: number): Buffer => varint(BigInt(number * 8 + type));

export function delimited(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([tag(number, 2), varint(BigInt(content.length)), content]);
}

type Json = Readonly<Record<string, unknown>>;
type Write = (number: number, value: unknown) => Buffer;
type Table = Readonly<Record<string, readonly [number, Write]>>;

const text: Write = (number, value) => delimited(number, Buffer.from(String(value)));
const number64: Write = (number, value) => Buffer.concat([tag(number, 0), varint(BigInt(String(value)))]);
const fixed64: Write = (number, value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(String(value)));
  return Buffer.concat([tag(number, 1), bytes]);
};
const fixed32: Write = (number, value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(Number(value));
  return Buffer.concat([tag(number, 5), bytes]);
};
const double: Write = (number, value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(Number(value));
  return Buffer.concat([tag(number, 1), bytes]);
};
const coded = (coding: BufferEncoding): Write => (number, value) => delimited(number, Buffer.from(String(value), coding));
const message = (table: () => Table): Write => (number, value) => delimited(number, encoded(value as Json, table()));
const many = (table: () => Table): Write => (number, value) => Buffer.concat((value as Json[]).map((each) => delimited(number, encoded(each, table()))));

const anyValue: Table = {
  stringValue: [1, text],
  boolValue: [2, (number, value) => Buffer.concat([tag(number, 0), varint(value === true ? 1n : 0n)])],
  intValue: [3, number64],
  doubleValue: [4, double],
  arrayValue: [5, message(() => ({ values: [1, many(() => anyValue)] }))],
  kvlistValue: [6, message(() => ({ values: [1, many(() => keyValue)] }))],
  bytesValue: [7, coded('base64')],
};
const keyValue: Table = { key: [1, text], value: [2, message(() => anyValue)] };
const logRecord: Table = {
  timeUnixNano: [1, fixed64],
  severityNumber: [2, number64],
  severityText: [3, text],
  body: [5, message(() => anyValue)],
  attributes: [6, many(() => keyValue)],
  droppedAttributesCount: [7, number64],
  flags: [8, fixed32],
  traceId: [9, coded('hex')],
  spanId: [10, coded('hex')],
  observedTimeUnixNano: [11, fixed64],
  eventName: [12, text],
};
const scopeLogs: Table = { scope: [1, message(() => ({ name: [1, text], version: [2, text] }))], logRecords: [2, many(() => logRecord)], schemaUrl: [3, text] };
const resourceLogs: Table = { resource: [1, message(() => ({ attributes: [1, many(() => keyValue)] }))], scopeLogs: [2, many(() => scopeLogs)], schemaUrl: [3, text] };

function encoded(value: Json, table: Table): Buffer {
  return Buffer.concat(
    Object.entries(value).map(([name, member]) => {
      const [number, write] = table[name] ?? [0, text];
      if (number === 0) throw new Error(`${name} is in no message of OTLP's logs.`);
      return write(number, member);
    }),
  );
}

/** An `ExportLogsServiceRequest` of what OTLP's JSON says. */
export function encodedRequest(request: Json): Buffer {
  return encoded(request, { resourceLogs: [1, many(() => resourceLogs)] });
}
