import type { Analysis, GroupMember } from '../../core/analysis';
import { correctedSeverity, isUncorrected, judgedOf, type Correction, type Corrections } from '../../core/corrections';
import { severities } from '../../core/finding';
import { severityOfRank } from './analysisTables';
import { type Steps, number, rows, rowsForAll, text } from './steps';

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

/** Analyses with the counts that the user's corrections leave of them. */
export function* correctedAnalyses(analyses: readonly Analysis[]): Steps<Analysis[]> {
  const corrections = yield* correctionsByFingerprint();
  if (corrections.size === 0 || analyses.length === 0) return [...analyses];
  const counted = yield* rowsForAll(
    'SELECT analysis_id, fingerprint, severity, count FROM groups JOIN templates ON templates.id = template_id WHERE fingerprint = ?',
    Array.from(corrections.keys(), (fingerprint) => [fingerprint]),
  );
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
