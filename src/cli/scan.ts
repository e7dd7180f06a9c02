import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Analysis } from '../core/analysis';
import { atLeast, severities, type Severity } from '../core/finding';
import type { PipelineSummary } from '../core/pipeline';
import { TimeZone } from '../core/time/zones';
import { rulesVersion } from '../core/rules/rules';
import type { Reading } from '../engine/api';
import { createExporter, exportFormats, type ExportFormat } from '../engine/exporters/formats';
import type { Exporter } from '../engine/exporters/exporter';
import { fileUri } from '../engine/fileUri';
import { readLog } from '../engine/readLog';
import type { Threads } from '../engine/scan/scanInRanges';
import { isRemoteAddress } from '../engine/remote/address';
import { openSource, type OpenSource } from '../engine/sources';
import { type AnalysisOutcome, type Store, StoreError } from '../engine/store/store';
import type { Classifier } from '../ml/classifier';
import { oneOf } from './choice';
import { ignoredHere, ScanCorrections } from './corrected';
import { familiesOf, scanFamily } from './family';
import { expandPaths } from '../engine/logFiles';
import { installedModel } from './installedModel';
import { openRemoteLog, remoteChoice, remoteOptions, type RemoteChoice } from './remote';
import { complainOfFormats, readingOptions, readingWith } from './reading';
import { complain, messageOf, openOutput } from './output';
import { openNamedDatabase, storeOn } from './namedStore';
import { isInShard, shardOption, type Shard } from './shard';
import { storePath } from './storePath';
import { UsageError } from './usage';
import { zoneOption } from './zones';

/** Threads that a scan takes unless it is told how many: beyond these the disk is what it waits for. */
const mostThreads = 4;

interface ScanOptions {
  readonly format: ExportFormat;
  readonly output: string | undefined;
  readonly bom: boolean;
  readonly minSeverity: Severity;
  readonly failOn: Severity | undefined;
  readonly stats: boolean;
  readonly reading: Reading;
  /** Zone of the times in reports. */
  readonly zone: TimeZone;
  readonly store: string | undefined;
  /** The store with what users say of findings; nothing of it counts where absent. */
  readonly correctedBy: string | undefined;
  /** The store whose model says what findings are about; the usual one where absent. */
  readonly modelsOf: string | undefined;
  readonly threads: Threads;
  readonly paths: readonly string[];
  /** Addresses of logs that other engines keep. */
  readonly addresses: readonly string[];
  readonly remote: RemoteChoice;
  /** Whether files are read with the others that were rotated with them. */
  readonly family: boolean;
  /** The part of the files that is scanned; undefined scans all. */
  readonly shard: Shard | undefined;
}

interface Totals {
  bytes: number;
  lines: number;
  records: number;
  readonly findings: Record<Severity, number>;
}

/** What the files of one scan share. */
export interface ScanRun {
  readonly reading: Reading;
  /** Says what findings are about. */
  readonly classifier: Classifier;
  readonly minSeverity: Severity;
  readonly exporter: Exporter;
  readonly store: Store | null;
  readonly threads: Threads;
  readonly totals: Totals;
  readonly corrections: ScanCorrections;
  /** Whether analyses take the place of those that were made of the same content: a part may be scanned again. */
  readonly replacesSame: boolean;
}

