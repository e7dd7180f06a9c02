import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { describe, it } from 'mocha';
import { guarded, loner, type Guard, type LineShapes, type Part, type Split } from '../../../../src/core/scan/lineShapes';
import { LineSplitter } from '../../../../src/core/scan/lineSplitter';
import { numbersOf } from '../../../../src/core/scan/numbers';
import { shapeOf } from '../../../../src/core/scan/shapeOf';
import { sketchOf } from '../../../../src/core/scan/sketchOf';
import { compiledKernel, newShapes } from '../../../../src/engine/scan/kernel';

const kernel = compiledKernel();
const inputSize = 1 << 21;
const logs = path.resolve('../shared/corpus/levels');

const whole: Part = { of: 'line' };
const large = newShapes(kernel, { capacity: 40_000, inputSize });

function dictionary(): LineShapes {
  return newShapes(kernel, { capacity: 16, inputSize: 8192 });
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** The lines of some bytes, as Latin-1, and where each begins. */
function linesOf(bytes: Uint8Array, loneCarriageReturns: boolean): { readonly text: string; readonly start: number }[] {
  const decode = (from: Uint8Array, start: number, end: number): string => Buffer.from(from.buffer, from.byteOffset + start, end - start).toString('latin1');
  const splitter = new LineSplitter({ encoding: 'utf-8', decode, loneCarriageReturns, firstOffset: 0 });
  return [...splitter.push(bytes), ...splitter.end()].map(({ text, byteOffset }) => ({ text, start: byteOffset }));
}

/** Skims bytes in chunks and holds lines and shapes against the reference. */
function check(bytes: Uint8Array, { chunk = inputSize, loneCarriageReturns = false } = {}): void {
  const shapes = large;
  shapes.forget();
  const expected = linesOf(bytes, loneCarriageReturns);
  const idOfShape = new Map<string, number>();
  let held = 0;
  let offset = 0;
  let seen = 0;
  for (let at = 0; ; at += chunk) {
    const part = bytes.subarray(at, at + chunk);
    const last = at + chunk >= bytes.length;
    shapes.input.set(part, held);
    const length = held + part.length;
    const count = shapes.skim(length, { last, loneCarriageReturns });
    const known = idOfShape.size;
    for (let place = 0; place < count; place++) {
      const line = expected[seen++];
      assert.ok(line, 'no more lines than there are');
      assert.equal(offset + (shapes.starts[place] ?? -1), line.start);
      const shape = shapeOf(line.text, shapes.fixedLengths);
      const id = idOfShape.get(shape);
      assert.equal(shapes.idOf(place), id ?? 0, JSON.stringify(line.text));
      assert.equal(shapes.ids[place], id !== undefined && id <= known ? id : 0);
      if (id === undefined) {
        idOfShape.set(shape, idOfShape.size + 1);
        assert.ok(shapes.learn(place, whole, idOfShape.size));
      }
    }
    const rest = shapes.starts[count] ?? 0;
    shapes.input.copyWithin(0, rest, length);
    held = length - rest;
    offset += rest;
    if (last) break;
  }
  assert.equal(seen, expected.length);
}

const words = ['INFO', 'error', '12', '7', '2024-03-05 07:08:09,123', 'node17', 'blk_-1608999687919862906', '0x7ffe12ab', '3f2a1b00-9c1d-4e5f-8a6b-001122334455', 'beef', 'a1', 'dead10cc', '10.250.19.102:54106', 'é', '日本', '\0', '\x80', '\xff', '\t', 'x', 'x1', '0x', '[', ']', '"level":30,', 'pump'];

function randomText(random: (below: number) => number, lines: number, breaks: readonly string[]): Uint8Array {
  let text = '';
  for (let line = 0; line < lines; line++) {
    const length = random(14);
    for (let word = 0; word < length; word++) text += (random(4) === 0 ? '' : ' ') + (words[random(words.length)] ?? '');
    if (random(60) === 0) text += 'ab12'.repeat(random(60)) + '9'.repeat(random(200));
    text += breaks[random(breaks.length)] ?? '\n';
  }
  return Buffer.from(text, random(2) === 0 ? 'utf8' : 'latin1');
}

const levels = new Set(['info', 'error', 'warn']);

/** Where a line's tail is; where it has none it has the length 0 and is where the line ends. */
function tailOf(line: string, { words: count, delimiter, otherwise, quote }: Split): { readonly start: number; readonly end: number } {
  const head = new RegExp(`^(?:[^ ]* *){${String(count)}}`).exec(line)?.[0] ?? '';
  const behind = (text: string): number => (text === '' || !line.includes(text, head.length) ? -1 : line.indexOf(text, head.length) + text.length);
  const found = delimiter === '' ? (count === 0 ? -1 : head.length) : behind(delimiter);
  const start = found >= 0 && found < line.length ? found : behind(otherwise);
  if (start < 0 || start >= line.length) return { start: line.length, end: line.length };
  const stop = quote === '' ? -1 : line.slice(start).search(/["\\]/);
  return { start, end: stop >= 0 && line[start + stop] === quote ? start + stop : line.length };
}

/** Holds what the kernel takes for one head, or one tail, against the reference. */
function checkParts(text: string, split: Split): void {
  const shapes = large;
  shapes.forget();
  shapes.choose(3, split);
  const bytes = Buffer.from(text, 'latin1');
  shapes.input.set(bytes);
  const count = shapes.skim(bytes.length, { last: true, loneCarriageReturns: false });
  const lines = linesOf(bytes, false);
  assert.equal(count, lines.length);
  const ids = new Map<string, number>();
  for (const [place, { text: line }] of lines.entries()) {
    const tail = tailOf(line, split);
    const isWhole = tail.start === line.length && !split.bySketch;
    assert.equal(shapes.splitOf(place), isWhole ? -1 : tail.start, JSON.stringify(line));
    if (isWhole) continue;
    const head = split.bySketch ? sketchOf(line, tail, levels) : shapeOf(line.slice(0, tail.start), shapes.fixedLengths);
    const keys: readonly (readonly [Part, string])[] = [
      [{ of: 'head' }, `head ${head}`],
      [{ of: 'tail', kind: 7 }, `tail ${shapeOf(line.slice(tail.start, tail.end), 0)}`],
    ];
    for (const [part, key] of keys) {
      const known = ids.get(key);
      assert.equal(shapes.idOfPart(place, part), known ?? 0, JSON.stringify([line, key]));
      if (known !== undefined) continue;
      ids.set(key, ids.size + 1);
      assert.ok(shapes.learn(place, part, ids.size));
    }
  }
}

describe('the scan kernel', () => {
  for (const loneCarriageReturns of [false, true]) {
    const how = loneCarriageReturns ? ', lone CRs among the line breaks' : '';

    it(`agrees with the reference on text like that of logs${how}`, () => {
      const random = numbers(1);
      for (let trial = 0; trial < 60; trial++) check(randomText(random, 200, ['\n', '\r\n', '\n', '\r']), { loneCarriageReturns });
    });

    it(`agrees with the reference on any bytes${how}`, () => {
      const random = numbers(2);
      for (let trial = 0; trial < 60; trial++) check(Uint8Array.from({ length: random(5000) }, () => (random(3) === 0 ? random(256) : '019afxz \r\n'.charCodeAt(random(10)))), { loneCarriageReturns });
    });

    it(`agrees with the reference wherever chunks end${how}`, () => {
      const bytes = randomText(numbers(3), 12, ['\n', '\r\n', '\r', '\n\n']);
      for (let chunk = 1; chunk < bytes.length; chunk++) check(bytes, { chunk, loneCarriageReturns });
    });
  }

  it('agrees with the reference on empty and on long lines', () => {
    check(new Uint8Array(0));
    check(Buffer.from('\n\n\r\n\n'));
    check(Buffer.from(`${'pump 12 '.repeat(130_000)}\nshort 1\n${'7'.repeat(1_000_000)}\n${'7'.repeat(999_999)}`));
    const words = ['ab12'.repeat(3000), `${'7'.repeat(9000)}a`, `${'7'.repeat(9000)}g`, `${'a'.repeat(9000)}1`, 'x'.repeat(5000)];
    for (let shift = 0; shift < 70; shift++) check(Buffer.from(words.map((word) => `${'-'.repeat(4000 + shift)} ${word} 0x${word}\n`).join('')));
  });

  it('agrees with the reference on heads, tails and sketches', () => {
    const random = numbers(4);
    const plain: Split = { words: 0, delimiter: ' - ', otherwise: '', quote: '', bySketch: false };
    const splits: readonly Split[] = [plain, { ...plain, delimiter: ']: ', otherwise: ': ' }, { ...plain, words: 3, delimiter: '' }, { ...plain, words: 2, delimiter: ']' }].flatMap((split) => [split, { ...split, bySketch: true }]);
    const fields: readonly Split[] = [{ ...plain, delimiter: '"msg":"', quote: '"', bySketch: true }, { ...plain, delimiter: ' msg="', quote: '"', bySketch: true }, { ...plain, delimiter: '', bySketch: true }];
    const parts = [...words, ' - ', ']: ', ': ', '"msg":"', '"', ' msg="', '\\"', 'user=', '"level":', 'WARN', 'a.b.c.d', 'svc-billing', 'x_y_z_7', 'q@works', '\x01', 'ok'];
    large.stay([...levels]);
    for (const split of [...splits, ...fields]) {
      const lines = Array.from({ length: 3000 }, () => Array.from({ length: random(16) }, () => (random(3) === 0 ? ' ' : '') + (parts[random(parts.length)] ?? '')).join('').replace(/[\r\n]/g, ''));
      checkParts(Buffer.from(lines.join('\n'), 'utf8').toString('latin1'), split);
    }
    large.choose(0, null);
  });

  it('knows a line by its tail where its head is known, else by its shape', () => {
    const shapes = dictionary();
    shapes.choose(1, { words: 0, delimiter: ': ', otherwise: '', quote: '', bySketch: false });
    const text = 'INFO pump 1: turned 7 times\nINFO pump 2: turned 9 times\nINFO tank 3: turned 7 times\nINFO lid 4: no\n';
    shapes.input.set(Buffer.from(text));
    assert.equal(shapes.skim(text.length, { last: true, loneCarriageReturns: false }), 4);
    assert.ok(shapes.learn(0, { of: 'head' }, 1));
    assert.ok(shapes.learn(0, { of: 'tail', kind: 1 }, 5));
    assert.ok(shapes.learn(2, { of: 'head' }, loner));
    assert.ok(shapes.learn(2, whole, 6));
    assert.ok(shapes.learn(3, { of: 'head' }, 2));
    shapes.lookAgain(0, 4);
    assert.deepEqual([...shapes.ids.slice(0, 4)], [5, 5, 6, 0]);
    shapes.choose(2, null);
    shapes.lookAgain(0, 4);
    assert.deepEqual([...shapes.ids.slice(0, 4)], [0, 0, 0, 0], 'another layout knows nothing of them');
  });

  it('counts how often a shape was sighted', () => {
    const shapes = dictionary();
    shapes.input.set(Buffer.from('pump 1\npump 2\nlid 1\n'));
    shapes.skim(20, { last: true, loneCarriageReturns: false });
    assert.deepEqual([shapes.sight(0, whole), shapes.sight(1, whole), shapes.sight(2, whole), shapes.sight(0, whole)], [1, 2, 1, 3]);
  });

  it('agrees with the reference on real logs', function () {
    if (!fs.existsSync(logs)) {
      console.log('SKIPPED the corpus is not there');
      this.skip();
    }
    for (const file of fs.readdirSync(logs).filter((name) => name.endsWith('.log'))) check(fs.readFileSync(path.join(logs, file)), { chunk: 65_536 });
  });

  it('knows a shape by more lengths of its numbers than it remembers', () => {
    const shapes = newShapes(kernel, { capacity: 16, inputSize });
    const random = numbers(5);
    const line = (): string => `${'-'.repeat(48)} ${Array.from({ length: 14 }, () => '7'.repeat(1 + random(3))).join('.')}\n`;
    for (let round = 0; round < 6; round++) {
      const bytes = Buffer.from(Array.from({ length: 16_000 }, line).join(''));
      shapes.input.set(bytes);
      const count = shapes.skim(bytes.length, { last: false, loneCarriageReturns: false });
      if (round === 0) assert.ok(shapes.learn(0, whole, 9));
      for (let place = 0; place < count; place++) assert.equal(round === 0 ? shapes.idOf(place) : shapes.ids[place], 9);
    }
  });

  it('tells lines of one shape apart by the numbers that it is told to keep', () => {
    const shapes = dictionary();
    const lines = ['GET /tank/7 200 12', 'GET /tank/8 503 9', 'GET /tank/9 200 1', 'GET /tank/9 5031 1'];
    const skim = (): number[] => {
      const bytes = Buffer.from(lines.map((line) => `12:00:00 ${'-'.repeat(60)} ${line}\n`).join(''));
      shapes.input.set(bytes);
      return Array.from({ length: shapes.skim(bytes.length, { last: false, loneCarriageReturns: false }) }, (_, place) => shapes.ids[place] ?? -1);
    };
    skim();
    assert.ok(shapes.learn(0, whole, 1));
    assert.deepEqual(skim(), [1, 1, 1, 1]);
    assert.ok(shapes.keep(0, whole, [4]));
    assert.ok(!shapes.keep(1, whole, [4]), 'once is enough');
    assert.deepEqual(skim(), [0, 0, 0, 0]);
    assert.ok(shapes.learn(1, whole, 2));
    assert.ok(shapes.learn(2, whole, 3));
    assert.deepEqual(skim(), [3, 2, 3, 0]);
    shapes.forget();
    assert.deepEqual(skim(), [0, 0, 0, 0]);
  });

  it('keeps any of the numbers that the reference sees', () => {
    const random = numbers(4);
    const shapes = dictionary();
    for (let trial = 0; trial < 300; trial++) {
      shapes.forget();
      const line = Buffer.from(randomText(random, 1, ['']).map((byte) => (byte === 10 || byte === 13 ? 32 : byte))).toString('latin1');
      const found = numbersOf(line);
      const number = random(found.length);
      const run = found[number];
      if (run === undefined || number >= 0xff) continue;
      const longer = `${line.slice(0, run.end)}${run.isHex ? '7' : '5'}${line.slice(run.end)}`;
      if (shapeOf(longer, shapes.fixedLengths) !== shapeOf(line, shapes.fixedLengths)) continue;
      const bytes = Buffer.from(`${line}\n${longer}\n${line}\n`, 'latin1');
      shapes.input.set(bytes);
      shapes.skim(bytes.length, { last: true, loneCarriageReturns: false });
      assert.ok(shapes.keep(0, whole, [number]));
      assert.ok(shapes.learn(0, whole, 1));
      assert.deepEqual([shapes.idOf(0), shapes.idOf(1), shapes.idOf(2)], [1, 0, 1], JSON.stringify([line, longer]));
    }
  });

  it('marks lines of a known shape that do not keep to the guard', () => {
    const shapes = dictionary();
    const bytes = Buffer.from('12:00:00 on\n12:59:61 on\n13:00:00 on\noff\n12:1');
    shapes.input.set(bytes);
    shapes.skim(bytes.length, { last: true, loneCarriageReturns: false });
    assert.ok(shapes.learn(0, whole, 5, { notation: 3, column: 0 }));
    assert.ok(shapes.learn(3, whole, 6));
    const noon = { low: Buffer.from('12:00:00'), high: Buffer.from('12:59:59') };
    const idsWith = (...guards: readonly Guard[]): number[] => {
      shapes.guard(3, guards);
      shapes.skim(bytes.length, { last: true, loneCarriageReturns: false });
      return [...shapes.ids.subarray(0, 5)];
    };
    assert.deepEqual(idsWith(noon), [5, 5 | guarded, 5 | guarded, 6, 0]);
    assert.deepEqual(idsWith({ low: Buffer.from('13:00'), high: Buffer.from('13:59') }, noon), [5, 5 | guarded, 5, 6, 0], 'either will do');
    shapes.guard(4, []);
    assert.equal(shapes.idOf(1), 5 | guarded, 'other notations do not count');
    shapes.forget();
    assert.ok(shapes.learn(0, whole, 5));
    assert.equal(shapes.idOf(1), 5);
  });

  it('says when its dictionary is full', () => {
    const shapes = newShapes(kernel, { capacity: 2, inputSize: 64 });
    const bytes = Buffer.from('on\noff\nopen\n');
    shapes.input.set(bytes);
    shapes.skim(bytes.length, { last: true, loneCarriageReturns: false });
    assert.deepEqual([shapes.learn(0, whole, 1), shapes.learn(1, whole, 2), shapes.learn(2, whole, 3), shapes.keep(2, whole, [])], [true, true, false, false]);
    assert.deepEqual([0, 1, 2].map((place) => shapes.idOf(place)), [1, 2, 0]);
  });
});
