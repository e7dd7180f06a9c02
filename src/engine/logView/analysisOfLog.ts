import type { Analysis } from '../../core/analysis';
import type { Store } from '../store/store';
import type { LogBytes } from './logBytes';
import type { LogContent } from './logContent';
import { StoredFindings } from './storedFindings';

/** Milliseconds by which clocks of disks may be behind. */
const slack = 2000;

/** Finds the stored analysis of what is in a log now, or was in its part that was there then. */
export class AnalysisOfLog {
  private checked: { readonly id: number; readonly isOf: boolean } | undefined;

  constructor(
    private readonly uri: string,
    private readonly bytes: LogBytes,
    private readonly content: LogContent,
    private readonly store: () => Promise<Pick<Store, 'findings' | 'latestAnalyses'>>,
  ) {}

  /** Its id; null where there is none. Rejects with a StoreError, and with what reading does. */
  async id(signal: AbortSignal): Promise<number | null> {
    const analyses = await (await this.store()).latestAnalyses();
    const latest = analyses.find(({ uri, status }) => uri === this.uri && status === 'completed');
    if (!latest || latest.size > this.bytes.storedSize) return null;
    if (this.checked?.id !== latest.id) this.checked = { id: latest.id, isOf: await this.isOf(latest, signal) };
    return this.checked.isOf ? latest.id : null;
  }

  private async isOf({ id, size, startedAt, duration }: Analysis, signal: AbortSignal): Promise<boolean> {
    const { modified, storedSize, isWhole } = this.bytes;
    if (size === storedSize && (modified === null || modified <= startedAt + duration + slack)) return true;
    // What is packed does not grow.
    if (size !== this.bytes.size && isWhole && this.bytes.size !== storedSize) return false;
    return this.holds(id, signal);
  }

  /** Whether records stand where the analysis has found them. */
  private async holds(analysisId: number, signal: AbortSignal): Promise<boolean> {
    const findings = new StoredFindings(await this.store(), { analysisId, minSeverity: 'low' });
    const total = await findings.firstAt(Infinity);
    const { blocks, index } = this.content;
    for (const place of new Set([0, total - 1])) {
      const [finding] = place < 0 ? [] : await findings.slice(place, 1);
      if (finding === undefined) continue;
      if ((await blocks.startOfLine(finding.byteOffset, signal)) !== finding.byteOffset) return false;
      const number = await index.numberAt(finding.byteOffset, signal);
      if (number !== null && number !== finding.line) return false;
    }
    return true;
  }
}
