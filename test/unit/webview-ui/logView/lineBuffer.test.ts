import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ViewLine, ViewPage } from '../../../../src/shared/logViewProtocol';
import { LineBuffer } from '../../../../webview-ui/logView/lineBuffer';

/** Lines of ten bytes each; what is no multiple of `step` is left out. */
function page(from: number, to: number, step = 1, rest: Partial<ViewPage> = {}): ViewPage {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((number) => number % step === 0);
  const lines = numbers.map((number): ViewLine => ({ offset: number * 10, number: number + 1, text: `line ${String(number)}`, cut: 0, severity: null, isContext: false, gap: number === 0 ? 0 : step - 1 }));
  return { lines, at: 0, atStart: false, atEnd: false, ...rest };
}

function numbers(buffer: LineBuffer): number[] {
  return buffer.lines.map(({ offset }) => offset / 10);
}

describe('the lines at hand', () => {
  it('grow at both ends without a line twice', () => {
    const buffer = new LineBuffer();
    buffer.replace(page(50, 52));
    buffer.append(page(52, 55));
    buffer.prepend(page(48, 50, 1, { atStart: true }));
    assert.deepEqual(numbers(buffer), [48, 49, 50, 51, 52, 53, 54, 55]);
    assert.deepEqual([buffer.atStart, buffer.atEnd], [true, false]);
  });

  it('take a last line anew that was still being written', () => {
    const buffer = new LineBuffer();
    const [line] = page(3, 3).lines;
    buffer.replace({ ...page(3, 3), lines: [{ ...line!, text: 'li' }] });
    buffer.append(page(3, 4));
    assert.deepEqual(buffer.lines.map(({ text }) => text), ['line 3', 'line 4']);
  });

  it('are let go far from where one looks, and remembered not to reach the end any more', () => {
    const buffer = new LineBuffer();
    buffer.replace(page(1000, 2000, 1, { atEnd: true }));
    buffer.prepend(page(0, 1000, 1, { atStart: true }));
    assert.equal(buffer.lines.length, 1500);
    assert.deepEqual([buffer.atStart, buffer.atEnd], [true, false]);
  });

  it('are found by offset', () => {
    const buffer = new LineBuffer();
    assert.equal(buffer.nearest(5), -1);
    buffer.replace(page(10, 20));
    assert.equal(buffer.indexOf(130), 3);
    assert.equal(buffer.indexOf(131), -1);
    assert.equal(buffer.nearest(139), 3);
    assert.equal(buffer.nearest(0), 0);
    assert.equal(buffer.nearest(9999), 10);
  });

  it('show the lines of a gap that are next to what was let through', () => {
    const buffer = new LineBuffer();
    buffer.replace(page(0, 20, 10));
    buffer.fillGap(200, page(15, 20));
    assert.deepEqual(numbers(buffer), [0, 10, 15, 16, 17, 18, 19, 20]);
    assert.deepEqual(buffer.lines.map(({ gap }) => gap), [0, 9, 4, 0, 0, 0, 0, 0]);
    assert.deepEqual(buffer.lines.map(({ isContext }) => isContext), [false, false, true, true, true, true, true, false]);
    buffer.fillGap(150, page(10, 15));
    assert.deepEqual(buffer.lines.map(({ gap }) => gap), [0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('show a line whole that was cut', () => {
    const buffer = new LineBuffer();
    const [line] = page(0, 0).lines;
    buffer.replace({ ...page(0, 0), lines: [{ ...line!, cut: 100 }] });
    buffer.complete(0, 'all of it');
    assert.deepEqual(buffer.lines.map(({ text, cut }) => [text, cut]), [['all of it', 0]]);
  });
});
