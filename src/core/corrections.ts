import type { GroupMember } from './analysis';
import { categories, severities, type Category, type Finding, type Severity } from './finding';

/** What the user says of a finding; where it says nothing, our own judgement stands. */
export interface Judged {
  /** It is no error: it is neither shown nor counted. */
  readonly ignored: boolean;
  readonly severity: Severity | null;
  readonly category: Category | null;
  /** It is an error though nothing of ours says so: lines of its template are found by that. */
  readonly missed?: true;
}

/** What the user says of all findings of one fingerprint, from now on and in place of what was said before. */
export interface Correction extends Judged {
  readonly member: GroupMember;
}

/** By fingerprint. */
export type Corrections = ReadonlyMap<string, Judged>;

/** Nothing said: to take a correction back. */
export const uncorrected: Judged = { ignored: false, severity: null, category: null };

/** Whether it says nothing. */
export function isUncorrected({ ignored, severity, category }: Judged): boolean {
  return !ignored && severity === null && category === null;
}

/** What a finding of this fingerprint and severity is by the corrections; null where it is ignored. */
export function correctedSeverity(corrections: Corrections, fingerprint: string, own: Severity): Severity | null {
  const said = corrections.get(fingerprint);
  return said?.ignored === true ? null : (said?.severity ?? own);
}

/** A finding, or a group's count, as the user has it; null where it is ignored. What needs no correction is returned itself. */
export function correct<T extends Pick<Finding, 'fingerprint' | 'severity' | 'category'>>(corrections: Corrections, each: T): T | null {
  const said = corrections.get(each.fingerprint);
  if (!said) return each;
  return said.ignored ? null : { ...each, severity: said.severity ?? each.severity, category: said.category ?? each.category };
}

/** Reads what was stored of a correction; what is not known says nothing. */
export function judgedOf(raw: unknown): Judged {
  if (typeof raw !== 'object' || raw === null) return uncorrected;
  const { ignored, severity, category, missed } = raw as Record<string, unknown>;
  return { ignored: ignored === true, severity: severities.find((each) => each === severity) ?? null, category: categories.find((each) => each === category) ?? null, ...(missed === true ? { missed } : {}) };
}
