import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LineBreaks, Source } from '../../../../src/engine/api';
import { openSource } from '../../../../src/engine/sources';
import type { Line } from '../../../../src/core/record';
import { bytesSource, counted, never, openView, pageOf, textSource, textsOf } from './support';

async function linesOf(source: Source, lineBreaks: LineBreaks): Promise<Line[]> {
  const opened = await openSource(source);
  const lines: Line[] = [];
  for await (const batch of opened.lines(lineBreaks, never)) lines.push(...batch);
  return lines;
}

/** Reads all of a view, page by page, forwards and backwards. */
async function paged(source: Source, lineBreaks: LineBreaks): Promise<{ readonly on: unknown[]; readonly back: unknown[] }> {
  const view = await openView(source, { lineBreaks });
  await counted(view);
  const on: unknown[] = [];
  const back: unknown[] = [];
  const told = ({ number, offset, text }: { number: number | null; offset: number; text: string }): unknown => ({ number, byteOffset: offset, text });
  for (let page = await pageOf(view, { place: { kind: 'start' }, after: 6 }); ; ) {
    on.push(...page.lines.slice(on.length === 0 ? 0 : 1).map(told));
    if (page.atEnd) break;
    page = await pageOf(view, { place: { kind: 'offset', offset: page.lines.at(-1)?.offset ?? 0 }, after: 6 });
  }
  for (let page = await pageOf(view, { place: { kind: 'end' }, before: 6, after: 0 }); ; ) {
    back.unshift(...(back.length === 0 ? page.lines : page.lines.slice(0, -1)).map(told));
    if (page.atStart) break;
    page = await pageOf(view, { place: { kind: 'offset', offset: page.lines[0]?.offset ?? 0 }, before: 6, after: 0 });
  }
  await view.close();
  return { on, back };
}

describe('a log view', () => {
  const ends = ['\n', '\r\n', '\r', '\n\n', '\r\r\n', '\r\n\r'];
  const mixed = Array.from({ length: 90 }, (_, index) => `line ${String(index)} ü ${'x'.repeat(index % 7)}${ends[index % ends.length] ?? ''}`).join('');
  const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
    'UTF-8': (text) => Buffer.from(text),
    'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
    'UTF-16LE': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    'UTF-16BE': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    'Windows-1252': (text) => Buffer.from(text, 'latin1'),
  };
  for (const [name, encode] of Object.entries(encodings)) {
    for (const lineBreaks of ['lf', 'editor'] as const) {
      for (const [what, text] of [['with a last break', `${mixed}end\n`], ['without', `${mixed}end`]] as const) {
        it(`pages through the lines that an analysis reads: ${name}, ${lineBreaks}, ${what}`, async () => {
          const source = bytesSource(encode(text));
          const expected = await linesOf(source, lineBreaks);
          const { on, back } = await paged(source, lineBreaks);
          assert.deepEqual(on, expected);
          assert.deepEqual(back, expected);
        });
      }
    }
  }

  it('shows an empty log', async () => {
    const view = await openView(textSource(''));
    assert.deepEqual(await pageOf(view, { place: { kind: 'end' } }), { lines: [], at: -1, atStart: true, atEnd: true });
    assert.equal(await counted(view), 0);
  });

  it('shows lines before and after a place, and says which one was asked for', async () => {
    const view = await openView(textSource('a\nb\nc\nd\ne\n'));
    const page = await pageOf(view, { place: { kind: 'line', line: 3 }, before: 1, after: 1 });
    assert.deepEqual(textsOf(page), ['b', 'c', 'd']);
    assert.equal(page.at, 1);
    assert.deepEqual([page.atStart, page.atEnd], [false, false]);
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'offset', offset: 5 }, after: 0 })), ['c']);
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'line', line: 99 }, after: 0 })), ['e']);
  });
});
