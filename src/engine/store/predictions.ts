import type { GroupMember } from '../../core/analysis';
import type { Category } from '../../core/finding';
import type { ModelInUse, StoredPrediction } from '../../core/learning';
import { rank, severityOfRank } from './ranks';
import { type Steps, number, rows, runAll, text } from './steps';

/** What a model says of these findings: once of each fingerprint. */
export function predictionsOf(members: readonly GroupMember[], model: ModelInUse): StoredPrediction[] {
  const templates = new Map(members.map(({ fingerprint, template }) => [fingerprint, template]));
  return Array.from(templates, ([fingerprint, template]) => {
    const { category, severity, confidence } = model.predict(template);
    return { fingerprint, category, severity, confidence, modelVersion: model.version };
  });
}

/** Writes what a model said of an analysis. */
export function insertPredictions(analysisId: number, predictions: readonly StoredPrediction[]): Steps<void> {
  return runAll(
    'INSERT INTO predictions (analysis_id, fingerprint, model_version, category, severity, confidence) VALUES (?, ?, ?, ?, ?, ?)',
    predictions.map(({ fingerprint, modelVersion, category, severity, confidence }) => [analysisId, fingerprint, modelVersion, category, rank(severity), confidence]),
  );
}

/** What a model said of an analysis; nothing of those that were made without one. */
export function* readPredictions(analysisId: number): Steps<StoredPrediction[]> {
  return (yield* rows('SELECT * FROM predictions WHERE analysis_id = ? ORDER BY fingerprint', analysisId)).map((row) => ({
    fingerprint: text(row, 'fingerprint'),
    modelVersion: text(row, 'model_version'),
    category: text(row, 'category') as Category,
    severity: severityOfRank(number(row, 'severity')),
    confidence: number(row, 'confidence'),
  }));
}
