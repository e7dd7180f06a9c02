import { strict as assert } from 'node:assert';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { Workbook } from 'exceljs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Analysis } from '../../../../src/core/analysis';
import { deduplicate, type Finding, severities } from '../../../../src/core/finding';
import { exportFindings, exportToFile } from '../../../../src/engine/exporters/exportFindings';
import type { ExportedLog, ExportRequest, FileFormat } from '../../../../src/engine/exporters/exportRequest';
import { createExporter } from '../../../../src/engine/exporters/formats';
import type { FindingFilter } from '../../../../src/shared/findingsTable';
import { openStore } from '../../../../src/engine/store/openStore';
import type { Store } from '../../../../src/engine/store/store';
import { finding as storedFinding, outcome, start } from '../store/support';
import { Scratch } from '../support';
import { MemorySink } from './support';

const never = new AbortController().signal;
const silent = (): void => undefined;

/** What makes two findings the same, as the deduplication rule has it. */
type Told = readonly [line: number, severity: string, message: string];

/** What a detector may find before the rule is applied: the same message twice on a line, with different severities. */
const found: readonly Finding[] = Array.from({ length: 40 }, (_, index): Finding[] => {
  const line = index + 1;
  const severity = severities[index % 4] ?? 'low';
  const fingerprint = `v1:${String(index % 3)}`;
  const each = storedFinding({ line, severity, message: `refused ${String(index % 5)}`, fingerprint });
  return [each, { ...each, severity: 'low' }, { ...each, severity: 'critical', message: `lost ${String(index)}`, fingerprint: 'v1:lost' }];
}).flat();

