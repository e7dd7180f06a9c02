import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { Finding } from '../../../src/core/finding';
import { FollowingRun, type FindingChanges } from '../../../src/core/followingRun';
import { PipelineRun, type PipelineSummary } from '../../../src/core/pipeline';
import type { Line } from '../../../src/core/record';

const modified = Date.UTC(2026, 10, 22, 12);
const options = { fileName: 'app.log', modified, zone: 'UTC' };
const fixtures = path.resolve('test/fixtures');

function linesOf(text: string): Line[] {
  let byteOffset = 0;
  return text
    .split('\n')
    .slice(0, text.endsWith('\n') ? -1 : undefined)
    .map((each, index) => {
      const line = { number: index + 1, byteOffset, text: each };
      byteOffset += Buffer.byteLength(each) + 1;
      return line;
    });
}

function wholeReading(lines: readonly Line[]): { readonly findings: readonly Finding[]; readonly summary: PipelineSummary } {
  const run = new PipelineRun({ ...options, everyRecord: false });
  const findings = [...run.take(lines).findings, ...run.end().findings];
  return { findings, summary: run.summary() };
}

/** What a listener believes in, of all that it was told. */
class Believer {
  private readonly found = new Map<string, Finding>();
  readonly settled: Finding[] = [];

  hear({ added, removed, settled }: FindingChanges): void {
    for (const { line, message } of removed) assert.ok(this.found.delete(`${line}:${message}`), `line ${line} was told before`);
    for (const finding of added) this.found.set(`${finding.line}:${finding.message}`, finding);
    this.settled.push(...settled);
  }

  get findings(): Finding[] {
    return [...this.found.values()].sort((a, b) => a.line - b.line || (a.message < b.message ? -1 : 1));
  }
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.line - b.line || (a.message < b.message ? -1 : 1));
}

/** Numbers from 0 to 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function traceFixtures(): string[] {
  const folder = path.join(fixtures, 'traces');
  // Some of each kind are enough: they are sorted by language.
  return readdirSync(folder).filter((_, index) => index % 5 === 0).map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

const prefixed = (text: string, index: number): string => `2026-11-22 10:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')},000 ${text}`;

describe('FollowingRun', function () {
  this.timeout(60_000);

  it('settles in pieces of any size, looked at between them, what a reading of the whole file finds', () => {
    const random = seeded(7);
    const chatter = Array.from({ length: 700 }, (_, index) => prefixed(index % 9 === 0 ? `ERROR load of part ${index} failed` : `INFO part ${index} is in place`, index));
    const logs = [chatter.join('\n'), ...traceFixtures(), `${chatter.slice(0, 300).join('\n')}\n${traceFixtures().slice(0, 40).join('\n')}\n${chatter.slice(300).join('\n')}`];
    for (const log of logs) {
      const lines = linesOf(log);
      const expected = wholeReading(lines);
      const run = new FollowingRun(options, null);
      const believer = new Believer();
      for (let at = 0; at < lines.length; ) {
        const count = 1 + Math.floor(random() * random() * 120);
        believer.hear(run.take(lines.slice(at, at + count), modified));
        at += count;
        if (random() < 0.5) believer.hear(run.look(null, random() < 0.5));
      }
      const looked = run.look(null, true);
      believer.hear(looked);
      const { summary, ...ended } = run.end(null);
      believer.hear(ended);
      assert.deepEqual(inOrder(believer.settled), inOrder(expected.findings));
      assert.deepEqual(believer.findings, inOrder(expected.findings));
      assert.deepEqual(summary, expected.summary);
      assert.equal(looked.summary.lines, lines.length);
    }
  });

  it('tells of the last record when it is quiet, and corrects it when more lines of it come', () => {
    const run = new FollowingRun(options, null);
    const [head, ...trace] = linesOf([prefixed('ERROR the pump failed', 0), 'java.lang.IllegalStateException: no water', '\tat com.example.Pump.turn(Pump.java:7)', prefixed('INFO on', 1), ''].join('\n'));
    assert.ok(head);
    run.take([head], modified);
    assert.deepEqual(run.look(null, false).added, []);
    assert.deepEqual(run.look(null, true).added.map(({ line, endLine }) => [line, endLine]), [[1, 1]]);
    assert.deepEqual(run.look(null, true).added, []);
    run.take(trace.slice(0, 2), modified);
    const { added, removed } = run.look(null, false);
    assert.deepEqual(added.map(({ line, endLine }) => [line, endLine]), [[1, 3]]);
    assert.ok(removed.length === 0 || removed[0]?.line === 1);
    run.take(trace.slice(2), modified);
    const after = run.look(null, true);
    assert.deepEqual([after.added, after.removed], [[], []]);
    assert.deepEqual([after.summary.lines, after.summary.records], [4, 2]);
  });

  it('takes a line without its end as it is when it is quiet, and takes it back where its end says something else', () => {
    const run = new FollowingRun(options, null);
    run.take(linesOf(`${prefixed('INFO up', 0)}\n`), modified);
    const half = { number: 2, byteOffset: 40, text: prefixed('WARN slow', 1) };
    assert.deepEqual(run.look(half, false).added, []);
    assert.deepEqual(run.look(half, true).added.map(({ message }) => message), ['slow']);
    run.take([{ ...half, text: `${half.text} query` }], modified);
    const { added, removed } = run.look(null, true);
    assert.deepEqual([added.map(({ message }) => message), removed], [['slow query'], [{ line: 2, message: 'slow' }]]);
  });

  it('goes on in a file whose first part is known', () => {
    const lines = linesOf(Array.from({ length: 900 }, (_, index) => prefixed(index % 10 === 0 ? `ERROR load of part ${index} failed` : `INFO part ${index} is in place`, index)).join('\n'));
    const expected = wholeReading(lines).findings;
    const first = wholeReading(lines.slice(0, 700));
    const known = first.findings.filter(({ line }) => line >= 550);
    const run = new FollowingRun(options, { head: lines.slice(0, 200), lines: lines.slice(500, 700), unfinished: null, from: 550, known, counts: first.summary });
    const believer = new Believer();
    const { added, removed } = run.look(null, true);
    assert.deepEqual([added, removed], [[], []]);
    believer.hear(run.take(lines.slice(700), modified));
    const { summary, ...ended } = run.end(null);
    believer.hear(ended);
    assert.deepEqual(summary, wholeReading(lines).summary);
    assert.deepEqual(inOrder(believer.findings), expected.filter(({ line }) => line > 700));
    assert.deepEqual(inOrder(believer.settled), expected.filter(({ line }) => line >= run.from));
    assert.ok(run.from > 550 && run.from <= 700);
  });
});
