import { CsvExporter } from './csv';
import type { ExportOptions, Exporter, Sink } from './exporter';
import { HtmlExporter } from './html';
import { JsonExporter } from './json';
import { MarkdownExporter } from './markdown';
import { NdjsonExporter } from './ndjson';
import { SarifExporter } from './sarif';
import { SummaryExporter } from './summary';
import { TextExporter } from './text';

export const exportFormats = ['summary', 'text', 'json', 'ndjson', 'csv', 'xlsx', 'sarif', 'html', 'md'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The exporter of a format, writing to `sink`. Rejects only where the code of a format cannot be loaded. */
export async function createExporter(format: ExportFormat, sink: Sink, options: ExportOptions = {}): Promise<Exporter> {
  switch (format) {
    case 'summary':
      return new SummaryExporter(sink, options);
    case 'text':
      return new TextExporter(sink, options);
    case 'json':
      return new JsonExporter(sink);
    case 'ndjson':
      return new NdjsonExporter(sink);
    case 'csv':
      return new CsvExporter(sink, options);
    case 'xlsx': {
      // Loaded when it is asked for: exceljs is large.
      const { XlsxExporter } = await import('./xlsx');
      return new XlsxExporter(sink);
    }
    case 'sarif':
      return new SarifExporter(sink, options);
    case 'html':
      return new HtmlExporter(sink, options);
    case 'md':
      return new MarkdownExporter(sink, options);
  }
}