describe('an export of the store', () => {
  let scratch: Scratch;
  let store: Store;
  let analysis: Analysis;

  beforeEach(async () => {
    scratch = await Scratch.create();
    store = await openStore({ file: null, now: Date.now, program: 'cli', onProblem: (message) => assert.fail(message) });
    const writer = store.begin(start());
    const kept = deduplicate(found);
    await writer.add(kept);
    const counts = Object.fromEntries(severities.map((severity) => [severity, kept.filter((each) => each.severity === severity).length])) as Analysis['severities'];
    analysis = await writer.complete({ ...outcome, severities: counts }, null);
  });
  afterEach(async () => {
    await store.close();
    await scratch.remove();
  });

  const request = (format: FileFormat, changes: Partial<ExportRequest> = {}): ExportRequest => ({
    format,
    path: scratch.path(`out.${format}`),
    logs: [{ analysis, file: 'app.log', only: null }],
    scope: 'all',
    minSeverity: 'low',
    bom: false,
    baseDirectory: scratch.folder,
    exportId: 1,
    ...changes,
  });
  const write = async (format: FileFormat, changes: Partial<ExportRequest> = {}): Promise<string> => {
    const asked = request(format, changes);
    await exportToFile(asked, { store, onProgress: silent }, never);
    return asked.path;
  };
  const lines = async (log: Partial<ExportedLog>, changes: Partial<ExportRequest> = {}): Promise<number[]> => {
    const text = await readFile(await write('ndjson', { logs: [{ analysis, file: 'app.log', only: null, ...log }], ...changes }), 'utf8');
    return text.split('\n').slice(0, -1).map((line) => (JSON.parse(line) as Finding).line);
  };

  /** Reads an export back with a reader that is not ours. */
  const readers: Readonly<Record<'csv' | 'xlsx' | 'json' | 'ndjson' | 'sarif', (path: string) => Promise<Told[]>>> = {
    csv: async (path) => (parse(await readFile(path), { columns: true }) as unknown as Record<string, string>[]).map(({ line, severity = '', message = '' }) => [Number(line), severity, message]),
    xlsx: async (path) => {
      const workbook = new Workbook();
      await workbook.xlsx.readFile(path);
      const sheet = workbook.getWorksheet('Findings');
      assert.ok(sheet);
      return Array.from({ length: sheet.rowCount - 1 }, (_, index): Told => {
        const row = sheet.getRow(index + 2);
        return [Number(row.getCell(2).value), row.getCell(7).text, row.getCell(10).text];
      });
    },
    json: async (path) => (JSON.parse(await readFile(path, 'utf8')) as { findings: Finding[] }).findings.map(({ line, severity, message }) => [line, severity, message]),
    ndjson: async (path) =>
      (await readFile(path, 'utf8'))
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Finding)
        .map(({ line, severity, message }) => [line, severity, message]),
    sarif: async (path) => {
      interface Result {
        readonly message: { readonly text: string };
        readonly properties: { readonly severity: string };
        readonly locations: readonly { readonly physicalLocation: { readonly region: { readonly startLine: number } } }[];
      }
      const { runs } = JSON.parse(await readFile(path, 'utf8')) as { runs: { results: Result[] }[] };
      return runs.flatMap(({ results }) => results).map(({ message, properties, locations }) => [locations[0]?.physicalLocation.region.startLine ?? 0, properties.severity, message.text]);
    },
  };

  it('has in every format what the rule leaves, the store holds and the table shows', async () => {
    const expected = deduplicate(found)
      .map(({ line, severity, message }): Told => [line, severity, message])
      .sort();
    const stored = (await store.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1000 })).findings;
    assert.deepEqual(stored.map(({ line, severity, message }): Told => [line, severity, message]).sort(), expected);
    for (const [format, read] of Object.entries(readers)) assert.deepEqual((await read(await write(format as FileFormat))).sort(), expected, format);

    const table = await store.groups({ analysisId: analysis.id, minSeverity: 'low', decisions: [] });
    const count = table.reduce((sum, group) => sum + group.count, 0);
    assert.equal(count, expected.length);
    for (const format of ['html', 'md'] as const) assert.ok((await readFile(await write(format), 'utf8')).includes(`${String(count)} findings: 50 critical, 10 high, 10 medium, 10 low`), format);
  });

  it('has what a filter and a selection leave, each finding once', async () => {
    assert.deepEqual(await lines({}, { minSeverity: 'critical' }), Array.from({ length: 40 }, (_, index) => index + 1).flatMap((line) => (line % 4 === 1 ? [line, line] : [line])));
    const group = { fingerprints: ['v1:1'] };
    const one = { fingerprints: ['v1:1'], line: 2 };
    const other = { fingerprints: ['v1:2'], line: 3 };
    const ofGroup = Array.from({ length: 40 }, (_, index) => index + 1).filter((line) => line % 3 === 2);
    assert.deepEqual(await lines({ only: [group, one] }), ofGroup);
    assert.deepEqual(await lines({ only: [one, one, other] }), [2, 3]);
    assert.deepEqual(await lines({ only: [] }), []);
  });

  it('tells how far it is and leaves an entry in the audit trail', async () => {
    const told: (readonly [number, number])[] = [];
    const exported = await exportToFile(request('csv'), { store, onProgress: (read, total) => told.push([read, total]) }, never);
    assert.deepEqual(told.at(-1), [80, 80]);
    assert.deepEqual(exported, { findings: 80, bytes: (await readFile(scratch.path('out.csv'))).length });
    const [entry] = await store.auditTrail({ offset: 0, limit: 1 });
    assert.equal(entry?.action, 'exported');
  });

  it('leaves the old file and nothing beside it where it is cancelled', async () => {
    for (const format of ['csv', 'xlsx', 'html'] as const) {
      const asked = request(format);
      await writeFile(asked.path, 'old');
      const controller = new AbortController();
      await assert.rejects(exportToFile(asked, { store, onProgress: () => controller.abort() }, controller.signal), { name: 'AbortError' });
      assert.equal(await readFile(asked.path, 'utf8'), 'old');
    }
    assert.deepEqual((await readdir(scratch.folder)).sort(), ['out.csv', 'out.html', 'out.xlsx']);
  });

  it('is no half of an analysis that is deleted meanwhile, nor of one that was', async () => {
    const asked = request('csv');
    const vanishing: Pick<Store, 'findings' | 'table' | 'noteExport'> = {
      findings: async (query) => {
        const page = await store.findings(query);
        if (query.limit > 0) await store.forget('all');
        return page;
      },
      table: (query, signal) => store.table(query, signal),
      noteExport: (note) => store.noteExport(note),
    };
    await assert.rejects(exportToFile(asked, { store: vanishing, onProgress: silent }, never), /app\.log was analyzed anew or deleted/);
    await assert.rejects(exportToFile(asked, { store, onProgress: silent }, never), /app\.log was analyzed anew or deleted/);
    assert.deepEqual(await readdir(scratch.folder), []);
  });

  it('of a filter has what the table shows, in every format', async () => {
    const filter: FindingFilter = { severities: ['critical', 'high'], text: { text: 'refused [0-2]', isRegex: true, matchCase: false } };
    const { rows, total } = await store.table({ filter, sort: [{ column: 'file', descending: false }], offset: 0, limit: 1_000 }, never);
    assert.ok(total > 0 && total < found.length);
    const shown = rows.map(({ finding: { line, severity, message } }): Told => [line, severity, message]);
    for (const format of ['csv', 'xlsx', 'json', 'ndjson', 'sarif'] as const) assert.deepEqual(await readers[format](await write(format, { filter })), shown, format);
  });

  it('of a filter is no half of what is deleted meanwhile', async () => {
    const writer = store.begin({ ...start(), uri: 'file:///logs/many.log', fileName: 'many.log' });
    await writer.add(Array.from({ length: 700 }, (_, index) => storedFinding({ line: index + 1, message: `refused ${String(index)}` })));
    const many = await writer.complete(outcome, null);
    const forgetting: Pick<Store, 'findings' | 'table' | 'noteExport'> = {
      findings: (query) => store.findings(query),
      table: async (query, signal) => {
        const page = await store.table(query, signal);
        await store.forget('all');
        return page;
      },
      noteExport: (note) => store.noteExport(note),
    };
    const logs = [analysis, many].map((each): ExportedLog => ({ analysis: each, file: each.fileName, only: null }));
    await assert.rejects(exportToFile(request('csv', { logs, filter: {} }), { store: forgetting, onProgress: silent }, never), /analyzed anew or deleted/);
    assert.deepEqual(await readdir(scratch.folder), []);
  });

  it('says which file cannot be written', async () => {
    await assert.rejects(exportToFile(request('csv', { path: scratch.path('none/out.csv') }), { store, onProgress: silent }, never), /out\.csv cannot be written: its folder does not exist/);
  });

  it('goes through any exporter', async () => {
    const sink = new MemorySink();
    const told = await exportFindings([{ analysis, file: 'app.log', only: null }], await createExporter('text', sink), { store, minSeverity: 'critical' }, never);
    assert.equal(sink.bytes().toString().split('\n').length - 1, told);
  });
});
