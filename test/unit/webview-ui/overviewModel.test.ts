import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Analysis } from '../../../src/core/analysis';
import type { Overview } from '../../../src/shared/dashboardProtocol';
import { englishStrings, fill } from '../../../src/shared/dashboardStrings';
import type { Problem, Summary, Totals } from '../../../src/shared/summary';
import { formatterFor } from '../../../webview-ui/format';
import { overviewModel, type OverviewModel } from '../../../webview-ui/overviewModel';

const now = Date.UTC(2026, 10, 22, 12);

const analysis: Analysis = {
  id: 7,
  uri: 'file:///srv/api/app.log',
  fileName: 'app.log',
  size: 1_234_567,
  status: 'completed',
  reason: null,
  startedAt: now - 3_600_000,
  duration: 1640,
  format: 'logfmt',
  encoding: 'utf-8',
  lines: 18234,
  records: 18000,
  severities: { critical: 0, high: 12, medium: 1200, low: 5 },
  levels: { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 },
  rulesVersion: '1', modelVersion: null,
  notes: [],
};

const problem: Problem = {
  fingerprint: 'v1:abc',
  template: 'connect ECONNREFUSED <ip>',
  message: 'connect ECONNREFUSED 10.0.3.17:5432',
  severity: 'high',
  category: 'disk-io',
  confidence: 0.9,
  count: 1812,
  firstLine: 12,
  lastLine: 9000,
  firstTimestamp: null,
  lastTimestamp: now - 600_000,
  rule: 'level:error',
  uri: 'file:///srv/api/app.log',
  fileName: 'app.log',
  members: [{ fingerprint: 'v1:abc', template: 'connect ECONNREFUSED <*>' }],
  name: null,
  files: 1,
  analysisId: 7,
  course: [0, 3, 1],
};

const figure = (count: number, change = 0): Totals['files'] => ({ count, change });
const totals: Totals = { files: figure(3), completed: figure(1200, 1), problems: figure(7, 2), critical: figure(2, -1), since: { fileName: 'app.log', startedAt: now - 3_600_000 } };
const summary: Summary = {
  analyses: 3,
  severities: { critical: 2, high: 5, medium: 0, low: 9 },
  categories: [
    { category: 'disk-io', severities: { critical: 1, high: 3, medium: 0, low: 2 } },
    { category: 'memory', severities: { critical: 1, high: 0, medium: 0, low: 0 } },
    { category: 'general', severities: { critical: 0, high: 0, medium: 0, low: 7 } },
  ],
  problems: [problem],
  timeline: { from: 0, width: 1, severities: { critical: [], high: [], medium: [], low: [] }, files: [], untimed: 0 },
  anomalies: [],
};
const overview: Overview = { totals, summary, analyses: [analysis], zone: 'Asia/Tokyo' };

function model(change: Partial<Overview> = {}): OverviewModel {
  return overviewModel({ ...overview, ...change }, englishStrings, formatterFor('en'), now);
}

function withProblems(...problems: readonly Problem[]): OverviewModel {
  return model({ summary: { ...summary, problems } });
}