/** `stacklens scan`; returns the exit code. */
export async function scan(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = await readOptions(args);
  const { files: named, missing } = await expandPaths(options.paths, options.reading.formats);
  const { shard } = options;
  const files = shard === undefined ? named : named.filter((file) => isInShard(file, shard));
  const failures = missing.map((name) => `${name} does not exist. Check the path.`);
  const started = performance.now();
  const totals: Totals = { bytes: 0, lines: 0, records: 0, findings: { critical: 0, high: 0, medium: 0, low: 0 } };
  const output = await openOutput(options.output);
  let store: Store | null = null;
  let isSaved: boolean;
  try {
    if (options.store !== undefined) store = storeOn(await openNamedDatabase(options.store));
    const exporter = await createExporter(options.format, output.sink, { ...output.terminal, zone: options.zone, bom: options.bom });
    // Where nobody reads any more, only what is kept or counted is worth the rest of the work.
    const forReader = store === null && options.failOn === undefined && !options.stats;
    const until = forReader ? AbortSignal.any([signal, output.readerGone]) : signal;
    await exporter.begin();
    const corrections = await correctionsFor(options, store);
    const classifier = await installedModel(options.modelsOf);
    const run: ScanRun = { reading: corrections.reading(options.reading), classifier, corrections, minSeverity: options.minSeverity, exporter, store, threads: options.threads, totals, replacesSame: shard !== undefined };
    const scans = [
      ...(options.family ? (await familiesOf(files)).map((family) => () => scanFamily(family, run, until)) : files.map((file) => () => scanFile(file, run, until))),
      ...options.addresses.map((address) => () => scanSource(address, () => openRemoteLog(address, options.remote, until), run, until)),
    ];
    for (const each of scans) {
      try {
        failures.push(...(await each()));
      } catch (error) {
        if (signal.aborted) throw error;
        if (until.aborted) break;
        failures.push(messageOf(error));
      }
    }
    await exporter.end();
    await output.commit();
    if (options.output !== undefined) await store?.noteExport({ format: options.format, target: path.resolve(options.output), scope: 'scan', findings: countOf(totals, options.minSeverity) });
    isSaved = await isOnDisk(store);
  } catch (error) {
    await output.abort();
    throw error;
  } finally {
    await store?.close();
  }
  failures.forEach(complain);
  if (options.stats) writeStats(totals, (performance.now() - started) / 1000);
  if (failures.length > 0 || !isSaved) return 2;
  const { failOn } = options;
  return failOn !== undefined && severities.some((severity) => atLeast(severity, failOn) && totals.findings[severity] > 0) ? 1 : 0;
}

async function correctionsFor({ correctedBy }: ScanOptions, open: Store | null): Promise<ScanCorrections> {
  const ignored = await ignoredHere();
  if (correctedBy === undefined) return new ScanCorrections(ignored, []);
  const store = open ?? storeOn(await openNamedDatabase(correctedBy));
  try {
    return new ScanCorrections(ignored, await store.corrections());
  } finally {
    if (store !== open) await store.close();
  }
}

function countOf({ findings }: Totals, minSeverity: Severity): number {
  return severities.reduce((sum, severity) => sum + (atLeast(severity, minSeverity) ? findings[severity] : 0), 0);
}

