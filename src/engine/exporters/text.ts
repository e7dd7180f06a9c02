import { ChunkWriter } from './chunkWriter';
import type { ExportedFinding, Exporter, ExportOptions, Sink } from './exporter';
import { severityPainter } from './terminal';
import { visible } from './visible';

/** One line a finding, as compilers print them: `file:line:column: severity: message [category fingerprint]`. */
export class TextExporter implements Exporter {
  private readonly out: ChunkWriter;
  private readonly paint: ReturnType<typeof severityPainter>;

  constructor(sink: Sink, { color = false }: ExportOptions) {
    this.out = new ChunkWriter(sink);
    this.paint = severityPainter(color);
  }

  async begin(): Promise<void> {
    // The format has no head.
  }

  finding(finding: ExportedFinding): Promise<void> {
    const { file, line, range, severity, message, category, fingerprint } = finding;
    const column = range.line === line ? range.start + 1 : 1;
    const place = visible(`${file}:${line}:${column}`);
    return this.out.write(`${place}: ${this.paint(severity, severity)}: ${visible(message)} [${category} ${visible(fingerprint)}]\n`);
  }

  async analysis(): Promise<void> {
    // The format has no place for what is said of a file.
  }

  end(): Promise<void> {
    return this.out.flush();
  }
}
