import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Anomaly } from '../../../../src/core/anomaly';
import { LogWatch } from '../../../../src/core/anomalies/logWatch';
import { PipelineRun } from '../../../../src/core/pipeline';

const start = Date.UTC(2026, 4, 6, 10);

/** A line `seconds` after the start. */
function line(seconds: number, level: string, message: string): string {
  return `${new Date(start + seconds * 1000).toISOString()} ${level} [main] app - ${message}`;
}

function unusual(lines: readonly string[]): Anomaly[] {
  const watcher = new LogWatch();
  const run = new PipelineRun({ fileName: 'app.log', modified: start, zone: 'UTC', everyRecord: false, watcher });
  run.take(lines.map((text, index) => ({ number: index + 1, byteOffset: 0, text })));
  run.end();
  return watcher.finish();
}

/** An hour of work: a request each three seconds, a heartbeat every half minute, a retry now and then. */
function hour(change: (seconds: number) => readonly string[] = () => [], without: (seconds: number, what: 'request' | 'heartbeat') => boolean = () => false): string[] {
  const lines: string[] = [];
  for (let at = 0; at < 3600; at++) {
    if (at % 3 === 0 && !without(at, 'request')) lines.push(line(at, 'INFO', `Request ${String(at)} done in ${String(20 + ((at * 7) % 30))} ms`));
    if (at % 30 === 0 && !without(at, 'heartbeat')) lines.push(line(at, 'INFO', 'Heartbeat sent to coordinator'));
    if (at % 97 === 0) lines.push(line(at, 'WARN', `Retrying upload part ${String(at)}`));
    lines.push(...change(at));
  }
  return lines;
}

function kindsOf(anomalies: readonly Anomaly[]): string[] {
  return anomalies.map(({ kind }) => kind);
}

describe('anomalies of a log', () => {
  it('are none where all goes on as ever', () => {
    assert.deepEqual(unusual(hour()), []);
  });

  it('tell of a burst, with how many there were and are', () => {
    const lines = hour((at) => (at >= 2400 && at < 2440 ? Array.from({ length: 4 }, () => line(at, 'WARN', `Retrying upload part ${String(at)}`)) : []));
    const burst = unusual(lines).find(({ kind }) => kind === 'burst');
    assert.match(burst?.evidence ?? '', /“Retrying upload part .*” came 1\d\d times within/);
    assert.ok((burst?.firstLine ?? 0) > 880 && (burst?.firstLine ?? 0) < 950, `line ${String(burst?.firstLine)}`);
  });

  it('tell of what was never there before', () => {
    const found = unusual(hour((at) => (at === 3000 ? [line(at, 'ERROR', 'Disk quota exceeded on volume data')] : [])));
    assert.match(found.find(({ kind }) => kind === 'first-seen')?.evidence ?? '', /“Disk quota exceeded on volume data” was never there in the 1,\d\d\d records before/);
  });

  it('tell of a heartbeat that stopped while the log went on, and not where the log stopped too', () => {
    const stopped = unusual(hour(undefined, (at, what) => what === 'heartbeat' && at > 2400)).find(({ kind }) => kind === 'vanished');
    assert.match(stopped?.evidence ?? '', /“Heartbeat sent to coordinator” came in every .* then not for 19 min|20 min/);
    assert.ok(!kindsOf(unusual(hour().slice(0, 900))).includes('vanished'));
  });

  it('tell of a silence', () => {
    const lines = hour().filter((text) => !/T10:(?:2\d|3[0-4]):/.test(text));
    const gap = unusual(lines).find(({ kind }) => kind === 'gap');
    assert.match(gap?.evidence ?? '', /Nothing was logged for 15 min/);
  });

  it('tell where another share of the records are problems', () => {
    const found = unusual(hour((at) => (at > 2700 && at % 6 === 0 ? [line(at, 'ERROR', 'Payment refused by gateway')] : [])));
    assert.match(found.find(({ kind }) => kind === 'level-shift')?.evidence ?? '', /From here on \d+ % of the records are problems/);
  });

  it('tell of a value far beyond those before', () => {
    const found = unusual(hour((at) => (at === 3300 ? [line(at, 'INFO', `Request ${String(at)} done in 48211 ms`)] : [])));
    const value = found.find(({ kind }) => kind === 'unusual-value');
    assert.match(value?.evidence ?? '', /^48211 in “Request .*the most was 4\d/);
  });

  it('tell of a sequence that never was', () => {
    const pair = (at: number, broken: boolean): string[] => [line(at, 'WARN', 'Lease lost, electing'), line(at, 'WARN', broken ? 'Leader unknown, election timed out' : 'Leader elected after lease was lost')];
    const found = unusual(hour((at) => (at % 60 === 1 ? pair(at, at === 3301) : [])));
    assert.ok(found.some(({ kind, evidence }) => kind === 'new-sequence' && evidence.includes('right after “Lease lost, electing”')), JSON.stringify(found));
  });

  it('go by line where a log states no times', () => {
    const lines = Array.from({ length: 3000 }, (_, index) => (index > 2000 && index < 2100 ? 'ERROR: cannot open shard' : index % 50 === 0 ? 'ERROR: cannot open shard' : `step ${String(index)} done`));
    const burst = unusual(lines).find(({ kind }) => kind === 'burst');
    assert.match(burst?.evidence ?? '', /lines/);
  });

  it('do not fail on a time far ahead, nor on an empty log', () => {
    assert.deepEqual(unusual([]), []);
    assert.doesNotThrow(() => unusual([...hour(), '9999-12-31T23:59:59.000Z ERROR [main] app - late', ...hour()]));
  });
});
