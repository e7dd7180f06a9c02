import assert from 'node:assert/strict';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Analysis } from '../../../../src/core/analysis';
import { uncorrected } from '../../../../src/core/corrections';
import type { Finding } from '../../../../src/core/finding';
import { Analyzer } from '../../../../src/engine/analyzer';
import type { Followed, Reading } from '../../../../src/engine/api';
import { openStore } from '../../../../src/engine/store/openStore';
import type { Store } from '../../../../src/engine/store/store';
import { Follower } from '../../../../src/engine/tail/follower';
import { Scratch } from '../support';
import { until } from './support';
import { shippedClassifier } from '../shippedClassifier';

const reading: Reading = { lineBreaks: 'lf', patterns: [], formats: [], clientErrors: 'low', zone: 'UTC' };
const never = new AbortController().signal;

const line = (index: number, text: string): string => `2026-11-22 ${String(10 + Math.floor(index / 3600)).padStart(2, '0')}:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')},000 ${text}\n`;
const chatter = (count: number, from = 0): string => Array.from({ length: count }, (_, index) => line(from + index, (from + index) % 40 === 0 ? `ERROR load of part ${from + index} failed` : `INFO part ${from + index} is in place`)).join('');

const classifier = shippedClassifier();

describe('Follower', function () {
  this.timeout(30_000);
  let scratch: Scratch;
  let store: Store;
  let analyzer: Analyzer;
  let follower: Follower;
  let file: string;
  let heard: Followed[];

  beforeEach(async () => {
    scratch = await Scratch.create();
    file = scratch.path('app.log');
    heard = [];
    store = await openStore({ file: null, now: Date.now, program: 'cli', onProblem: (message) => assert.fail(message) });
    analyzer = new Analyzer({ store, classifier, now: Date.now, onProgress: () => undefined });
    follower = new Follower(Date.now, (followed) => heard.push(followed));
  });
  afterEach(async () => {
    await follower.close();
    await store.close();
    await scratch.remove();
  });

  const source = (): { kind: 'file'; uri: string; path: string } => ({ kind: 'file', uri: pathToFileURL(file).href, path: file });
  const follow = async (resumes = false): Promise<Analysis> => (await follower.follow({ source: source(), reading, replaces: null, resumes, followId: 1, runId: 1 }, { analyzer, store, classifier }, never)).analysis;
  const added = (): readonly Finding[] => heard.flatMap((followed) => followed.added);
  const findingsOf = async ({ id }: Analysis): Promise<readonly Finding[]> => (await store.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 10_000 })).findings;

  /** What a fresh reading of the whole file finds and counts. */
  async function fresh(): Promise<{ readonly analysis: Analysis; readonly findings: readonly Finding[] }> {
    const { analysis } = await analyzer.analyze({ source: source(), reading, reuse: false, replaces: null, runId: 2 }, never);
    return { analysis, findings: await findingsOf(analysis) };
  }

  async function assertAsFresh(stored: Analysis | null): Promise<void> {
    assert.ok(stored);
    const findings = await findingsOf(stored);
    const expected = await fresh();
    assert.deepEqual(findings, expected.findings);
    const counted = ({ size, lines, records, severities, levels, format, encoding, status }: Analysis): unknown => ({ size, lines, records, severities, levels, format, encoding, status });
    assert.deepEqual(counted(stored), counted(expected.analysis));
  }

  async function assertAsFreshCorrected(stored: Analysis | null): Promise<void> {
    assert.ok(stored);
    const [own] = await store.analysesById([stored.id]);
    const expected = await fresh();
    const [other] = await store.analysesById([expected.analysis.id]);
    assert.deepEqual(stored.severities, expected.analysis.severities, 'what was found is stored as it was');
    assert.deepEqual(own?.severities, other?.severities);
  }

  it('tells of what is written to a small log, and stores it in the place of what was known', async () => {
    await writeFile(file, `${line(0, 'INFO up')}${line(1, 'ERROR lid lost')}`);
    const first = await follow();
    await appendFile(file, line(2, 'WARN slow'));
    await until('the warning', () => added().some(({ message }) => message === 'slow'));
    assert.deepEqual(added().map(({ line: number, message }) => [number, message]), [[3, 'slow']]);
    await until('the stored analysis', () => heard.some(({ analysis }) => analysis !== null));
    const stored = await follower.unfollow(1);
    assert.notEqual(stored?.id, first.id);
    assert.deepEqual((await store.latestAnalyses()).map(({ id }) => id), [stored?.id]);
    await assertAsFresh(stored);
  });

  it('goes on where a large log ended, within a trace too', async () => {
    await writeFile(file, `${chatter(6000)}${line(6000, 'ERROR the pump failed')}java.lang.IllegalStateException: no water\n\tat com.example.Pump.tu`);
    const first = await follow();
    assert.ok(first.size > 300_000);
    await appendFile(file, 'rn(Pump.java:7)\n\tat com.example.Pump.main(Pump.java:1)\n');
    await until('the longer record', () => added().some(({ endLine }) => endLine === 6004));
    assert.ok(added().every(({ line: number }) => number === 6001));
    await appendFile(file, chatter(500, 6001));
    await until('the errors', () => added().some(({ message }) => message === 'load of part 6480 failed'));
    const stored = await follower.unfollow(1);
    await assertAsFresh(stored);
    assert.equal(heard.flatMap(({ removed }) => removed).filter(({ line: number }) => number < 6001).length, 0);
  });

  it('keeps what was found in a log that is rotated away, and begins with the next one', async () => {
    await writeFile(file, line(0, 'ERROR first'));
    await follow();
    await appendFile(file, line(1, 'ERROR second'));
    await until('the second error', () => added().length === 1);
    await rename(file, scratch.path('app.log.1'));
    await writeFile(file, line(2, 'ERROR third'));
    await until('the third error', () => added().some(({ message }) => message === 'third'));
    const restarted = heard.findIndex((followed) => followed.restarted !== null);
    assert.deepEqual(heard[restarted]?.restarted, 'replaced');
    assert.deepEqual(heard.slice(restarted).flatMap((followed) => followed.added).map(({ line: number }) => number), [1]);
    await assertAsFresh(await follower.unfollow(1));
  });

  it('counts as it would anew in a log of which something was corrected', async () => {
    await writeFile(file, `${line(0, 'ERROR lid lost')}${line(1, 'ERROR lid lost')}${chatter(6000, 2)}`);
    const { analysis } = await fresh();
    const [first] = (await store.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1 })).findings;
    assert.ok(first);
    await store.correct([first], { ...uncorrected, ignored: true });
    for (const [round, resumes] of [false, true].entries()) {
      const { severities } = await follow(resumes);
      assert.equal(severities.high, analysis.severities.high - 2 + round);
      await appendFile(file, line(6002, `ERROR pump ${resumes ? 'leaks' : 'hums'}`));
      await until('what was added', () => heard.some((followed) => followed.analysis?.lines === 6003 + round));
      await assertAsFreshCorrected(await follower.unfollow(1));
    }
  });

  it('goes on with what an earlier one had read, where it is to, and tells of what was written meanwhile', async () => {
    await writeFile(file, chatter(400));
    const first = await follow(true);
    await follower.close();
    await appendFile(file, chatter(100, 400));
    heard = [];
    const second = await follow(true);
    assert.equal(second.id, first.id, 'no analysis of all of it');
    await until('what was written meanwhile', () => added().length === 3);
    assert.deepEqual(added().map(({ line: number }) => number), [401, 441, 481]);
    await assertAsFresh(await follower.unfollow(1));
    // Another content is read from its beginning.
    await writeFile(file, chatter(50, 7));
    heard = [];
    const third = await follow(true);
    assert.deepEqual([third.lines, added()], [50, []]);
  });

  it('follows a log that is empty yet', async () => {
    await writeFile(file, '');
    await follow();
    await appendFile(file, line(0, 'FATAL Out of memory'));
    await until('the error', () => added().length === 1);
    assert.equal(heard.at(-1)?.counts.severities.critical, 1);
    await assertAsFresh(await follower.unfollow(1));
  });

  it('analyses a packed log, which does not grow', async () => {
    await writeFile(file, gzipSync(line(0, 'ERROR lid lost')));
    assert.equal((await follow()).severities.high, 1);
    assert.equal(await follower.unfollow(1), null);
  });

  it('rejects what cannot be read', async () => {
    await assert.rejects(follow(), /app\.log cannot be read: it does not exist/);
    assert.equal(await follower.unfollow(1), null);
  });
});
