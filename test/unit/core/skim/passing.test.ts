import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { messageScreen } from '../../../../src/core/matching';
import type { LogRecord } from '../../../../src/core/record';
import { charactersOfFormats } from '../../../../src/core/rules/telltales';
import { telltalePlaces } from '../../../../src/core/rules/screens.constant';
import type { LineShapes, Split } from '../../../../src/core/scan/lineShapes';
import { isPlainTail } from '../../../../src/core/skim/heads';
import { unsaidBehind } from '../../../../src/core/skim/passing';
import { compiledKernel, newShapes } from '../../../../src/engine/scan/kernel';

const byDelimiter: Split = { words: 0, delimiter: ' - ', otherwise: '', quote: '', bySketch: false };
const byQuote: Split = { words: 0, delimiter: '"msg":"', otherwise: '', quote: '"', bySketch: true };
const head = 'here - ';
const passedId = 77;

const record: LogRecord = { line: 1, endLine: 1, byteOffset: 0, timestamp: null, level: 'info', levelSource: 'declared', logger: null, message: '', messageAt: null, lines: [''], format: 'plain' };
const info = unsaidBehind(record, true) ?? 0;
const debug = unsaidBehind({ ...record, level: 'debug' }, true) ?? 0;
const undeclared = unsaidBehind({ ...record, level: null, levelSource: 'none' }, true) ?? 0;
const careful = unsaidBehind(record, false) ?? 0;

/** A dictionary in which lines that begin with `head` have their tails passed over unless they say one of these. */
function passing(unsaid: number, split = byDelimiter, line = `${head}nothing`): LineShapes {
  const shapes = newShapes(compiledKernel(), { capacity: 16, inputSize: 1 << 16 });
  shapes.choose(1, split);
  idsOf(shapes, [line]);
  assert.ok(shapes.learn(0, { of: 'head' }, 3));
  assert.ok(shapes.passOver(3, unsaid, passedId));
  return shapes;
}

function idsOf(shapes: LineShapes, lines: readonly string[], encoding: BufferEncoding = 'utf8'): number[] {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''), encoding);
  shapes.input.set(bytes);
  return Array.from(shapes.ids.subarray(0, shapes.skim(bytes.length, { last: true, loneCarriageReturns: false })));
}

/** What the kernel is to do, in plain words. */
function isPassed(tail: string, unsaid: number): boolean {
  if (!/^[!-~]/.test(tail)) return false;
  const places = messageScreen.ask(tail);
  const says = (place: number): boolean => places.includes(place);
  if (says(telltalePlaces.piece)) return false;
  if (unsaid !== debug && places.some((place) => place < telltalePlaces.piece)) return false;
  if (unsaid === undeclared && says(telltalePlaces.level)) return false;
  return unsaid !== careful || (/^[A-Za-z]{2,40}(?: |$)/.test(tail) && !says(telltalePlaces.level) && !says(telltalePlaces.format));
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const pieces = ['error', 'errors', 'terror', '0 ', 'rc', '=1', 'percent', 'exit code', ': 7', 'GET /a ', ' 404', '-> ', '→ ', 'doesn’t work', 'info', 'in', 'fo', 'Failed', '_', '.', ' ', 'at ', 'Caused by', '#0', '\\n', '#012', '\0', 'é', 'ok', 'opened', 'time', 'd out', 'disk ', 'full', '[', '{', '9', 'WARN', 'x', 'nil', 'E', 'panic: ', '\t', 'ß', '😀'];

describe('passing over tails', () => {
  for (const [name, unsaid] of [['of information', info], ['of debugging', debug], ['of no level', undeclared], ['behind heads that do not take any', careful]] as const) {
    it(`${name}: the kernel does as the screen would`, () => {
      const random = numbers(unsaid);
      const shapes = passing(unsaid);
      let passed = 0;
      for (let round = 0; round < 40; round++) {
        const tails = Array.from({ length: 100 }, () => Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)] ?? '').join(''));
        idsOf(shapes, tails.map((tail) => head + tail)).forEach((id, place) => {
          const tail = tails[place] ?? '';
          assert.equal(id, isPassed(tail, unsaid) ? passedId : 0, JSON.stringify(tail));
          passed += Number(id === passedId);
        });
      }
      assert.ok(passed > 200 && passed < 3900, String(passed));
    });
  }

  it('is held back by what a rule needs that is of another encoding', () => {
    const shapes = passing(info);
    assert.deepEqual(idsOf(shapes, [`${head}it doesn\x92t work`, `${head}caf\xe9 opened`], 'latin1'), [0, passedId]);
  });

  it('leaves out tails that are no plain text behind heads that do not take any', () => {
    const tails = ['opened', 'opened the door', 'o', 'opened:', 'opened x=1', 'level info', 'information', 'infos', 'x2 y', ...Array.from(charactersOfFormats, (character) => `opened ${character}`)];
    const ids = idsOf(passing(careful), tails.map((tail) => head + tail));
    assert.deepEqual(ids.map((id) => id === passedId), tails.map(isPlainTail));
  });

  it('takes quoted tails that are whole, and no others', () => {
    const shapes = passing(info, byQuote, '{"msg":"nothing"}');
    const lines = ['{"msg":"the door is open"}', '{"msg":"the door is \\"open\\""}', '{"msg":"the door', '{"msg":""}'];
    assert.deepEqual(idsOf(shapes, lines), [passedId, 0, 0, 0]);
  });

  it('forgets with all else', () => {
    const shapes = passing(info);
    shapes.forget();
    shapes.learn(0, { of: 'head' }, 3);
    assert.deepEqual(idsOf(shapes, [`${head}the door is open`]), [0]);
  });

  it('says of no record that its message alone decides where more does', () => {
    for (const other of [{ level: 'warn' }, { level: 'fatal' }, { httpStatus: 200 }, { malformed: 'cut' }, { trace: 'at a' }, { levelSource: 'inferred' }] as const) {
      assert.equal(unsaidBehind({ ...record, ...other }, true), null);
    }
  });
});
