import type { Analysis, SeverityCounts } from '../../core/analysis';
import { severities } from '../../core/finding';
import type { AnalysesPage, AnalysesQuery, Totals, TrendPoint } from '../../shared/summary';
import { analysisOf } from './analysisTables';
import { correctedAnalyses } from './corrections';
import { keptAnalyses } from './removals';
import { type Steps, number, row, rows, rowsForAll } from './steps';

/** Points of a trend at most, the newest. */
const mostPoints = 400;

/** What there is now, and what the newest completed analysis changed. */
export function* totals(): Steps<Totals> {
  const completed = yield* completedAnalyses(null);
  const newest = completed.at(-1);
  const now = standingAfter(completed);
  const before = standingAfter(completed.slice(0, -1));
  const figure = (count: (standing: Standing) => number): { count: number; change: number } => ({ count: count(now), change: count(now) - count(before) });
  return {
    files: figure(({ size }) => size),
    completed: { count: completed.length, change: newest ? 1 : 0 },
    problems: figure((standing) => sum(standing, ({ critical, high, medium }) => critical + high + medium)),
    critical: figure((standing) => sum(standing, ({ critical }) => critical)),
    since: newest ? { fileName: newest.fileName, startedAt: newest.startedAt } : null,
  };
}

/** The newest first. */
export function* analysesPage({ uri, offset, limit }: AnalysesQuery): Steps<AnalysesPage> {
  const [condition, parameters] = uri === null ? ['1 = 1', []] : ['uri = ?', [uri]];
  const found = yield* rows(`SELECT * FROM ${keptAnalyses} WHERE ${condition} ORDER BY started_at DESC, id DESC LIMIT ? OFFSET ?`, ...parameters, limit, offset);
  const counted = yield* row(`SELECT COUNT(*) AS total FROM ${keptAnalyses} WHERE ${condition}`, ...parameters);
  return { analyses: yield* correctedAnalyses(found.map(analysisOf)), total: number(counted ?? {}, 'total') };
}

/** In the order of the ids; without those that are no more. */
export function* analysesById(ids: readonly number[]): Steps<Analysis[]> {
  return yield* correctedAnalyses((yield* rowsForAll(`SELECT * FROM ${keptAnalyses} WHERE id = ?`, ids.map((id) => [id]))).map(analysisOf));
}

/** How many findings a file had by its analyses, or all files had together (null) after each analysis; the oldest first. */
export function* trend(uri: string | null): Steps<TrendPoint[]> {
  const standing = new Map<string, SeverityCounts>();
  const together = { critical: 0, high: 0, medium: 0, low: 0 };
  const points = (yield* completedAnalyses(uri)).map(({ id, uri: own, fileName, startedAt, severities: counts }): TrendPoint => {
    for (const severity of severities) together[severity] += counts[severity] - (standing.get(own)?.[severity] ?? 0);
    standing.set(own, counts);
    return { analysisId: id, uri: own, fileName, startedAt, severities: { ...together } };
  });
  return points.slice(-mostPoints);
}

/** What the newest analysis of each file found. */
type Standing = ReadonlyMap<string, SeverityCounts>;

function standingAfter(completed: readonly Analysis[]): Standing {
  return new Map(completed.map(({ uri, severities: counts }) => [uri, counts]));
}

function sum(standing: Standing, of: (counts: SeverityCounts) => number): number {
  let all = 0;
  for (const counts of standing.values()) all += of(counts);
  return all;
}

/** The oldest first. */
function* completedAnalyses(uri: string | null): Steps<Analysis[]> {
  const all = `SELECT * FROM ${keptAnalyses} WHERE status = 'completed'`;
  const found = uri === null ? yield* rows(`${all} ORDER BY started_at, id`) : yield* rows(`${all} AND uri = ? ORDER BY started_at, id`, uri);
  return yield* correctedAnalyses(found.map(analysisOf));
}
