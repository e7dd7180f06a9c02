import type { Group } from '../../core/analysis';
import { type Finding, type Severity, atLeast, severities } from '../../core/finding';
import { storableTime } from './packing';

/** The findings of one fingerprint and severity: a part of a group. */
export interface GroupPart extends Group {
  /** Of the group, within its analysis. */
  readonly number: number;
}

type Tally = { -readonly [Key in keyof GroupPart]: GroupPart[Key] };

/** Sums findings up by fingerprint and severity as they come, and numbers the fingerprints from 0. */
export class GroupTallies {
  private readonly numbers = new Map<string, number>();
  private readonly tallies = new Map<Severity, Map<string, Tally>>(severities.map((severity) => [severity, new Map()]));

  /** Counts a finding and gives the number of its group. */
  add(finding: Finding): number {
    const { fingerprint, severity } = finding;
    const tally = this.tallies.get(severity)?.get(fingerprint);
    if (tally) {
      extend(tally, finding);
      return tally.number;
    }
    const number = this.numbers.get(fingerprint) ?? this.numbers.size;
    this.numbers.set(fingerprint, number);
    this.tallies.get(severity)?.set(fingerprint, tallyOfOne(number, finding));
    return number;
  }

  parts(): GroupPart[] {
    return [...this.tallies.values()].flatMap((ofSeverity) => [...ofSeverity.values()]);
  }
}

function tallyOfOne(number: number, finding: Finding): Tally {
  const { fingerprint, template, message, severity, category, confidence, line, evidence } = finding;
  const time = storableTime(finding.timestamp);
  return {
    number,
    fingerprint,
    template,
    message,
    severity,
    category,
    confidence,
    count: 1,
    firstLine: line,
    lastLine: line,
    firstTimestamp: time,
    lastTimestamp: time,
    rule: evidence.rule,
  };
}

function extend(tally: Tally, finding: Finding): void {
  const { line } = finding;
  if (line < tally.firstLine) {
    tally.firstLine = line;
    tally.message = finding.message;
    tally.category = finding.category;
    tally.confidence = finding.confidence;
    tally.rule = finding.evidence.rule;
  }
  if (line > tally.lastLine) tally.lastLine = line;
  tally.count++;
  const time = storableTime(finding.timestamp);
  tally.firstTimestamp = ofBoth(Math.min, tally.firstTimestamp, time);
  tally.lastTimestamp = ofBoth(Math.max, tally.lastTimestamp, time);
}

/** One group for each fingerprint. */
export function joinedByFingerprint(parts: readonly Group[]): Group[] {
  const groups = new Map<string, Group>();
  for (const part of parts) {
    const group = groups.get(part.fingerprint);
    groups.set(part.fingerprint, group ? joined(group, part) : part);
  }
  return [...groups.values()];
}

/** One group of two parts of it: what describes it comes from the part that begins first. */
function joined(a: Group, b: Group): Group {
  return {
    ...(b.firstLine < a.firstLine ? b : a),
    severity: atLeast(a.severity, b.severity) ? a.severity : b.severity,
    count: a.count + b.count,
    firstLine: Math.min(a.firstLine, b.firstLine),
    lastLine: Math.max(a.lastLine, b.lastLine),
    firstTimestamp: ofBoth(Math.min, a.firstTimestamp, b.firstTimestamp),
    lastTimestamp: ofBoth(Math.max, a.lastTimestamp, b.lastTimestamp),
  };
}

/** Order: the worst first, then the most frequent, then the first in the file. */
export function worstFirst(a: Group, b: Group): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count || a.firstLine - b.firstLine;
}

function ofBoth(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}
