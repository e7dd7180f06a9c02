import { createHash } from 'node:crypto';
import { LogWatch } from '../core/anomalies/logWatch';
import { rulesVersion } from '../core/rules/rules';
import type { Classifier } from '../ml/classifier';
import { anomaliesOf } from './anomalies';
import type { AnalyzeRequest, AnalyzeResult, Progress, Reading } from './api';
import type { Resolved } from './documents/documents';
import { PatternMatcher } from './patterns';
import { readLog, type ReadResult } from './readLog';
import { openSource, type OpenSource } from './sources';
import type { AnalysisOutcome, AnalysisWriter, Store } from './store/store';

/** Milliseconds between two words of progress. */
const progressInterval = 100;

export interface AnalyzerOptions {
  readonly store: Store;
  /** Says what findings are about. */
  readonly classifier: Classifier;
  readonly now: () => number;
  readonly onProgress: (progress: Progress) => void;
}

/** Analyses one log at a time into the store. */
export class Analyzer {
  constructor(private readonly options: AnalyzerOptions) {}

  /** Throws SourceError where the log cannot be read, StoreError, or the signal's reason; what failed midway is kept as failed. */
  async analyze(request: Resolved<AnalyzeRequest>, signal: AbortSignal): Promise<AnalyzeResult> {
    const source = request.edited && request.source.kind === 'text' ? request.edited.open(request.source) : await openSource(request.source);
    try {
      return (await this.reuse(request, source)) ?? (await this.run(request, source, signal));
    } finally {
      await source.close();
    }
  }

  private async reuse(request: Resolved<AnalyzeRequest>, source: OpenSource): Promise<AnalyzeResult | null> {
    if (!request.reuse) return null;
    const { uri, identity } = source;
    const analysis = await this.options.store.reusable({ uri, identity, rulesVersion, modelVersion: this.options.classifier.version, settingsHash: settingsHash(request.reading) });
    // What is wrong with a pattern as it stands is told each time; what was too slow was told when it ran.
    return analysis && { analysis, reused: true, patternProblems: new PatternMatcher(request.reading.patterns, source.path).problems, formatProblems: [] };
  }

  private async run(request: Resolved<AnalyzeRequest>, source: OpenSource, signal: AbortSignal): Promise<AnalyzeResult> {
    const { store, classifier, now } = this.options;
    const { uri, fileName, identity } = source;
    const startedAt = now();
    const writer = store.begin({ uri, fileName, startedAt, rulesVersion, modelVersion: classifier.version, model: classifier, identity, settingsHash: settingsHash(request.reading) });
    const watcher = new LogWatch();
    let result: ReadResult;
    try {
      const options = { ...request.reading, classifier, everyRecord: false, watcher, now: startedAt };
      const reading = request.edited?.read(source, options, signal) ?? readLog(source, options, signal);
      result = await this.drain(reading, writer, request, source);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const known = { size: identity.size, encoding: source.encoding, duration: now() - startedAt };
      // A log that grows is analysed again and again: a run that gave way to the next one is no news.
      if (signal.aborted && request.replaces !== null) await writer.discard();
      else await writer.abandon(signal.aborted ? 'cancelled' : 'failed', signal.aborted ? null : reason, known);
      throw error;
    }
    const { summary, patternProblems, formatProblems } = result;
    const outcome: AnalysisOutcome = { ...summary, size: identity.size, encoding: source.encoding, duration: now() - startedAt };
    const anomalies = await anomaliesOf(watcher, store, { uri, lines: summary.lines, replaces: request.replaces });
    return { analysis: await writer.complete(outcome, request.replaces, anomalies), reused: false, patternProblems, formatProblems };
  }

  private async drain(reading: ReturnType<typeof readLog>, writer: AnalysisWriter, request: Resolved<AnalyzeRequest>, source: OpenSource): Promise<ReadResult> {
    let findings = 0;
    let line = 0;
    let told = this.options.now();
    for (;;) {
      const step = await reading.next();
      if (step.done === true) return step.value;
      findings += step.value.findings.length;
      line = step.value.findings.at(-1)?.endLine ?? line;
      if (step.value.findings.length > 0) await writer.add(step.value.findings);
      const time = this.options.now();
      if (time - told < progressInterval) continue;
      told = time;
      this.options.onProgress({ runId: request.runId, uri: source.uri, bytes: source.position, totalBytes: source.identity.size, findings, ...(line > 0 ? { line } : {}) });
    }
  }
}

/** Of all in a reading that changes results. */
export function settingsHash({ lineBreaks, patterns, formats, clientErrors, zone }: Reading): string {
  return createHash('sha256').update(JSON.stringify([lineBreaks, patterns, formats, clientErrors, zone])).digest('hex').slice(0, 16);
}
