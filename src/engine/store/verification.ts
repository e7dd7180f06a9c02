import { keptAnalyses } from './removals';
import { StoreQueries } from './storeQueries';
import type { Connection } from './sqlJs';
import { type Steps, number, row, rows, text } from './steps';

/** Findings looked at in one go. */
const pageSize = 10_000;
/** So many faults say enough. */
const mostFaults = 20;

/** What is wrong with a store's database, page by page, row by row and finding by finding; empty where it is sound. */
export function faultsOf(connection: Connection): string[] {
  const pages = connection.take(rows(`PRAGMA integrity_check(${mostFaults})`)).map((found) => text(found, 'integrity_check'));
  if (pages.some((words) => words !== 'ok')) return pages;
  return [...connection.take(danglingRows()), ...damagedAnalyses(connection)].slice(0, mostFaults);
}

function* danglingRows(): Steps<string[]> {
  const faults: string[] = [];
  for (const table of ['occurrences', 'groups', 'predictions', 'anomalies', 'removals']) {
    const dangling = yield* countOf(`${table} WHERE analysis_id NOT IN (SELECT id FROM analyses)`);
    if (dangling > 0) faults.push(`${dangling} rows of ${table} belong to no analysis`);
  }
  const nameless = yield* countOf('groups WHERE template_id NOT IN (SELECT id FROM templates)');
  return nameless > 0 ? [...faults, `${nameless} groups have no template`] : faults;
}

function* countOf(rowsOf: string): Steps<number> {
  return number((yield* row(`SELECT COUNT(*) AS count FROM ${rowsOf}`)) ?? {}, 'count');
}

/** Reads every finding as the editor would. */
function damagedAnalyses(connection: Connection): string[] {
  const queries = new StoreQueries();
  const analyses = connection.take(rows(`SELECT id, uri, (SELECT COALESCE(SUM(count), 0) FROM occurrences WHERE analysis_id = kept.id) AS findings FROM ${keptAnalyses}`));
  return analyses.flatMap((found) => {
    const [id, uri, findings] = [number(found, 'id'), text(found, 'uri'), number(found, 'findings')];
    try {
      connection.take(queries.groups({ analysisId: id, minSeverity: 'low', decisions: [] }));
      for (let read = 0; read < findings; ) {
        const page = connection.take(queries.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: read, limit: pageSize }));
        if (page.findings.length === 0) return [`The analysis ${id} of ${uri} has ${read} findings where ${findings} are stated`];
        read += page.findings.length;
      }
      return [];
    } catch (error) {
      return [`The findings of the analysis ${id} of ${uri} cannot be read: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}
