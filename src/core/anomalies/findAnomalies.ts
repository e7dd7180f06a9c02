import type { Anomaly, AnomalyKind } from '../anomaly';
import { findIncidents, type Cause } from '../causes/firstCauses';
import { spanText } from '../silence';
import type { Activity, Series } from './activity';
import { findBursts } from './bursts';
import { burstText, quoted, shiftText, times } from './evidence';
import { findVanished } from './heartbeats';
import { findLevelShift } from './levelShift';
import type { Watched } from './logWatch';
import { told } from './sentences';

/** So many of a kind are told at most, and in all. */
const mostOfKind = 10;
const mostTold = 50;
/** Candidates of one incident. */
const mostCauses = 3;
const nearlyAsLikely = 0.6;
/** Records before the first of a kind, for that to be news; and the share of the log that they are. */
const fewestBefore = 200;
const learnt = 0.3;
/** How much each kind says where it is as clear as can be. */
const importance: Readonly<Record<AnomalyKind, number>> = { 'first-cause': 0.95, burst: 0.9, vanished: 0.85, 'level-shift': 0.8, 'first-seen': 0.75, gap: 0.7, 'unusual-value': 0.6, 'new-sequence': 0.5 };

/** What was unusual in a log, the most remarkable first. */
export function findAnomalies(watched: Watched): Anomaly[] {
  const found = [...causes(watched), ...bursts(watched), ...vanished(watched), ...levelShift(watched), ...firstSeen(watched), ...gaps(watched), ...values(watched), ...sequences(watched)];
  return best(found);
}

/** The most remarkable first, none of them a crowd. */
export function best(found: readonly Anomaly[]): Anomaly[] {
  const counts = new Map<AnomalyKind, number>();
  const ranked = found.toSorted((a, b) => b.score - a.score || a.firstLine - b.firstLine);
  return ranked
    .filter(({ kind }) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return count <= mostOfKind;
    })
    .slice(0, mostTold);
}

/** An anomaly of a kind, as clear as `clarity` says (0 to 1). */
export function anomaly(kind: AnomalyKind, clarity: number, about: Omit<Anomaly, 'kind' | 'score' | 'followers'>, followers: readonly string[] = []): Anomaly {
  return { kind, score: Math.round(importance[kind] * Math.min(1, Math.max(0, clarity)) * 1000) / 1000, ...about, followers };
}

function causes({ activity, occurrences }: Watched): Anomaly[] {
  const nameOf = (fingerprint: string): string => quoted(activity.series.get(fingerprint)?.label ?? fingerprint);
  return findIncidents(occurrences, activity.axis).flatMap(({ causes: ranked }) => {
    const top = ranked[0]?.score ?? 0;
    return ranked
      .slice(0, mostCauses)
      .filter(({ score }, index) => index === 0 || score >= nearlyAsLikely * top)
      .map((cause) => {
        const size = Math.min(1, 0.6 + 0.05 * cause.followers.length);
        return anomaly('first-cause', cause.score * size, { firstLine: cause.firstLine, lastLine: cause.lastLine, fingerprint: cause.fingerprint, evidence: causeText(cause, activity, nameOf) }, cause.followers);
      });
  });
}

function causeText({ followers, linked, lead, span, fingerprint }: Cause, { axis }: Activity, nameOf: (fingerprint: string) => string): string {
  const length = (span_: number): string => (axis === 'time' ? (span_ < 1000 ? `${String(Math.round(span_))} ms` : spanText(span_)) : linesText(span_));
  const kinds = told(followers.length === 1 ? '{0} other kind of problem' : '{0} other kinds of problems', followers.length);
  const [name, next] = [nameOf(fingerprint), nameOf(followers[0] ?? '')];
  return linked === 0
    ? told('{0} came first: {1} followed within {2}, {3} after {4}.', name, kinds, length(span), next, length(lead))
    : told('{0} came first: {1} followed within {2}, {3} of them with an id in common, {4} after {5}.', name, kinds, length(span), linked, next, length(lead));
}

function bursts({ activity }: Watched): Anomaly[] {
  return [...activity.series.values()].flatMap((series) => {
    const found = findBursts(series.counts, activity.last).sort((a, b) => b.surprise - a.surprise);
    const [top] = found;
    if (!top) return [];
    const clarity = (series.isProblem ? 1 : 0.6) * (1 - 1 / (1 + top.surprise / 5));
    const evidence = burstText(series.label, top, lengthOf(activity, top.first, top.last), found.length);
    return [anomaly('burst', clarity, { firstLine: lineAt(series, activity, top.first), lastLine: endOf(series, activity, top.last), fingerprint: series.fingerprint, evidence })];
  });
}

