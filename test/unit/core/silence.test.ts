import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Silences, spanText } from '../../../src/core/silence';

const second = 1000;
const minute = 60 * second;

/** The silences among gaps of these lengths. */
function among(gaps: readonly number[]): number[] {
  const silences = new Silences();
  let time = Date.UTC(2026, 10, 22);
  const found = [silences.before(time)];
  for (const gap of gaps) {
    time += gap;
    found.push(silences.before(time));
  }
  return found.filter((each) => each !== null);
}

describe('Silences', () => {
  it('finds a gap well above the usual ones', () => {
    assert.deepEqual(among([...Array<number>(30).fill(second), 12 * minute, second]), [12 * minute]);
  });
  it('finds none below a minute, and none before it is known what is usual', () => {
    assert.deepEqual(among([...Array<number>(30).fill(5), 50 * second]), []);
    assert.deepEqual(among([12 * minute, second, second]), []);
  });
  it('takes what comes again and again as usual', () => {
    const bursts = Array.from({ length: 40 }, () => [60 * minute, ...Array<number>(9).fill(second)]).flat();
    assert.ok(among(bursts).length <= 1);
    assert.deepEqual(among([...bursts, 10 * 60 * minute]).at(-1), 600 * minute);
  });
  it('passes over records without a time, and those out of order', () => {
    const silences = new Silences();
    const times = [0, 1, 2, null, 3, 2, 4, null].map((each) => (each === null ? null : each * second));
    assert.ok(times.every((time) => silences.before(time) === null));
    assert.equal(silences.before(4 * second + 5 * minute), 5 * minute);
  });
});

describe('spanText', () => {
  const table: readonly (readonly [number, string])[] = [
    [12 * minute, '12 min'],
    [75 * second, '1 min 15 s'],
    [185 * minute, '3 h 5 min'],
    [48 * 60 * minute, '2 d'],
    [48 * 60 * minute + 3 * second, '2 d'],
    [0, '0 s'],
  ];
  for (const [span, text] of table) it(text, () => assert.equal(spanText(span), text));
});
