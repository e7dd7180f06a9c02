import { type Anomaly, anomalyKinds } from '../../core/anomaly';
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

/** Null of a kind that only later versions know. */
function anomalyOf(row: Row): Anomaly | null {
  const kind = anomalyKinds.find((known) => known === text(row, 'kind'));
  if (kind === undefined) return null;
  const { said, followers } = JSON.parse(text(row, 'evidence')) as Evidence;
  return { kind, score: number(row, 'score'), firstLine: number(row, 'first_line'), lastLine: number(row, 'last_line'), fingerprint: textOrNull(row, 'fingerprint'), evidence: said, followers };
}
