import type { Analysis, GroupMember } from '../../core/analysis';
import { correctedSeverity, isUncorrected, judgedOf, type Correction, type Corrections } from '../../core/corrections';
import { severities } from '../../core/finding';
import { severityOfRank } from './ranks';
import { type Row, type Steps, number, rows, text } from './steps';

/** A statement takes so many parameters, whatever the database. */
const askedAtOnce = 500;

/** What the user says by now; the last word on a fingerprint counts. */
export function* readCorrections(): Steps<Correction[]> {
  const said = new Map<string, Correction>();
  for (const row of yield* rows(`SELECT members, value FROM feedback WHERE kind = 'corrected' ORDER BY time, id`)) {
    const judged = judgedOf(JSON.parse(text(row, 'value')));
    for (const member of JSON.parse(text(row, 'members')) as GroupMember[]) {
      if (isUncorrected(judged)) said.delete(member.fingerprint);
      else said.set(member.fingerprint, { member, ...judged });
    }
  }
  return [...said.values()];
}

export function* correctionsByFingerprint(): Steps<Corrections> {
  return new Map((yield* readCorrections()).map((each) => [each.member.fingerprint, each]));
}

/** How often these fingerprints are in each analysis. */
function* countsOf(fingerprints: readonly string[]): Steps<Row[]> {
  const found: Row[] = [];
  for (let from = 0; from < fingerprints.length; from += askedAtOnce) {
    const some = fingerprints.slice(from, from + askedAtOnce);
    const places = some.map(() => '?').join(', ');
    const part = yield* rows(`SELECT analysis_id, fingerprint, severity, count FROM groups JOIN templates ON templates.id = template_id WHERE fingerprint IN (${places})`, ...some);
    for (const each of part) found.push(each);
  }
  return found;
}

/** Analyses with the counts that the user's corrections leave of them. */
export function* correctedAnalyses(analyses: readonly Analysis[]): Steps<Analysis[]> {
  const corrections = yield* correctionsByFingerprint();
  if (corrections.size === 0 || analyses.length === 0) return [...analyses];
  const counted = yield* countsOf([...corrections.keys()]);
  const counts = new Map(analyses.map(({ id, severities: own }) => [id, { ...own }]));
  for (const row of counted) {
    const own = counts.get(number(row, 'analysis_id'));
    if (!own) continue;
    const from = severityOfRank(number(row, 'severity'));
    const to = correctedSeverity(corrections, text(row, 'fingerprint'), from);
    own[from] -= number(row, 'count');
    if (to !== null) own[to] += number(row, 'count');
  }
  for (const own of counts.values()) for (const severity of severities) own[severity] = Math.max(0, own[severity]);
  return analyses.map((analysis) => ({ ...analysis, severities: counts.get(analysis.id) ?? analysis.severities }));
}
