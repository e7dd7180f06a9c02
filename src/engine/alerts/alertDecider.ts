import path from 'node:path';
import picomatch from 'picomatch';
import type { LiveAnomaly } from '../../core/anomalies/liveWatch';
import { atLeast, type Finding } from '../../core/finding';
import type { AlertRule } from './alertRules';

/** A finding that a rule asks to tell of. */
export interface Decision {
  readonly rule: AlertRule;
  readonly finding: Finding;
  /** Findings of its fingerprint since the rule last told of it, this one included. */
  readonly count: number;
}

/** How grave it is that something is unusual about a log as a whole. */
export const ofLogs = { severity: 'high', category: 'general' } as const;

const minute = 60_000;
const usualRepeat = 60;
/** Fingerprints that are remembered for a rule. */
const mostRemembered = 10_000;

/** What a rule knows of a fingerprint. */
interface Remembered {
  /** When it was told of last; null where it was not. */
  told: number | null;
  /** Findings since then. */
  count: number;
  /** When the latest happened to be found, as far as a rate needs them, the oldest first. */
  readonly recent: number[];
}

/** When a rule last told of a fingerprint, in milliseconds since the epoch, by both. */
export type ToldTimes = readonly (readonly [rule: string, fingerprint: string, time: number])[];

/**
 * Decides of which findings to tell: by rules, and once for many of a fingerprint. `known`: fingerprints that were there
 * before; `told`: as `toldTimes` gave it in an earlier run.
 */
export class AlertDecider {
  private readonly rules: readonly { readonly rule: AlertRule; readonly isFile: (file: string) => boolean; readonly remembered: Map<string, Remembered> }[];

  constructor(
    rules: readonly AlertRule[],
    private readonly known: Set<string>,
    told: ToldTimes = [],
  ) {
    this.rules = rules.map((rule) => ({
      rule,
      isFile: fileMatch(rule.files),
      remembered: new Map(told.filter(([name]) => name === rule.name).map(([, fingerprint, time]) => [fingerprint, { told: time, count: 0, recent: [] }])),
    }));
  }

  /** Fingerprints that are not new. */
  know(fingerprints: Iterable<string>): void {
    for (const fingerprint of fingerprints) this.known.add(fingerprint);
  }

  /** Those that are of use in a later run. */
  toldTimes(now: number): ToldTimes {
    return this.rules.flatMap(({ rule, remembered }) =>
      [...remembered].flatMap(([fingerprint, { told }]) => (told !== null && (rule.firstSeen === true || now - told < repeatOf(rule)) ? [[rule.name, fingerprint, told] as const] : [])),
    );
  }

  /** `now` in milliseconds since the epoch; it does not go back. */
  decide(file: string, finding: Finding, now: number): Decision[] {
    const { fingerprint } = finding;
    const isFirst = !this.known.has(fingerprint);
    this.known.add(fingerprint);
    const decisions: Decision[] = [];
    for (const { rule, isFile, remembered } of this.rules) {
      if (rule.anomalies !== undefined || !asksFor(rule, finding) || !isFile(file)) continue;
      // It stays new until it has been told of.
      if (rule.firstSeen === true && !isFirst && remembered.get(fingerprint)?.told !== null) continue;
      const own = remember(remembered, fingerprint);
      own.count++;
      if (!isRepeated(own, rule, now)) continue;
      if (own.told !== null && now - own.told < repeatOf(rule)) continue;
      decisions.push({ rule, finding, count: own.count });
      own.told = now;
      own.count = 0;
    }
    return decisions;
  }

  /** The rules that ask to tell of what has become unusual about a log. `now` as above. */
  decideAnomaly(file: string, { kind, finding }: LiveAnomaly, now: number): AlertRule[] {
    return this.rules.flatMap(({ rule, isFile, remembered }) => {
      if (rule.anomalies?.includes(kind) !== true || !isFile(file) || !(finding === null ? asksForLogs(rule) : asksFor(rule, finding))) return [];
      const own = remember(remembered, `${kind} ${finding?.fingerprint ?? ''} ${file}`);
      if (own.told !== null && now - own.told < repeatOf(rule)) return [];
      own.told = now;
      return [rule];
    });
  }
}

function asksForLogs({ severity = 'high', categories, fingerprints }: AlertRule): boolean {
  return atLeast(ofLogs.severity, severity) && categories === undefined && fingerprints === undefined;
}

function asksFor({ severity = 'high', categories, fingerprints }: AlertRule, finding: Finding): boolean {
  return atLeast(finding.severity, severity) && categories?.includes(finding.category) !== false && fingerprints?.includes(finding.fingerprint) !== false;
}

/** Milliseconds. */
function repeatOf({ repeatMinutes = usualRepeat }: AlertRule): number {
  return repeatMinutes * minute;
}

function isRepeated({ recent }: Remembered, { rate }: AlertRule, now: number): boolean {
  if (rate === undefined) return true;
  recent.push(now);
  if (recent.length > rate.count) recent.shift();
  return recent.length === rate.count && now - (recent[0] ?? now) <= rate.minutes * minute;
}

/** What is known of a fingerprint; of too many the one that came first is let go. */
function remember(remembered: Map<string, Remembered>, fingerprint: string): Remembered {
  const known = remembered.get(fingerprint);
  if (known !== undefined) return known;
  const [oldest] = remembered.keys();
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
  const fresh = { told: null, count: 0, recent: [] };
  remembered.set(fingerprint, fresh);
  return fresh;
}

function fileMatch(globs: readonly string[] | undefined): (file: string) => boolean {
  if (globs === undefined) return () => true;
  const matches = globs.map((glob) => picomatch(glob.includes('/') ? `**/${glob.replace(/^\/+/, '')}` : glob, { dot: true, basename: !glob.includes('/') }));
  return (file) => matches.some((isMatch) => isMatch(file.split(path.sep).join('/')));
}
