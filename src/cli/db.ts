import { parseArgs } from 'node:util';
import { severities } from '../core/finding';
import { TimeZone } from '../core/time/zones';
import { exportFindings } from '../engine/exporters/exportFindings';
import { createExporter, exportFormats } from '../engine/exporters/formats';
import { fileOf, newestLogs } from '../engine/exporters/newestLogs';
import type { Sink } from '../engine/exporters/exporter';
import { copyStore } from '../engine/store/copying';
import type { StoreDatabase } from '../engine/store/database';
import { openStore, openStoreFile } from '../engine/store/openStore';
import { databaseAddress, isDatabaseAddress } from '../engine/store/postgres/address';
import { serverSchemaVersion } from '../engine/store/postgres/serverSchema';
import { number, row } from '../engine/store/steps';
import type { Retention, Store } from '../engine/store/store';
import type { StoreFile, StoreStatus } from '../engine/store/storeFile';
import { openNamedDatabase, storeOn } from './namedStore';
import { complain, openOutput } from './output';
import { oneOf } from './choice';
import { storePath } from './storePath';
import { UsageError } from './usage';
import { zoneOption } from './zones';

type Verb = (call: Call) => Promise<number>;

interface Call {
  /** The store's path. */
  readonly file: string;
  readonly values: ReturnType<typeof parse>['values'];
  readonly names: readonly string[];
  readonly signal: AbortSignal;
}

const verbs: ReadonlyMap<string, Verb> = new Map([
  ['status', status],
  ['verify', verify],
  ['export', exportAll],
  ['audit', audit],
  ['migrate', migrate],
  ['prune', prune],
  ['backup', backup],
  ['restore', restore],
]);

/** Entries of the audit trail read in one go. */
const auditPage = 1_000;

/** `stacklens db`, on the store that VS Code may be using at the same time; returns the exit code. */
export async function db(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parse(args);
  const [name, ...names] = positionals;
  const verb = verbs.get(name ?? '');
  if (!verb) throw new UsageError(`stacklens db takes one of: ${[...verbs.keys()].join(', ')}.`);
  if (names.length > 0 && name !== 'restore') throw new UsageError(`stacklens db ${name ?? ''} takes no file. Name the store with --store.`);
  return verb({ file: storePath(values.store, process.env), values, names, signal });
}

function parse(args: readonly string[]): { values: Partial<Record<'store' | 'format' | 'output' | 'min-severity' | 'time-zone' | 'days' | 'megabytes' | 'from' | 'to', string>>; positionals: string[] } {
  const option = { type: 'string' } as const;
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { store: option, format: option, output: option, 'min-severity': option, 'time-zone': option, days: option, megabytes: option, from: option, to: option },
  });
}

async function status({ file, values }: Call): Promise<number> {
  const format = oneOf('--format', values.format ?? 'text', ['text', 'json']);
  const found = isDatabaseAddress(file) ? await serverStatus(file) : await (await storeFile(file)).status();
  await print(format === 'json' ? `${JSON.stringify(found)}\n` : statusText(found));
  return 0;
}

function serverStatus(url: string): Promise<StoreStatus> {
  return withDatabase(url, async (database) => {
    const store = storeOn(database);
    const bytes = await database.read((dialect) => row(`SELECT ${dialect.bytes} AS bytes`));
    return { file: database.name, bytes: number(bytes ?? {}, 'bytes'), schemaVersion: serverSchemaVersion, counts: await store.counts(), runs: await store.runs(), backups: [] };
  });
}

function statusText({ file, bytes, schemaVersion, counts, runs, backups }: StoreStatus): string {
  const rows = [
    ['Store', file],
    ['Size', `${megabytes(bytes)} MB`],
    ['Schema', String(schemaVersion)],
    ['Files', String(counts.files)],
    ['Analyses', `${String(counts.analyses)}${counts.removed > 0 ? `, and ${String(counts.removed)} deleted` : ''}`],
    ['Findings', String(counts.findings)],
    ['Templates', String(counts.templates)],
    ['Audit entries', String(counts.audit)],
    ...runs.map(({ uri, status, since }, index) => [index === 0 ? 'Under way' : '', `${fileOf(uri)}, ${status} since ${new Date(since).toISOString()}`]),
    ...backups.map(({ name, bytes: size }, index) => [index === 0 ? 'Backups' : '', `${name}, ${megabytes(size)} MB`]),
  ];
  return rows.map(([label = '', value = '']) => `${label.padEnd(15)}${value}\n`).join('');
}

async function verify({ file }: Call): Promise<number> {
  const faults = await (await storeFile(file)).verify();
  faults.forEach(complain);
  await print(faults.length === 0 ? `${file} is sound.\n` : `${file} is damaged. One of its backups can be restored: stacklens db restore\n`);
  return faults.length === 0 ? 0 : 1;
}

