import { ChunkWriter } from './chunkWriter';
import type { ExportedFinding, Exporter, ExportOptions, Sink } from './exporter';
import { inert } from './formulas';
import { rowKeys, toJson, toRow } from './row';
import { printable } from './visible';

const needsQuotes = /[",\r\n]|^\s|\s$/;

function cell(value: string | number | object | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : toJson(value);
  const shown = printable(inert(text));
  return needsQuotes.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/**
 * RFC 4180 with a header, one finding a row, the columns of NDJSON; `evidence` is JSON. Where a spreadsheet
 * would run a text as a formula, an apostrophe stands before it; controls other than tab and line breaks are written as `\x1b`.
 */
export class CsvExporter implements Exporter {
  private readonly out: ChunkWriter;
  private readonly mark: string;

  constructor(sink: Sink, { bom = false }: ExportOptions) {
    this.out = new ChunkWriter(sink);
    this.mark = bom ? '\ufeff' : '';
  }

  begin(): Promise<void> {
    return this.out.write(`${this.mark}${rowKeys.join(',')}\r\n`);
  }

  finding(finding: ExportedFinding): Promise<void> {
    const row = toRow(finding);
    return this.out.write(`${rowKeys.map((key) => cell(row[key] ?? null)).join(',')}\r\n`);
  }

  async analysis(): Promise<void> {
    // A row is a finding; what is said of a file has no place.
  }

  end(): Promise<void> {
    return this.out.flush();
  }
}
