import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Line } from '../../../../src/core/record';
import { LineSplitter, type Decode, type Encoding } from '../../../../src/core/scan/lineSplitter';

const decode: Readonly<Record<Encoding, Decode>> = {
  'utf-8': (bytes, start, end) => Buffer.from(bytes.subarray(start, end)).toString('utf8'),
  'windows-1252': (bytes, start, end) => Buffer.from(bytes.subarray(start, end)).toString('latin1'),
  'utf-16le': (bytes, start, end) => Buffer.from(bytes.subarray(start, end)).toString('utf16le'),
  'utf-16be': (bytes, start, end) => Buffer.from(bytes.subarray(start, end)).swap16().toString('utf16le'),
};

interface Setting {
  readonly encoding: Encoding;
  readonly loneCarriageReturns: boolean;
}

function split(chunks: readonly Uint8Array[], { encoding, loneCarriageReturns }: Setting, firstOffset = 0): Line[] {
  const splitter = new LineSplitter({ encoding, decode: decode[encoding], loneCarriageReturns, firstOffset });
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

/** Walks the whole file unit by unit, as one would by hand. */
function reference(bytes: Uint8Array, { encoding, loneCarriageReturns }: Setting): Line[] {
  const width = encoding.startsWith('utf-16') ? 2 : 1;
  const unit = (at: number): number => (width === 1 ? bytes[at]! : encoding === 'utf-16le' ? bytes[at]! + 256 * bytes[at + 1]! : 256 * bytes[at]! + bytes[at + 1]!);
  const lines: Line[] = [];
  let start = 0;
  const add = (textEnd: number, next: number): void => {
    lines.push({ number: lines.length + 1, byteOffset: start, text: decode[encoding](bytes, start, textEnd) });
    start = next;
  };
  for (let at = 0; at < bytes.length; at += width) {
    const follows = at + width < bytes.length ? unit(at + width) : -1;
    if (unit(at) === 13 && follows === 10) {
      add(at, at + 2 * width);
      at += width;
    } else if (unit(at) === 10 || (unit(at) === 13 && loneCarriageReturns)) add(at, at + width);
  }
  if (start < bytes.length) {
    // A CR that ends the file is a line break that was not finished.
    const last = bytes.length - width;
    add(unit(last) === 13 ? last : bytes.length, bytes.length);
  }
  return lines;
}

const encodings = fc.constantFrom<Encoding>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252');

/** Bytes rich in line breaks, halves of line breaks, NULs and invalid UTF-8; an even number of them. */
const contents = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(10, 13, 0) }, { weight: 3, arbitrary: fc.integer({ min: 32, max: 126 }) }, fc.integer({ min: 0, max: 255 })), { maxLength: 80 })
  .map((bytes) => Uint8Array.from(bytes.length % 2 === 0 ? bytes : bytes.slice(1)));

const cuts = fc.array(fc.nat(80), { maxLength: 12 });

function cutAt(bytes: Uint8Array, places: readonly number[], width: number): Uint8Array[] {
  const borders = [...places.map((place) => Math.min(bytes.length, place - (place % width))), bytes.length].sort((a, b) => a - b);
  return borders.map((border, index) => bytes.slice(borders[index - 1] ?? 0, border));
}

