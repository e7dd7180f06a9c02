import { ChunkWriter } from './chunkWriter';
import type { ExportedFinding, Exporter, Sink } from './exporter';
import { toJson, toRow } from './row';

/** One JSON object a line and finding; the keys are those of `Row`, in its order. */
export class NdjsonExporter implements Exporter {
  private readonly out: ChunkWriter;

  constructor(sink: Sink) {
    this.out = new ChunkWriter(sink);
  }

  async begin(): Promise<void> {
    // The format has no head.
  }

  finding(finding: ExportedFinding): Promise<void> {
    return this.out.write(`${toJson(toRow(finding))}\n`);
  }

  async analysis(): Promise<void> {
    // The format has no place for what is said of a file.
  }

  end(): Promise<void> {
    return this.out.flush();
  }
}
