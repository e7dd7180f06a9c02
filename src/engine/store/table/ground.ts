import type { Corrections } from '../../../core/corrections';
import type { FindingFilter } from '../../../shared/findingsTable';
import { correctionsByFingerprint } from '../corrections';
import type { Stretch } from '../paging';
import { keptAnalyses } from '../removals';
import { type Steps, number, rows, rowsForAll, text } from '../steps';

/** The newest completed analysis of a file. */
export interface NewestAnalysis {
  readonly id: number;
  readonly uri: string;
  readonly fileName: string;
}

/** All that the database has to do with a query, but findings. */
export interface Ground {
  /** In the order of their names. */
  readonly analyses: readonly NewestAnalysis[];
  readonly corrections: Corrections;
  /** Fingerprints that are new enough; null for all. */
  readonly recent: ReadonlySet<string> | null;
}

export function* groundOf({ newSince }: FindingFilter): Steps<Ground> {
  const placed = `SELECT id, uri, file_name, ROW_NUMBER() OVER (PARTITION BY uri ORDER BY started_at DESC, id DESC) AS place FROM ${keptAnalyses} WHERE status = 'completed'`;
  const found = yield* rows(`SELECT id, uri, file_name FROM (${placed}) AS placed WHERE place = 1 ORDER BY file_name, uri`);
  return {
    analyses: found.map((each) => ({ id: number(each, 'id'), uri: text(each, 'uri'), fileName: text(each, 'file_name') })),
    corrections: yield* correctionsByFingerprint(),
    recent: newSince === undefined ? null : yield* seenFirstAfter(newSince),
  };
}

/** Fingerprints that no analysis has from before this time. */
function* seenFirstAfter(time: number): Steps<ReadonlySet<string>> {
  const found = yield* rows(
    `SELECT fingerprint FROM groups JOIN templates ON templates.id = template_id JOIN ${keptAnalyses} ON kept.id = analysis_id
     GROUP BY fingerprint HAVING MIN(COALESCE(first_timestamp, started_at)) >= ?`,
    time,
  );
  return new Set(found.map((each) => text(each, 'fingerprint')));
}

/** How many findings there are of each severity, by analysis. */
export function* countsBySeverity(): Steps<Map<number, number[]>> {
  const counts = new Map<number, number[]>();
  for (const each of yield* rows('SELECT analysis_id, severity, SUM(count) AS findings FROM occurrences GROUP BY analysis_id, severity')) {
    const own = counts.get(number(each, 'analysis_id')) ?? [0, 0, 0, 0];
    own[number(each, 'severity')] = number(each, 'findings');
    counts.set(number(each, 'analysis_id'), own);
  }
  return counts;
}

/** The blobs of one severity. */
export function* stretchesOf(analysisId: number, rank: number): Steps<(Stretch & { readonly id: number })[]> {
  const found = yield* rows('SELECT id, count, first_line, last_line FROM occurrences WHERE analysis_id = ? AND severity = ?', analysisId, rank);
  return found.map((each) => ({ id: number(each, 'id'), count: number(each, 'count'), firstLine: number(each, 'first_line'), lastLine: number(each, 'last_line') }));
}

/** Templates by fingerprint: of these, or of all (null). */
export function* templatesOf(fingerprints: readonly string[] | null): Steps<Map<string, string>> {
  const found = fingerprints === null ? yield* rows('SELECT fingerprint, template FROM templates ORDER BY id DESC') : yield* rowsForAll('SELECT fingerprint, template FROM templates WHERE fingerprint = ? ORDER BY id DESC', fingerprints.map((each) => [each]));
  return new Map(found.map((each) => [text(each, 'fingerprint'), text(each, 'template')]));
}
