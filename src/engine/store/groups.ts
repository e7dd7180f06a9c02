import type { FingerprintCount } from '../../core/analysis';
import { type Finding, type Severity, severities } from '../../core/finding';
import { storableTime } from './packing';

/** The findings of one fingerprint and severity. */
export interface GroupPart extends FingerprintCount {
  /** Of the fingerprint, within its analysis. */
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

function ofBoth(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}
