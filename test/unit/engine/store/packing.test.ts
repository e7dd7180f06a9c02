import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Finding, categories } from '../../../../src/core/finding';
import { levels } from '../../../../src/core/record';
import { pack, packCounts, unpack, unpackCounts } from '../../../../src/engine/store/packing';
import { finding, findings } from './support';

const names = [
  { template: 'connection to <ip> refused', fingerprint: 'v1:refused' },
  { template: 'disk full', fingerprint: 'v1:disk' },
];
const groups = new Map(names.entries());
const numberOf = ({ fingerprint }: Finding): number => names.findIndex((name) => name.fingerprint === fingerprint);
const packed = (list: readonly Finding[]): Uint8Array => pack(list, list.map(numberOf));
const unpacked = (list: readonly Finding[]): Finding[] => unpack(packed(list), list.length, 'high', groups);

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constant('half a pair: \ud83d'), fc.constant('zażółć 漢字'));
const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const count = fc.integer({ min: 1, max: 2 ** 31 });
const frame = fc.record({ function: nullable(text), file: nullable(text), line: nullable(count), column: nullable(count), module: nullable(text), application: fc.boolean() });
const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    name: fc.constantFrom(...names),
    line: count,
    height: fc.nat(1_000),
    byteOffset: fc.nat(2 ** 50),
    timestamp: nullable(fc.integer({ min: -(2 ** 50), max: 2 ** 50 })),
    level: nullable(fc.constantFrom(...levels)),
    levelSource: fc.constantFrom('declared', 'inferred', 'none'),
    category: fc.constantFrom(...categories),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs),
    message: text,
    evidence: fc.record({ rule: text, text, weighed: fc.array(text, { maxLength: 4 }) }),
    range: fc.record({ line: count, start: fc.nat(), end: fc.nat() }),
    frames: fc.array(frame, { maxLength: 4 }),
  })
  .map(({ name, height, ...rest }) => ({ severity: 'high', ...name, ...rest, endLine: rest.line + height }));

describe('packing', function () {
  this.timeout(20_000);
  it('gives back every finding as it was', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { minLength: 1, maxLength: 20 }), (list) => {
        // Through JSON, which has no prototypes to compare: fast-check makes records without one.
        assert.deepEqual(JSON.parse(JSON.stringify(unpacked(list))), JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it('keeps times to the millisecond and takes what is no time for none', () => {
    const times = [1.4, Number.NaN, Number.POSITIVE_INFINITY, -5, null].map((timestamp) => finding({ timestamp }));
    assert.deepEqual(unpacked(times).map(({ timestamp }) => timestamp), [1, null, null, -5, null]);
  });

  it('keeps what of a time is inferred', () => {
    const inferred = [undefined, 'zone', 'year', undefined, 'date'] as const;
    const list = inferred.map((part, index) => finding({ timestamp: index === 3 ? null : index, ...(part ? { timestampInferred: part } : {}) }));
    assert.deepEqual(unpacked(list), list);
  });

  it('needs a few bytes for a finding like its neighbours', () => {
    const size = packed(findings(4_096, (line) => ({ message: 'out of memory', range: { line, start: 0, end: 13 } }))).length;
    assert.ok(size < 4_096, `${size} bytes`);
  });

  it('rejects numbers that cannot be stored instead of storing others', () => {
    assert.throws(() => packed([finding({ byteOffset: Number.POSITIVE_INFINITY })]), RangeError);
  });

  it('unpacks only what is asked for', () => {
    const list = findings(9, (line) => ({
      ...names[line % 2],
      message: `message ${'x'.repeat(line)}`,
      timestamp: line % 3 === 0 ? null : line,
      evidence: { rule: 'rule', text: '', weighed: Array.from({ length: line % 4 }, (_, nth) => `${line}.${nth}`) },
      frames: line % 5 === 0 ? [{ function: `f${line}`, file: null, line: null, column: 7, module: null, application: true }] : [],
    }));
    const disk = new Map([...groups].filter(([number]) => number === 1));
    assert.deepEqual(unpack(packed(list), list.length, 'high', disk), list.filter(({ fingerprint }) => fingerprint === 'v1:disk'));
  });

  it('counts groups beside the blob', () => {
    assert.deepEqual([...unpackCounts(packCounts([7, 3, 1_000_000, 3, 7, 3]))], [[3, 3], [7, 2], [1_000_000, 1]]);
    assert.throws(() => unpackCounts(new Uint8Array()), RangeError);
  });

  it('reads blobs from before frames had modules', () => {
    const blob = Buffer.from('ARcAAAAoAAAACQAAAAIOBIwBAAoACgAQAAAQAgQAAggKCAACWyIwLjkiLCJsZXZlbDplcnJvciIsIiIsIm9wZW4iLCJsaWQuanMiXQBsaWQgbG9zdA==', 'base64');
    const [old] = unpack(blob, 1, 'high', groups);
    assert.deepEqual([old?.message, old?.line, old?.endLine], ['lid lost', 7, 9]);
    assert.deepEqual(old?.frames, [{ function: 'open', file: 'lid.js', line: 3, column: null, module: null, application: true }]);
  });

  it('throws on a damaged blob', () => {
    const blob = packed(findings(500));
    assert.throws(() => unpack(blob.subarray(0, blob.length / 2), 500, 'high', groups));
    assert.throws(() => unpack(new Uint8Array(), 1, 'high', groups));
    assert.throws(() => unpack(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 1, 'high', groups));
    assert.throws(() => unpack(packed(findings(3)), 4, 'high', groups));
  });
});
