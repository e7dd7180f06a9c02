import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Tally } from '../../../../src/engine/exporters/tally';
import { finding } from './support';

describe('Tally', () => {
  it('keeps the worst and most frequent groups where there are too many, and all counts', () => {
    const tally = new Tally(10);
    tally.addFinding(finding({ severity: 'critical', fingerprint: 'v1:worst' }));
    for (let each = 0; each < 50; each++) tally.addFinding(finding({ severity: 'medium', fingerprint: 'v1:frequent' }));
    for (let each = 0; each < 1000; each++) tally.addFinding(finding({ severity: 'medium', fingerprint: `v1:${each}` }));
    const groups = tally.groups();
    assert.ok(groups.length <= 10);
    assert.deepEqual(
      groups.slice(0, 2).map(({ fingerprint, count }) => [fingerprint, count]),
      [
        ['v1:worst', 1],
        ['v1:frequent', 50],
      ],
    );
    assert.equal(tally.findings, 1051);
    assert.equal(tally.counts.medium, 1050);
  });

  it('takes the times of the first and of the last line of a file, the earliest and latest of several files', () => {
    const tally = new Tally();
    const add = (file: string, timestamps: readonly (number | null)[]): void => timestamps.forEach((timestamp, index) => tally.addFinding(finding({ file, line: index + 1, timestamp })));
    const times = (): unknown => tally.groups().map(({ firstTime, lastTime }) => [firstTime, lastTime]);
    add('a.log', [null, 5000, 3000, 9000, 4000, null]);
    assert.deepEqual(times(), [[5000, 4000]]);
    add('b.log', [2000, 1000, 3000]);
    assert.deepEqual(times(), [[2000, 4000]]);
    add('c.log', [6000, 8000]);
    assert.deepEqual(times(), [[2000, 8000]]);
  });

  it('cuts messages', () => {
    const tally = new Tally();
    tally.addFinding(finding({ message: `${'x'.repeat(498)}😀${'y'.repeat(500)}` }));
    assert.equal(tally.groups()[0]?.message, `${'x'.repeat(498)}…`);
  });
});