describe('LineSplitter', () => {
  it('gives the lines of the reference, wherever chunks end', () => {
    fc.assert(
      fc.property(contents, cuts, encodings, fc.boolean(), (bytes, places, encoding, loneCarriageReturns) => {
        const setting = { encoding, loneCarriageReturns };
        const chunks = cutAt(bytes, places, encoding.startsWith('utf-16') ? 2 : 1);
        assert.deepEqual(split(chunks, setting), reference(bytes, setting));
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the lines of the reference when bytes come one by one', () => {
    fc.assert(
      fc.property(contents, fc.boolean(), (bytes, loneCarriageReturns) => {
        const setting = { encoding: 'utf-8', loneCarriageReturns } as const;
        assert.deepEqual(split([...bytes].map((byte) => Uint8Array.of(byte)), setting), reference(bytes, setting));
      }),
    );
  });

  const utf8 = (text: string, loneCarriageReturns: boolean): string[] => split([Buffer.from(text)], { encoding: 'utf-8', loneCarriageReturns }).map((line) => line.text);

  it('takes a lone CR for a line break in editors only', () => {
    assert.deepEqual(utf8('a\rb\r\nc\n', false), ['a\rb', 'c']);
    assert.deepEqual(utf8('a\rb\r\nc\n', true), ['a', 'b', 'c']);
    assert.deepEqual(utf8('a\n\rb', true), ['a', '', 'b']);
  });

  it('takes no more than one CR off a line', () => {
    assert.deepEqual(utf8('a\r\r\nb\n', false), ['a\r', 'b']);
    assert.deepEqual(utf8('a\r\r\nb\n', true), ['a', '', 'b']);
  });

  it('has no line in an empty file and one in a file without a line break', () => {
    assert.deepEqual(utf8('', true), []);
    assert.deepEqual(utf8('a', false), ['a']);
    assert.deepEqual(utf8('a\n', false), ['a']);
    assert.deepEqual(utf8('\n', false), ['']);
  });

  it('counts offsets from the first byte it is told of', () => {
    const lines = split([Buffer.from('a\r\nb')], { encoding: 'utf-8', loneCarriageReturns: false }, 3);
    assert.deepEqual(lines.map((line) => line.byteOffset), [3, 6]);
  });

  it('keeps characters whole that a chunk border cuts', () => {
    const bytes = Buffer.from('é漢😀\n');
    const lines = split([...bytes].map((byte) => Uint8Array.of(byte)), { encoding: 'utf-8', loneCarriageReturns: true });
    assert.deepEqual(lines.map((line) => line.text), ['é漢😀']);
  });

  it('reads the first MiB of a longer line and counts the rest', () => {
    const limit = 1 << 20;
    const bytes = Buffer.concat([Buffer.from('first\n'), Buffer.alloc(3 * limit + 5, 'x'), Buffer.from('\r\nlast')]);
    for (const size of [bytes.length, 256 * 1024, 100_003]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
      const lines = split(chunks, { encoding: 'utf-8', loneCarriageReturns: false });
      assert.deepEqual(lines.map((line) => line.number), [1, 2, 3]);
      assert.equal(lines[1]?.text, 'x'.repeat(limit));
      assert.deepEqual(lines[2], { number: 3, byteOffset: 6 + 3 * limit + 7, text: 'last' });
    }
  });

  it('reads what comes after a hole of NULs, however large', () => {
    for (const hole of [100, 1 << 16, (1 << 20) - 5, 5 << 20]) {
      const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.alloc(hole), Buffer.from('ERROR b\nc\nhalf a'), Buffer.alloc(1 << 20), Buffer.from('d\n')]);
      const chunks = Array.from({ length: Math.ceil(bytes.length / 100_000) }, (_, index) => bytes.subarray(index * 100_000, (index + 1) * 100_000));
      const lines = split(chunks, { encoding: 'utf-8', loneCarriageReturns: false });
      assert.deepEqual(lines.map(({ text }) => text.replace(/^\0+/, '')), ['a', 'ERROR b', 'c', 'd']);
      assert.deepEqual(lines.map(({ byteOffset }) => byteOffset), [0, 2, hole + 10, hole + 12]);
    }
  });

  it('leaves a CR alone where a line is cut, since it ends nothing there', () => {
    const limit = 1 << 20;
    const bytes = Buffer.alloc(limit + 100, 'x');
    bytes[limit - 1] = 13;
    const [line] = split([bytes], { encoding: 'windows-1252', loneCarriageReturns: false });
    assert.equal(line?.text.length, limit);
  });

  it('goes through a chunk of lone CRs once', () => {
    let looks = 0;
    class Counted extends Uint8Array {
      override indexOf(value: number, from = 0): number {
        const found = super.indexOf(value, from);
        looks += (found < 0 ? this.length : found) - from + 1;
        return found;
      }
    }
    const chunk = new Counted(20_000).fill(13);
    const lines = new LineSplitter({ encoding: 'windows-1252', decode: () => '', loneCarriageReturns: true, firstOffset: 0 }).push(chunk);
    assert.equal(lines.length, 20_000);
    assert.ok(looks < 100_000, `${looks} bytes were looked at`);
  });
});
