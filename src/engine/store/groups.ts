import type { FingerprintCount } from '../../core/analysis';
import { type Finding, type Severity, severities } from '../../core/finding';
import { at } from './columns';
import { type Kind, detached, storableTime } from './kinds';
import { TemplatePieces } from './messageText';
import type { Messages } from './messages';
import type { Occurrences } from './store';
import { TimeCounts } from './timeCounts';

/** The findings of one fingerprint and severity. */
export interface GroupPart extends FingerprintCount {
  /** Of the fingerprint, within its analysis. */
  readonly number: number;
  /** When they happened, packed (see `TimeCounts`); null in analyses that were stored before this was. */
  readonly times: Uint8Array | null;
}

/** A part that still grows. */
export type Tally = { -readonly [Key in Exclude<keyof GroupPart, 'times'>]: GroupPart[Key] } & {
  readonly times: TimeCounts;
  /** Of its template. */
  readonly pieces: TemplatePieces;
  /** Of its findings, those seen last. */
  readonly kinds: Kind[];
};

/** Sums findings up by fingerprint and severity as they come, and numbers the fingerprints from 0. */
export class GroupTallies {
  private readonly numbers = new Map<string, number>();
  private readonly tallies: Record<Severity, Map<string, Tally>> = { critical: new Map(), high: new Map(), medium: new Map(), low: new Map() };

  /** No more than so many fingerprints: what an analysis needs in memory stays bounded. */
  constructor(private readonly mostGroups: number) {}

  /** Counts a finding; null where there are too many groups for one of its own. */
  add(finding: Finding): Tally | null {
    const tally = this.of(finding);
    if (tally) count(tally, finding, finding.line, storableTime(finding.timestamp), finding.message);
    return tally;
  }

  /** Counts findings that are alike but for what the columns say. */
  addAll(shape: Finding, { lines, timestamps }: Occurrences, messages: Messages): Tally | null {
    const tally = this.of(shape);
    if (!tally || lines.length === 0) return tally;
    let first = 0;
    for (let index = 1; index < lines.length; index++) if ((lines[index] ?? 0) < (lines[first] ?? 0)) first = index;
    // The first one tells its words, and all the others their places and times.
    count(tally, shape, at(lines, first), null, messages.at(first));
    tally.count += lines.length - 1;
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index] ?? 0;
      if (line > tally.lastLine) tally.lastLine = line;
      const time = timestamps && storableTime(timestamps[index] ?? Number.NaN);
      if (time !== null) countTime(tally, time);
    }
    return tally;
  }

  parts(): GroupPart[] {
    return severities.flatMap((severity) => Array.from(this.tallies[severity].values(), ({ times, ...tally }) => ({ ...tally, times: times.packed() })));
  }

  private of({ fingerprint, severity, template }: Finding): Tally | null {
    const tallies = this.tallies[severity];
    const known = tallies.get(fingerprint);
    if (known) return known;
    const number = this.numbers.get(fingerprint) ?? this.numbers.size;
    if (number >= this.mostGroups) return null;
    this.numbers.set(fingerprint, number);
    const tally = emptyTally(number, fingerprint, detached(template), severity);
    tallies.set(fingerprint, tally);
    return tally;
  }
}

/** What describes a group comes from its first occurrence in the file. */
function count(tally: Tally, finding: Finding, line: number, time: number | null, message: string): void {
  tally.count++;
  if (line < tally.firstLine) {
    tally.firstLine = line;
    tally.message = detached(message);
    tally.category = finding.category;
    tally.confidence = finding.confidence;
    tally.rule = finding.evidence.rule;
  }
  if (line > tally.lastLine) tally.lastLine = line;
  if (time !== null) countTime(tally, time);
}

function countTime(tally: Tally, time: number): void {
  tally.times.add(time);
  if (tally.firstTimestamp === null || time < tally.firstTimestamp) tally.firstTimestamp = time;
  if (tally.lastTimestamp === null || time > tally.lastTimestamp) tally.lastTimestamp = time;
}

function emptyTally(number: number, fingerprint: string, template: string, severity: Severity): Tally {
  return {
    number,
    fingerprint,
    template,
    message: '',
    severity,
    category: 'general',
    confidence: 0,
    count: 0,
    firstLine: Number.POSITIVE_INFINITY,
    lastLine: 0,
    firstTimestamp: null,
    lastTimestamp: null,
    times: new TimeCounts(),
    rule: '',
    pieces: new TemplatePieces(template),
    kinds: [],
  };
}
