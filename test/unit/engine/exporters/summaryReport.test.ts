import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Problem, Summary } from '../../../../src/shared/summary';
import { type ReportRequest, writeReport } from '../../../../src/engine/exporters/summaryReport';
import type { Store } from '../../../../src/engine/store/store';
import { Scratch } from '../support';

const noon = Date.UTC(2026, 2, 1, 12);
const markup = '<script>alert(1)</script> | `x` [y](z)';
const problem: Problem = {
  fingerprint: 'v1:a',
  template: 'refused',
  message: `refused ${markup}`,
  severity: 'critical',
  category: 'network',
  confidence: 0.9,
  count: 12,
  firstLine: 3,
  lastLine: 90,
  firstTimestamp: noon,
  lastTimestamp: noon + 60_000,
  rule: 'level:error',
  uri: 'file:///logs/app.log',
  fileName: `app${markup}.log`,
  members: [{ fingerprint: 'v1:a', template: 'refused' }],
  name: null,
  files: 2,
  analysisId: 7,
  course: [],
};
const summary: Summary = {
  analyses: 2,
  severities: { critical: 12, high: 0, medium: 3, low: 1 },
  categories: [{ category: 'network', severities: { critical: 12, high: 0, medium: 3, low: 1 } }],
  problems: [problem, { ...problem, fingerprint: 'v1:b', message: 'refused again' }, { ...problem, fingerprint: 'v1:c', message: 'unknown', severity: 'medium' }],
  timeline: { from: noon, width: 60_000, severities: { critical: [12, 0], high: [0, 0], medium: [1, 2], low: [0, 1] }, files: [], untimed: 0 },
  anomalies: [{ kind: 'burst', score: 1, firstLine: 9, lastLine: 20, fingerprint: null, evidence: `came often ${markup}`, followers: [], analysisId: 7, uri: problem.uri, fileName: problem.fileName }],
};
const advice = { title: `Refused ${markup}`, meaning: 'Nobody listens.', fix: `Start it ${markup}`, citation: 'errno/econnrefused', link: 'https://example.org/e' };

describe('a report of a period', () => {
  let scratch: Scratch;
  beforeEach(async () => {
    scratch = await Scratch.create();
  });
  afterEach(() => scratch.remove());

  const write = async (changes: Partial<ReportRequest> = {}, told: Summary = summary): Promise<{ text: string; notes: unknown[] }> => {
    const notes: unknown[] = [];
    const store: Pick<Store, 'summary' | 'analysesById' | 'noteExport'> = {
      summary: () => Promise.resolve(told),
      analysesById: () => Promise.resolve([]),
      noteExport: (note) => Promise.resolve(void notes.push(note)),
    };
    const request: ReportRequest = { query: { of: { uris: null }, range: null, decisions: [], problems: 50, anomalies: 30, buckets: 10 }, advice: { 'v1:a': advice, 'v1:b': advice }, format: 'html', path: scratch.path('report'), zone: 'UTC', ...changes };
    await writeReport(request, store);
    return { text: await readFile(request.path, 'utf8'), notes };
  };

  it('tells in HTML of problems, what helps and what was unusual, and runs nothing', async () => {
    const { text, notes } = await write();
    assert.doesNotMatch(text, /<script/);
    assert.match(text, /Problems over time/);
    assert.equal(text.split('>errno/econnrefused<').length, 2, 'what helps against two problems is told once');
    assert.match(text, /<a href="https:\/\/example\.org\/e">/);
    assert.match(text, /Unusual[\s\S]*came often &lt;script&gt;/);
    assert.deepEqual(notes, [{ format: 'report html', target: scratch.path('report'), scope: 'all', findings: 16 }]);
  });

  it('tells the same in Markdown, where what a log says stays words', async () => {
    const { text } = await write({ format: 'md' });
    const [, helps = ''] = text.split('## What helps');
    const [row = ''] = helps.split('\n').filter((line) => line.includes('econnrefused'));
    assert.match(row, /Refused \\<script\\>alert\(1\)\\<\/script\\> \\\| \\`x\\` \\\[y\\\]\(z\): Nobody listens\./);
    assert.match(row, /\[errno\/econnrefused\]\(https:\/\/example\.org\/e\)/);
    assert.match(text, /## Unusual\n\n\| Where \| What \|\n/);
    assert.match(text, /\| 2026-03-01T12:00:00Z \| 12 \| 0 \| 1 \|/);
  });

  it('leaves out what there is nothing of', async () => {
    for (const format of ['html', 'md'] as const) {
      const { text } = await write({ format, advice: {} }, { ...summary, anomalies: [] });
      assert.doesNotMatch(text, /What helps|Unusual/);
    }
  });

  it('says which file cannot be written, and leaves nothing', async () => {
    await assert.rejects(write({ path: scratch.path('none/report.html') }), /report\.html cannot be written/);
    assert.deepEqual(await readdir(scratch.folder), []);
  });
});
