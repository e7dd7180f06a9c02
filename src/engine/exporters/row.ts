import type { Category, Evidence, Severity } from '../../core/finding';
import type { Level, TimestampInferred } from '../../core/record';
import type { ExportedFinding } from './exporter';

/** A finding as the data formats have it. The keys, and their order, are the command line's promise. */
export interface Row {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly byteOffset: number;
  /** ISO 8601 in UTC. */
  readonly timestamp: string | null;
  readonly level: Level | null;
  readonly severity: Severity;
  readonly category: Category;
  readonly confidence: number;
  readonly message: string;
  readonly template: string;
  readonly fingerprint: string;
  readonly evidence: Evidence;
  /** Only where the log does not state all of the timestamp. */
  readonly timestampInferred?: TimestampInferred;
}

export const rowKeys = [
  'file',
  'line',
  'endLine',
  'byteOffset',
  'timestamp',
  'level',
  'severity',
  'category',
  'confidence',
  'message',
  'template',
  'fingerprint',
  'evidence',
  'timestampInferred',
] as const satisfies readonly (keyof Row)[];

/** The farthest a Date reaches from the epoch, in milliseconds. */
const LAST_TIME = 8.64e15;

/** `2026-11-22T10:00:00.000Z`; null for no time, or one that no calendar has. */
export function isoTime(time: number | null): string | null {
  return time === null || !(Math.abs(time) <= LAST_TIME) ? null : new Date(time).toISOString();
}

export function toRow(finding: ExportedFinding): Row {
  const { rule, text, weighed } = finding.evidence;
  return {
    file: finding.file,
    line: finding.line,
    endLine: finding.endLine,
    byteOffset: finding.byteOffset,
    timestamp: isoTime(finding.timestamp),
    level: finding.level,
    severity: finding.severity,
    category: finding.category,
    confidence: finding.confidence,
    message: finding.message,
    template: finding.template,
    fingerprint: finding.fingerprint,
    evidence: { rule, text, weighed },
    ...(finding.timestampInferred ? { timestampInferred: finding.timestampInferred } : {}),
  };
}

/** What JSON may hold raw and a terminal should not see: DEL, the C1 controls, line separators, bidirectional overrides. */
const rawInJson = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** JSON on one line that a terminal can show; parsed, it is the same value. */
export function toJson(value: object): string {
  return JSON.stringify(value).replace(rawInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
