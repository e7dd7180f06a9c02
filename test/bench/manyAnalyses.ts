import { type Finding, categories, severities } from '../../src/core/finding';
import type { Store } from '../../src/engine/store/store';
import { Random } from './random';

/** How many analyses of how many findings each, of so many kinds. */
export interface StoreSize {
  readonly analyses: number;
  readonly findings: number;
  readonly kinds: number;
}

const start = Date.UTC(2026, 0, 1);
const day = 86_400_000;
/** Findings that are handed over at once. */
const batch = 10_000;

/** Fills a store with analyses of as many files, a day of log each; a tenth of the kinds occur in all of them. */
export async function fillStore(store: Store, { analyses, findings, kinds }: StoreSize): Promise<void> {
  const random = new Random(1);
  for (let file = 0; file < analyses; file++) await storeAnalysis(store, file, findingsOf(file, { findings, kinds }, random));
}

/** Findings of one log, spread over a day. */
export function findingsOf(file: number, { findings, kinds }: Omit<StoreSize, 'analyses'>, random: Random): Finding[] {
  return Array.from({ length: findings }, (_, index) => {
    const kind = random.below(kinds);
    return findingOf(index + 1, kind < kinds / 10 ? kind : file * kinds + kind, start + (file % 60) * day + Math.floor((index * day) / findings));
  });
}

/** Stores findings as the analysis of a log of this number. */
export async function storeAnalysis(store: Store, file: number, findings: readonly Finding[]): Promise<void> {
  const startedAt = start + 60 * day + file * 60_000;
  const writer = store.begin({ uri: `file:///logs/service-${file}.log`, fileName: `service-${file}.log`, startedAt, rulesVersion: '1', modelVersion: null, identity: { size: 1, modified: 1, hash: '' }, settingsHash: '' });
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of findings) counts[severity]++;
  for (let from = 0; from < findings.length; from += batch) await writer.add(findings.slice(from, from + batch));
  const lines = findings.length * 10;
  await writer.complete({ size: 1, duration: 1, format: 'log4j', encoding: 'utf-8', lines, records: lines, severities: counts, levels: { trace: 0, debug: 0, info: 0, warn: 0, error: findings.length, fatal: 0, none: 0 }, notes: [] }, null);
}

function findingOf(line: number, kind: number, timestamp: number): Finding {
  return {
    line,
    endLine: line,
    byteOffset: line * 120,
    timestamp,
    level: 'error',
    levelSource: 'declared',
    severity: severities[kind % severities.length] ?? 'low',
    category: categories[kind % categories.length] ?? 'general',
    confidence: 0.9,
    message: `Request ${line} to backend ${kind} failed`,
    template: `Request <*> to backend k${kind} failed`,
    fingerprint: `v1:${kind}`,
    evidence: { rule: 'level:error', text: '', weighed: [] },
    range: { line, start: 0, end: 20 },
    frames: [],
  };
}
