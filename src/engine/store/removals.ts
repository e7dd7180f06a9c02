import { removeAnalyses } from './analysisTables';
import { type Connection, type Row, number } from './sqlJs';
import type { Retention, Selection } from './store';

// What is deleted is only marked at first, so that it can be brought back; what is due is removed for good.

/** Milliseconds. */
const day = 86_400_000;
/** Milliseconds for which a deletion can be undone. */
const undoable = day;
/** About what a group takes in the database, in bytes. */
const groupBytes = 300;

/** Ids of the analyses that are selected, of those that were over at `time`. */
export function selectedAnalyses(connection: Connection, selection: Selection, time: number): number[] {
  if (selection === 'all') return ids(connection.rows('SELECT id FROM kept_analyses WHERE started_at + duration <= ?', time));
  if ('ids' in selection) return selection.ids.filter((id) => connection.row('SELECT 1 FROM kept_analyses WHERE id = ?', id));
  return selection.uris.flatMap((uri) => ids(connection.rows('SELECT id FROM kept_analyses WHERE uri = ? AND started_at + duration <= ?', uri, time)));
}

/** Marks analyses as deleted. Those that are no more, or are marked already, are left as they are. */
export function markRemoved(connection: Connection, analyses: readonly number[], removal: number, time: number): void {
  connection.runAll(
    'INSERT OR IGNORE INTO removals (analysis_id, removal, time) SELECT id, ?2, ?3 FROM analyses WHERE id = ?1',
    analyses.map((id) => [id, removal, time]),
  );
}

/** Takes back a deletion; how many analyses it had taken. */
export function bringBack(connection: Connection, removal: number): number {
  const count = number(connection.row('SELECT COUNT(*) AS count FROM removals WHERE removal = ?', removal) ?? {}, 'count');
  connection.run('DELETE FROM removals WHERE removal = ?', removal);
  return count;
}

/** Ids of the analyses that were deleted before `time`. */
function removedBefore(connection: Connection, time: number): number[] {
  return ids(connection.rows('SELECT analysis_id AS id FROM removals WHERE time < ?', time));
}

/** Removes for good what was deleted, whenever that was. */
export function dropRemoved(connection: Connection): void {
  removeAnalyses(connection, removedBefore(connection, Number.MAX_SAFE_INTEGER));
}

/**
 * Ids of the analyses that are to go: deleted too long ago to be brought back, too old, and, while the database is too
 * large, the oldest of those that a newer one of the same file has followed, then the oldest of all.
 */
export function dueAnalyses(connection: Connection, { days, megabytes }: Retention, now: number): number[] {
  const due = new Set(removedBefore(connection, now - undoable));
  if (days !== null) for (const id of ids(connection.rows('SELECT id FROM kept_analyses WHERE started_at < ?', now - days * day))) due.add(id);
  if (megabytes !== null) {
    let size = databaseBytes(connection);
    const sizes = connection.rows(
      `SELECT id, ${groupBytes} * (SELECT COUNT(*) FROM groups WHERE analysis_id = placed.id)
         + (SELECT COALESCE(SUM(LENGTH(packed) + LENGTH(group_counts)), 0) FROM occurrences WHERE analysis_id = placed.id) AS bytes
       FROM (SELECT id, started_at, ROW_NUMBER() OVER (PARTITION BY uri ORDER BY started_at DESC, id DESC) AS place FROM kept_analyses) AS placed
       ORDER BY CASE place WHEN 1 THEN 1 ELSE 0 END, started_at, id`,
    );
    for (const row of sizes) if (due.has(number(row, 'id'))) size -= number(row, 'bytes');
    for (const row of sizes) {
      if (size <= megabytes * 1e6) break;
      if (due.has(number(row, 'id'))) continue;
      due.add(number(row, 'id'));
      size -= number(row, 'bytes');
    }
  }
  return [...due];
}

/** Of the database's file. */
function databaseBytes(connection: Connection): number {
  return number(connection.row('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()') ?? {}, 'bytes');
}

function ids(rows: readonly Row[]): number[] {
  return rows.map((row) => number(row, 'id'));
}
