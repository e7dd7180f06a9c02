import { severities, type Finding, type Severity } from '../../core/finding';
import type { Store } from '../store/store';

/** Where some findings are. */
interface Probe {
  readonly index: number;
  readonly offset: number;
}

/** Probes that are remembered. */
const mostProbes = 1000;

export interface FindingsOf {
  readonly analysisId: number;
  /** Findings of it and worse. */
  readonly minSeverity: Severity;
  readonly fingerprints?: readonly string[];
}

/** Findings of a stored analysis in the order of the file, by their places in it. Methods reject with a StoreError. */
export class StoredFindings {
  private readonly probes: Probe[] = [];
  private total: number | undefined;

  constructor(
    private readonly store: Pick<Store, 'findings'>,
    private readonly query: FindingsOf,
  ) {}

  /** At most `limit` findings from the one at `index` on. */
  async slice(index: number, limit: number): Promise<readonly Finding[]> {
    if (limit <= 0) return [];
    const page = await this.store.findings({ ...this.query, order: 'line', offset: index, limit });
    this.total = page.total;
    page.findings.forEach(({ byteOffset }, place) => {
      if (place === 0 || place === page.findings.length - 1) this.remember({ index: index + place, offset: byteOffset });
    });
    return page.findings;
  }

  /** Index of the first finding that begins at an offset or behind it; their number where none does. */
  async firstAt(offset: number): Promise<number> {
    if (this.total === undefined) await this.slice(0, 1);
    const behind = this.probes.findIndex((probe) => probe.offset >= offset);
    let low = (this.probes[(behind < 0 ? this.probes.length : behind) - 1]?.index ?? -1) + 1;
    let high = behind < 0 ? (this.total ?? 0) : (this.probes[behind]?.index ?? 0);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const [finding] = await this.slice(middle, 1);
      if (finding === undefined || finding.byteOffset >= offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private remember(probe: Probe): void {
    if (this.probes.length >= mostProbes) this.probes.length = 0;
    const at = this.probes.findIndex(({ index }) => index >= probe.index);
    if (at < 0) this.probes.push(probe);
    else if (this.probes[at]?.index !== probe.index) this.probes.splice(at, 0, probe);
  }
}

/** The mildest of some severities; of all of them where none is named. */
export function mildest(some: readonly Severity[] = severities): Severity {
  return [...severities].reverse().find((severity) => some.includes(severity)) ?? 'critical';
}
