import { type Finding, severities } from '../../../../src/core/finding';
import { finding, findings } from './support';

/** What the store in test/fixtures/stores holds: of all severities, several groups, with traces, and in all scripts. */
export function mixed(): Finding[] {
  const many = findings(600, (line) => ({
    severity: severities[line % 4] ?? 'low',
    fingerprint: `v1:${line % 7}`,
    template: `template ${line % 7}`,
    timestamp: line % 5 === 0 ? null : Date.UTC(2026, 2, 1) + line * 1_000,
    ...(line % 3 === 0 && line % 5 !== 0 ? { timestampInferred: 'year' as const } : {}),
    evidence: { rule: `rule:${line % 2}`, text: 'refused', weighed: line % 2 === 0 ? [] : ['level:error', 'rule:retry'] },
  }));
  const frames = [{ function: 'main', file: '/app/a.js', line: 3, column: null, module: 'app', application: true }];
  return [...many, finding({ line: 700, endLine: 703, frames, message: 'zażółć 漢字 \ud83d', level: null, levelSource: 'none' })];
}
