import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Analysis } from '../core/analysis';
import { atLeast, severities, type Finding, type Severity } from '../core/finding';
import { rulesVersion } from '../core/rules/rules';
import { createExporter, exportFormats, type ExportFormat } from '../engine/exporters/formats';
import type { Exporter } from '../engine/exporters/exporter';
import { FileSink } from '../engine/exporters/fileSink';
import { StreamSink } from '../engine/exporters/streamSink';
import { readLog } from '../engine/readLog';
import { openSource } from '../engine/sources';
import { openStore } from '../engine/store/openStore';
import type { AnalysisOutcome, Store } from '../engine/store/store';
import { expandPaths } from './files';
import { storePath } from './storePath';
import { UsageError } from './usage';

interface ScanOptions {
  readonly format: ExportFormat;
  readonly output: string | undefined;
  readonly minSeverity: Severity;
  readonly failOn: Severity | undefined;
  readonly stats: boolean;
  readonly store: string | undefined;
  readonly paths: readonly string[];
}

interface Totals {
  bytes: number;
  lines: number;
  records: number;
  readonly findings: Record<Severity, number>;
}

/** `stacklens scan`; returns the exit code. */
export async function scan(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args);
  const { files, missing } = await expandPaths(options.paths);
  const failures = missing.map((name) => `${name} does not exist. Check the path.`);
  const started = performance.now();
  const totals: Totals = { bytes: 0, lines: 0, records: 0, findings: { critical: 0, high: 0, medium: 0, low: 0 } };
  const store = options.store === undefined ? null : await openStore({ file: options.store, now: Date.now, onProblem: complain });
  const file = options.output === undefined ? null : await FileSink.open(options.output);
  try {
    const exporter = await createExporter(options.format, file ?? new StreamSink(process.stdout), { color: options.output === undefined && process.stdout.isTTY, ...(process.stdout.columns ? { width: process.stdout.columns } : {}) });
    await exporter.begin();
    for (const name of files) {
      try {
        await scanFile(name, options.minSeverity, exporter, store, totals, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    await exporter.end();
    await file?.commit();
  } catch (error) {
    await file?.abort();
    throw error;
  } finally {
    await store?.close();
  }
  failures.forEach(complain);
  if (options.stats) writeStats(totals, (performance.now() - started) / 1000);
  if (failures.length > 0) return 2;
  const { failOn } = options;
  return failOn !== undefined && severities.some((severity) => atLeast(severity, failOn) && totals.findings[severity] > 0) ? 1 : 0;
}

async function scanFile(file: string, minSeverity: Severity, exporter: Exporter, store: Store | null, totals: Totals, signal: AbortSignal): Promise<void> {
  const absolute = path.resolve(file);
  const uri = pathToFileURL(absolute).href;
  const source = await openSource({ kind: 'file', uri, path: absolute });
  try {
    const startedAt = Date.now();
    const start = { uri, fileName: source.fileName, startedAt, rulesVersion };
    const writer = store?.begin({ ...start, identity: source.identity, settingsHash: 'cli' });
    const reading = readLog(source, { patterns: [], lineBreaks: 'lf', everyRecord: false, now: startedAt }, signal);
    let step = await reading.next();
    for (; step.done !== true; step = await reading.next()) {
      const { findings } = step.value;
      if (findings.length > 0) await writer?.add(findings);
      for (const finding of findings) await report(finding, file, minSeverity, exporter);
    }
    const { summary } = step.value;
    const outcome: AnalysisOutcome = { ...summary, size: source.identity.size, encoding: source.encoding, duration: Date.now() - startedAt };
    const analysis: Analysis = (await writer?.complete(outcome, null)) ?? { ...outcome, ...start, id: 0, status: 'completed', reason: null };
    await exporter.analysis(analysis, file);
    totals.bytes += source.identity.size;
    totals.lines += summary.lines;
    totals.records += summary.records;
    for (const severity of severities) totals.findings[severity] += summary.severities[severity];
  } finally {
    await source.close();
  }
}

async function report(finding: Finding, file: string, minSeverity: Severity, exporter: Exporter): Promise<void> {
  if (atLeast(finding.severity, minSeverity)) await exporter.finding({ ...finding, file });
}

function readOptions(args: readonly string[]): ScanOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'summary' },
      output: { type: 'string' },
      'min-severity': { type: 'string', default: 'low' },
      'fail-on': { type: 'string' },
      threads: { type: 'string' },
      stats: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      store: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new UsageError('Name at least one file, folder or glob to scan.');
  if (values.threads !== undefined && !/^[1-9]\d*$/.test(values.threads)) throw new UsageError('--threads takes a number from 1.');
  const format = oneOf('--format', values.format, exportFormats);
  if (format === 'xlsx' && values.output === undefined) throw new UsageError('--format xlsx needs --output FILE.');
  return {
    format,
    output: values.output,
    minSeverity: oneOf('--min-severity', values['min-severity'], severities),
    failOn: values['fail-on'] === undefined ? undefined : oneOf('--fail-on', values['fail-on'], severities),
    stats: values.stats,
    store: values.save ? storePath(values.store, process.env) : undefined,
    paths: positionals,
  };
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} takes one of: ${allowed.join(', ')}.`);
  return found;
}

function complain(message: string): void {
  process.stderr.write(`stacklens: ${message}\n`);
}

function writeStats({ bytes, lines, records, findings }: Totals, seconds: number): void {
  const rounded = Math.round(seconds * 1e4) / 1e4;
  process.stderr.write(`${JSON.stringify({ bytes, lines, records, findings, seconds: rounded, mbPerSecond: Math.round(bytes / 1e4 / seconds) / 100 })}\n`);
}