/** The newest completed analysis of each file. */
async function exportAll({ file, values, signal }: Call): Promise<number> {
  const format = oneOf('--format', values.format ?? 'ndjson', exportFormats);
  if (format === 'xlsx' && values.output === undefined) throw new UsageError('--format xlsx needs --output FILE.');
  const minSeverity = oneOf('--min-severity', values['min-severity'] ?? 'low', severities);
  const zone = new TimeZone(zoneOption('--time-zone', values['time-zone'] ?? 'UTC'));
  return withStore(file, async (store) => {
    const output = await openOutput(values.output);
    try {
      const exporter = await createExporter(format, output.sink, { ...output.terminal, zone });
      const until = AbortSignal.any([signal, output.readerGone]);
      const findings = await exportFindings(await newestLogs(store), exporter, { store, minSeverity }, until);
      await output.commit();
      await store.noteExport({ format, target: values.output ?? null, scope: 'all', findings });
    } catch (error) {
      await output.abort();
      if (!output.readerGone.aborted || signal.aborted) throw error;
    }
    return 0;
  });
}

/** The audit trail, the newest entry first, one JSON object a line. */
async function audit({ file, values }: Call): Promise<number> {
  const output = await openOutput(values.output);
  return withStore(file, async (store) => {
    try {
      for (let offset = 0; ; offset += auditPage) {
        const entries = await store.auditTrail({ offset, limit: auditPage });
        for (const entry of entries) await writeLine(output.sink, { ...entry, time: new Date(entry.time).toISOString() });
        if (entries.length < auditPage) break;
      }
      await output.commit();
    } catch (error) {
      await output.abort();
      throw error;
    }
    return 0;
  });
}

/** Brings the store's schema up to date; with --from and --to, copies all of one store into another. */
async function migrate({ file, values: { from: source, to: target }, signal }: Call): Promise<number> {
  if (source !== undefined || target !== undefined) {
    if (source === undefined || target === undefined) throw new UsageError('stacklens db migrate takes --from and --to, or neither.');
    return copy(storePath(source, process.env), storePath(target, process.env), signal);
  }
  if (isDatabaseAddress(file)) {
    await withDatabase(file, (database) => storeOn(database).counts());
    await print(`${databaseAddress(file).label} has the present schema, ${String(serverSchemaVersion)}.\n`);
    return 0;
  }
  const { from, to } = await (await storeFile(file)).migrate();
  await print(from === to ? `${file} has the present schema, ${String(to)}.\n` : `${file} was brought from schema ${String(from)} to ${String(to)}; what it was is a backup.\n`);
  return 0;
}

async function copy(source: string, target: string, signal: AbortSignal): Promise<number> {
  if (source === target) throw new UsageError('--from and --to name the same store.');
  if (!isDatabaseAddress(source)) await (await openFile(source)).mustExist();
  return withDatabase(source, (from) =>
    withDatabase(target, async (to) => {
      const { analyses, known } = await copyStore(from, to, { signal });
      await to.flush();
      await print(`${String(analyses - known)} analyses were copied; ${String(known)} were there already.\n`);
      return 0;
    }),
  );
}

async function prune({ file, values }: Call): Promise<number> {
  const retention: Retention = { days: bound('--days', values.days), megabytes: bound('--megabytes', values.megabytes) };
  if (retention.days === null && retention.megabytes === null) throw new UsageError('Say what is kept: --days N, --megabytes N, or both.');
  const isFile = !isDatabaseAddress(file);
  if (isFile) await (await storeFile(file)).backUp('prune');
  return withStore(file, async (store) => {
    const analyses = await store.prune(retention);
    await print(`${String(analyses)} analyses were removed${isFile ? '; what the store was is a backup' : ''}.\n`);
    return 0;
  });
}

async function backup({ file }: Call): Promise<number> {
  const { name } = await (await storeFile(file)).backUp();
  await print(`${name}\n`);
  return 0;
}

/** Without a name, tells which there are. */
async function restore({ file, names: [name, ...others] }: Call): Promise<number> {
  if (others.length > 0) throw new UsageError('stacklens db restore takes one backup.');
  const found = await storeFile(file);
  if (name === undefined) {
    const backups = await found.backups();
    await print(backups.map((each) => `${each.name}\n`).join(''));
    if (backups.length === 0) complain(`There are no backups of ${file}.`);
    return backups.length === 0 ? 2 : 0;
  }
  await found.restore(name);
  await print(`${file} is what it was in ${name}; what it held until now is the newest backup.\n`);
  return 0;
}

function storeFile(file: string): Promise<StoreFile> {
  if (isDatabaseAddress(file)) throw new UsageError('This is for a store in a file; a server has backups and checks of its own.');
  return openFile(file);
}

function openFile(file: string): Promise<StoreFile> {
  return openStoreFile({ file, now: Date.now, program: 'cli' });
}

/** Works on the database of a store: a file, or the one at an address. */
async function withDatabase<T>(store: string, work: (database: StoreDatabase) => Promise<T>): Promise<T> {
  const database = await openNamedDatabase(store);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Rejects where there is no store yet, or where what was done to it could not be saved. */
async function withStore(file: string, work: (store: Store) => Promise<number>): Promise<number> {
  if (isDatabaseAddress(file)) return withDatabase(file, (database) => work(storeOn(database)));
  await (await storeFile(file)).mustExist();
  const store = await openStore({ file, now: Date.now, program: 'cli', onProblem: complain });
  try {
    const code = await work(store);
    await store.flush();
    return code;
  } finally {
    await store.close();
  }
}

function bound(option: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`${option} takes a number.`);
  return Number(value);
}

async function print(text: string): Promise<void> {
  await (await openOutput(undefined)).sink.write(text);
}

async function writeLine(sink: Sink, value: object): Promise<void> {
  await sink.write(`${JSON.stringify(value)}\n`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
