import type { Analysis } from '../core/analysis';
import type { Severity } from '../core/finding';
import type { Exporter } from './exporters/exporter';
import type { Store } from './store/store';

/** Findings read from the store in one go. */
const pageSize = 5_000;

interface StoredExport {
  readonly minSeverity: Severity;
  /** What an export calls a file, by its URI. */
  readonly fileOf: (uri: string) => string;
}

/** Writes stored analyses, one after the other, with their findings as they stand in the file; how many findings that were. Throws the signal's reason. */
export async function exportStored(store: Store, analyses: readonly Analysis[], exporter: Exporter, { minSeverity, fileOf }: StoredExport, signal: AbortSignal): Promise<number> {
  let written = 0;
  await exporter.begin();
  for (const analysis of analyses) {
    const file = fileOf(analysis.uri);
    for (let offset = 0; ; ) {
      signal.throwIfAborted();
      const { findings } = await store.findings({ analysisId: analysis.id, minSeverity, order: 'line', offset, limit: pageSize });
      for (const finding of findings) await exporter.finding({ ...finding, file });
      offset += findings.length;
      if (findings.length < pageSize) {
        written += offset;
        break;
      }
    }
    await exporter.analysis(analysis, file);
  }
  await exporter.end();
  return written;
}
