import type { Analysis } from '../../core/analysis';
import type { Category, Severity } from '../../core/finding';
import { analysisOf } from './analysisTables';
import { severityOfRank } from './ranks';
import { keptAnalyses } from './removals';
import { type Row, type Steps, blobOrNull, number, numberOrNull, rows, rowsForAll, text } from './steps';
import { CountedTimes } from './timeCounts';
import type { SummaryScope } from '../../shared/summary';

/** The findings of one fingerprint and severity in an analysis, as far as sums need them. */
export interface DigestPart {
  readonly number: number;
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly count: number;
  readonly firstTimestamp: number | null;
  readonly lastTimestamp: number | null;
  readonly times: CountedTimes | null;
}

export interface Digest {
  readonly analysis: Analysis;
  readonly parts: readonly DigestPart[];
}

/** Parts that are kept in memory, of all analyses together. */
const mostParts = 200_000;
/** For so many analyses that are not known yet, one statement reads all. */
const fewAnalyses = 20;

const columns = 'analysis_id, number, fingerprint, severity, category, count, first_timestamp, last_timestamp, times FROM groups JOIN templates ON templates.id = template_id';

/** What was stored of an analysis never changes: what sums need of it is read once. */
export class Digests {
  private readonly parts = new Map<number, readonly DigestPart[]>();
  private kept = 0;
  private readonly templates = new Map<string, string>();

  /** Of completed analyses only. */
  *of(scope: SummaryScope): Steps<Digest[]> {
    const analyses = (yield* analysesIn(scope)).map(analysisOf);
    const unknown = analyses.filter(({ id }) => !this.parts.has(id));
    const read = unknown.length <= fewAnalyses ? yield* partsOf(unknown.map(({ id }) => id)) : yield* partsOfAll(new Set(unknown.map(({ id }) => id)));
    const digests = analyses.map((analysis) => ({ analysis, parts: this.parts.get(analysis.id) ?? read.get(analysis.id) ?? [] }));
    for (const { id } of unknown) this.keep(id, read.get(id) ?? []);
    return digests;
  }

  /** Of a fingerprint that some analysis has. */
  *templateOf(fingerprint: string): Steps<string> {
    if (!this.templates.has(fingerprint)) {
      this.templates.clear();
      for (const row of yield* rows('SELECT fingerprint, template FROM templates ORDER BY id DESC')) this.templates.set(text(row, 'fingerprint'), text(row, 'template'));
    }
    return this.templates.get(fingerprint) ?? '';
  }

  private keep(id: number, parts: readonly DigestPart[]): void {
    this.parts.set(id, parts);
    this.kept += parts.length;
    for (const [oldest, { length }] of this.parts) {
      if (this.kept <= mostParts) break;
      this.parts.delete(oldest);
      this.kept -= length;
    }
  }
}

function* analysesIn(scope: SummaryScope): Steps<Row[]> {
  if ('ids' in scope) return yield* rowsForAll(`SELECT * FROM ${keptAnalyses} WHERE status = 'completed' AND id = ?`, scope.ids.map((id) => [id]));
  const newest = `SELECT *, ROW_NUMBER() OVER (PARTITION BY uri ORDER BY started_at DESC, id DESC) AS place FROM ${keptAnalyses} WHERE status = 'completed'`;
  if (scope.uris === null) return yield* rows(`SELECT * FROM (${newest}) AS placed WHERE place = 1`);
  return yield* rowsForAll(`SELECT * FROM (${newest} AND uri = ?) AS placed WHERE place = 1`, scope.uris.map((uri) => [uri]));
}

function* partsOf(ids: readonly number[]): Steps<Map<number, DigestPart[]>> {
  return gathered(yield* rowsForAll(`SELECT ${columns} WHERE analysis_id = ?`, ids.map((id) => [id])), new Set(ids));
}

function* partsOfAll(wanted: ReadonlySet<number>): Steps<Map<number, DigestPart[]>> {
  return gathered(yield* rows(`SELECT ${columns}`), wanted);
}

function gathered(found: readonly Row[], wanted: ReadonlySet<number>): Map<number, DigestPart[]> {
  const parts = new Map<number, DigestPart[]>();
  for (const row of found) {
    const id = number(row, 'analysis_id');
    if (!wanted.has(id)) continue;
    const known = parts.get(id);
    if (known) known.push(partOf(row));
    else parts.set(id, [partOf(row)]);
  }
  return parts;
}

function partOf(row: Row): DigestPart {
  const packed = blobOrNull(row, 'times');
  return {
    number: number(row, 'number'),
    fingerprint: text(row, 'fingerprint'),
    severity: severityOfRank(number(row, 'severity')),
    category: text(row, 'category') as Category,
    count: number(row, 'count'),
    firstTimestamp: numberOrNull(row, 'first_timestamp'),
    lastTimestamp: numberOrNull(row, 'last_timestamp'),
    times: packed === null ? null : new CountedTimes(packed),
  };
}
