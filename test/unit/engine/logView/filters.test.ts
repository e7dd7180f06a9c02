import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/core/finding';
import type { ViewFilter, ViewLine, ViewPattern } from '../../../../src/shared/logViewProtocol';
import { bytesSource, counted, findingAt, never, OneAnalysis, openView, pageOf, textSource, textsOf } from './support';

interface Text {
  readonly offset: number;
  readonly number: number;
  readonly text: string;
}

/** Some three megabytes of lines, so that there are several strides of them. */
function manyLines(): Text[] {
  const lines: Text[] = [];
  let offset = 0;
  for (let index = 0; index < 40_000; index++) {
    const word = index % 1000 === 7 ? 'Needle' : index % 997 === 3 ? 'needle in hay' : 'nothing';
    const text = `${String(index)} ${word} ${'filler '.repeat(index % 17)}ü`;
    lines.push({ offset, number: index + 1, text });
    offset += Buffer.byteLength(text) + 1;
  }
  return lines;
}

const all = manyLines();
const log = textSource(all.map(({ text }) => `${text}\n`).join(''));

/** What is to be shown, the slow way. */
function shown(passes: (line: Text) => boolean, context: number): Pick<ViewLine, 'offset' | 'number' | 'text' | 'isContext' | 'gap'>[] {
  const hits = all.map(passes);
  const chosen = all.flatMap((line, index) => {
    if (!hits.slice(Math.max(0, index - context), index + context + 1).some(Boolean)) return [];
    return [{ ...line, isContext: hits[index] !== true }];
  });
  return chosen.map((line, place) => ({ ...line, gap: line.number - (chosen[place - 1]?.number ?? 0) - 1 }));
}

async function check(filter: ViewFilter, passes: (line: Text) => boolean, store?: OneAnalysis): Promise<void> {
  const expected = shown(passes, filter.context ?? 0);
  const view = await openView(log, store ? { store } : {});
  await counted(view);
  const pick = ({ offset, number, text, isContext, gap }: ViewLine): (typeof expected)[number] => ({ offset, number: number ?? -1, text, isContext, gap });
  const on: typeof expected = [];
  for (let page = await pageOf(view, { place: { kind: 'start' }, filter, after: 25 }); ; ) {
    on.push(...page.lines.slice(on.length === 0 ? 0 : 1).map(pick));
    if (page.atEnd) break;
    page = await pageOf(view, { place: { kind: 'offset', offset: page.lines.at(-1)?.offset ?? 0 }, filter, after: 25 });
  }
  assert.deepEqual(on, expected);
  const back: typeof expected = [];
  for (let page = await pageOf(view, { place: { kind: 'end' }, filter, before: 25, after: 0 }); ; ) {
    // The gap before a page's first line is known with the page before it.
    const [first] = back;
    const again = page.lines.at(-1);
    if (first && again) back[0] = { ...first, gap: again.gap };
    back.unshift(...(back.length === 0 ? page.lines : page.lines.slice(0, -1)).map(pick));
    if (page.atStart) break;
    page = await pageOf(view, { place: { kind: 'offset', offset: page.lines[0]?.offset ?? 0 }, filter, before: 25, after: 0 });
  }
  assert.deepEqual(back, expected);
  await view.close();
}

function pattern(text: string, options: Partial<ViewPattern> = {}): ViewPattern {
  return { text, isRegex: false, matchCase: false, ...options };
}

