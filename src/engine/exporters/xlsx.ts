import { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stream as excelStream } from 'exceljs';
import type { Column, Row as SheetRow, Style, Worksheet } from 'exceljs';
import type { Analysis } from '../../core/analysis';
import { severities } from '../../core/finding';
import type { Severity } from '../../core/finding';
import type { ExportedFinding, Exporter, Sink } from './exporter';
import { looksLikeFormula } from './formulas';
import { isoTime, rowKeys, toJson, toRow } from './row';
import { Tally } from './tally';
import { tool } from './tool';
import { cut, printable } from './visible';
import { noteText, places } from './wording';

/** A sheet has 1,048,576 rows; the first is the header. */
const ROWS_PER_SHEET = 1_048_575;
/** Rows between two pauses in which what was written is compressed and handed on. */
const ROWS_PER_TURN = 64;
/** The longest text a cell may hold. */
const CELL_LENGTH = 32_767;
const MOST_GROUPS = 5000;
/** Spreadsheets know no days before 1900, and count wrongly in its first two months. */
const FIRST_DAY = Date.UTC(1900, 2, 1);
const LAST_DAY = Date.UTC(9999, 11, 31);

const widths: Readonly<Record<string, number>> = { file: 30, timestamp: 24, message: 80, template: 50, fingerprint: 24, evidence: 30 };
const SEVERITY_COLUMN = rowKeys.indexOf('severity') + 1;
const TIME_COLUMN = rowKeys.indexOf('timestamp') + 1;

/** Text a cell can hold: always a string to the spreadsheet, without what XML forbids. */
function cellText(text: string): string {
  const shown = cut(printable(text).replace(/[\ufffe\uffff]/g, '\ufffd'), CELL_LENGTH);
  // The file format would take these for characters by their numbers, controls among them.
  return shown.replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_');
}

function cellTime(time: number | null): Date | string | null {
  return time !== null && time >= FIRST_DAY && time <= LAST_DAY ? new Date(time) : isoTime(time);
}

function filled(argb: string): Partial<Style> {
  return { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb } } };
}

/** The styles of one workbook: cells that share an object are written faster, as the library knows it again. */
class Styles {
  readonly heading: Partial<Style> = { font: { bold: true } };
  /** Text stays text, even where somebody edits the cell. */
  readonly text: Partial<Style> = { numFmt: '@' };
  readonly time: Partial<Style> = { numFmt: 'yyyy-mm-dd hh:mm:ss.000' };
  readonly severity: Readonly<Record<Severity, Partial<Style>>> = {
    critical: filled('FFF4A6A6'),
    high: filled('FFF9CFC4'),
    medium: filled('FFFDECC0'),
    low: filled('FFD8ECF8'),
  };
}

/** The library's archiver calls a constructor that Node has deprecated, and Node would tell the user. */
function withoutDeprecationWarnings<T>(action: () => T): T {
  const before: unknown = Reflect.get(process, 'noDeprecation');
  Reflect.set(process, 'noDeprecation', true);
  try {
    return action();
  } finally {
    Reflect.set(process, 'noDeprecation', before);
  }
}

/** Hands what is written to it to the sink, one chunk after the other; remembers why it failed. */
class SinkStream extends Writable {
  failure: Error | null = null;

