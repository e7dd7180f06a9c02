import { StoreQueries } from './storeQueries';
import { type Connection, number, text } from './sqlJs';

/** Findings looked at in one go. */
const pageSize = 10_000;
/** So many faults say enough. */
const mostFaults = 20;

/** What is wrong with a store's database, page by page, row by row and finding by finding; empty where it is sound. */
export function faultsOf(connection: Connection): string[] {
  const pages = connection.rows(`PRAGMA integrity_check(${mostFaults})`).map((row) => text(row, 'integrity_check'));
  if (pages.some((words) => words !== 'ok')) return pages;
  return [...danglingRows(connection), ...damagedAnalyses(connection)].slice(0, mostFaults);
}

function danglingRows(connection: Connection): string[] {
  const count = (sql: string): number => number(connection.row(`SELECT COUNT(*) AS count FROM ${sql}`) ?? {}, 'count');
  const tables = ['occurrences', 'groups', 'predictions', 'anomalies', 'removals'].map((table) => [table, count(`${table} WHERE analysis_id NOT IN (SELECT id FROM analyses)`)] as const);
  const faults = tables.filter(([, rows]) => rows > 0).map(([table, rows]) => `${rows} rows of ${table} belong to no analysis`);
  const nameless = count('groups WHERE template_id NOT IN (SELECT id FROM templates)');
  return nameless > 0 ? [...faults, `${nameless} groups have no template`] : faults;
}

/** Reads every finding as the editor would. */
function damagedAnalyses(connection: Connection): string[] {
  const queries = new StoreQueries(connection);
  const analyses = connection.rows('SELECT id, uri, (SELECT COALESCE(SUM(count), 0) FROM occurrences WHERE analysis_id = kept_analyses.id) AS findings FROM kept_analyses');
  return analyses.flatMap((row) => {
    const [id, uri, findings] = [number(row, 'id'), text(row, 'uri'), number(row, 'findings')];
    try {
      queries.groups({ analysisId: id, minSeverity: 'low', decisions: [] });
      for (let read = 0; read < findings; ) {
        const page = queries.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: read, limit: pageSize });
        if (page.findings.length === 0) return [`The analysis ${id} of ${uri} has ${read} findings where ${findings} are stated`];
        read += page.findings.length;
      }
      return [];
    } catch (error) {
      return [`The findings of the analysis ${id} of ${uri} cannot be read: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}
