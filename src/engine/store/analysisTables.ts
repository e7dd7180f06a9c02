import type { Analysis, FingerprintCount, LevelCounts, Note } from '../../core/analysis';
import type { Anomaly } from '../../core/anomaly';
import { type Category, type Severity, severities } from '../../core/finding';
import type { StoredPrediction } from '../../core/learning';
import { insertAnomalies, readAnomalies } from './anomalies';
import { insertPredictions, readPredictions } from './predictions';
import { rank, severityOfRank } from './ranks';
import type { GroupPart } from './groups';
import { type Row, type Steps, blob, blobOrNull, number, numberOrNull, row, rows, rowsForAll, run, runAll, text, textOrNull } from './steps';
import type { FileIdentity } from './store';

/** Packed findings of one severity. */
export interface PackedFindings {
  readonly severity: Severity;
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** By number of the group, as `packCounts` writes them. */
  readonly groupCounts: Uint8Array;
  readonly packed: Uint8Array;
}

/** Everything that is stored of one run. */
export interface StoredAnalysis {
  readonly analysis: Analysis;
  readonly identity: FileIdentity;
  readonly settingsHash: string;
  readonly groups: readonly GroupPart[];
  readonly blobs: readonly PackedFindings[];
  readonly anomalies: readonly Anomaly[];
  readonly predictions: readonly StoredPrediction[];
}

const columnsOfAnalyses = [
  ...['id', 'uri', 'file_name', 'size', 'status', 'reason', 'started_at', 'duration', 'format', 'encoding', 'lines', 'records'],
  ...[...severities, 'levels', 'rules_version', 'model_version', 'notes', 'identity_size', 'identity_modified', 'identity_hash', 'settings_hash'],
];
const columnsOfGroups = [
  ...['analysis_id', 'number', 'severity', 'template_id', 'count', 'first_line', 'last_line', 'first_timestamp', 'last_timestamp'],
  ...['category', 'confidence', 'rule', 'message', 'times'],
];