  constructor(private readonly sink: Sink) {
    super();
    this.on('error', (error) => (this.failure = error));
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    this.sink.write(chunk).then(
      () => done(),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

/**
 * An Office Open XML workbook: findings with the columns of NDJSON (on further sheets where one is full), then a
 * summary. Rows leave memory as they are written.
 */
export class XlsxExporter implements Exporter {
  private readonly tally = new Tally();
  private readonly output: SinkStream;
  private readonly workbook: excelStream.xlsx.WorkbookWriter;
  private readonly styles = new Styles();
  private sheet: Worksheet | null = null;
  private sheets = 0;
  private rows = 0;

  constructor(
    sink: Sink,
    private readonly rowsPerSheet = ROWS_PER_SHEET,
  ) {
    this.output = new SinkStream(sink);
    this.workbook = withoutDeprecationWarnings(
      () => new excelStream.xlsx.WorkbookWriter({ stream: this.output, useStyles: true, useSharedStrings: false }),
    );
    this.workbook.creator = tool.name;
  }

  begin(): Promise<void> {
    this.sheet = this.findingsSheet();
    return Promise.resolve();
  }

  async finding(finding: ExportedFinding): Promise<void> {
    this.tally.addFinding(finding);
    if (!this.sheet || this.rows === this.rowsPerSheet) {
      this.sheet?.commit();
      this.sheet = this.findingsSheet();
    }
    this.rows++;
    this.addFinding(this.sheet, finding);
    if (this.rows % ROWS_PER_TURN === 0) await this.drain();
  }

  analysis(analysis: Analysis, file: string): Promise<void> {
    this.tally.addAnalysis(analysis, file);
    return Promise.resolve();
  }

  async end(): Promise<void> {
    this.sheet?.commit();
    await this.writeSummary();
    const failed = new Promise<never>((_, reject) => this.output.once('error', reject));
    if (this.output.failure) throw this.output.failure;
    await Promise.race([this.workbook.commit(), failed]);
  }

  private findingsSheet(): Worksheet {
    this.sheets++;
    this.rows = 0;
    const sheet = this.workbook.addWorksheet(this.sheets === 1 ? 'Findings' : `Findings ${this.sheets}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    });
    const columns = rowKeys.map((key): Partial<Column> => ({ header: key, key, width: widths[key] ?? 12 }));
    sheet.columns = columns;
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
    this.asHeading(sheet.getRow(1)).commit();
    return sheet;
  }

  private addFinding(sheet: Worksheet, finding: ExportedFinding): void {
    const row = toRow(finding);
    const values = rowKeys.map((key) => {
      const value = row[key] ?? null;
      if (value === null || typeof value === 'number') return value;
      return cellText(typeof value === 'string' ? value : toJson(value));
    });
    const added = sheet.addRow(values);
    for (const [index, value] of values.entries()) if (typeof value === 'string' && looksLikeFormula(value)) added.getCell(index + 1).style = this.styles.text;
    this.setTime(added, TIME_COLUMN, finding.timestamp);
    added.getCell(SEVERITY_COLUMN).style = this.styles.severity[finding.severity];
    added.commit();
  }

  private async writeSummary(): Promise<void> {
    const sheet = this.workbook.addWorksheet('Summary');
    sheet.columns = [14, 12, 14, 40, 24, 24, 80, 24].map((width) => ({ width }));
    const { tally } = this;
    sheet.addRow(['Files', tally.files]).commit();
    sheet.addRow(['Lines', tally.lines]).commit();
    sheet.addRow(['Records', tally.records]).commit();
    for (const severity of severities) {
      const row = sheet.addRow([severity, tally.counts[severity]]);
      row.getCell(1).style = this.styles.severity[severity];
      row.commit();
    }
    for (const note of tally.notes) sheet.addRow(['Note', cellText(noteText(note))]).commit();
    sheet.addRow([]).commit();
    this.asHeading(sheet.addRow(['severity', 'count', 'category', 'where', 'first (UTC)', 'last (UTC)', 'message', 'fingerprint'])).commit();
    for (const [index, group] of tally.groups().slice(0, MOST_GROUPS).entries()) {
      const { severity, count, category, firstTime, lastTime, message, fingerprint } = group;
      const where = cellText(places(group, tally.files > 1));
      const row = sheet.addRow([severity, count, category, where, null, null, cellText(message), cellText(fingerprint)]);
      row.getCell(1).style = this.styles.severity[severity];
      this.setTime(row, 5, firstTime);
      this.setTime(row, 6, lastTime);
      row.commit();
      if (index % ROWS_PER_TURN === 0) await this.drain();
    }
    sheet.commit();
  }

  /** Lets the compressor and the sink catch up: the library itself never says that it is full. */
  private async drain(): Promise<void> {
    await nextTurn();
    while (this.output.writableLength > 0 && !this.output.failure) await nextTurn();
    if (this.output.failure) throw this.output.failure;
  }

  private setTime(row: SheetRow, column: number, time: number | null): void {
    if (time === null) return;
    const cell = row.getCell(column);
    cell.value = cellTime(time);
    cell.style = this.styles.time;
  }

  private asHeading(row: SheetRow): SheetRow {
    row.eachCell((cell) => (cell.style = this.styles.heading));
    return row;
  }
}
