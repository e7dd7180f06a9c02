import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { MergedDocument, MergeRequest, Progress, Source } from '../../../../src/engine/api';
import { mergedDocument } from '../../../../src/engine/merge/mergedDocument';
import { shortNames } from '../../../../src/engine/merge/mergedLayout';

const reading: MergeRequest['reading'] = { lineBreaks: 'editor', patterns: [], formats: [], clientErrors: 'low', zone: 'UTC' };

function text(fileName: string, ...lines: string[]): Source {
  return { kind: 'text', uri: `untitled:${fileName}`, fileName, chunks: [lines.map((line) => `${line}\n`).join('')] };
}

async function merge(sources: readonly Source[], changes: Partial<MergeRequest> = {}, signal = new AbortController().signal): Promise<MergedDocument & { readonly progress: readonly Progress[] }> {
  const progress: Progress[] = [];
  let time = 0;
  const request = { sources, reading, minLevel: null, zone: 'UTC', runId: 7, ...changes };
  const document = await mergedDocument(request, { now: () => (time += 1000), onProgress: (step) => progress.push(step) }, signal);
  return { ...document, progress };
}

describe('mergedDocument', () => {
  const tank = text('tank.log', '2024-03-05T07:00:00Z INFO up', '2024-03-05T07:00:02Z ERROR lid lost', '\tat Lid.open(Lid.java:7)');
  const pump = text('pump.log', '2024-03-05 07:00:01 WARN slow', '2024-03-05 07:00:03 INFO off');

  it('tells time, log and line of every line, in the order of time', async () => {
    const { lines, links, records, leftOut, failures } = await merge([tank, pump]);
    assert.deepEqual(lines, [
      ' 2024-03-05T07:00:00.000Z  tank.log:1      | 2024-03-05T07:00:00Z INFO up',
      '≈2024-03-05T07:00:01.000Z  pump.log:1      | 2024-03-05 07:00:01 WARN slow',
      ' 2024-03-05T07:00:02.000Z  tank.log:2      | 2024-03-05T07:00:02Z ERROR lid lost',
      '                           tank.log:3      | \tat Lid.open(Lid.java:7)',
      '≈2024-03-05T07:00:03.000Z  pump.log:2      | 2024-03-05 07:00:03 INFO off',
    ]);
    assert.deepEqual([records, leftOut, failures], [4, 0, []]);
    const linked = links.map(({ source, line, start, end }, index) => [source, line, lines[index]?.slice(start, end)]);
    assert.deepEqual(linked, [
      [0, 1, 'tank.log:1'],
      [1, 1, 'pump.log:1'],
      [0, 2, 'tank.log:2'],
      [0, 3, 'tank.log:3'],
      [1, 2, 'pump.log:2'],
    ]);
  });

  it('tells times in the zone that is asked for, and reads those without one in theirs', async () => {
    const { lines } = await merge([pump, tank], { zone: 'Asia/Tokyo', reading: { ...reading, zone: 'America/New_York' } });
    assert.match(lines[0] ?? '', /^ 2024-03-05T16:00:00\.000\+09:00 {2}tank\.log:1 /);
    assert.match(lines[3] ?? '', /^≈2024-03-05T21:00:01\.000\+09:00 {2}pump\.log:1 /);
  });

  it('leaves out records below a level', async () => {
    const { lines } = await merge([tank, pump], { minLevel: 'warn' });
    assert.deepEqual(lines.map((line) => line.slice(27, 37)), ['pump.log:1', 'tank.log:2', 'tank.log:3']);
  });

  it('tells where no log said anything for long, also before what is left out', async () => {
    const chatter = Array.from({ length: 30 }, (_, index) => `2024-03-05T07:00:${String(index).padStart(2, '0')}Z INFO turn ${String(index)}`);
    const gappy = text('gappy.log', ...chatter, '2024-03-05T07:12:29Z INFO awake', '2024-03-05T07:12:30Z WARN slow', '2024-03-05T07:12:31Z INFO on');
    const { lines, silences } = await merge([tank, gappy]);
    assert.deepEqual(silences.map(({ line, span }) => [lines[line]?.slice(-10), span]), [['INFO awake', 12 * 60_000]]);
    const warnings = await merge([tank, gappy], { minLevel: 'warn' });
    assert.deepEqual(warnings.silences.map(({ line, span }) => [warnings.lines[line]?.slice(-9), span]), [['WARN slow', 12 * 60_000]]);
  });

  it('keeps the newest records of a long log and says what is left out', async function () {
    this.timeout(20_000);
    const at = (second: number): string => new Date(Date.UTC(2024, 2, 5) + second * 1000).toISOString();
    const long = text('long.log', ...Array.from({ length: 60_000 }, (_, index) => `${at(index)} INFO turn ${String(index)}`));
    const { lines, links, records, leftOut, since } = await merge([long, text('other.log', `${at(59_999)} INFO last`)]);
    assert.deepEqual([lines.length, links.length, records, leftOut], [50_000, 50_000, 50_000, 10_001]);
    assert.equal(since, Date.UTC(2024, 2, 5) + 10_001_000);
    assert.match(lines.at(-1) ?? '', /INFO last$/);
  });

  it('cuts lines that no one could read', async () => {
    const { lines } = await merge([text('wide.log', `2024-03-05T07:00:00Z INFO ${'x'.repeat(200_000)}`)]);
    assert.ok((lines[0] ?? '').length < 11_000);
  });

  it('merges what it can read and names what it cannot', async () => {
    const { lines, failures } = await merge([{ kind: 'file', uri: 'file:///nowhere/lost.log', path: '/nowhere/lost.log' }, pump]);
    assert.equal(lines.length, 2);
    assert.equal(failures[0]?.source, 0);
    assert.match(failures[0].message, /lost\.log cannot be read: it does not exist/);
  });

  it('tells its progress and stops when it is told to', async () => {
    const { progress } = await merge([tank, pump]);
    assert.ok(progress.some(({ bytes, totalBytes, runId }) => runId === 7 && totalBytes > 0 && bytes <= totalBytes));
    await assert.rejects(merge([tank], {}, AbortSignal.abort(new Error('enough'))), /enough/);
  });
});

describe('shortNames', () => {
  it('takes as many folders as it needs to tell paths apart', () => {
    assert.deepEqual(shortNames(['/a/x.log', '/b/y.log']), ['x.log', 'y.log']);
    assert.deepEqual(shortNames(['/srv/a/x.log', '/srv/b/x.log']), ['a/x.log', 'b/x.log']);
    assert.deepEqual(shortNames(['C:\\a\\x.log', 'C:\\b\\x.log']), ['a/x.log', 'b/x.log']);
    assert.deepEqual(shortNames(['x.log', 'x.log']), ['x.log', 'x.log']);
    assert.equal(shortNames([`/a/${'x'.repeat(100)}.log`])[0]?.length, 40);
  });
});
