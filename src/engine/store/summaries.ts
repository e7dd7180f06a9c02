import type { FingerprintCount, Group, SeverityCounts } from '../../core/analysis';
import { type Corrections, correct } from '../../core/corrections';
import { type Category, type Severity, isProblem, severities } from '../../core/finding';
import { gatherGroups } from '../../core/groups';
import type { CategoryCounts, FoundAnomaly, Problem, Summary, SummaryQuery, TimeRange } from '../../shared/summary';
import { newestAnomalies } from './anomalies';
import { correctionsByFingerprint } from './corrections';
import type { Digest, DigestPart, Digests } from './digests';
import { type Row, type Steps, number, rowsForAll, text } from './steps';
import type { CountedTimes } from './timeCounts';
import { type TimedCounts, TimelineBuilder, spanOf } from './timelines';

/** Fingerprints that are looked at as problems: the worst and most frequent of all. */
const mostFingerprints = 500;
const problemSeverities = severities.filter(isProblem);
/** Parts of a problem's course. */
const courseParts = 24;

/** Of a digest, after corrections, as much as lies in the range asked for. */
interface CountedPart {
  readonly digest: Digest;
  readonly part: DigestPart;
  readonly severity: Severity;
  readonly category: Category;
  readonly count: number;
}

/** What is known of the findings of one fingerprint and severity over all analyses. */
interface Tally {
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly category: Category;
  count: number;
  firstTimestamp: number | null;
  lastTimestamp: number | null;
  /** Where it was seen last. */
  latest: CountedPart;
  readonly parts: CountedPart[];
}

/** Sums up what analyses found. */
export function* summary(digests: Digests, { of, range, decisions, problems, anomalies, buckets }: SummaryQuery): Steps<Summary> {
  const corrections = yield* correctionsByFingerprint();
  const chosen = yield* digests.of(of);
  const parts: CountedPart[] = [];
  for (const digest of chosen) {
    for (const part of digest.parts) {
      const corrected = correct(corrections, part);
      const count = corrected === null ? 0 : countIn(part, range);
      if (corrected && count > 0) parts.push({ digest, part, severity: corrected.severity, category: corrected.category, count });
    }
  }
  const tallies = tallied(parts);
  const worst = problemSeverities.flatMap((severity) => [...tallies[severity].values()].sort(mostFrequentFirst)).slice(0, mostFingerprints);
  const counts: FingerprintCount[] = [];
  for (const [index, tally] of worst.entries()) counts.push(fingerprintCount(tally, index, yield* digests.templateOf(tally.fingerprint)));
  const groups = gatherGroups(counts, decisions, 'medium').slice(0, problems);
  const builder = new TimelineBuilder(range ?? spanOf(parts.map(({ part }) => part)), buckets);
  for (const each of parts) builder.add(timed(each));
  return {
    analyses: chosen.length,
    severities: severityCounts(parts),
    categories: byCategory(parts),
    problems: yield* described(groups, tallies, builder),
    timeline: builder.timeline(),
    anomalies: yield* newestAnomalies(
      chosen.map(({ analysis }) => analysis),
      anomalies,
      happenedAmong(chosen, corrections, range),
    ),
  };
}

/** Whether an anomaly is of what happened in the range, and is none of what the user says is no error. */
function happenedAmong(digests: readonly Digest[], corrections: Corrections, range: TimeRange | null): (anomaly: FoundAnomaly) => boolean {
  const parts = new Map(digests.map((digest) => [digest.analysis.id, digest.parts]));
  const counts = (part: DigestPart): boolean => correct(corrections, part) !== null && countIn(part, range) > 0;
  return ({ analysisId, fingerprint }) => {
    const all = parts.get(analysisId) ?? [];
    const own = all.filter((part) => part.fingerprint === fingerprint);
    // What has no findings, or is about the log, has no time of its own.
    return own.length > 0 ? own.some(counts) : range === null || all.some(counts);
  };
}

/** How many findings happened in the range. */
function countIn({ count, firstTimestamp, lastTimestamp, times }: DigestPart, range: TimeRange | null): number {
  if (range === null) return count;
  if (firstTimestamp === null || lastTimestamp === null || firstTimestamp >= range.to || lastTimestamp < range.from) return 0;
  // Buckets may reach over the range's ends: what lies in it is known to that.
  return times === null ? 0 : countedIn(times, range);
}

function countedIn(times: CountedTimes, { from, to }: TimeRange): number {
  const { width } = times;
  let sum = 0;
  times.each(width, (bucket, count) => {
    if ((bucket + 1) * width > from && bucket * width < to) sum += count;
  });
  return sum;
}

/** By fingerprint. */
type Tallies = Readonly<Record<Severity, ReadonlyMap<string, Tally>>>;

