import { removeAnalyses } from './analysisTables';
import { type Row, type Steps, number, row, rows, rowsForAll, run, runAll } from './steps';
import type { Retention, Selection } from './store';

// What is deleted is only marked at first, so that it can be brought back; what is due is removed for good.

/** Milliseconds. */
const day = 86_400_000;
/** Milliseconds for which a deletion can be undone. */
const undoable = day;
/** Analyses that are not deleted, for FROM; as `kept`. */
export const keptAnalyses = '(SELECT * FROM analyses WHERE id NOT IN (SELECT analysis_id FROM removals)) AS kept';

/** What databases do in ways of their own. */
export interface Dialect {
  /** A number in SQL: what the database takes, in bytes. */
  readonly bytes: string;
  /** Conditions on a row of `analyses`: it is the user's; the user may delete it. */
  readonly isOwn: string;
  readonly isRemovable: string;
}

/** About what a group takes in the database, in bytes. */
const groupBytes = 300;

/** Ids of the analyses that are selected, of those that were over at `time`. */
export function* selectedAnalyses({ isOwn, isRemovable }: Dialect, selection: Selection, time: number): Steps<number[]> {
  // In a database of many, "all" is not said of what is others'.
  const own = `SELECT id FROM ${keptAnalyses} WHERE ${isRemovable}`;
  if (selection === 'all') return ids(yield* rows(`SELECT id FROM ${keptAnalyses} WHERE ${isOwn} AND started_at + duration <= ?`, time));
  if ('ids' in selection) return ids(yield* rowsForAll(`${own} AND id = ?`, selection.ids.map((id) => [id])));
  return ids(yield* rowsForAll(`${own} AND uri = ? AND started_at + duration <= ?`, selection.uris.map((uri) => [uri, time])));
}

/** Marks analyses as deleted. Those that are no more, or are marked already, are left as they are. */
export function markRemoved(analyses: readonly number[], removal: number, time: number): Steps<void> {
  return runAll(
    'INSERT INTO removals (analysis_id, removal, time) SELECT id, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT) FROM analyses WHERE id = ?1 ON CONFLICT DO NOTHING',
    analyses.map((id) => [id, removal, time]),
  );
}

/** Takes back a deletion; how many analyses it had taken. */
export function* bringBack(removal: number): Steps<number> {
  const count = number((yield* row('SELECT COUNT(*) AS count FROM removals WHERE removal = ?', removal)) ?? {}, 'count');
  yield* run('DELETE FROM removals WHERE removal = ?', removal);
  return count;
}

/** Ids of the analyses that were deleted before `time`. */
function* removedBefore(time: number): Steps<number[]> {
  return ids(yield* rows('SELECT analysis_id AS id FROM removals WHERE time < ?', time));
}

/** Removes for good what was deleted, whenever that was. */
export function* dropRemoved(): Steps<void> {
  yield* removeAnalyses(yield* removedBefore(Number.MAX_SAFE_INTEGER));
}

/**
 * Ids of the analyses that are to go: deleted too long ago to be brought back, too old, and, while the database is too
 * large, the oldest of those that a newer one of the same file has followed, then the oldest of all.
 */
export function* dueAnalyses({ bytes, isOwn }: Dialect, { days, megabytes }: Retention, now: number): Steps<number[]> {
  const due = new Set(yield* removedBefore(now - undoable));
  if (days !== null) for (const id of ids(yield* rows(`SELECT id FROM ${keptAnalyses} WHERE ${isOwn} AND started_at < ?`, now - days * day))) due.add(id);
  if (megabytes !== null) {
    let size = number((yield* row(`SELECT ${bytes} AS bytes`)) ?? {}, 'bytes');
    const sizes = yield* rows(
      `SELECT id, ${groupBytes} * (SELECT COUNT(*) FROM groups WHERE analysis_id = placed.id)
         + (SELECT COALESCE(SUM(LENGTH(packed) + LENGTH(group_counts)), 0) FROM occurrences WHERE analysis_id = placed.id) AS bytes
       FROM (SELECT id, started_at, ROW_NUMBER() OVER (PARTITION BY uri ORDER BY started_at DESC, id DESC) AS place FROM ${keptAnalyses} WHERE ${isOwn}) AS placed
       ORDER BY CASE place WHEN 1 THEN 1 ELSE 0 END, started_at, id`,
    );
    for (const each of sizes) if (due.has(number(each, 'id'))) size -= number(each, 'bytes');
    for (const each of sizes) {
      if (size <= megabytes * 1e6) break;
      if (due.has(number(each, 'id'))) continue;
      due.add(number(each, 'id'));
      size -= number(each, 'bytes');
    }
  }
  return [...due];
}

function ids(found: readonly Row[]): number[] {
  return found.map((each) => number(each, 'id'));
}