describe('overviewModel', () => {
  it('has the four figures, and warns only of critical problems there are', () => {
    const figures = model().figures.map(({ id, value, alarm }) => [id, value, alarm]);
    assert.deepEqual(figures, [
      ['files', '3', null],
      ['completed', '1,200', null],
      ['problems', '7', null],
      ['critical', '2', 'critical'],
    ]);
    assert.equal(model({ totals: { ...totals, critical: figure(0) } }).figures.at(3)?.alarm, null);
    assert.equal(model().announcement, 'Files: 3. Problems: 7. Critical: 2.');
  });

  it('says what the newest analysis changed, and whether for the worse', () => {
    assert.deepEqual(model().figures.map(({ change, worse }) => [change, worse]), [['', null], ['+1', null], ['+2', true], ['-1', false]]);
    assert.match(model().figures[2]?.hint ?? '', /Since the newest analysis \(app\.log\): \+2/);
  });

  it('shows categories that have problems, the bars beside the largest', () => {
    assert.deepEqual(model().categories.map(({ label, count, share }) => [label, count, share]), [['Disk I/O', '4', 1], ['Memory', '1', 0.25]]);
  });

  it('writes a problem ready to be shown', () => {
    assert.deepEqual(model().problems[0], {
      key: 'file:///srv/api/app.log v1:abc',
      uri: 'file:///srv/api/app.log',
      line: 12,
      severity: 'high',
      fingerprints: ['v1:abc'],
      severityLabel: 'High',
      message: { text: 'connect ECONNREFUSED 10.0.3.17:5432', title: 'connect ECONNREFUSED 10.0.3.17:5432' },
      category: 'Disk I/O',
      count: { text: '×1,812', title: 'Occurrences: 1,812' },
      file: { text: 'app.log', title: '/srv/api/app.log:12', folder: 'api', line: ':12' },
      firstSeen: { text: '–', title: 'The log states no time' },
      course: [0, 3, 1],
      lastSeen: { text: '10 minutes ago', title: formatterFor('en').exact(now - 600_000, 'Asia/Tokyo') },
    });
  });

  it('says that a log states no time', () => {
    assert.deepEqual(withProblems({ ...problem, lastTimestamp: null }).problems[0]?.lastSeen, {
      text: '–',
      title: 'The log states no time',
    });
  });

  it('cuts a message of megabytes and keeps more of it for the hover', () => {
    const message = withProblems({ ...problem, message: 'x'.repeat(5_000_000) }).problems[0]?.message;
    assert.deepEqual([message?.text.length, message?.title.length], [400, 1000]);
  });

  it('makes file names, folders, formats, reasons and notes harmless too', () => {
    const evil = 'a\u202eb\nc';
    const { problems, analyses } = model({
      summary: { ...summary, problems: [{ ...problem, fileName: evil, uri: `file:///${encodeURIComponent(evil)}/x.log` }] },
      analyses: [
        { ...analysis, fileName: evil, uri: `file:///${encodeURIComponent(evil)}/x.log`, format: evil, reason: evil },
        { ...analysis, id: 8, notes: [{ line: null, text: evil }] },
      ],
    });
    const shown = JSON.stringify([
      problems.map(({ message, file }) => [message, file]),
      analyses.map(({ file, format, remark }) => [file, format, remark]),
    ]);
    assert.ok(!shown.includes('\u202e') && !shown.includes('\\n'));
    assert.equal(shown.split('a[U+202E]b c').length - 1, 11);
  });

  it('gives every row a key of its own, the same in the next model', () => {
    const keys = (made: OverviewModel): string[] => made.problems.map(({ key }) => key);
    const twice = (): OverviewModel => withProblems(problem, problem, { ...problem, fingerprint: 'v1:def' });
    assert.equal(new Set(keys(twice())).size, 3);
    assert.deepEqual(keys(twice()), keys(twice()));
  });

  it('counts problems by severity, worst first, without low ones and zeros', () => {
    assert.deepEqual(model().analyses[0]?.tallies, [
      { severity: 'high', text: '12', label: '12 High' },
      { severity: 'medium', text: '1,200', label: '1,200 Medium' },
    ]);
  });

  it('says that there are none only where the file was read to its end', () => {
    const severities = { critical: 0, high: 0, medium: 0, low: 5 };
    const words = (['completed', 'running', 'failed'] as const).map(
      (status) => model({ analyses: [{ ...analysis, status, severities }] }).analyses[0]?.noProblems,
    );
    assert.deepEqual(words, ['None', '–', '–']);
  });

  it('remarks on why an analysis failed, else on what its notes say', () => {
    const remark = (change: Partial<Analysis>): string | undefined =>
      model({ analyses: [{ ...analysis, ...change }] }).analyses[0]?.remark.text;
    const notes = [
      { line: 4812, text: 'a quote is never closed' },
      { line: null, text: 'read as UTF-16' },
    ];
    assert.equal(remark({}), '');
    assert.equal(remark({ notes: notes.slice(0, 1) }), 'Line 4,812: a quote is never closed');
    assert.equal(remark({ notes }), 'Line 4,812: a quote is never closed (+1 more)');
    assert.equal(remark({ notes, reason: 'EACCES' }), 'EACCES');
  });
});

describe('fill', () => {
  it('reads no placeholders in what it fills in', () => {
    assert.equal(fill('{0}: {1}', '{1}', '$&{0}'), '{1}: $&{0}');
    assert.equal(fill('{0} {3}', 'a'), 'a {3}');
  });
});
