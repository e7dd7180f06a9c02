import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PageQuery } from '../../../../src/shared/logViewPage';
import type { ViewLine, ViewPage } from '../../../../src/shared/logViewProtocol';
import { Pager } from '../../../../webview-ui/logView/pager';

interface Asked {
  readonly query: PageQuery;
  readonly signal: AbortSignal;
  answer(page: ViewPage): void;
  fail(error: Error): void;
}

function pageOf(...offsets: readonly number[]): ViewPage {
  const lines = offsets.map((offset): ViewLine => ({ offset, number: null, text: '', cut: 0, severity: null, isContext: false, gap: 0 }));
  return { lines, at: 0, atStart: false, atEnd: false };
}

function setUp(): { readonly pager: Pager; readonly asked: Asked[]; readonly shown: (number | null)[]; readonly failures: unknown[] } {
  const asked: Asked[] = [];
  const shown: (number | null)[] = [];
  const failures: unknown[] = [];
  const host = {
    page: (query: PageQuery, signal: AbortSignal) => new Promise<ViewPage>((answer, fail) => asked.push({ query, signal, answer, fail })),
    wholeLine: () => Promise.resolve('whole'),
  };
  return { pager: new Pager(host, (at) => shown.push(at), (error) => failures.push(error)), asked, shown, failures };
}

describe('the pager', () => {
  it('lets the last journey win, whichever is answered first', async () => {
    const { pager, asked, shown } = setUp();
    const first = pager.go({ kind: 'start' });
    const second = pager.go({ kind: 'end' });
    assert.ok(asked[0]?.signal.aborted);
    asked[1]?.answer(pageOf(90));
    asked[0].answer(pageOf(0));
    assert.deepEqual(await Promise.all([first, second]), ['left', 'there']);
    assert.deepEqual(pager.buffer.lines.map(({ offset }) => offset), [90]);
    assert.deepEqual(shown, [0]);
  });

  it('stays where it is when nothing is found', async () => {
    const { pager, asked, shown } = setUp();
    const there = pager.go({ kind: 'start' });
    asked[0]?.answer(pageOf(0, 10));
    await there;
    const pattern = { text: 'x', isRegex: false, matchCase: false };
    const search = pager.go({ kind: 'match', pattern, after: 0, backwards: false });
    asked[1]?.answer({ lines: [], at: -1, atStart: false, atEnd: true });
    assert.equal(await search, 'nowhere');
    assert.equal(pager.buffer.lines.length, 2);
    assert.deepEqual(shown, [0]);
  });

  it('is empty where the log is, or no line passes the filter', async () => {
    const { pager, asked } = setUp();
    pager.setFilter({ severities: ['critical'] });
    const journey = pager.go({ kind: 'offset', offset: 5 });
    assert.deepEqual(asked[0]?.query.filter, { severities: ['critical'] });
    asked[0].answer({ lines: [], at: -1, atStart: true, atEnd: true });
    assert.equal(await journey, 'nowhere');
    assert.equal(pager.buffer.lines.length, 0);
  });

  it('asks once for what lies beyond an edge, and passes over what comes after a journey', async () => {
    const { pager, asked } = setUp();
    const start = pager.go({ kind: 'start' });
    asked[0]?.answer(pageOf(0, 10));
    await start;
    const extending = pager.extend('after');
    await pager.extend('after');
    assert.equal(asked.length, 2);
    assert.deepEqual(asked[1]?.query.place, { kind: 'offset', offset: 10 });
    const journey = pager.go({ kind: 'end' });
    asked[2]?.answer(pageOf(80, 90));
    await journey;
    asked[1].answer(pageOf(10, 20));
    await extending;
    assert.deepEqual(pager.buffer.lines.map(({ offset }) => offset), [80, 90]);
  });

  it('tells of a failure, but not of one that was left behind', async () => {
    const { pager, asked, failures } = setUp();
    const left = pager.go({ kind: 'start' });
    const failing = pager.go({ kind: 'end' });
    asked[0]?.fail(new Error('aborted'));
    asked[1]?.fail(new Error('gone'));
    assert.deepEqual(await Promise.all([left, failing]), ['left', 'left']);
    assert.deepEqual(failures.map(String), ['Error: gone']);
  });

  it('is given up at once', async () => {
    const { pager, asked, shown } = setUp();
    const journey = pager.go({ kind: 'end' });
    pager.cancel();
    asked[0]?.answer(pageOf(1));
    assert.equal(await journey, 'left');
    assert.deepEqual(shown, []);
  });
});
