import type { Analysis } from '../../core/analysis';
import type { Anomaly } from '../../core/anomaly';
import type { Finding } from '../../core/finding';
import { levels } from '../../core/record';
import { randomId } from './auditTrail';
import type { StoredAnalysis } from './analysisTables';
import { OccurrencePacker } from './occurrencePacker';
import type { Limits } from './allowance';
import { predictionsOf } from './predictions';
import { type AnalysisOutcome, type AnalysisStart, type AnalysisWriter, type Occurrences, StoreError } from './store';

/** Collects one run in packed form, and hands it over in one piece. */
export class PackingWriter implements AnalysisWriter {
  private readonly packer: OccurrencePacker;
  private over = false;

  constructor(
    private readonly start: AnalysisStart,
    private readonly now: () => number,
    limits: Limits,
    /** Stores the analysis and removes another; null where nothing is to be kept of it. */
    private readonly store: (stored: StoredAnalysis | null, replaces: number | null) => Promise<void>,
  ) {
    this.packer = new OccurrencePacker(limits);
  }

  add(findings: readonly Finding[]): Promise<void> {
    return this.attempt(() => this.packer.add(findings));
  }

  addOccurrences(shape: Finding, occurrences: Occurrences): Promise<void> {
    return this.attempt(() => this.packer.addOccurrences(shape, occurrences));
  }

  complete(outcome: AnalysisOutcome, replaces: number | null, anomalies: readonly Anomaly[] = []): Promise<Analysis> {
    return this.attempt(async () => {
      this.over = true;
      const { groups, blobs, notes } = await this.packer.finish();
      return this.end({ ...outcome, notes: [...outcome.notes, ...notes], status: 'completed', reason: null }, { groups, blobs, anomalies }, replaces);
    });
  }

  abandon(status: 'failed' | 'cancelled', reason: string | null, known: Partial<AnalysisOutcome> = {}): Promise<Analysis> {
    return this.attempt(() => {
      this.over = true;
      return this.end({ ...nothingKnown(this.start.identity.size, Math.max(0, this.now() - this.start.startedAt)), ...known, status, reason }, { groups: [], blobs: [], anomalies: [] }, null);
    });
  }

  discard(): Promise<void> {
    return this.attempt(() => {
      this.over = true;
      return this.store(null, null);
    });
  }

  private async end(
    end: AnalysisOutcome & Pick<Analysis, 'status' | 'reason'>,
    found: Pick<StoredAnalysis, 'groups' | 'blobs' | 'anomalies'>,
    replaces: number | null,
  ): Promise<Analysis> {
    const { identity, settingsHash, uri, fileName, startedAt, rulesVersion, modelVersion, model } = this.start;
    const analysis: Analysis = { ...end, id: randomId(), uri, fileName, startedAt, rulesVersion, modelVersion };
    const predictions = model ? predictionsOf(found.groups, model) : [];
    await this.store({ analysis, identity, settingsHash, ...found, predictions }, replaces);
    return analysis;
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    if (this.over) throw new StoreError(`The analysis of ${this.start.uri} is over: nothing can be added to it.`);
    try {
      return await work();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw new StoreError(`The results of ${this.start.uri} cannot be stored. Analyse the file again.`, { cause: error });
    }
  }
}

/** Of a run that found nothing out. */
export function nothingKnown(size: number, duration: number): AnalysisOutcome {
  const noLevels = Object.fromEntries(levels.map((level) => [level, 0])) as Record<(typeof levels)[number], number>;
  return {
    size,
    duration,
    format: '',
    encoding: '',
    lines: 0,
    records: 0,
    severities: { critical: 0, high: 0, medium: 0, low: 0 },
    levels: { ...noLevels, none: 0 },
    notes: [],
  };
}
