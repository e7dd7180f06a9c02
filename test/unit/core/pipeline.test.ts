import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Finding } from '../../../src/core/finding';
import { runPipeline, type JudgedRecord, type PipelineOptions, type PipelineSummary } from '../../../src/core/pipeline';
import type { Line } from '../../../src/core/record';

interface Outcome {
  readonly findings: readonly Finding[];
  readonly records: readonly JudgedRecord[];
  readonly summary: PipelineSummary;
}

function toLines(texts: readonly string[]): Line[] {
  let byteOffset = 0;
  return texts.map((text, index) => {
    const line = { number: index + 1, byteOffset, text };
    byteOffset += Buffer.byteLength(text) + 1;
    return line;
  });
}

async function* inBatches(lines: readonly Line[], size: number): AsyncGenerator<readonly Line[]> {
  for (let start = 0; start < lines.length; start += size) yield await Promise.resolve(lines.slice(start, start + size));
}

async function run(texts: readonly string[], { batch = 1000, ...options }: Partial<PipelineOptions> & { batch?: number } = {}): Promise<Outcome> {
  const findings: Finding[] = [];
  const records: JudgedRecord[] = [];
  const running = runPipeline(inBatches(toLines(texts), batch), { fileName: 'app.log', modified: Date.UTC(2026, 11, 31), zone: 'UTC', everyRecord: false, ...options }, new AbortController().signal);
  for (let step = await running.next(); ; step = await running.next()) {
    if (step.done === true) return { findings, records, summary: step.value };
    findings.push(...step.value.findings);
    records.push(...step.value.records);
  }
}

const time = (second: number): string => new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString();
/** A log whose every third line is an error. */
const log = (length: number): string[] => Array.from({ length }, (_, index) => `${time(index)} ${index % 3 === 2 ? `ERROR request ${index} failed` : `INFO request ${index} done`}`);

describe('runPipeline', () => {
  it('hands out findings in the order of the file, and counts', async () => {
    const { findings, records, summary } = await run(log(1000));
    assert.deepEqual(findings.map(({ line }) => line), Array.from({ length: 333 }, (_, index) => 3 * index + 3));
    assert.deepEqual(summary.severities, { critical: 0, high: 333, medium: 0, low: 0 });
    assert.deepEqual(summary.levels, { trace: 0, debug: 0, info: 667, warn: 0, error: 333, fatal: 0, none: 0 });
    assert.deepEqual([summary.lines, summary.records, records.length, summary.notes], [1000, 1000, 0, []]);
  });

  it('finds the same however lines are batched', async () => {
    const texts = [...log(450), 'Exception in thread "main" java.lang.IllegalStateException: no', '\tat com.example.A.b(A.java:3)', '\tat com.example.C.d(C.java:9)', ...log(30)];
    const whole = await run(texts);
    for (const batch of [1, 7, 199, 200, 201]) assert.deepEqual(await run(texts, { batch }), whole);
  });

  it('describes a finding with its place, template, fingerprint and frames', async () => {
    const { findings } = await run([`${time(0)} INFO up`, `${time(1)} ERROR load of /srv/app/x.db failed`, 'java.lang.IllegalStateException: no', '\tat com.example.A.b(A.java:3)', `${time(2)} INFO down`]);
    const [finding] = findings;
    assert.match(findings.map(({ fingerprint }) => fingerprint).join(), /^v1:[0-9a-f]{16}$/);
    assert.deepEqual([finding?.line, finding?.endLine, finding?.byteOffset, finding?.timestamp], [2, 4, 33, Date.UTC(2026, 10, 22, 10, 0, 1)]);
    assert.deepEqual([finding?.message, finding?.template, finding?.level, finding?.levelSource], ['load of /srv/app/x.db failed', 'load of <*> failed', 'error', 'declared']);
    assert.deepEqual(finding?.frames.map((frame) => [frame.file, frame.line]), [['A.java', 3]]);
    assert.deepEqual(finding.range, { line: 2, start: 31, end: 59 });
  });

  it('reads an empty log, and one shorter than what chooses the format', async () => {
    assert.deepEqual((await run([])).summary, { format: 'plain', lines: 0, records: 0, severities: { critical: 0, high: 0, medium: 0, low: 0 }, levels: { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 }, notes: [] });
    const { summary, findings } = await run(['{"level":"error","msg":"boom"}']);
    assert.deepEqual([summary.format, summary.lines, findings.length], ['json-lines', 1, 1]);
  });

  it('keeps one finding of a line and message, the worst', async () => {
    const texts = ['[{"level":"warn","msg":"a"},{"level":"error","msg":"a"},{"level":"warn","msg":"b"}]'];
    const { findings, summary } = await run(texts);
    assert.deepEqual(findings.map(({ message, severity }) => [message, severity]), [['a', 'high'], ['b', 'medium']]);
    assert.deepEqual(summary.severities, { critical: 0, high: 1, medium: 1, low: 0 });
  });

  it('lets one finding and a note speak for all that is malformed', async () => {
    const texts = ['{"level":"info","msg":"a"}', '{"level":"info","ms', '{"level":"error","msg":"b"}', '{"level":', '{"level":"info","msg":"c"}'];
    const { findings, records, summary } = await run(texts, { everyRecord: true });
    const malformed = records.filter(({ record }) => record.malformed !== undefined);
    assert.deepEqual(malformed.map(({ record, verdict }) => [record.line, verdict.judgement?.severity ?? null]), [[2, 'medium'], [4, null]]);
    assert.deepEqual(findings.map(({ line, evidence }) => [line, evidence.rule]), [[2, 'malformed'], [3, 'level:error']]);
    assert.equal(summary.notes.length, 1);
    assert.equal(summary.notes[0]?.line, 2);
    assert.match(summary.notes[0].text, /^2 parts of this file could not be read, this one first: ./);
  });

  it('hands out every record where it is asked to', async () => {
    const { records, findings } = await run(log(6), { everyRecord: true });
    assert.deepEqual(records.map(({ record, verdict }) => [record.line, verdict.judgement?.severity ?? null]), [[1, null], [2, null], [3, 'high'], [4, null], [5, null], [6, 'high']]);
    assert.equal(findings[0]?.fingerprint, records[2]?.fingerprint);
  });

  it("asks for the user's patterns once a record, in order", async () => {
    const asked: number[] = [];
    const { findings } = await run(log(500), {
      batch: 50,
      matchPatterns: (records) => {
        asked.push(...records.map(({ line }) => line));
        return records.map(({ line }) => (line === 250 ? [{ name: 'Mine', severity: 'critical', category: 'business', text: 'done' }] : []));
      },
    });
    assert.deepEqual(asked, Array.from({ length: 500 }, (_, index) => index + 1));
    assert.deepEqual(findings.filter(({ severity }) => severity === 'critical').map(({ line, evidence }) => [line, evidence.rule]), [[250, 'pattern:Mine']]);
  });

  it('stops where it is told to, with the reason given', async () => {
    const controller = new AbortController();
    const running = runPipeline(inBatches(toLines(log(1000)), 100), { fileName: 'app.log', modified: Date.UTC(2026, 11, 31), zone: 'UTC', everyRecord: true }, controller.signal);
    await running.next();
    controller.abort(new Error('enough'));
    await assert.rejects(async () => {
      for (;;) if ((await running.next()).done === true) return;
    }, /enough/);
  });
});