/** Writes an analysis, in the place of one with the same id. */
export function* insertAnalysis(stored: StoredAnalysis): Steps<void> {
  const { analysis, identity } = stored;
  yield* removeAnalyses([analysis.id]);
  yield* run(
    `INSERT INTO analyses (${columnsOfAnalyses.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    analysis.id,
    analysis.uri,
    analysis.fileName,
    analysis.size,
    analysis.status,
    analysis.reason,
    analysis.startedAt,
    analysis.duration,
    analysis.format,
    analysis.encoding,
    analysis.lines,
    analysis.records,
    ...severities.map((severity) => analysis.severities[severity]),
    JSON.stringify(analysis.levels),
    analysis.rulesVersion,
    analysis.modelVersion,
    JSON.stringify(analysis.notes),
    identity.size,
    identity.modified,
    identity.hash,
    stored.settingsHash,
  );
  yield* runAll(
    `INSERT INTO templates (fingerprint, template) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM templates WHERE fingerprint = ?1 AND template = ?2)`,
    stored.groups.map((group) => [group.fingerprint, group.template]),
  );
  yield* runAll(
    // Where many write, the same words may have come in more than once.
    `INSERT INTO groups (${columnsOfGroups.join(', ')}) VALUES (?, ?, ?, (SELECT MIN(id) FROM templates WHERE fingerprint = ? AND template = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    stored.groups.map((group) => [
      analysis.id,
      group.number,
      rank(group.severity),
      group.fingerprint,
      group.template,
      group.count,
      group.firstLine,
      group.lastLine,
      group.firstTimestamp,
      group.lastTimestamp,
      group.category,
      group.confidence,
      group.rule,
      group.message,
      group.times,
    ]),
  );
  yield* runAll(
    `INSERT INTO occurrences (analysis_id, severity, count, first_line, last_line, group_counts, packed) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    stored.blobs.map((part) => [analysis.id, rank(part.severity), part.count, part.firstLine, part.lastLine, part.groupCounts, part.packed]),
  );
  yield* insertAnomalies(analysis.id, stored.anomalies);
  yield* insertPredictions(analysis.id, stored.predictions);
}

/** Reads an analysis as `insertAnalysis` takes it; null where there is none. For copying it to another database. */
export function* readAnalysis(id: number): Steps<StoredAnalysis | null> {
  const own = yield* row('SELECT * FROM analyses WHERE id = ?', id);
  if (own === null) return null;
  const groups = yield* rows('SELECT * FROM groups JOIN templates ON templates.id = template_id WHERE analysis_id = ?', id);
  const blobs = yield* rows('SELECT * FROM occurrences WHERE analysis_id = ? ORDER BY id', id);
  return {
      analysis: analysisOf(own),
      identity: {
        size: number(own, 'identity_size'),
        modified: numberOrNull(own, 'identity_modified'),
        hash: text(own, 'identity_hash'),
      },
      settingsHash: text(own, 'settings_hash'),
      groups: groups.map((part) => ({ ...countOf(part), number: number(part, 'number'), times: blobOrNull(part, 'times') })),
      blobs: blobs.map((part) => ({
        severity: severityOfRank(number(part, 'severity')),
        count: number(part, 'count'),
        firstLine: number(part, 'first_line'),
        lastLine: number(part, 'last_line'),
        groupCounts: blob(part, 'group_counts'),
        packed: blob(part, 'packed'),
      })),
      anomalies: yield* readAnomalies(id),
      predictions: yield* readPredictions(id),
    };
}

/** The files that analyses are of; none of one that is not there. */
export function* readUris(ids: readonly number[]): Steps<string[]> {
  return (yield* rowsForAll('SELECT uri FROM analyses WHERE id = ?', ids.map((id) => [id]))).map((found) => text(found, 'uri'));
}

/** Removes analyses with all their findings, and templates that no analysis has any more. Unknown ids are no error. */
export function* removeAnalyses(ids: readonly number[]): Steps<void> {
  const known = yield* rowsForAll('SELECT id FROM analyses WHERE id = ?', ids.map((id) => [id]));
  if (known.length === 0) return;
  const parameters = known.map((found) => [number(found, 'id')]);
  yield* runAll('DELETE FROM occurrences WHERE analysis_id = ?', parameters);
  yield* runAll('DELETE FROM groups WHERE analysis_id = ?', parameters);
  for (const table of ['predictions', 'anomalies', 'removals']) yield* runAll(`DELETE FROM ${table} WHERE analysis_id = ?`, parameters);
  yield* runAll('DELETE FROM analyses WHERE id = ?', parameters);
  yield* run('DELETE FROM templates WHERE NOT EXISTS (SELECT 1 FROM groups WHERE template_id = templates.id)');
}

/** From a row with all columns of `analyses`. */
export function analysisOf(row: Row): Analysis {
  return {
    id: number(row, 'id'),
    uri: text(row, 'uri'),
    fileName: text(row, 'file_name'),
    size: number(row, 'size'),
    status: text(row, 'status') as Analysis['status'],
    reason: textOrNull(row, 'reason'),
    startedAt: number(row, 'started_at'),
    duration: number(row, 'duration'),
    format: text(row, 'format'),
    encoding: text(row, 'encoding'),
    lines: number(row, 'lines'),
    records: number(row, 'records'),
    severities: {
      critical: number(row, 'critical'),
      high: number(row, 'high'),
      medium: number(row, 'medium'),
      low: number(row, 'low'),
    },
    levels: JSON.parse(text(row, 'levels')) as LevelCounts,
    rulesVersion: text(row, 'rules_version'),
    modelVersion: textOrNull(row, 'model_version'),
    notes: JSON.parse(text(row, 'notes')) as Note[],
  };
}

/** From a row with all columns of `groups` and `templates`. */
export function countOf(row: Row): FingerprintCount {
  return {
    fingerprint: text(row, 'fingerprint'),
    template: text(row, 'template'),
    message: text(row, 'message'),
    severity: severityOfRank(number(row, 'severity')),
    category: text(row, 'category') as Category,
    confidence: number(row, 'confidence'),
    count: number(row, 'count'),
    firstLine: number(row, 'first_line'),
    lastLine: number(row, 'last_line'),
    firstTimestamp: numberOrNull(row, 'first_timestamp'),
    lastTimestamp: numberOrNull(row, 'last_timestamp'),
    rule: text(row, 'rule'),
  };
}
