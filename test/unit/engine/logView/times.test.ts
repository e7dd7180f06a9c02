import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ViewPage } from '../../../../src/shared/logViewProtocol';
import { openView, pageOf, textSource, textsOf } from './support';

const begin = Date.UTC(2026, 2, 4, 5, 6, 7);
const second = 1000;
const count = 30_000;

/** Records of two lines, one every ten seconds. */
function log(write: (time: Date, index: number) => string, order: (index: number) => number = (index) => index): string {
  return Array.from({ length: count }, (_, index) => `${write(new Date(begin + order(index) * 10 * second), index)}\n`).join('');
}

async function at(text: string, time: number): Promise<ViewPage> {
  const view = await openView(textSource(text));
  const page = await pageOf(view, { place: { kind: 'time', time }, after: 0 });
  await view.close();
  return page;
}

describe('going to a time', () => {
  const iso = log((time, index) => `${time.toISOString()} INFO  record ${String(index)}\n  more of it, with a time of 2020-01-01T00:00:00Z`);

  for (const [name, text] of Object.entries({
    'ISO 8601': iso,
    'JSON lines': log((time, index) => JSON.stringify({ time: time.toISOString(), level: 'info', msg: `record ${String(index)}` })),
    'syslog': log((time, index) => `${time.toUTCString().slice(8, 11)} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 19)} host app[1]: record ${String(index)}`),
    'a little out of order': log((time, index) => `${time.toISOString()} INFO  record ${String(index)}`, (index) => index + (index % 2 === 0 ? 1 : -1)),
  })) {
    it(`finds the first record at or after it: ${name}`, async () => {
      for (const index of [0, 1, 4711, 17_000, count - 1]) {
        const { lines, at: place } = await at(text, begin + index * 10 * second - 3 * second);
        assert.match(lines[place]?.text ?? '', new RegExp(`record ${name.startsWith('a little') ? '\\d+' : String(index)}"?\\b`), `${String(index)} ${JSON.stringify(lines)}`);
      }
    });
  }

  it('finds none after the last, and shows the end', async () => {
    const page = await at(iso, begin + count * 10 * second);
    assert.equal(page.at, -1);
    assert.equal(page.atEnd, true);
  });

  it('finds the first in a log that goes backwards in time', async () => {
    const text = log((time, index) => `${time.toISOString()} INFO  record ${String(index)}`, (index) => count - index);
    assert.deepEqual(textsOf(await at(text, begin + (count - 3) * 10 * second)).map((line) => line.slice(-8)), ['record 0']);
  });

  it('follows the days of a log that states times of day alone', async () => {
    const text = log((time, index) => `${time.toISOString().slice(11, 19)} INFO  record ${String(index)}`);
    const dated = `=== 2026-03-04 ===\n${text}`;
    const { lines } = await at(dated, begin + 20_000 * 10 * second);
    assert.match(lines[0]?.text ?? '', /record 20000$/);
  });

  it('finds nothing in a log without times', async () => {
    const page = await at('just\nsome\nlines\n'.repeat(50_000), begin);
    assert.equal(page.at, -1);
  });

  it('is a filter, too', async () => {
    const view = await openView(textSource(iso));
    const filter = { from: begin + 100 * 10 * second, to: begin + 102 * 10 * second };
    const page = await pageOf(view, { place: { kind: 'start' }, filter, after: 10 });
    assert.deepEqual(textsOf(page).map((line) => line.slice(-10)), ['record 100', page.lines[1]?.text.slice(-10), 'record 101', page.lines[3]?.text.slice(-10)]);
    assert.deepEqual([page.atStart, page.atEnd], [true, true]);
    const back = await pageOf(view, { place: { kind: 'end' }, filter: { to: filter.from }, before: 1, after: 0 });
    assert.match(back.lines[0]?.text ?? '', /record 99$/);
  });
});