describe('a filter of a log view', () => {
  it('takes text, of either case', () => check({ include: pattern('NEEDLE') }, ({ text }) => /needle/i.test(text)));
  it('takes text in its case', () => check({ include: pattern('Needle', { matchCase: true }) }, ({ text }) => text.includes('Needle')));
  it('takes text that is not ASCII', () => check({ include: pattern('Ü'), exclude: pattern('nothing') }, ({ text }) => !text.includes('nothing')));
  it('takes regular expressions', () => check({ include: pattern('^\\d*7 .*needle$|hay', { isRegex: true }) }, ({ text }) => /^\d*7 .*needle$|hay/i.test(text)));
  it('takes expressions that look around', () => check({ include: pattern('(?<=7 )needle', { isRegex: true }) }, ({ text }) => /(?<=7 )needle/i.test(text)));
  it('takes expressions that would match over several lines', () => check({ include: pattern('needle[^x]+?hay', { isRegex: true }) }, ({ text }) => /needle[^x]+?hay/i.test(text)));
  it('leaves lines out', () => check({ include: pattern('needle'), exclude: pattern('7 ') }, ({ text }) => /needle/i.test(text) && !text.includes('7 ')));
  it('shows lines around', () => check({ include: pattern('needle'), context: 4 }, ({ text }) => /needle/i.test(text)));
  it('shows lines around that overlap', () => check({ include: pattern('(7|9)9. needle', { isRegex: true }), exclude: pattern('x'), context: 100 }, ({ text }) => /[79]9. needle/i.test(text)));

  const records: Finding[] = all
    .filter((_, index) => index % 501 === 2)
    .map(({ number, offset }, index) =>
      findingAt({
        line: number,
        byteOffset: offset,
        endLine: number + (index % 3),
        severity: index % 5 === 0 ? 'critical' : 'low',
        category: index % 2 === 0 ? 'network' : 'disk-io',
        fingerprint: `v1:${String(index % 4)}`,
      }),
    );
  const store = new OneAnalysis();
  store.hold({ uri: log.uri, size: all.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0) }, records);
  const inRecord = (accepts: (finding: Finding) => boolean) => {
    const lines = new Set(records.filter(accepts).flatMap(({ line, endLine }) => Array.from({ length: endLine - line + 1 }, (_, index) => line + index)));
    return ({ number }: Text): boolean => lines.has(number);
  };

  it('takes severities', () => check({ severities: ['critical'] }, inRecord(({ severity }) => severity === 'critical'), store));
  it('takes categories, with lines around', () => check({ categories: ['network'], context: 2 }, inRecord(({ category }) => category === 'network'), store));
  it('takes fingerprints and text', () => {
    const found = inRecord(({ fingerprint }) => fingerprint === 'v1:2');
    return check({ fingerprints: ['v1:2'], include: pattern('filler filler') }, (line) => found(line) && line.text.includes('filler filler'), store);
  });

  it('shows nothing of findings where the log was never analysed', async () => {
    const view = await openView(log);
    const page = await pageOf(view, { place: { kind: 'start' }, filter: { severities: ['high'] } });
    assert.deepEqual([page.lines, page.at, page.atEnd], [[], -1, true]);
  });

  it('tells the severity of all lines of a record', async () => {
    const view = await openView(log, { store });
    const [first, second] = records;
    const page = await pageOf(view, { place: { kind: 'line', line: (second?.line ?? 0) - 1 }, after: 3 });
    assert.deepEqual(page.lines.map(({ severity }) => severity), [null, 'low', 'low', null]);
    const within = await pageOf(view, { place: { kind: 'line', line: (second?.line ?? 0) + 1 }, after: 1 });
    assert.deepEqual(within.lines.map(({ severity }) => severity), ['low', null]);
    const worst = await pageOf(view, { place: { kind: 'line', line: first?.line ?? 0 }, after: 0 });
    assert.deepEqual(worst.lines.map(({ severity }) => severity), ['critical']);
  });

  it('goes from problem to problem', async () => {
    const view = await openView(log, { store });
    const critical = records.filter(({ severity }) => severity === 'critical');
    const offsets: number[] = [];
    for (let after = -1; ; ) {
      const page = await pageOf(view, { place: { kind: 'problem', minSeverity: 'medium', after, backwards: false }, before: 2, after: 2 });
      if (page.at < 0) break;
      after = page.lines[page.at]?.offset ?? -1;
      offsets.push(after);
    }
    assert.deepEqual(offsets, critical.map(({ byteOffset }) => byteOffset));
    const page = await pageOf(view, { place: { kind: 'problem', minSeverity: 'medium', after: critical[3]?.byteOffset ?? 0, backwards: true } });
    assert.equal(page.lines[page.at]?.offset, critical[2]?.byteOffset);
  });

  it('goes from match to match, among the lines that are shown', async () => {
    const view = await openView(log);
    const hits = all.filter(({ text }) => text.includes('needle in'));
    const place = (after: number, backwards: boolean) => ({ kind: 'match', pattern: pattern('needle'), after, backwards }) as const;
    const filter = { exclude: pattern('Needle', { matchCase: true }) };
    const next = await pageOf(view, { place: place(hits[4]?.offset ?? 0, false), filter });
    assert.equal(next.lines[next.at]?.offset, hits[5]?.offset);
    const same = await pageOf(view, { place: place((hits[4]?.offset ?? 0) - 1, false), filter });
    assert.equal(same.lines[same.at]?.offset, hits[4]?.offset);
    const before = await pageOf(view, { place: place(hits[4]?.offset ?? 0, true), filter });
    assert.equal(before.lines[before.at]?.offset, hits[3]?.offset);
    const last = await pageOf(view, { place: place(Number.MAX_SAFE_INTEGER, true), filter });
    assert.equal(last.lines[last.at]?.offset, hits.at(-1)?.offset);
    const none = await pageOf(view, { place: place(hits.at(-1)?.offset ?? 0, false), filter });
    assert.equal(none.at, -1);
  });

  it('finds text in UTF-16', async () => {
    const text = 'first\nSecond line\nthird\n';
    for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(`\ufeff${text}`, 'utf16le').swap16()]) {
      const view = await openView(bytesSource(bytes));
      for (const include of [pattern('SECOND'), pattern('Second', { matchCase: true }), pattern('^s.*e$', { isRegex: true })]) {
        assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'start' }, filter: { include } })), ['Second line']);
      }
    }
  });

  it('says what is wrong with an expression', async () => {
    const view = await openView(log);
    await assert.rejects(pageOf(view, { place: { kind: 'start' }, filter: { include: pattern('(', { isRegex: true }) } }), { name: 'ViewError' });
  });

  it('gives up an expression that takes too long', async () => {
    const view = await openView(textSource(`${'a'.repeat(40)}\n`));
    await assert.rejects(pageOf(view, { place: { kind: 'start' }, filter: { include: pattern('^(a+)+$b|^(a|a)*c', { isRegex: true }) } }), /took over/);
  });

  it('stops where it is told to', async () => {
    const view = await openView(log);
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await assert.rejects(pageOf(view, { place: { kind: 'start' }, filter: { include: pattern('nowhere to be found') } }, stop.signal), /enough/);
    assert.equal(await counted(view), all.length);
    await view.line(0, 10, never);
  });
});
