import type { Analysis, FingerprintCount, LevelCounts, Note } from '../../core/analysis';
import { type Category, type Severity, severities } from '../../core/finding';
import { at } from './columns';
import type { GroupPart } from './groups';
import { type Connection, type Row, blob, number, numberOrNull, text, textOrNull } from './sqlJs';
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
}

/** Severities are stored by rank, so that SQL can compare them: 0 is the worst. */
export function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

export function severityOfRank(value: number): Severity {
  return at(severities, value);
}

/** Writes an analysis, in the place of one with the same id. */
export function insertAnalysis(connection: Connection, stored: StoredAnalysis): void {
  const { analysis, identity } = stored;
  removeAnalyses(connection, [analysis.id]);
  connection.run(
    `INSERT INTO analyses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    JSON.stringify(analysis.notes),
    identity.size,
    identity.modified,
    identity.hash,
    stored.settingsHash,
  );
  connection.runAll(
    `INSERT INTO templates (fingerprint, template) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM templates WHERE fingerprint = ?1 AND template = ?2)`,
    stored.groups.map((group) => [group.fingerprint, group.template]),
  );
  connection.runAll(
    `INSERT INTO groups VALUES (?, ?, ?, (SELECT id FROM templates WHERE fingerprint = ? AND template = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    ]),
  );
  connection.runAll(
    `INSERT INTO occurrences (analysis_id, severity, count, first_line, last_line, group_counts, packed) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    stored.blobs.map((part) => [analysis.id, rank(part.severity), part.count, part.firstLine, part.lastLine, part.groupCounts, part.packed]),
  );
}

/** Reads an analysis as `insertAnalysis` takes it; null where there is none. For copying it to another database. */
export function readAnalysis(connection: Connection, id: number): StoredAnalysis | null {
  const row = connection.row('SELECT * FROM analyses WHERE id = ?', id);
  return (
    row && {
      analysis: analysisOf(row),
      identity: {
        size: number(row, 'identity_size'),
        modified: numberOrNull(row, 'identity_modified'),
        hash: text(row, 'identity_hash'),
      },
      settingsHash: text(row, 'settings_hash'),
      groups: connection
        .rows('SELECT * FROM groups JOIN templates ON templates.id = template_id WHERE analysis_id = ?', id)
        .map((part) => ({ ...countOf(part), number: number(part, 'number') })),
      blobs: connection.rows('SELECT * FROM occurrences WHERE analysis_id = ? ORDER BY id', id).map((part) => ({
        severity: severityOfRank(number(part, 'severity')),
        count: number(part, 'count'),
        firstLine: number(part, 'first_line'),
        lastLine: number(part, 'last_line'),
        groupCounts: blob(part, 'group_counts'),
        packed: blob(part, 'packed'),
      })),
    }
  );
}

/** The file that an analysis is of; none where there is no such analysis. */
export function readUri(connection: Connection, id: number): string[] {
  return connection.rows('SELECT uri FROM analyses WHERE id = ?', id).map((row) => text(row, 'uri'));
}

/** Removes analyses with all their findings, and templates that no analysis has any more. Unknown ids are no error. */
export function removeAnalyses(connection: Connection, ids: readonly number[]): void {
  const known = ids.filter((id) => connection.row('SELECT 1 FROM analyses WHERE id = ?', id));
  if (known.length === 0) return;
  const parameters = known.map((id) => [id]);
  connection.runAll('DELETE FROM occurrences WHERE analysis_id = ?', parameters);
  connection.runAll('DELETE FROM groups WHERE analysis_id = ?', parameters);
  for (const table of ['predictions', 'anomalies', 'removals']) connection.runAll(`DELETE FROM ${table} WHERE analysis_id = ?`, parameters);
  connection.runAll('DELETE FROM analyses WHERE id = ?', parameters);
  connection.run('DELETE FROM templates WHERE NOT EXISTS (SELECT 1 FROM groups WHERE template_id = templates.id)');
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