function vanished({ activity }: Watched): Anomaly[] {
  return [...activity.series.values()].flatMap((series) => {
    if (series.isProblem) return [];
    const found = findVanished(series.counts, activity.all, activity.last);
    if (!found) return [];
    const period = lengthOf(activity, 0, found.period - 1);
    const cameBack = found.last < activity.last;
    const firstLine = lineOf(activity.lines, found.first, activity.last) || series.lastLine;
    const sentence = cameBack ? '{0} came in every {1} for {2}, then not for {3} while the log went on, until it came back.' : '{0} came in every {1} for {2}, then not for {3} while the log went on.';
    const evidence = told(sentence, quoted(series.label), period, lengthOf(activity, 0, found.kept * found.period - 1), lengthOf(activity, found.first, found.last));
    return [anomaly('vanished', 1 - 1 / (1 + found.missed / 3) + 0.2 * Math.min(1, found.kept / 50), { firstLine, lastLine: lineOf(activity.lines, found.last, activity.last) || firstLine, fingerprint: series.fingerprint, evidence })];
  });
}

function levelShift({ activity }: Watched): Anomaly[] {
  const shift = findLevelShift(activity.all, activity.problems, activity.last);
  if (!shift) return [];
  const firstLine = lineOf(activity.lines, shift.first, activity.last) || 1;
  return [anomaly('level-shift', 1 - 1 / (1 + shift.surprise / 100), { firstLine, lastLine: Math.max(firstLine, lineOf(activity.lines, shift.last, activity.last)), fingerprint: null, evidence: shiftText(shift) })];
}

function firstSeen({ activity }: Watched): Anomaly[] {
  const from = Math.max(fewestBefore, learnt * activity.records);
  const fresh = [...activity.series.values()].flatMap((series) => (series.before !== null && series.before >= from ? [{ ...series, before: series.before }] : []));
  // Where new templates keep coming, one more is little news.
  const news = 1 / (1 + fresh.length / 20);
  return fresh.map((series) => {
    const evidence = told('{0} was never there in the {1} records before; from here on it came {2}.', quoted(series.label), series.before.toLocaleString('en'), times(series.total));
    return anomaly('first-seen', (series.isProblem ? 1 : 0.4) * (0.5 + 0.5 * news), { firstLine: series.firstLine, lastLine: series.lastLine, fingerprint: series.fingerprint, evidence });
  });
}

function gaps({ gaps: found }: Watched): Anomaly[] {
  return found.map(({ line, length }) => {
    const evidence = told('Nothing was logged for {0} before this line, at least five times as long as nearly all pauses before.', spanText(length));
    return anomaly('gap', 0.5 + 0.5 * (1 - 1 / (1 + length / 600_000)), { firstLine: Math.max(1, line - 1), lastLine: line, fingerprint: null, evidence });
  });
}

function values({ activity, values: watches }: Watched): Anomaly[] {
  return [...watches].flatMap(([fingerprint, { found }]) => {
    if (!found) return [];
    const label = quoted(activity.series.get(fingerprint)?.label ?? '');
    const evidence = told('{0} in {1}: in the {2} before, the most was {3}.', found.text, label, found.seen.toLocaleString('en'), found.most);
    return [anomaly('unusual-value', 1 - 1 / (1 + found.deviations / 6), { firstLine: found.line, lastLine: found.line, fingerprint, evidence })];
  });
}

function sequences({ activity, sequences: { found } }: Watched): Anomaly[] {
  const nameOf = (fingerprint: string): string => quoted(activity.series.get(fingerprint)?.label ?? '');
  return found.map(({ from, to, line, seen, expected }) => {
    const evidence = told('{0} came right after {1}, for the first time in {2}.', nameOf(to), nameOf(from), seen[0].toLocaleString('en'));
    return anomaly('new-sequence', 1 - 1 / (1 + expected / 20), { firstLine: line, lastLine: line, fingerprint: to, evidence });
  });
}

function lineAt(series: Series, activity: Activity, slot: number): number {
  return series.lines[slot] || lineOf(activity.lines, slot, activity.last) || series.firstLine;
}

/** The last line known of a slot: the one before the next begins. */
function endOf(series: Series, activity: Activity, slot: number): number {
  const next = lineOf(activity.lines, slot + 1, activity.last);
  return Math.max(lineAt(series, activity, slot), next === 0 ? series.lastLine : Math.min(series.lastLine, next - 1));
}

/** The first line from a slot on; 0 where there is none. */
function lineOf(lines: Float64Array, slot: number, last: number): number {
  for (let at = slot; at <= last; at++) if (lines[at] !== 0) return lines[at] ?? 0;
  return 0;
}

function lengthOf({ axis, width }: Activity, first: number, last: number): string {
  const length = (last - first + 1) * width;
  return axis === 'time' ? spanText(length) : linesText(length);
}

function linesText(count: number): string {
  return told(count === 1 ? '{0} line' : '{0} lines', count);
}