function tallied(parts: readonly CountedPart[]): Tallies {
  const tallies: Record<Severity, Map<string, Tally>> = { critical: new Map(), high: new Map(), medium: new Map(), low: new Map() };
  for (const each of parts) {
    const { part, severity, category, count } = each;
    const tally = tallies[severity].get(part.fingerprint);
    if (!tally) {
      tallies[severity].set(part.fingerprint, { fingerprint: part.fingerprint, severity, category, count, firstTimestamp: part.firstTimestamp, lastTimestamp: part.lastTimestamp, latest: each, parts: [each] });
      continue;
    }
    tally.count += count;
    tally.parts.push(each);
    if (part.firstTimestamp !== null && (tally.firstTimestamp === null || part.firstTimestamp < tally.firstTimestamp)) tally.firstTimestamp = part.firstTimestamp;
    if (part.lastTimestamp !== null && (tally.lastTimestamp === null || part.lastTimestamp > tally.lastTimestamp)) tally.lastTimestamp = part.lastTimestamp;
    if (isLater(each, tally.latest)) tally.latest = each;
  }
  return tallies;
}

function isLater(a: CountedPart, b: CountedPart): boolean {
  const seen = ({ part }: CountedPart): number => part.lastTimestamp ?? Number.NEGATIVE_INFINITY;
  return seen(a) === seen(b) ? a.digest.analysis.startedAt > b.digest.analysis.startedAt : seen(a) > seen(b);
}

function mostFrequentFirst(a: Tally, b: Tally): number {
  return b.count - a.count || (a.fingerprint < b.fingerprint ? -1 : 1);
}

/** What else describes it is read for the few that are shown; `place` stands for the order among them. */
function fingerprintCount({ fingerprint, severity, category, count, firstTimestamp, lastTimestamp }: Tally, place: number, template: string): FingerprintCount {
  return { fingerprint, template, severity, category, count, firstTimestamp, lastTimestamp, message: template, confidence: 0, firstLine: place, lastLine: place, rule: '' };
}

function* described(groups: readonly Group[], tallies: Tallies, builder: TimelineBuilder): Steps<Problem[]> {
  const problems: Problem[] = [];
  for (const group of groups) {
    const own = group.members.flatMap(({ fingerprint }) => problemSeverities.flatMap((severity) => tallies[severity].get(fingerprint) ?? []));
    const worst = own.filter(({ severity }) => severity === group.severity);
    const latest = worst.reduce<CountedPart | null>((best, tally) => (best === null || isLater(tally.latest, best) ? tally.latest : best), null);
    if (!latest) continue;
    const { digest, part } = latest;
    const parts = own.flatMap((tally) => tally.parts);
    problems.push({
      ...group,
      ...(yield* detailsOf(digest.analysis.id, part)),
      category: latest.category,
      files: new Set(parts.map((each) => each.digest.analysis.uri)).size,
      uri: digest.analysis.uri,
      fileName: digest.analysis.fileName,
      analysisId: digest.analysis.id,
      course: courseOf(parts, builder),
    });
  }
  return problems;
}

function* detailsOf(analysisId: number, { number: group, fingerprint }: DigestPart): Steps<Pick<Group, 'message' | 'confidence' | 'rule' | 'firstLine' | 'lastLine'>> {
  const found: Row = (yield* rowsForAll('SELECT message, confidence, rule, first_line, last_line FROM groups WHERE analysis_id = ? AND number = ? ORDER BY severity', [[analysisId, group]]))[0] ?? {};
  if (found['message'] === undefined) throw new RangeError(`The group of ${fingerprint} is missing`);
  return { message: text(found, 'message'), confidence: number(found, 'confidence'), rule: text(found, 'rule'), firstLine: number(found, 'first_line'), lastLine: number(found, 'last_line') };
}

/** Counts over equal parts of the span, told by buckets of the timeline's width where they are not wider. */
function courseOf(parts: readonly CountedPart[], { span, width }: TimelineBuilder): number[] {
  if (span === null) return [];
  const course = new Array<number>(courseParts).fill(0);
  const share = (span.to - span.from) / courseParts;
  for (const { part } of parts) {
    part.times?.each(width, (bucket, count) => {
      // The first bucket may begin before the span does.
      const place = Math.floor((Math.max(span.from, bucket * width) - span.from) / share);
      if (place < courseParts && (bucket + 1) * width > span.from) course[place] = (course[place] ?? 0) + count;
    });
  }
  return course;
}

function timed({ digest, part, severity, count }: CountedPart): TimedCounts {
  return { uri: digest.analysis.uri, fileName: digest.analysis.fileName, severity, count, times: part.times };
}

function severityCounts(parts: readonly CountedPart[]): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity, count } of parts) counts[severity] += count;
  return counts;
}

function byCategory(parts: readonly CountedPart[]): CategoryCounts[] {
  const byName = new Map<Category, CountedPart[]>();
  for (const each of parts) {
    const known = byName.get(each.category);
    if (known) known.push(each);
    else byName.set(each.category, [each]);
  }
  const problems = ({ critical, high, medium }: SeverityCounts): number => critical + high + medium;
  return Array.from(byName, ([category, own]) => ({ category, severities: severityCounts(own) })).sort((a, b) => problems(b.severities) - problems(a.severities) || b.severities.low - a.severities.low);
}
