import type { Finding } from '../../../../src/core/finding';

export function findingOf(more: Partial<Finding> = {}): Finding {
  return {
    line: 7,
    endLine: 7,
    byteOffset: 700,
    timestamp: Date.UTC(2026, 10, 22, 11),
    level: 'error',
    levelSource: 'declared',
    severity: 'high',
    category: 'network',
    confidence: 0.9,
    message: 'login of anna@example.org at https://user:hunter2@gateway.example.org refused',
    template: 'login of <*> refused',
    fingerprint: 'v1:a',
    evidence: { rule: 'level:error', text: '', weighed: [] },
    range: { line: 7, start: 0, end: 20 },
    frames: [],
    ...more,
  };
}
