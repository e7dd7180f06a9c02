import type { Analysis } from '../core/analysis';
import type { Finding } from '../core/finding';
import { rulesVersion } from '../core/rules/rules';
import type { Classifier } from '../ml/classifier';
import type { FormatProblem, PatternProblem, Reading } from './api';
import { readFamily, type FamilyPart, type FamilyResult } from './familyLog';
import type { AnalysisWriter, Store } from './store/store';

export interface FamilyAnalysisOptions {
  readonly reading: Reading;
  /** Says what findings are about. */
  readonly classifier: Classifier;
  /** Where the analyses are kept; null where they are not. */
  readonly store: Store | null;
  /** Of everything of the user's that changes results. */
  readonly settingsHash: string;
  /** Whether analyses take the place of those that were made of the same content. */
  readonly replacesSame?: boolean;
  readonly now: () => number;
  readonly onFindings?: (file: string, findings: readonly Finding[]) => Promise<void>;
  readonly onProgress?: (bytes: number, totalBytes: number, findings: number) => void;
}

export interface FamilyAnalysis {
  /** Of each file that could be read, in their order; the id is 0 where they are not kept. */
  readonly analyses: readonly { readonly file: string; readonly analysis: Analysis }[];
  /** Why a file could not be read, or not to its end, in sentences that name it. */
  readonly failures: readonly string[];
  readonly patternProblems: readonly PatternProblem[];
  readonly formatProblems: readonly FormatProblem[];
}

/**
 * Analyses the files of a rotated log, the oldest first, in one go: each gets an analysis of its own. Rejects with a
 * StoreError, or the signal's reason; then nothing is kept but that the files begun with have failed.
 */
export async function analyzeFamily(files: readonly string[], options: FamilyAnalysisOptions, signal: AbortSignal): Promise<FamilyAnalysis> {
  const { reading, classifier, store, settingsHash, now, onFindings, onProgress } = options;
  const modelVersion = classifier.version;
  const startedAt = now();
  const start = ({ uri, fileName }: FamilyPart): Pick<Analysis, 'uri' | 'fileName' | 'startedAt' | 'rulesVersion' | 'modelVersion'> => ({ uri, fileName, startedAt, rulesVersion, modelVersion });
  const writers = new Map<FamilyPart, AnalysisWriter>();
  const writerOf = (part: FamilyPart): AnalysisWriter | undefined => {
    if (store === null) return undefined;
    const writer = writers.get(part) ?? store.begin({ ...start(part), identity: part.identity, settingsHash, model: classifier });
    writers.set(part, writer);
    return writer;
  };
  let found = 0;
  let result: FamilyResult;
  try {
    const batches = readFamily(files, { ...reading, classifier, now: startedAt, onProgress: (bytes, totalBytes) => onProgress?.(bytes, totalBytes, found) }, signal);
    let step = await batches.next();
    for (; step.done !== true; step = await batches.next()) {
      const { part, findings } = step.value;
      found += findings.length;
      await writerOf(part)?.add(findings);
      await onFindings?.(part.file, findings);
    }
    result = step.value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    for (const writer of writers.values()) await writer.abandon(signal.aborted ? 'cancelled' : 'failed', signal.aborted ? null : reason);
    throw error;
  }
  const analyses: { file: string; analysis: Analysis }[] = [];
  for (const { part, summary } of result.parts) {
    const outcome = { ...summary, size: part.identity.size, encoding: part.encoding, duration: now() - startedAt };
    const same = options.replacesSame === true ? await store?.reusable({ uri: part.uri, identity: part.identity, rulesVersion, modelVersion, settingsHash }) : null;
    const kept = await writerOf(part)?.complete(outcome, same?.id ?? null);
    analyses.push({ file: part.file, analysis: kept ?? { ...outcome, ...start(part), id: 0, status: 'completed', reason: null } });
  }
  const { failures, patternProblems, formatProblems } = result;
  return { analyses, failures, patternProblems, formatProblems };
}
