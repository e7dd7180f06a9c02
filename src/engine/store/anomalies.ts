import type { Analysis } from '../../core/analysis';
import { type Anomaly, anomalyKinds } from '../../core/anomaly';
import type { FoundAnomaly } from '../../shared/summary';
import { randomId } from './auditTrail';
import { type Row, type Steps, number, rows, runAll, text, textOrNull } from './steps';

/** What stands in the column `evidence`. */
interface Evidence {
  readonly said: string;
  readonly followers: readonly string[];
}

/** Writes what was unusual in an analysis. */
export function insertAnomalies(analysisId: number, anomalies: readonly Anomaly[]): Steps<void> {
  return runAll(
    'INSERT INTO anomalies (id, analysis_id, kind, score, first_line, last_line, fingerprint, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    anomalies.map(({ kind, score, firstLine, lastLine, fingerprint, evidence: said, followers }) => [
      randomId(),
      analysisId,
      kind,
      score,
      firstLine,
      lastLine,
      fingerprint,
      JSON.stringify({ said, followers } satisfies Evidence),
    ]),
  );
}

/** What was unusual in an analysis, the most remarkable first. */
export function* readAnomalies(analysisId: number): Steps<Anomaly[]> {
  const found = yield* rows('SELECT * FROM anomalies WHERE analysis_id = ? ORDER BY score DESC, first_line, id', analysisId);
  return found.flatMap((each) => anomalyOf(each) ?? []);
}

/** Analyses whose anomalies are asked for at a time. */
const batch = 500;

/** What was unusual in some analyses, as far as it is wanted: of the newest one first, and of each the most remarkable first. */
export function* newestAnomalies(analyses: readonly Analysis[], limit: number, isWanted: (found: FoundAnomaly) => boolean): Steps<FoundAnomaly[]> {
  const newest = [...analyses].sort((a, b) => b.startedAt - a.startedAt || b.id - a.id);
  const byId = new Map(newest.map((analysis) => [analysis.id, analysis]));
  const found: FoundAnomaly[] = [];
  for (let start = 0; start < newest.length && found.length < limit; start += batch) {
    const ids = newest.slice(start, start + batch).map(({ id }) => id);
    const read = yield* rows(`SELECT * FROM anomalies WHERE analysis_id IN (${ids.map(() => '?').join(', ')}) ORDER BY score DESC, first_line, id`, ...ids);
    const place = new Map(ids.map((id, index) => [id, index]));
    const placeOf = (row: Row): number => place.get(number(row, 'analysis_id')) ?? 0;
    for (const each of read.toSorted((a, b) => placeOf(a) - placeOf(b))) {
      const anomaly = anomalyOf(each);
      const analysis = byId.get(number(each, 'analysis_id'));
      if (!anomaly || !analysis) continue;
      const told = { ...anomaly, analysisId: analysis.id, uri: analysis.uri, fileName: analysis.fileName };
      if (isWanted(told)) found.push(told);
    }
  }
  return found.slice(0, limit);
}

/** Null of a kind that only later versions know. */
function anomalyOf(row: Row): Anomaly | null {
  const kind = anomalyKinds.find((known) => known === text(row, 'kind'));
  if (kind === undefined) return null;
  const { said, followers } = JSON.parse(text(row, 'evidence')) as Evidence;
  return { kind, score: number(row, 'score'), firstLine: number(row, 'first_line'), lastLine: number(row, 'last_line'), fingerprint: textOrNull(row, 'fingerprint'), evidence: said, followers };
}
