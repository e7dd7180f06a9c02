import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { Analysis } from '../../../../src/core/analysis';
import type { Finding } from '../../../../src/core/finding';
import { type FileLayer, nodeFileLayer } from '../../../../src/engine/store/fileLayer';
import { type ServerAccess, type StoreOptions, openStore } from '../../../../src/engine/store/openStore';
import type { AnalysisOutcome, AnalysisStart, Store } from '../../../../src/engine/store/store';

export function finding(changes: Partial<Finding> = {}): Finding {
  const line = changes.line ?? 1;
  return {
    line,
    endLine: line,
    byteOffset: line * 100,
    timestamp: Date.UTC(2026, 2, 1, 12, 0, line % 60),
    level: 'error',
    levelSource: 'declared',
    severity: 'high',
    category: 'network',
    confidence: 0.9,
    message: `connection to 10.0.0.${line} refused`,
    template: 'connection to <ip> refused',
    fingerprint: 'v1:refused',
    evidence: { rule: 'rule:connection-refused', text: 'refused', weighed: ['level:error'] },
    range: { line, start: 24, end: 50 },
    frames: [],
    ...changes,
  };
}

/** Findings on lines 1, 2, 3… */
export function findings(count: number, changes: (line: number) => Partial<Finding> = () => ({})): Finding[] {
  return Array.from({ length: count }, (_, index) => finding({ line: index + 1, ...changes(index + 1) }));
}

export function start(changes: Partial<AnalysisStart> = {}): AnalysisStart {
  return {
    uri: 'file:///logs/app.log',
    fileName: 'app.log',
    startedAt: Date.UTC(2026, 2, 1),
    rulesVersion: 'rules-1',
    modelVersion: null,
    identity: { size: 2_000, modified: 1_700_000_000_000, hash: 'abc' },
    settingsHash: 'settings-1',
    ...changes,
  };
}

export const outcome: AnalysisOutcome = {
  size: 2_000,
  duration: 120,
  format: 'log4j',
  encoding: 'utf-8',
  lines: 500,
  records: 450,
  severities: { critical: 1, high: 2, medium: 3, low: 4 },
  levels: { trace: 0, debug: 1, info: 2, warn: 3, error: 4, fatal: 5, none: 6 },
  notes: [{ line: 7, text: 'Cut off' }],
};

export async function analyse(
  store: Store,
  found: readonly Finding[],
  changes: { readonly start?: Partial<AnalysisStart>; readonly outcome?: Partial<AnalysisOutcome>; readonly replaces?: number | null } = {},
): Promise<Analysis> {
  const writer = store.begin(start(changes.start));
  await writer.add(found);
  return writer.complete({ ...outcome, ...changes.outcome }, changes.replaces ?? null);
}

/** What is in a folder, apart from backups. */
export async function entriesOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !name.endsWith('.backups'));
}

/** A folder of its own for one test. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stacklens-store-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An address of a server, by a login that may do all: with it, stores in memory are databases of their own on that server. */
const serverVariable = 'STACKLENS_TEST_SERVER';

/** A new database, empty; null where tests are not to use a server. */
export async function newDatabase(): Promise<ServerAccess | null> {
  const server = process.env[serverVariable];
  if (server === undefined) return null;
  const name = `store_${randomBytes(6).toString('hex')}`;
  const client = new Client(server);
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return { url: Object.assign(new URL(server), { pathname: `/${name}` }).href, password: null };
}

/** A store on a file, with its problems and a clock that can be moved on. */
export class TestStore {
  readonly problems: string[] = [];
  private ahead = 0;
  private opened: Store | undefined;

  static async open(file: string | null, options: Partial<StoreOptions> = {}): Promise<TestStore> {
    const test = new TestStore();
    const server = file === null ? await newDatabase() : null;
    test.opened = await openStore({
      file: server === null ? file : path.join(await mkdtemp(path.join(tmpdir(), 'stacklens-store-')), 'store.db'),
      server,
      onProblem: (message) => test.problems.push(message),
      now: () => Date.now() + test.ahead,
      program: 'editor',
      ...options,
    });
    return test;
  }

  get store(): Store {
    if (!this.opened) throw new Error('Not open');
    return this.opened;
  }

  /** Lets the store look at its file again before the next question. */
  passTime(milliseconds = 5_000): void {
    this.ahead += milliseconds;
  }

  async uris(): Promise<string[]> {
    return (await this.store.latestAnalyses()).map(({ uri }) => uri).sort();
  }
}

/** The real file system, with some calls failing for as long as `failing` says so. */
export class FaultyFiles {
  readonly failing = new Map<keyof FileLayer, string>();
  readonly layer: FileLayer = this.wrap(nodeFileLayer());

  private wrap(real: FileLayer): FileLayer {
    const guarded = <A extends readonly unknown[], R>(name: keyof FileLayer, call: (...parameters: A) => Promise<R>) => {
      return (...parameters: A): Promise<R> => {
        const code = this.failing.get(name);
        return code ? Promise.reject(Object.assign(new Error(`${code}: raw words of the system`), { code })) : call(...parameters);
      };
    };
    return {
      resolve: guarded('resolve', real.resolve),
      read: guarded('read', real.read),
      stamp: guarded('stamp', real.stamp),
      modified: guarded('modified', real.modified),
      touch: guarded('touch', real.touch),
      write: guarded('write', real.write),
      create: guarded('create', real.create),
      copy: guarded('copy', real.copy),
      list: guarded('list', real.list),
      rename: guarded('rename', real.rename),
      remove: guarded('remove', real.remove),
      makeFolder: guarded('makeFolder', real.makeFolder),
      makeTemporaryFolder: guarded('makeTemporaryFolder', real.makeTemporaryFolder),
      syncFolder: guarded('syncFolder', real.syncFolder),
    };
  }
}
