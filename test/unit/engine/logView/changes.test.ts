import assert from 'node:assert/strict';
import { appendFile, open, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { fileSource, Scratch } from '../support';
import type { LogView } from '../../../../src/engine/logView/logView';
import type { ViewPattern } from '../../../../src/shared/logViewProtocol';
import { counted, findingAt, never, OneAnalysis, openView, pageOf, textsOf } from './support';

const numbered = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => `line ${String(from + index)}\n`).join('');
const text = (words: string): ViewPattern => ({ text: words, isRegex: false, matchCase: true });

describe('a view of a log on disk', () => {
  let scratch: Scratch;
  let view: LogView | undefined;
  beforeEach(async () => {
    scratch = await Scratch.create();
  });
  afterEach(async () => {
    await view?.close();
    view = undefined;
    await scratch.remove();
  });

  it('follows a log that grows, lines half written included', async () => {
    const file = await scratch.write('app.log', `${numbered(0, 1000)}half`);
    view = await openView(fileSource(file));
    const filter = { include: text('half') };
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'end' }, after: 0 })), ['half']);
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'start' }, filter })), ['half']);
    assert.equal(await counted(view), 1001);
    await appendFile(file, ' done\nhalf of the next\n');
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'end' }, before: 1, after: 0 })), ['half done', 'half of the next']);
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'start' }, filter })), ['half done', 'half of the next']);
    assert.equal(await counted(view), 1002);
    const page = await pageOf(view, { place: { kind: 'line', line: 1002 } });
    assert.deepEqual(page.lines.map(({ number }) => number), [1002]);
  });

  it('begins anew where the log is cut off', async () => {
    const file = await scratch.write('app.log', numbered(0, 100_000));
    view = await openView(fileSource(file));
    const filter = { include: text('9999') };
    assert.equal((await pageOf(view, { place: { kind: 'start' }, filter, after: 10 })).lines.length, 11);
    assert.equal(await counted(view), 100_000);
    await truncate(file, 7 * 10);
    assert.equal(await counted(view), 10);
    assert.deepEqual((await pageOf(view, { place: { kind: 'start' }, filter })).lines, []);
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'offset', offset: 500_000 }, after: 0 })), ['line 9']);
    await truncate(file, 0);
    assert.deepEqual((await pageOf(view, { place: { kind: 'end' } })).lines, []);
    await appendFile(file, Buffer.from('\ufeffanother\n', 'utf16le'));
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'start' } })), ['another']);
  });

  it('begins anew where the log is written over by a longer one', async () => {
    const file = await scratch.write('app.log', numbered(0, 100));
    view = await openView(fileSource(file));
    await counted(view);
    await writeFile(file, `begun\n${numbered(500, 700)}`);
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'line', line: 2 }, after: 0 })), ['line 500']);
    assert.equal(await counted(view), 201);
  });

  it('turns to the file that takes the place of the log', async () => {
    const file = await scratch.write('app.log', numbered(0, 100));
    view = await openView(fileSource(file));
    await rename(file, scratch.path('app.log.1'));
    await assert.rejects(pageOf(view, { place: { kind: 'start' } }), { name: 'SourceError', message: /does not exist/ });
    await writeFile(file, numbered(700, 703));
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'start' } })), ['line 700', 'line 701', 'line 702']);
    assert.equal(await counted(view), 3);
  });

  it('keeps what an analysis says of the part it read, not of another file', async () => {
    const file = await scratch.write('app.log', numbered(0, 100));
    const source = fileSource(file);
    const store = new OneAnalysis();
    store.hold({ uri: source.uri, size: 7 * 10 + 8 * 90, startedAt: Date.now() }, [findingAt({ line: 3, byteOffset: 14 })]);
    view = await openView(source, { store });
    const severities = async (): Promise<unknown> => (await pageOf(view as LogView, { place: { kind: 'line', line: 2 }, after: 2 })).lines.map(({ severity }) => severity);
    assert.deepEqual(await severities(), [null, 'high', null]);
    await appendFile(file, numbered(100, 200));
    assert.equal(await counted(view), 200);
    assert.deepEqual(await severities(), [null, 'high', null]);
    await writeFile(file, `another file ${numbered(0, 1000)}`);
    await counted(view);
    assert.deepEqual(await severities(), [null, null, null]);
  });

  it('unpacks a packed log, and leaves nothing behind', async () => {
    const content = numbered(0, 300_000);
    const folders = async (): Promise<string[]> => (await readdir(tmpdir())).filter((name) => name.startsWith('stacklens-view-'));
    const before = await folders();
    const file = await scratch.write('app.log.gz', Buffer.concat([gzipSync(content), gzipSync('the last one\n')]));
    view = await openView(fileSource(file));
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'start' }, filter: { include: text('line 299999') } })), ['line 299999']);
    assert.deepEqual(textsOf(await pageOf(view, { place: { kind: 'end' }, before: 1, after: 0 })), ['line 299999', 'the last one']);
    assert.equal(await counted(view), 300_001);
    assert.deepEqual((await view.info(never)).damage, null);
    await view.close();
    view = undefined;
    assert.deepEqual(await folders(), before);
  });

  it('shows what can be unpacked of a damaged log, and says so', async () => {
    const packed = gzipSync(Array.from({ length: 50_000 }, () => `line ${String(Math.random())}\n`).join(''));
    const file = await scratch.write('app.log.gz', packed.subarray(0, packed.length / 2));
    view = await openView(fileSource(file));
    assert.ok((await counted(view)) > 1000);
    assert.match((await view.info(never)).damage ?? '', /ends too early/);
  });

  it('pages through one line of fifty megabytes, and NULs', async () => {
    const file = scratch.path('app.log');
    const handle = await open(file, 'w');
    await handle.write('first\n');
    for (let part = 0; part < 50; part++) await handle.write('x'.repeat(1_000_000));
    await handle.write(`\n${'\0'.repeat(100_000)}after the hole\nlast`);
    await handle.close();
    view = await openView(fileSource(file), { lineBreaks: 'editor' });
    assert.equal(await counted(view), 4);
    for (const place of [{ kind: 'start' }, { kind: 'end' }, { kind: 'line', line: 2 }, { kind: 'offset', offset: 30_000_000 }] as const) {
      const { lines } = await pageOf(view, { place, before: 5, after: 5 });
      assert.deepEqual(lines.map(({ number, offset, text: shown, cut }) => [number, offset, shown.length + cut]), [[1, 0, 5], [2, 6, 50_000_000], [3, 50_000_007, 14], [4, 50_100_022, 4]]);
      assert.equal(lines[2]?.text, 'after the hole');
    }
    assert.equal((await view.line(30_000_000, 5000, never)).length, 5000);
    const found = await pageOf(view, { place: { kind: 'match', pattern: text('last'), after: 6, backwards: false }, before: 1 });
    assert.deepEqual(found.lines.map(({ offset }) => offset), [50_000_007, 50_100_022]);
    const back = await pageOf(view, { place: { kind: 'match', pattern: text('first'), after: 50_000_007, backwards: true }, after: 1 });
    assert.deepEqual(back.lines.map(({ offset }) => offset), [0, 6]);
  });

  it('is at home in gigabytes', async function () {
    const file = scratch.path('big.log');
    this.timeout(120_000);
    const islands = 3;
    const size = islands * 2 ** 30;
    const handle = await open(file, 'w');
    // Islands of lines in a sea of NULs that takes no room on the disk.
    const island = numbered(0, 2000);
    for (let part = 0; part < islands; part++) await handle.write(`${part === 0 ? '' : '\n'}island ${String(part)}\n${island}`, part * 2 ** 30);
    await handle.truncate(size);
    await handle.close();
    view = await openView(fileSource(file));
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
    const found = await pageOf(view, { place: { kind: 'match', pattern: text('island 1'), after: 1.5 * 2 ** 30, backwards: true }, before: 0, after: 1 });
    assert.deepEqual(textsOf(found), ['island 1', 'line 0']);
    const next = await pageOf(view, { place: { kind: 'match', pattern: text('island'), after: 2 ** 30 + 1000, backwards: false }, after: 0 });
    assert.equal(next.lines[0]?.offset, 2 * 2 ** 30 + 1);
    assert.equal(await counted(view), islands * 2001 + islands);
    const line = await pageOf(view, { place: { kind: 'line', line: 2 * 2001 + 2 + 100 }, after: 0 });
    assert.deepEqual(line.lines.map(({ number, text: shown }) => [number, shown]), [[2 * 2001 + 102, 'line 98']]);
    const hole = await pageOf(view, { place: { kind: 'line', line: 2002 }, after: 1 });
    assert.deepEqual(hole.lines.map(({ number, text: shown }) => [number, shown]), [[2002, ''], [2003, 'island 1']]);
    const filter = { include: text('island') };
    const gaps: number[] = [];
    // A page need not wait for all of it.
    for (let page = await pageOf(view, { place: { kind: 'start' }, filter }); ; ) {
      gaps.push(...page.lines.slice(gaps.length === 0 ? 0 : 1).map(({ gap }) => gap));
      if (page.atEnd) break;
      page = await pageOf(view, { place: { kind: 'offset', offset: page.lines.at(-1)?.offset ?? 0 }, filter });
    }
    assert.deepEqual(gaps, [0, 2001, 2001]);
    clearInterval(watch);
    assert.ok(most - before < 100e6, `took ${String(most - before)} bytes`);
    await rm(file);
  });

  it('gives up a search within a moment', async () => {
    const file = scratch.path('big.log');
    const handle = await open(file, 'w');
    await handle.truncate(3 * 2 ** 30);
    await handle.close();
    view = await openView(fileSource(file));
    const stop = new AbortController();
    const searching = pageOf(view, { place: { kind: 'match', pattern: { text: 'x+y', isRegex: true, matchCase: false }, after: -1, backwards: false } }, stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 20);
    await assert.rejects(searching, /enough/);
  });
});
