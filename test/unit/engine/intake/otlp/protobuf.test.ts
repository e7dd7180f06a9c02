import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { requestOfProtobuf, responseInProtobuf } from '../../../../../src/engine/intake/otlp/protobuf';
import { ProtobufError } from '../../../../../src/engine/intake/otlp/protobufReader';
import { linesOfRequest } from '../../../../../src/engine/intake/otlp/serviceLines';
import { delimited, encodedRequest, varint } from './encoder';

const hex = (length: number): fc.Arbitrary<string> => fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Buffer.from(bytes).toString('hex'));
const text = fc.string({ unit: 'grapheme' });
const time = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom('NaN', 'Infinity', '-Infinity')) }),
    fc.record({ bytesValue: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')) }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('value'), { minLength: 1, maxLength: 3 }) }) }),
    fc.record({ kvlistValue: fc.record({ values: fc.array(fc.record({ key: text, value: tie('value') }), { minLength: 1, maxLength: 3 }) }) }),
  ),
}));
const attributes = fc.array(fc.record({ key: text, value: anyValue }), { minLength: 1, maxLength: 3 });
const record = fc.record(
  { timeUnixNano: time, severityNumber: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), severityText: text, body: anyValue, attributes, droppedAttributesCount: uint32, flags: uint32, traceId: hex(16), spanId: hex(8), observedTimeUnixNano: time, eventName: text },
  { requiredKeys: [] },
);
const scopeLogs = fc.record({ scope: fc.record({ name: text, version: text }), logRecords: fc.array(record, { minLength: 1, maxLength: 3 }), schemaUrl: text }, { requiredKeys: ['logRecords'] });
const request = fc.record({ resourceLogs: fc.array(fc.record({ resource: fc.record({ attributes }), scopeLogs: fc.array(scopeLogs, { minLength: 1, maxLength: 2 }) }), { minLength: 1, maxLength: 3 }) });

const failed = encodedRequest({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber: 17, body: { stringValue: 'load of a failed' } }] }] }] });
const nested = (depth: number): Record<string, unknown> => {
  let value: Record<string, unknown> = { stringValue: 'inmost' };
  for (let level = 0; level < depth; level++) value = { arrayValue: { values: [value] } };
  return value;
};
const withBodies = (...bodies: Record<string, unknown>[]): Record<string, unknown> => ({ resourceLogs: [{ scopeLogs: [{ logRecords: bodies.map((body) => ({ body })) }] }] });

describe('OTLP in Protocol Buffers', () => {
  it('says what the same request says in JSON', () => {
    fc.assert(fc.property(request, (each) => assert.deepEqual(JSON.parse(JSON.stringify(requestOfProtobuf(encodedRequest(each)))), JSON.parse(JSON.stringify(each)))));
  });

  it('passes over fields that it does not know', () => {
    const unknown = Buffer.concat([delimited(100, Buffer.from('later')), Buffer.from([0xa8, 0x06, 0x96, 0x01]), failed]);
    assert.deepEqual(requestOfProtobuf(unknown), requestOfProtobuf(failed));
  });

  it('takes no part of what is cut off', () => {
    for (let length = 1; length < failed.length; length++) assert.throws(() => requestOfProtobuf(failed.subarray(0, length)), ProtobufError, String(length));
  });

  it('throws nothing but its own error, whatever the bytes', () => {
    const calm = (bytes: Uint8Array): void => {
      try {
        linesOfRequest(requestOfProtobuf(bytes));
      } catch (error) {
        assert.ok(error instanceof ProtobufError, String(error));
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), calm), { numRuns: 2000 });
    fc.assert(fc.property(fc.nat(failed.length - 1), fc.nat(255), (place, byte) => calm(Buffer.from(failed).fill(byte, place, place + 1))), { numRuns: 2000 });
  });

  it('refuses lengths beyond the end, wrong types, the field 0 and numbers without an end', () => {
    const wrong: readonly Uint8Array[] = [
      Buffer.concat([Buffer.from([0x0a]), varint(2n ** 62n)]),
      Buffer.concat([Buffer.from([0x0a]), varint(2n ** 64n - 1n)]),
      // A message that is longer than the one it stands in.
      Buffer.concat([delimited(1, Buffer.from([0x12, 0x7f])), Buffer.alloc(200)]),
      Buffer.from([0x08, 0x01]),
      Buffer.from([0x00, 0x01]),
      Buffer.from([0x0b, 0x0c]),
      Buffer.alloc(20, 0xff),
    ];
    for (const bytes of wrong) assert.throws(() => requestOfProtobuf(bytes), ProtobufError, Buffer.from(bytes).toString('hex'));
  });

  it('leaves out records whose values lie too deep, and no others; in JSON as well', () => {
    const bodies = [nested(10), nested(5_000), { stringValue: 'after' }];
    // Written from within: the encoder would not come to the end of it.
    let deep: Buffer = delimited(1, Buffer.from('inmost'));
    for (let depth = 0; depth < 5_000; depth++) deep = delimited(5, delimited(1, deep));
    const records = [encodedRecord(nested(10)), delimited(2, delimited(5, deep)), encodedRecord({ stringValue: 'after' })];
    const inProtobuf = linesOfRequest(requestOfProtobuf(delimited(1, delimited(2, Buffer.concat(records)))));
    const inJson = linesOfRequest(withBodies(...bodies));
    assert.equal(inProtobuf?.rejected, 1);
    assert.deepEqual(inProtobuf, inJson);
    assert.equal(inProtobuf.services[0]?.lines.length, 2);
  });

  it('answers in kind', () => {
    assert.equal(responseInProtobuf(null).length, 0);
    assert.deepEqual(Buffer.from(responseInProtobuf({ rejectedLogRecords: 3, errorMessage: 'no' })), delimited(1, Buffer.concat([Buffer.from([0x08, 3]), delimited(2, Buffer.from('no'))])));
  });
});

/** A record in the field 2 of its scope. */
function encodedRecord(body: Record<string, unknown>): Buffer {
  const whole = encodedRequest(withBodies(body));
  // Behind two tags with one byte of length each.
  return whole.subarray(4);
}
