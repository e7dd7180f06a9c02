import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type LiveAnomaly, LiveWatch } from '../../../../src/core/anomalies/liveWatch';
import type { Finding } from '../../../../src/core/finding';
import { findingOf } from '../../engine/alerts/findings';

const second = 1000;
const minute = 60 * second;

interface Written {
  readonly records: number;
  readonly findings?: readonly Finding[];
}

/** What is told of a log to which, each second for so long, is written what is said; with the second in which it is told. */
function told(length: number, written: (at: number) => Written | null): (LiveAnomaly & { readonly at: number })[] {
  const start = Date.UTC(2026, 10, 24, 9);
  const watch = new LiveWatch(start);
  const all: (LiveAnomaly & { readonly at: number })[] = [];
  for (let at = 0; at * second < length; at++) {
    const now = start + at * second;
    const { records = 0, findings = [] } = written(at) ?? {};
    if (records > 0) watch.written(records, findings.length, now);
    watch.found(findings, now);
    all.push(...watch.look(now).map((each) => ({ ...each, at })));
  }
  return all;
}

const [timeouts, refusals] = [findingOf({ fingerprint: 'v1:timeouts', message: 'read timed out' }), findingOf({ fingerprint: 'v1:refusals', message: 'connection refused' })];
const kindsOf = (anomalies: readonly LiveAnomaly[]): string[] => anomalies.map(({ kind }) => kind);

describe('what becomes unusual while a log is written', () => {
  it('nothing, while it is written as ever', () => {
    const steady = told(180 * minute, (at) => ({ records: 3, findings: at % 20 === 0 ? [timeouts] : at % 47 === 0 ? [refusals] : [] }));
    assert.deepEqual(steady, []);
  });

  it('nothing in the first minutes, whatever is written', () => {
    assert.deepEqual(told(3 * minute, (at) => ({ records: 5, findings: at > 60 ? [timeouts, timeouts, timeouts] : [] })), []);
  });

  it('a burst of one kind of problem, once, within the minute in which it begins', () => {
    const from = 30 * 60;
    const found = told(60 * minute, (at) => ({ records: 3, findings: at >= from && at < from + 90 ? [refusals] : at % 60 === 0 ? [timeouts] : [] })).filter(({ kind }) => kind === 'burst');
    assert.deepEqual(found.map(({ finding }) => finding?.fingerprint), ['v1:refusals']);
    assert.ok(found[0] && found[0].at < from + 60, String(found[0]?.at));
    assert.match(found[0].evidence, /^“connection refused” came \d+ times within (30 s|1 min), where it never did before\.$/);
  });

  it('a burst again, once there was none for a while', () => {
    const found = told(80 * minute, (at) => ({ records: 3, findings: [1200, 3600].some((from) => at >= from && at < from + 60) ? [refusals, refusals] : [] }));
    assert.deepEqual(kindsOf(found.filter(({ kind }) => kind === 'burst')), ['burst', 'burst']);
  });

  it('a larger share of problems, once, though each of them is rare', () => {
    const rare = (at: number): Finding => findingOf({ fingerprint: `v1:${String(at % 40)}` });
    const found = told(25 * minute, (at) => ({ records: 10, findings: at >= 1200 ? [rare(at), rare(at + 7)] : at % 30 === 0 ? [rare(at)] : [] })).filter(({ kind }) => kind === 'level-shift');
    assert.equal(found.length, 1);
    assert.ok(found[0] && found[0].at >= 1200 && found[0].at < 1500, String(found[0]?.at));
    assert.match(found[0].evidence, /^From here on [\d.]+ % of the records are problems; before, 0\.\d % were\.$/);
  });

  it('no larger share, where problems always came in swarms', () => {
    const swarm = (at: number): Finding[] => Array.from({ length: 4 }, (_, index) => findingOf({ fingerprint: `v1:${String(index)}` })).slice(0, at % 30 < 15 ? 4 : 2);
    const shifts = told(40 * minute, (at) => ({ records: 10, findings: Math.floor(at / 60) % 10 === 9 ? swarm(at) : [] })).filter(({ kind, at }) => kind === 'level-shift' && at > 1200);
    assert.deepEqual(shifts, []);
  });

  it('that nothing is written any more, once until it is again', () => {
    const found = told(60 * minute, (at) => (at < 1200 || (at >= 1800 && at < 2700) ? { records: 1 } : null));
    assert.deepEqual(found.map(({ kind, at }) => [kind, at]), [['silence', 1199 + 60], ['silence', 2699 + 60]]);
    assert.equal(found[0]?.evidence, 'Nothing has been written for 1 min; before, nearly all pauses were at most 1 s.');
  });

  it('no silence where such pauses are usual, or little is known of the log', () => {
    assert.deepEqual(told(300 * minute, (at) => (at % 1800 < 60 ? { records: 1 } : null)).filter(({ at }) => at > 3600), []);
    assert.deepEqual(told(30 * minute, (at) => (at < 15 ? { records: 1 } : null)), []);
  });

  it('no silence where the machine slept', () => {
    const watch = new LiveWatch(0);
    for (let at = 0; at < 20 * minute; at += second) {
      watch.written(1, 0, at);
      watch.look(at);
    }
    assert.deepEqual(watch.look(500 * minute), []);
    assert.deepEqual(watch.look(500 * minute + second), []);
  });
});
