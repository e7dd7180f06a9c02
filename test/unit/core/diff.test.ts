import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RunComparison, type Change } from '../../../src/core/diff';
import { runPipeline, type JudgedRecord } from '../../../src/core/pipeline';
import type { Line } from '../../../src/core/record';

async function* lines(texts: readonly string[]): AsyncGenerator<readonly Line[]> {
  yield await Promise.resolve(texts.map((text, index) => ({ number: index + 1, byteOffset: 0, text })));
}

async function judged(texts: readonly string[]): Promise<JudgedRecord[]> {
  const records: JudgedRecord[] = [];
  const options = { fileName: 'job.log', modified: Date.UTC(2026, 11, 31), zone: 'UTC', everyRecord: true };
  for await (const batch of runPipeline(lines(texts), options, new AbortController().signal)) records.push(...batch.records);
  return records;
}

async function compare(old: readonly string[], fresh: readonly string[]): Promise<Change[]> {
  const [before, after] = [await judged(old), await judged(fresh)];
  const comparison = new RunComparison();
  for (const record of before) comparison.count('old', record);
  for (const record of after) comparison.count('new', record);
  return [...after.map((record) => comparison.changeAt('new', record)), ...before.map((record) => comparison.changeAt('old', record))].flatMap((change) => change ?? []);
}

/** `kind line message` of each change. */
async function told(old: readonly string[], fresh: readonly string[]): Promise<string[]> {
  return (await compare(old, fresh)).map(({ kind, judged }) => `${kind} ${judged.record.line} ${judged.record.message}`);
}

describe('diff', () => {
  it('tells every record of a new event, and once what comes more, less or no more often', async () => {
    const old = ['pump 3 started', 'valve opened', 'valve opened', 'lid closed', 'tank is full'];
    const fresh = ['pump 4 started', 'pump 5 started', 'valve opened', 'sluice jammed', 'tank is full', 'sluice jammed'];
    assert.deepEqual(
      (await compare(old, fresh)).map(({ kind, judged, counts, role }) => [kind, judged.record.line, counts, role]),
      [
        ['more', 1, { old: 1, new: 2 }, 'first'],
        ['fewer', 3, { old: 2, new: 1 }, 'first'],
        ['new', 4, { old: 0, new: 2 }, 'first'],
        ['new', 6, { old: 0, new: 2 }, 'repeat'],
        ['gone', 4, { old: 1, new: 0 }, 'first'],
      ],
    );
  });

  it('finds nothing new in a run against itself', async () => {
    const run = ['pump started', 'ERROR valve 7 is stuck', 'java.lang.IllegalStateException: no water', '\tat com.example.Tank.fill(Tank.java:12)', 'Finished: FAILURE'];
    assert.deepEqual(await told(run, run), []);
  });

  it('knows times, sizes, durations, hashes, bars and progress of another run', async () => {
    const old = ['Built 1a2b3c4d5e6f in 59 s', 'copied 800 kB', '------- done -------', 'rinsing  10% [=>      ] 1.2 MB/s', 'tmp at /tmp/tank.xYz12', 'Total time:  35.8 s'];
    const fresh = ['Built 9f8e7d6c5b4a in 2 min', 'copied 1.2 MB', '---------- done ----', 'rinsing  95% [=====>  ] 800 kB/s', 'tmp at /tmp/tank.aBc98', 'Total time:  1:04 min'];
    assert.deepEqual(await told(old, fresh), []);
  });

  it('reads what a carriage return leaves on the terminal', async () => {
    assert.deepEqual(await told(['filling done'], ['filling 10 %\rfilling 50 %\rfilling done']), []);
    assert.deepEqual(await told(['filling done'], ['filling 10 %\rfilling overflowed']), ['new 1 filling overflowed', 'gone 1 filling done']);
  });

  it('passes over what was fetched and which commit was built, but not over what could not be fetched', async () => {
    const fresh = ['Downloading https://example.org/tank.zip', 'Progress (1): 4.1/18 kB', 'HEAD is now at 1a2b3c4 Open the lid', 'ERROR Could not download https://example.org/tank.zip'];
    assert.deepEqual(await told(['pump started'], [...fresh, 'pump started']), ['new 4 Could not download https://example.org/tank.zip']);
  });

  it('tells the same words apart where they are a problem now', async () => {
    const changes = await told(['Tests run: 12, Failures: 0'], ['Tests run: 12, Failures: 3']);
    assert.deepEqual(changes, ['new 1 Tests run: 12, Failures: 3', 'gone 1 Tests run: 12, Failures: 0']);
  });

  it('tells traces of one message apart by where they were thrown', async () => {
    const trace = (method: string): string[] => ['java.lang.IllegalStateException: no water', `\tat com.example.Tank.${method}(Tank.java:12)`];
    assert.deepEqual(await told(trace('fill'), trace('drain')), ['new 1 java.lang.IllegalStateException: no water', 'gone 1 java.lang.IllegalStateException: no water']);
  });

  it('counts known lines of its level right after a new problem as part of it', async () => {
    const tail = ['[ERROR] ', '[ERROR] Run again with --verbose.', '[INFO] bye'];
    const changes = await compare(['[ERROR] tank 1 leaks', ...tail], ['[ERROR] no such valve', ...tail, '[ERROR] Run again with --verbose.']);
    assert.deepEqual(
      changes.map(({ kind, judged, role }) => [kind, judged.record.line, role]),
      [
        ['new', 1, 'first'],
        ['new', 2, 'context'],
        ['new', 3, 'context'],
        ['gone', 1, 'first'],
      ],
    );
  });

  it('takes events of one group as one', async () => {
    const named = (name: string): string => `access denied for user ${name} at the gate`;
    const old = ['mira', 'jonas', 'adele', 'tomek'].map(named);
    assert.deepEqual(await told(old, [named('piet')]), [`fewer 1 ${named('piet')}`]);
  });

  it('keeps events of a logger apart from a new problem before them', async () => {
    const known = '2026-11-22T10:00:01.000Z ERROR [tank] lid is open';
    const changes = await told([known], ['2026-11-22T10:00:00.000Z ERROR [tank] pump burst', known]);
    assert.deepEqual(changes, ['new 1 pump burst']);
  });
});
