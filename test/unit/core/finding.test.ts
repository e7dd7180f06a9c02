import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { atLeast, deduplicate, type Finding, type Severity } from '../../../src/core/finding';

const finding = (line: number, message: string, severity: Severity): Finding => ({
  line,
  endLine: line,
  byteOffset: 0,
  timestamp: null,
  level: null,
  levelSource: 'none',
  severity,
  category: 'general',
  confidence: 1,
  message,
  template: message,
  fingerprint: 'v1:0',
  evidence: { rule: 'x', text: '', weighed: [] },
  range: { line, start: 0, end: 1 },
  frames: [],
});

describe('atLeast', () => {
  it('orders severities, worst first', () => {
    assert.ok(atLeast('critical', 'high') && atLeast('high', 'high') && atLeast('medium', 'low'));
    assert.ok(!atLeast('high', 'critical') && !atLeast('low', 'medium'));
  });
});

describe('deduplicate', () => {
  it('keeps one of the same line and message, the worst, in the place of the first', () => {
    const a = finding(1, 'a', 'low');
    const worse = finding(1, 'a', 'high');
    const later = finding(1, 'a', 'high');
    const b = finding(1, 'b', 'low');
    const elsewhere = finding(2, 'a', 'low');
    const kept = deduplicate([a, b, worse, later, elsewhere]);
    assert.deepEqual(kept, [worse, b, elsewhere]);
    assert.equal(kept[0], worse);
  });

  it('does not take a line and a message for another that spells the same together', () => {
    assert.equal(deduplicate([finding(1, '2:x', 'low'), finding(12, 'x', 'low'), finding(1, ':2:x', 'low')]).length, 3);
  });
});
