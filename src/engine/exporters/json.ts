import type { Analysis } from '../../core/analysis';
import { ChunkWriter } from './chunkWriter';
import type { ExportedFinding, Exporter, Sink } from './exporter';
import { toJson, toRow } from './row';
import { tool } from './tool';

const FORMAT_VERSION = 1;

/** One document: `version`, `tool`, `findings` (as NDJSON has them) and `analyses`, each with the `file` it is of. */
export class JsonExporter implements Exporter {
  private readonly out: ChunkWriter;
  private readonly analyses: string[] = [];
  private any = false;

  constructor(sink: Sink) {
    this.out = new ChunkWriter(sink);
  }

  begin(): Promise<void> {
    return this.out.write(`{"version":${FORMAT_VERSION},"tool":${toJson(tool)},"findings":[`);
  }

  finding(finding: ExportedFinding): Promise<void> {
    const separator = this.any ? ',\n' : '\n';
    this.any = true;
    return this.out.write(`${separator}${toJson(toRow(finding))}`);
  }

  analysis(analysis: Analysis, file: string): Promise<void> {
    this.analyses.push(toJson({ file, ...analysis }));
    return Promise.resolve();
  }

  async end(): Promise<void> {
    // What is known of a file is complete only after its findings, so it stands behind them.
    await this.out.write(`\n],"analyses":[\n${this.analyses.join(',\n')}\n]}\n`);
    await this.out.flush();
  }
}
