import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { factsOf } from '../../../src/ai/facts';

const nothing = { group: null, times: [], unusual: [], knowledge: null, template: '', solved: [], head: [] };
const noon = Date.UTC(2026, 10, 22, 12);

describe('the facts that are told with a question', () => {
  it('are none where nothing is known', () => {
    assert.deepEqual(factsOf(nothing), []);
  });

  it('count occurrences over time', () => {
    const times = [noon + 125_000, noon, noon + 1_000, noon + 120_000, noon + 130_000];
    assert.deepEqual(factsOf({ ...nothing, group: { count: 5, firstLine: 1, lastLine: 9 }, times }), [
      'It came 5 times in this log, first on line 1 and last on line 9.',
      'The first was at 2026-11-22T12:00:00.000Z, the last at 2026-11-22T12:02:10.000Z.',
      'Counts in spans of 60 s from the first on: 2, 0, 3.',
    ]);
    assert.match(factsOf({ ...nothing, times: [0, 1, 4e12] }).at(-1) ?? '', /: 2(?:, 0)+, 1\.$/);
  });

  it('name what the log says of its environment, and no more', () => {
    const head = ['Starting Orders v1.2.3 using Java 17.0.8 on web-1', 'The following 1 profile is active: "prod"', 'java is nice', 'Linux 6.1.0-13-amd64', 'order 12 accepted'];
    assert.deepEqual(factsOf({ ...nothing, head }), ['The log says of its environment: Starting Orders v1.2.3 using Java 17.0.8 on web-1', 'The log says of its environment: The following 1 profile is active: "prod"', 'The log says of its environment: Linux 6.1.0-13-amd64']);
  });

  it('tell of similar problems that were solved, the most similar first', () => {
    const solved = [
      { template: 'connection to cache <*> refused', cause: 'The cache was down.', steps: ['Start it.'] },
      { template: 'connection to database <*> refused', cause: 'The pool was full.', steps: ['Make it larger.', 'Watch it.'] },
      { template: 'paper jam in tray <*>', cause: 'Dust.', steps: [] },
    ];
    assert.deepEqual(factsOf({ ...nothing, template: 'Connection to database <ip> refused', solved }), [
      'A similar problem, "connection to database <*> refused", was solved: The pool was full. What helped: Make it larger. Watch it.',
      'A similar problem, "connection to cache <*> refused", was solved: The cache was down. What helped: Start it.',
    ]);
  });
});