/** Saves; where that cannot be done, the store has told why. */
async function isOnDisk(store: Store | null): Promise<boolean> {
  try {
    await store?.flush();
    return true;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}

/** Returns why the file could not be read to its end; nothing where it was. */
function scanFile(file: string, run: ScanRun, signal: AbortSignal): Promise<readonly string[]> {
  const absolute = path.resolve(file);
  return scanSource(file, () => openSource({ kind: 'file', uri: fileUri(absolute), path: absolute }), run, signal);
}

/** The same of any log; `file` is how the user named it. */
async function scanSource(file: string, open: () => Promise<OpenSource>, { reading, classifier, minSeverity, exporter, store, threads, totals, corrections, replacesSame }: ScanRun, signal: AbortSignal): Promise<readonly string[]> {
  const source = await open();
  const { uri } = source;
  try {
    const startedAt = Date.now();
    const modelVersion = classifier.version;
    const start = { uri, fileName: source.fileName, startedAt, rulesVersion, modelVersion };
    const writer = store?.begin({ ...start, model: classifier, identity: source.identity, settingsHash: 'cli' });
    const known = { size: source.identity.size, encoding: source.encoding };
    const watcher = writer && new (await import('../core/anomalies/logWatch')).LogWatch();
    let summary: PipelineSummary;
    let damage: string | null;
    try {
      const batches = readLog(source, { ...reading, classifier, everyRecord: false, tallies: writer === undefined && exporter.repeats !== undefined, threads, now: startedAt, ...(watcher ? { watcher } : {}) }, signal);
      let step = await batches.next();
      for (; step.done !== true; step = await batches.next()) {
        const { findings, repeats = [] } = step.value;
        if (findings.length > 0) await writer?.add(findings);
        for (const each of findings) {
          const finding = corrections.take(file, each);
          if (finding && atLeast(finding.severity, minSeverity)) await exporter.finding({ ...finding, file });
        }
        for (const { finding: each, count } of repeats) {
          const finding = corrections.take(file, each, count);
          if (finding && atLeast(finding.severity, minSeverity)) await exporter.repeats?.({ ...finding, file }, count);
        }
      }
      ({ summary, damage } = step.value);
      complainOfFormats(file, step.value.formatProblems);
    } catch (error) {
      await writer?.abandon(signal.aborted ? 'cancelled' : 'failed', signal.aborted ? null : messageOf(error), known);
      throw error;
    }
    // How large a log is that comes piece by piece is known when it is over.
    const size = Math.max(known.size, source.position);
    const outcome: AnalysisOutcome = { ...summary, ...known, size, duration: Date.now() - startedAt };
    const anomalies = store && watcher ? await (await import('../engine/anomalies')).anomaliesOf(watcher, store, { uri, lines: summary.lines, replaces: null }) : [];
    const same = replacesSame ? await store?.reusable({ uri, identity: source.identity, rulesVersion, modelVersion, settingsHash: 'cli' }) : null;
    const stored: Analysis = (await writer?.complete(outcome, same?.id ?? null, anomalies)) ?? { ...outcome, ...start, id: 0, status: 'completed', reason: null };
    const analysis = corrections.counted(file, stored);
    await exporter.analysis(analysis, file);
    totals.bytes += size;
    totals.lines += summary.lines;
    totals.records += summary.records;
    for (const severity of severities) totals.findings[severity] += analysis.severities[severity];
    return damage === null ? [] : [damage];
  } finally {
    await source.close();
  }
}

async function readOptions(args: readonly string[]): Promise<ScanOptions> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'summary' },
      output: { type: 'string' },
      bom: { type: 'boolean', default: false },
      'min-severity': { type: 'string', default: 'low' },
      'fail-on': { type: 'string' },
      threads: { type: 'string' },
      family: { type: 'boolean', default: false },
      shard: { type: 'string' },
      stats: { type: 'boolean', default: false },
      'time-zone': { type: 'string', default: 'UTC' },
      ...readingOptions,
      ...remoteOptions,
      save: { type: 'boolean', default: false },
      store: { type: 'string' },
      corrected: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError('Name at least one file, folder or glob to scan.');
  const addresses = positionals.filter(isRemoteAddress);
  if (addresses.length > 0 && values.shard !== undefined) throw new UsageError('--shard divides files. Divide a log that another engine keeps by time: --since, --until.');
  if (values.threads !== undefined && !/^[1-9]\d*$/.test(values.threads)) throw new UsageError('--threads takes a number from 1.');
  const format = oneOf('--format', values.format, exportFormats);
  if (format === 'xlsx' && values.output === undefined) throw new UsageError('--format xlsx needs --output FILE.');
  return {
    format,
    output: values.output,
    bom: values.bom,
    minSeverity: oneOf('--min-severity', values['min-severity'], severities),
    failOn: values['fail-on'] === undefined ? undefined : oneOf('--fail-on', values['fail-on'], severities),
    stats: values.stats,
    zone: new TimeZone(zoneOption('--time-zone', values['time-zone'])),
    reading: await readingWith(values),
    store: values.save ? storePath(values.store, process.env) : undefined,
    correctedBy: values.corrected ? storePath(values.store, process.env) : undefined,
    modelsOf: values.store,
    threads: { count: values.threads === undefined ? Math.min(availableParallelism(), mostThreads) : Number(values.threads), workerPath: fileURLToPath(new URL('scanWorker.js', import.meta.url)) },
    paths: positionals.filter((each) => !isRemoteAddress(each)),
    addresses,
    remote: remoteChoice(values, addresses.length > 0, Date.now()),
    family: values.family,
    shard: values.shard === undefined ? undefined : shardOption(values.shard),
  };
}

function writeStats({ bytes, lines, records, findings }: Totals, seconds: number): void {
  const rounded = Math.round(seconds * 1e4) / 1e4;
  process.stderr.write(`${JSON.stringify({ bytes, lines, records, findings, seconds: rounded, mbPerSecond: Math.round(bytes / 1e4 / seconds) / 100 })}\n`);
}
