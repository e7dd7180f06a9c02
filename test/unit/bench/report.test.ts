import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DataFile } from '../../bench/dataFiles';
import { median, type Contender, type Measured } from '../../bench/measure';
import { asMarkdown, asText, between, comparison, growth, problemsFound } from '../../bench/report';

function measured(id: string, title: string, seconds: readonly number[], more: Partial<Measured> = {}): Measured {
  const contender: Contender = { id, title, command: id, args: (file) => [file], output: 'ignore' };
  return { contender, seconds, peak: 20e6, errors: '', failure: null, ...more };
}

const file: DataFile = { path: 'app.log', bytes: 1e9, tally: { bytes: 1e9, lines: 9_000_000, records: 8_500_000, problems: 90_000, problemLines: 100_000 } };
const stats = '{"bytes":1000000000,"lines":9000000,"records":8500000,"findings":{"critical":1000,"high":49000,"medium":40000,"low":7},"seconds":0.5,"mbPerSecond":2000}\n';
const results = [
  measured('ours 1', 'StackLens, 1 thread', [0.5, 0.9, 0.4], { errors: stats, peak: 87.4e6 }),
  measured('rg -aci', 'rg -aci', [2, 1.9, 2.6]),
  measured('lnav', 'lnav', [], { failure: 'ended with 2: no such command', peak: null }),
  measured('wc -l', 'wc -l', [0.2, 0.2], { peak: null }),
];

describe('the tables of the bench', () => {
  it('give medians, rates, ratios and memory', () => {
    const table = comparison('Mixed', file, results, 'rg -aci', { 'ours 1': 3.5 });
    assert.deepEqual(table.head, ['', 'median', 'MB/s', '× rg -aci', 'memory', 'to reach']);
    assert.deepEqual(table.rows, [
      ['StackLens, 1 thread', '0.500 s', '2,000', '4.00', '87 MB', '≥ 3.5'],
      ['rg -aci', '2.000 s', '500', '1.00', '20 MB', ''],
      ['lnav', 'failed', '–', '–', '–', ''],
      ['wc -l', '0.200 s', '5,000', '10.00', 'n/a', ''],
    ]);
  });

  it('say what was in the log, what of it was found, and what failed', () => {
    assert.deepEqual(comparison('Mixed', file, results, 'rg -aci').notes, [
      '1,000 MB, 9,000,000 lines, 8,500,000 records, 90,000 of them problems; StackLens finds 90,000.',
      'lnav ended with 2: no such command',
    ]);
    assert.equal(problemsFound('nothing of the kind'), null);
  });

  it('do without a reference that is not installed', () => {
    const rows = comparison('Mixed', file, results.slice(3), 'rg -aci').rows;
    assert.deepEqual(rows, [['wc -l', '0.200 s', '5,000', '–', 'n/a', '']]);
  });

  it('give no rate for an empty file', () => {
    assert.deepEqual(comparison('Start', { path: 'x', bytes: 0, tally: null }, results.slice(0, 1), 'node').rows, [['StackLens, 1 thread', '0.500 s', '–', '–', '87 MB', '']]);
  });

  it('show growth, and say which sizes there was no room for', () => {
    const table = growth('Scale', [[file, results.slice(0, 2)], 'Skipped: no room']);
    assert.deepEqual(table.rows, [['1.00 GB', '0.500 s', '2,000', '87 MB', '2.000 s', '500', '20 MB']]);
    assert.deepEqual(table.head, ['size', 'StackLens, 1 thread', 'MB/s', 'memory', 'rg -aci', 'MB/s', 'memory']);
    assert.deepEqual(table.notes, ['Skipped: no room']);
  });

  it('print as text and as markdown', () => {
    const table = { title: 'Mixed', notes: ['a note'], head: ['', 'MB/s'], rows: [['StackLens', '2,000'], ['rg', '90']] };
    assert.equal(asText(table), '\nMixed\n  a note\n\n              MB/s\n  StackLens  2,000\n  rg            90');
    assert.equal(asMarkdown(table), '### Mixed\n\na note\n\n|  | MB/s |\n| --- | ---: |\n| **StackLens** | **2,000** |\n| rg | 90 |');
  });

  it('take the place of older ones between the marks of a document', () => {
    const document = 'before\n<!-- `npm run bench -- --markdown` writes what stands from here -->\nold\n<!-- to here. -->\nafter\n';
    const once = between(document, 'new');
    assert.match(once, /^before\n<!--.*-->\n\nnew\n\n<!-- to here\. -->\nafter\n$/);
    assert.equal(between(once, 'new'), once);
    assert.throws(() => between('no marks', 'new'), /lacks/);
  });
});

describe('median', () => {
  it('is the middle, whatever the order', () => {
    assert.deepEqual([median([3, 1, 2]), median([4, 1, 3, 2]), median([5])], [2, 2.5, 5]);
    assert.ok(Number.isNaN(median([])));
  });
});
