import type { Analysis } from '../../core/analysis';
import { ChunkWriter } from './chunkWriter';
import { TimeZone } from '../../core/time/zones';
import type { ExportedFinding, Exporter, ExportOptions, Sink } from './exporter';
import { Tally } from './tally';

/** An exporter that only counts until the last finding has come: a report begins with what is known at the end. */
export abstract class ReportExporter implements Exporter {
  protected readonly out: ChunkWriter;
  protected readonly tally = new Tally();

  protected readonly zone: TimeZone;

  constructor(sink: Sink, { zone = new TimeZone('UTC') }: ExportOptions) {
    this.zone = zone;
    this.out = new ChunkWriter(sink);
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  finding(finding: ExportedFinding): Promise<void> {
    this.tally.addFinding(finding);
    return Promise.resolve();
  }

  analysis(analysis: Analysis, file: string): Promise<void> {
    this.tally.addAnalysis(analysis, file);
    return Promise.resolve();
  }

  async end(): Promise<void> {
    await this.writeReport();
    await this.out.flush();
  }

  protected abstract writeReport(): Promise<void>;
}
