import { setImmediate as nextTurn } from 'node:timers/promises';
import { severities, type Finding, type Severity } from '../../core/finding';
import type { FindingFilter } from '../../shared/findingsTable';
import type { FindingsQuery } from '../api';
import type { Store } from '../store/store';
import type { Exporter } from './exporter';
import type { Exported, ExportedLog, ExportRequest, FindingChoice } from './exportRequest';
import { openFile } from './fileSink';
import { createExporter } from './formats';

/** Findings that are asked of the store at a time: those of long messages are large. */
const pageSize = 500;

interface StoredFindings {
  readonly store: Pick<Store, 'findings'>;
  readonly minSeverity: Severity;
  /** Told how many findings have been read, of all that are to be. */
  readonly onProgress?: (read: number, total: number) => void;
}

/**
 * Exports findings of the store to a file, which appears, or replaces the one of its name, when it is complete, and
 * keeps in the store that it did. Cancelled or failed, the folder is as it was.
 */
export async function exportToFile(
  { format, path, logs, filter, scope, minSeverity, bom, baseDirectory }: ExportRequest,
  { store, onProgress }: { readonly store: Pick<Store, 'findings' | 'table' | 'noteExport'>; readonly onProgress: (read: number, total: number) => void },
  signal: AbortSignal,
): Promise<Exported> {
  const sink = await openFile(path);
  let findings: number;
  try {
    const exporter = await createExporter(format, sink, { bom, baseDirectory });
    findings = filter ? await exportMatching(filter, logs, exporter, { store, onProgress }, signal) : await exportFindings(logs, exporter, { store, minSeverity, onProgress }, signal);
    signal.throwIfAborted();
    await sink.commit();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  await store.noteExport({ format, target: path, scope, findings });
  return { findings, bytes: sink.bytes };
}

/**
 * Lets an exporter tell what the store has of some analyses, one after the other, their findings as they stand in the
 * file; returns how many findings that were. Rejects with the signal's reason, and where an analysis has been replaced
 * or forgotten meanwhile: what an export holds is whole.
 */
export async function exportFindings(logs: readonly ExportedLog[], exporter: Exporter, { store, minSeverity, onProgress }: StoredFindings, signal: AbortSignal): Promise<number> {
  const plans = logs.map((log) => ({ log, query: queryOf(log, minSeverity) }));
  let total = 0;
  for (const { query } of plans) total += (await store.findings({ ...query, offset: 0, limit: 0 })).total;
  let read = 0;
  let told = 0;
  await exporter.begin();
  for (const { log, query } of plans) {
    if (!(await isThere(log, store))) throw replaced(log);
    for await (const page of pages(log, query, store)) {
      for (const finding of page) {
        if (log.only !== null && !log.only.some((choice) => takes(choice, finding))) continue;
        signal.throwIfAborted();
        await exporter.finding({ ...finding, file: log.file });
        told++;
      }
      read += page.length;
      onProgress?.(read, total);
      // A cancellation comes as a message, for which there is no turn where nothing has to be waited for.
      await nextTurn();
      signal.throwIfAborted();
    }
    if (!(await isThere(log, store))) throw replaced(log);
    await exporter.analysis(log.analysis, log.file);
  }
  await exporter.end();
  return told;
}

/** The same of what a filter lets through. */
async function exportMatching(
  filter: FindingFilter,
  logs: readonly ExportedLog[],
  exporter: Exporter,
  { store, onProgress }: { readonly store: Pick<Store, 'table'>; readonly onProgress: (read: number, total: number) => void },
  signal: AbortSignal,
): Promise<number> {
  const known = new Map(logs.map((log) => [log.analysis.id, log]));
  let open: ExportedLog | null = null;
  let told = 0;
  await exporter.begin();
  for (let [offset, expected] = [0, Number.POSITIVE_INFINITY]; offset < expected; ) {
    const { rows, total } = await store.table({ filter, sort: [{ column: 'file', descending: false }], offset, limit: pageSize }, signal);
    if (expected !== Number.POSITIVE_INFINITY && (total !== expected || rows.length === 0)) throw new Error('Logs were analyzed anew or deleted while their findings were exported. Export them again.');
    expected = total;
    offset += rows.length;
    for (const { analysisId, finding } of rows) {
      const log = known.get(analysisId);
      if (!log) continue;
      if (open && open !== log) await exporter.analysis(open.analysis, open.file);
      open = log;
      await exporter.finding({ ...finding, file: log.file });
      told++;
    }
    onProgress(offset, total);
    // As above.
    await nextTurn();
    signal.throwIfAborted();
  }
  if (open) await exporter.analysis(open.analysis, open.file);
  await exporter.end();
  return told;
}

type WholeQuery = Omit<FindingsQuery, 'offset' | 'limit'>;

function queryOf({ analysis, only }: ExportedLog, minSeverity: Severity): WholeQuery {
  const query: WholeQuery = { analysisId: analysis.id, minSeverity, order: 'line' };
  if (only === null) return query;
  const fingerprints = [...new Set(only.flatMap((choice) => choice.fingerprints))];
  const lines = only.flatMap(({ line }) => line ?? []);
  // Where single lines were chosen and nothing else, what lies around them all need not be read.
  const stretch = lines.length > 0 && lines.length === only.length ? { lines: { from: Math.min(...lines), to: Math.max(...lines) } } : {};
  return { ...query, fingerprints, ...stretch };
}

async function* pages(log: ExportedLog, query: WholeQuery, store: StoredFindings['store']): AsyncGenerator<readonly Finding[]> {
  let expected: number | null = null;
  for (let offset = 0; offset < (expected ?? Number.POSITIVE_INFINITY); ) {
    const { findings, total } = await store.findings({ ...query, offset, limit: pageSize });
    if (total !== (expected ?? total)) throw replaced(log);
    expected = total;
    offset += findings.length;
    yield findings;
  }
}

function takes({ fingerprints, line }: FindingChoice, finding: Finding): boolean {
  return (line === undefined || line === finding.line) && fingerprints.includes(finding.fingerprint);
}

/** An analysis that found something, but of which the store has nothing any more, is gone. */
async function isThere({ analysis }: ExportedLog, store: StoredFindings['store']): Promise<boolean> {
  if (severities.every((severity) => analysis.severities[severity] === 0)) return true;
  return (await store.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 0 })).total > 0;
}

function replaced({ file }: ExportedLog): Error {
  return new Error(`${file} was analyzed anew or deleted while it was exported. Export it again.`);
}
