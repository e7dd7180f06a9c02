import type { Level, LevelSource, TimestampInferred } from './record';

/** Our judgement of a finding, worst first. A finding of medium or above is a problem. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

export const categories = [
  'network',
  'timeout',
  'memory',
  'permission',
  'database',
  'disk-io',
  'configuration',
  'runtime',
  'system',
  'business',
  'general',
] as const;
export type Category = (typeof categories)[number];

/** Why a record counts as a finding. */
export interface Evidence {
  /** Id of the rule that decided: `level:error`, `rule:connection-refused`, `pattern:My name`… */
  readonly rule: string;
  /** The words that matched, as they stand in the message; empty where the level alone decided. */
  readonly text: string;
  /** Ids of what was weighed beside it, for and against; for `explain` and the debug log. */
  readonly weighed: readonly string[];
}

/** One call of a stack trace. */
export interface Frame {
  readonly function: string | null;
  /** As the trace states it: a path, a URL or a bare file name. */
  readonly file: string | null;
  /** 1-based. */
  readonly line: number | null;
  /** 1-based. */
  readonly column: number | null;
  /** Package, archive, native library or import path the code lies in; null where the trace does not tell. */
  readonly module: string | null;
  /** False for frames of the language's runtime and of third-party packages. */
  readonly application: boolean;
}

/** Where to draw a finding: on one line, `end` exclusive. */
export interface TextRange {
  /** 1-based. */
  readonly line: number;
  /** 0-based UTF-16 columns. */
  readonly start: number;
  readonly end: number;
}

/** A record judged to deserve a severity. */
export interface Finding {
  readonly line: number;
  readonly endLine: number;
  readonly byteOffset: number;
  /** Milliseconds since the epoch (UTC). */
  readonly timestamp: number | null;
  /** What of the timestamp is inferred; absent where the log states all of it. */
  readonly timestampInferred?: TimestampInferred;
  readonly level: Level | null;
  readonly levelSource: LevelSource;
  readonly severity: Severity;
  readonly category: Category;
  /** 0 to 1. */
  readonly confidence: number;
  readonly message: string;
  readonly template: string;
  readonly fingerprint: string;
  readonly evidence: Evidence;
  readonly range: TextRange;
  /** Innermost first; the first few of the trace. */
  readonly frames: readonly Frame[];
}

/** A problem: of medium severity or above; null is no finding. */
export function isProblem(severity: Severity | null): boolean {
  return severity !== null && atLeast(severity, 'medium');
}

/** True where `a` is at least as bad as `b`. */
export function atLeast(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) <= severities.indexOf(b);
}

/** The one deduplication rule: one finding per (file, line, message), the highest severity kept. Order is kept. */
export function deduplicate(findings: readonly Finding[]): Finding[] {
  if (findings.length < 2) return [...findings];
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${String(finding.line)}:${finding.message}`;
    const earlier = kept.get(key);
    if (!earlier || !atLeast(earlier.severity, finding.severity)) kept.set(key, finding);
  }
  return [...kept.values()];
}
