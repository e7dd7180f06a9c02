import type * as vscode from 'vscode';
import type { Analysis, Group } from '../core/analysis';
import type { Anomaly } from '../core/anomaly';
import type { Finding, Severity } from '../core/finding';
import type { GroupDecision } from '../core/groups';
import type { AnalysisEngine } from '../engine/client';

/** What is known of one analysed log. */
export interface LogResult {
  readonly uri: vscode.Uri;
  readonly analysis: Analysis;
  /**
   * The worst and newest, of the minimum severity and above; at most `shownFindings`. Empty for a log that is
   * not open, unless the Problems panel lists those too: others are asked for when they are needed.
   */
  readonly findings: readonly Finding[];
  /** How many there are of the minimum severity and above. */
  readonly total: number;
  /** Worst first, then most frequent. */
  readonly groups: readonly Group[];
  /** What was unusual, the most remarkable first. */
  readonly anomalies: readonly Anomaly[];
  /** The group of each fingerprint. */
  readonly groupOf: ReadonlyMap<string, Group>;
}

/** VS Code keeps this many diagnostics of a file and drops the others in silence. */
export const shownFindings = 1000;

/** What arrives at once is unpacked at once. */
const pageSize = 200;

export interface ResultOptions {
  readonly minimumSeverity: Severity;
  readonly decisions: readonly GroupDecision[];
  /** How many findings are fetched at most. */
  readonly most: number;
}

/** What the store knows of an analysis. */
export async function readResult(engine: AnalysisEngine, uri: vscode.Uri, run: Analysis, { minimumSeverity: minSeverity, decisions, most }: ResultOptions): Promise<LogResult> {
  // Its counts as they are by the user's corrections.
  const analysis = (await engine.history(run.uri)).find(({ id }) => id === run.id) ?? run;
  const groups = await engine.groups({ analysisId: analysis.id, minSeverity, decisions });
  const anomalies = await engine.anomalies(analysis.id);
  const findings: Finding[] = [];
  for (;;) {
    const page = await engine.findings({ analysisId: analysis.id, minSeverity, order: 'worst', offset: findings.length, limit: Math.min(pageSize, most - findings.length) });
    findings.push(...page.findings);
    if (page.findings.length > 0 && findings.length < Math.min(most, page.total)) continue;
    return { uri, analysis, findings, total: page.total, groups, anomalies, groupOf: new Map(groups.flatMap((group) => group.members.map(({ fingerprint }) => [fingerprint, group]))) };
  }
}
