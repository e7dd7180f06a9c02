import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { fallen, raised, type Floors, type OwnResult } from '../../eval/floors';
import { LabelledFolder } from '../../eval/labelledFolder';
import { ours, type Part } from '../../eval/part';
import { parts } from '../../eval/parts/all';

const folder = path.resolve('test/fixtures/eval');

const part: Part = {
  id: 'part',
  title: 'Part',
  measures: [
    { id: 'up', title: 'up', reach: { least: 1 } },
    { id: 'down', title: 'down', reach: { most: 0 } },
  ],
  quoted: [],
  score: () => Promise.resolve([]),
};

function result(up: number, down: number): OwnResult[] {
  return [{ part, scores: [{ system: ours, values: { up, down }, sets: {} }] }];
}

describe('floors', () => {
  it('tell what fell below, or rose above, and what is no longer measured', () => {
    const floors: Floors = { part: { up: 0.9, down: 0.1 } };
    assert.deepEqual(fallen(result(0.9, 0.1), floors), []);
    assert.equal(fallen(result(0.89, 0.11), floors).length, 2);
    assert.equal(fallen([{ part, scores: [] }], floors).length, 2);
  });

  it('follow what got better only', () => {
    assert.deepEqual(raised(result(0.95, 0.2), { part: { up: 0.9, down: 0.1 }, other: { x: 1 } }), { part: { up: 0.949, down: 0.1 }, other: { x: 1 } });
    assert.deepEqual(raised(result(0.8, 0.05), { part: { up: 0.9, down: 0.1 } }), { part: { up: 0.9, down: 0.051 } });
  });

  it('hold for our own labelled logs', async function () {
    this.timeout(180_000);
    const floors = JSON.parse(readFileSync(path.join(folder, 'floors.json'), 'utf8')) as Floors;
    const own = new LabelledFolder(folder);
    const results: OwnResult[] = [];
    for (const each of parts) results.push({ part: each, scores: await each.score(own, 1) });
    assert.deepEqual(fallen(results, floors), []);
  });
});
