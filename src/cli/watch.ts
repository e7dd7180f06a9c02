import { parseArgs } from 'node:util';
import { atLeast, severities, type Finding } from '../core/finding';
import type { Alerts } from '../engine/alerts/alerts';
import { knownFingerprints } from '../engine/alerts/knownFingerprints';
import { createExporter } from '../engine/exporters/formats';
import { WatchedLogs } from '../engine/watch/watchedLogs';
import { openStore } from '../engine/store/openStore';
import type { Store } from '../engine/store/store';
import { alertsOf } from './alerts';
import { oneOf } from './choice';
import { ignoredHere, ScanCorrections } from './corrected';
import { expandPaths } from '../engine/logFiles';
import { openNamedDatabase, storeOn } from './namedStore';
import { installedModel } from './installedModel';
import { complain, openOutput } from './output';
import { readingOptions, readingWith } from './reading';
import { storePath } from './storePath';
import { UsageError } from './usage';

/** `stacklens watch`; returns the exit code once it is interrupted, which is how it ends. */
export async function watch(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      'min-severity': { type: 'string', default: 'low' },
      'from-start': { type: 'boolean', default: false },
      'in-memory': { type: 'boolean', default: false },
      store: { type: 'string' },
      corrected: { type: 'boolean', default: false },
      alerts: { type: 'string' },
      ...readingOptions,
    },
  });
  if (positionals.length === 0) throw new UsageError('Name at least one file, folder or glob to watch.');
  if (values['in-memory'] && values.store !== undefined) throw new UsageError('Use either --in-memory or --store, not both.');
  if (values['in-memory'] && values.alerts !== undefined) throw new UsageError('Alerts need a store to know what was there before: use either --alerts or --in-memory.');
  const format = oneOf('--format', values.format, ['text', 'ndjson'] as const);
  const minSeverity = oneOf('--min-severity', values['min-severity'], severities);
  const reading = await readingWith(values);
  const output = await openOutput(undefined);
  const store = await openWatchStore(values['in-memory'] ? null : storePath(values.store, process.env));
  let alerts: Alerts | null = null;
  try {
    const corrections = new ScanCorrections(await ignoredHere(), values.corrected ? await store.corrections() : []);
    const shown = (file: string, findings: readonly Finding[]): Finding[] => findings.flatMap((each) => corrections.take(file, each) ?? []);
    alerts = values.alerts === undefined ? null : await alertsOf(values.alerts, store, values.store);
    let learnt = Promise.resolve();
    const learn = async (): Promise<void> => alerts?.know(await knownFingerprints(store));
    const waitedFor = new Set<string>();
    const logs = new WatchedLogs({
      list: async () => {
        const { files, missing } = await expandPaths(positionals, reading.formats);
        for (const name of missing) if (!waitedFor.has(name)) complain(`${name} does not exist yet; it is waited for.`);
        for (const name of missing) waitedFor.add(name);
        return files;
      },
      reading: corrections.reading(reading),
      store,
      classifier: await installedModel(values['in-memory'] ? undefined : values.store),
      fromStart: values['from-start'],
      onFindings: async (file, findings) => {
        // Each burst is a whole output: these formats have neither head nor end.
        const exporter = await createExporter(format, output.sink, output.terminal);
        const own = shown(file, findings);
        for (const finding of own) if (atLeast(finding.severity, minSeverity)) await exporter.finding({ ...finding, file });
        await exporter.end();
        await learnt;
        await alerts?.take(file, own);
      },
      onGrown: (file, grown) => alerts?.grown(file, grown),
      onProblem: complain,
      onReady: (files) => {
        complain(`watching ${String(files)} ${files === 1 ? 'file' : 'files'}. Interrupt to end (Ctrl+C).`);
        // What stood in the files before is nothing new.
        learnt = learn();
        learnt.catch(() => undefined);
      },
    });
    await logs.run(AbortSignal.any([signal, output.readerGone]));
    await learnt;
    await store.flush();
  } finally {
    await alerts?.close();
    await store.close();
  }
  return 0;
}

async function openWatchStore(name: string | null): Promise<Store> {
  return name === null ? openStore({ file: null, now: Date.now, onProblem: complain, program: 'cli' }) : storeOn(await openNamedDatabase(name));
}
