import { insertAnalysis, readAnalysis, removeAnalyses } from './analysisTables';
import type { StoreDatabase } from './database';
import { type Row, type SqlValue, type Steps, number, row, rows, runAll } from './steps';

/** How much was there to copy, and how much of it the other database had already. */
export interface Copied {
  readonly analyses: number;
  readonly known: number;
}

export interface CopyOptions {
  readonly signal?: AbortSignal;
  /** Told how many of how many analyses are copied. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Whether what is copied is removed from where it was. */
  readonly moves?: boolean;
}

/** Tables with an id of their own, and their columns. */
const apart: Readonly<Record<string, readonly string[]>> = {
  audit: ['id', 'time', 'account', 'program', 'action', 'subject', 'details'],
  feedback: ['id', 'time', 'account', 'kind', 'members', 'value'],
  exports: ['id', 'time', 'account', 'format', 'target', 'scope', 'findings'],
  suggestions: ['id', 'fingerprint', 'time', 'source', 'model_version', 'confidence', 'content', 'helped'],
};

/** Tables of an analysis beside its findings. */
const beside: Readonly<Record<string, readonly string[]>> = {
  removals: ['analysis_id', 'removal', 'time'],
};

const pageSize = 500;

/**
 * Copies all that a database holds into another, which keeps what it has. One analysis goes at a time, so what was
 * copied before something went wrong stays, and copying again goes on from there. Throws the signal's reason when it is
 * aborted.
 */
export async function copyStore(from: StoreDatabase, to: StoreDatabase, { signal, onProgress, moves = false }: CopyOptions = {}): Promise<Copied> {
  const ids = (await from.read(() => rows('SELECT id FROM analyses ORDER BY started_at, id'))).map((each) => number(each, 'id'));
  let known = 0;
  for (const [index, id] of ids.entries()) {
    signal?.throwIfAborted();
    if (!(await copyAnalysis(id, from, to))) known++;
    if (moves) await from.change(() => removeAnalyses([id]));
    onProgress?.(index + 1, ids.length);
  }
  for (const [table, columns] of Object.entries(apart)) {
    for (let last = -1; ; ) {
      signal?.throwIfAborted();
      const page = await from.read(() => rows(`SELECT ${columns.join(', ')} FROM ${table} WHERE id > ? ORDER BY id LIMIT ${String(pageSize)}`, last));
      if (page.length === 0) break;
      last = number(page.at(-1) ?? {}, 'id');
      await to.change(() => insertRows(table, columns, page));
      if (moves) await from.change(() => runAll(`DELETE FROM ${table} WHERE id = ?`, page.map((each) => [number(each, 'id')])));
    }
  }
  return { analyses: ids.length, known };
}

/** False where it is there already, or is no more. */
async function copyAnalysis(id: number, from: StoreDatabase, to: StoreDatabase): Promise<boolean> {
  const isKnown = await to.read(() => row('SELECT id FROM analyses WHERE id = ?', id));
  const stored = isKnown === null ? await from.read(() => readAnalysis(id)) : null;
  if (stored === null) return false;
  const parts: (readonly [string, readonly string[], readonly Row[]])[] = [];
  for (const [table, columns] of Object.entries(beside)) {
    parts.push([table, columns, await from.read(() => rows(`SELECT ${columns.join(', ')} FROM ${table} WHERE analysis_id = ?`, id))]);
  }
  await to.change(function* () {
    yield* insertAnalysis(stored);
    for (const [table, columns, found] of parts) yield* insertRows(table, columns, found);
  });
  return true;
}

function insertRows(table: string, columns: readonly string[], found: readonly Row[]): Steps<void> {
  const sets = found.map((each) => columns.map((column): SqlValue => each[column] ?? null));
  return runAll(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`, sets);
}
