import type { Group } from '../core/analysis';
import type { Finding } from '../core/finding';
import type { AnalysisEngine } from '../engine/client';
import type { LogResult } from './logResult';

/** Groups of one log that are asked about: the worst and most frequent. */
const mostGroups = 50;
/** Logs whose samples are kept, more than are asked about at a time; those asked for longest ago go first. */
const mostLogs = 40;

/** One finding of each group: the worst and newest that is known, else the last of it, which is asked for once per analysis. */
export class GroupSamples {
  private readonly asked = new Map<string, { readonly analysisId: number; readonly samples: Promise<readonly Finding[]> }>();

  constructor(private readonly engine: AnalysisEngine) {}

  async of(result: LogResult): Promise<ReadonlyMap<Group, Finding>> {
    const samples = new Map<Group, Finding>();
    const add = (findings: readonly Finding[]): void => {
      for (const finding of findings) {
        const group = result.groupOf.get(finding.fingerprint);
        if (group && !samples.has(group)) samples.set(group, finding);
      }
    };
    add(result.findings);
    const missing = result.groups.filter((group) => !samples.has(group)).slice(0, mostGroups);
    if (missing.length > 0) add(await this.lastOf(result, missing));
    return samples;
  }

  private lastOf({ uri, analysis }: LogResult, groups: readonly Group[]): Promise<readonly Finding[]> {
    const key = uri.toString();
    const known = this.asked.get(key);
    const samples = known?.analysisId === analysis.id ? known.samples : this.ask(analysis.id, groups);
    this.asked.delete(key);
    this.asked.set(key, { analysisId: analysis.id, samples });
    const [oldest] = this.asked.keys();
    if (this.asked.size > mostLogs && oldest !== undefined) this.asked.delete(oldest);
    return samples;
  }

  private async ask(analysisId: number, groups: readonly Group[]): Promise<readonly Finding[]> {
    const pages = await Promise.all(groups.map(({ lastLine: line }) => this.engine.findings({ analysisId, minSeverity: 'low', order: 'line', offset: 0, limit: 1, lines: { from: line, to: line } })));
    return pages.flatMap(({ findings }) => findings);
  }
}
