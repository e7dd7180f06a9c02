import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { ValueType, Workbook } from 'exceljs';
import { XMLParser } from 'fast-xml-parser';
import type { Worksheet } from 'exceljs';
import { XlsxExporter } from '../../../../src/engine/exporters/xlsx';
import { analysis, exported, finding, hostileMessages, MemorySink, unzipped } from './support';

async function read(bytes: Buffer): Promise<Workbook> {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytes as unknown as Parameters<typeof workbook.xlsx.load>[0]);
  return workbook;
}

function sheetOf(workbook: Workbook, name: string): Worksheet {
  const sheet = workbook.getWorksheet(name);
  assert.ok(sheet, name);
  return sheet;
}

describe('xlsx', () => {
  it('has the findings as typed cells under a frozen, filtered header', async () => {
    const sheet = sheetOf(await read(await exported('xlsx', [finding(), finding({ timestamp: null, level: null })])), 'Findings');
    assert.deepEqual((sheet.getRow(1).values as string[]).slice(1, 6), ['file', 'line', 'endLine', 'byteOffset', 'timestamp']);
    assert.equal(sheet.views[0]?.state, 'frozen');
    assert.equal(sheet.autoFilter, 'A1:N1');
    const row = sheet.getRow(2);
    assert.equal(row.getCell(1).value, 'app.log');
    assert.equal(row.getCell(2).value, 7);
    assert.deepEqual(row.getCell(5).value, new Date(Date.UTC(2026, 10, 22, 10, 0, 0, 125)));
    assert.equal(row.getCell(7).value, 'high');
    assert.equal(row.getCell(7).fill.type, 'pattern');
    assert.equal(row.getCell(9).value, 0.9);
    assert.equal(row.getCell(10).value, 'connect ECONNREFUSED 10.0.0.7:5432');
    assert.equal(sheet.getRow(3).getCell(5).value, null);
  });

  it('keeps formulas as strings, and texts to what a cell and XML can hold', async () => {
    const sheet = sheetOf(await read(await exported('xlsx', hostileMessages.map((message) => finding({ message })))), 'Findings');
    const cells = hostileMessages.map((_, index) => sheet.getRow(index + 2).getCell(10));
    for (const cell of cells) {
      assert.notEqual(cell.type, ValueType.Formula);
      assert.ok(cell.value === null || typeof cell.value === 'string');
      assert.ok(cell.text.length <= 32_767);
    }
    const texts = cells.map(({ text }) => text);
    assert.ok(texts.includes('=HYPERLINK("https://evil.example","x")'));
    assert.ok(texts.includes('-2+3'));
    for (const cell of cells) if (/^[=+\-@]/.test(cell.text)) assert.equal(cell.numFmt, '@');
    assert.ok(texts.includes('\\x1b[2J\\x1b]0;title\\x07cleared'));
    assert.ok(texts.includes('half \ufffd pair'));
    assert.ok(texts.includes('<script>alert(1)</script><img src=x onerror=alert(2)>'));
  });

  it('keeps what reads like the number of a character from becoming one', async () => {
    const sheet = sheetOf(await read(await exported('xlsx', [finding({ message: 'a _x0009_ b _x001b_ c_x12' })])), 'Findings');
    assert.equal(sheet.getRow(2).getCell(10).value, 'a _x005F_x0009_ b _x005F_x001b_ c_x12');
  });

  it('is XML that an independent reader takes, whatever a log says', async () => {
    const nasty = [...hostileMessages, 'no \ufffe \uffff character', '\udc00\ud800', '\u{10ffff}', ']]>', '<!--', '&#0;', '&lt;'];
    const bytes = await exported('xlsx', nasty.map((message) => finding({ message, template: message, file: message })), {}, { notes: nasty.map((text) => ({ line: null, text })) });
    const parts = unzipped(bytes);
    const { worksheet } = new XMLParser().parse(parts.get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? '') as { worksheet: { sheetData: { row: unknown[] } } };
    assert.equal(worksheet.sheetData.row.length, nasty.length + 1);
    for (const [name, part] of parts) {
      const xml = part.toString('utf8');
      // No character that XML forbids, no formula, nothing that is loaded from elsewhere.
      assert.doesNotMatch(xml, /[^\P{Cc}\t\r\n]|[\p{Surrogate}\ufffe\uffff]|<f[ >]|<hyperlink|TargetMode="External"/u, name);
    }
  });

  it('writes times that a spreadsheet has no date for as text', async () => {
    const sheet = sheetOf(await read(await exported('xlsx', [finding({ timestamp: Date.UTC(1850, 0, 1) })])), 'Findings');
    assert.equal(sheet.getRow(2).getCell(5).value, '1850-01-01T00:00:00.000Z');
  });

  it('goes on on a further sheet where one is full', async () => {
    const sink = new MemorySink();
    const exporter = new XlsxExporter(sink, 2);
    await exporter.begin();
    for (let line = 1; line <= 5; line++) await exporter.finding(finding({ line }));
    await exporter.analysis(analysis(), 'app.log');
    await exporter.end();
    const workbook = await read(sink.bytes());
    assert.deepEqual(
      workbook.worksheets.map(({ name, rowCount }) => [name, rowCount]).slice(0, 3),
      [
        ['Findings', 3],
        ['Findings 2', 3],
        ['Findings 3', 2],
      ],
    );
    assert.equal(sheetOf(workbook, 'Findings 3').getRow(2).getCell(2).value, 5);
  });

  it('ends with a summary of counts and groups', async () => {
    const sheet = sheetOf(await read(await exported('xlsx', [finding(), finding({ line: 9 })], {}, { notes: [{ line: 4, text: '=note' }] })), 'Summary');
    const rows = Array.from({ length: sheet.rowCount }, (_, index) => (sheet.getRow(index + 1).values as unknown[]).slice(1, 5));
    assert.deepEqual(rows[0]?.slice(0, 2), ['Files', 1]);
    assert.deepEqual(rows[4]?.slice(0, 2), ['high', 2]);
    assert.deepEqual(rows[7], ['Note', 'app.log:4: =note']);
    assert.deepEqual(rows.at(-1), ['high', 2, 'network', 'lines 7–9']);
  });

  it('rejects where its sink does, and leaves no error unheard', async () => {
    const full = { write: () => Promise.reject(new Error('disk full')) };
    const exporter = new XlsxExporter(full);
    await exporter.begin();
    await assert.rejects(async () => {
      for (let line = 1; line <= 1000; line++) await exporter.finding(finding({ line }));
      await exporter.end();
    }, /disk full/);
  });
});
