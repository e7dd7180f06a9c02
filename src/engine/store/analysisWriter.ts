import { randomInt } from 'node:crypto';
import type { Analysis } from '../../core/analysis';
import { type Finding, type Severity, severities } from '../../core/finding';
import { levels } from '../../core/record';
import type { PackedFindings, StoredAnalysis } from './analysisTables';
import { type GroupPart, GroupTallies } from './groups';
import { pack, packCounts } from './packing';
import { type AnalysisOutcome, type AnalysisStart, type AnalysisWriter, StoreError } from './store';

const findingsInBlob = 4_096;
/**
 * After so many findings (or characters of their messages) those of all severities are packed, whether or not they
 * fill a blob: a page in the order of the file then needs the blobs of one such slice, and memory stays bounded.
 */
const findingsInSlice = 16_384;
const charactersInSlice = 16_000_000;

/** Findings of one severity not yet packed, and the numbers of their groups. */
interface Waiting {
  readonly severity: Severity;
  findings: Finding[];
  groups: number[];
}

/** Collects one run in packed form, and hands it over in one piece. */
export class PackingWriter implements AnalysisWriter {
  private readonly tallies = new GroupTallies();
  private readonly waiting = new Map<Severity, Waiting>(severities.map((severity) => [severity, { severity, findings: [], groups: [] }]));
  private readonly blobs: PackedFindings[] = [];
  private slice = { findings: 0, characters: 0 };
  private over = false;

  constructor(
    private readonly start: AnalysisStart,
    private readonly now: () => number,
    /** Stores the analysis and removes another. */
    private readonly store: (stored: StoredAnalysis, replaces: number | null) => Promise<void>,
  ) {}

  add(findings: readonly Finding[]): Promise<void> {
    return this.attempt(() => {
      for (const finding of findings) this.collect(finding);
      return Promise.resolve();
    });
  }

  complete(outcome: AnalysisOutcome, replaces: number | null): Promise<Analysis> {
    return this.attempt(() => {
      this.packSlice();
      return this.end({ ...outcome, status: 'completed', reason: null }, this.tallies.parts(), this.blobs, replaces);
    });
  }

  abandon(status: 'failed' | 'cancelled', reason: string | null, known: Partial<AnalysisOutcome> = {}): Promise<Analysis> {
    return this.attempt(() => this.end({ ...this.nothingKnown(), ...known, status, reason }, [], [], null));
  }

  private async end(
    end: AnalysisOutcome & Pick<Analysis, 'status' | 'reason'>,
    groups: readonly GroupPart[],
    blobs: readonly PackedFindings[],
    replaces: number | null,
  ): Promise<Analysis> {
    const { identity, settingsHash, uri, fileName, startedAt, rulesVersion } = this.start;
    const analysis: Analysis = { ...end, id: randomId(), uri, fileName, startedAt, rulesVersion };
    this.over = true;
    await this.store({ analysis, identity, settingsHash, groups, blobs }, replaces);
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

  private collect(finding: Finding): void {
    const waiting = this.waiting.get(finding.severity);
    if (!waiting) throw new RangeError(`No severity: ${finding.severity}`);
    waiting.groups.push(this.tallies.add(finding));
    if (waiting.findings.push(finding) === findingsInBlob) this.packWaiting(waiting);
    this.slice.findings++;
    this.slice.characters += finding.message.length;
    if (this.slice.findings >= findingsInSlice || this.slice.characters >= charactersInSlice) this.packSlice();
  }

  private packSlice(): void {
    for (const waiting of this.waiting.values()) this.packWaiting(waiting);
    this.slice = { findings: 0, characters: 0 };
  }

  private packWaiting(waiting: Waiting): void {
    const { severity, findings, groups } = waiting;
    if (findings.length === 0) return;
    const lines = findings.map(({ line }) => line);
    this.blobs.push({
      severity,
      count: findings.length,
      firstLine: Math.min(...lines),
      lastLine: Math.max(...lines),
      groupCounts: packCounts(groups),
      packed: pack(findings, groups),
    });
    waiting.findings = [];
    waiting.groups = [];
  }

  private nothingKnown(): AnalysisOutcome {
    const noLevels = Object.fromEntries(levels.map((level) => [level, 0])) as Record<(typeof levels)[number], number>;
    return {
      size: this.start.identity.size,
      duration: Math.max(0, this.now() - this.start.startedAt),
      format: '',
      encoding: '',
      lines: 0,
      records: 0,
      severities: { critical: 0, high: 0, medium: 0, low: 0 },
      levels: { ...noLevels, none: 0 },
      notes: [],
    };
  }
}

/** Ids are unique over all processes that share a file without asking each other: 48 random bits. */
function randomId(): number {
  return randomInt(1, 2 ** 48 - 1);
}
