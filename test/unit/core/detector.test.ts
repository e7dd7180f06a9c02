import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judge, rangeOf, type PatternHit } from '../../../src/core/detector';
import type { Category, Severity } from '../../../src/core/finding';
import type { Level, LogRecord } from '../../../src/core/record';
import { record } from './support';

const declared = (level: Level, message: string, changes: Partial<LogRecord> = {}): LogRecord => record(message, { level, levelSource: 'declared', ...changes });

function verdictOf(log: LogRecord): readonly [Severity | null, Category | null, string | null] {
  const { judgement } = judge(log);
  return [judgement?.severity ?? null, judgement?.category ?? null, judgement?.evidence.rule ?? null];
}

describe('judge, where the log declares a level', () => {
  const table: readonly (readonly [Level, string, Severity | null, Category | null])[] = [
    ['fatal', 'shutting down', 'critical', 'general'],
    ['error', 'something odd', 'high', 'general'],
    ['error', 'connect ECONNREFUSED 127.0.0.1:1', 'high', 'network'],
    ['error', '0 errors', 'high', 'general'],
    ['error', 'java.lang.OutOfMemoryError: Java heap space', 'critical', 'memory'],
    ['error', 'fatal: cannot go on', 'high', 'general'],
    ['warn', 'disk usage at 91%', 'medium', 'disk-io'],
    ['warn', 'the pump hums', 'medium', 'general'],
    ['warn', 'Connection refused', 'medium', 'network'],
    ['warn', 'No space left on device', 'critical', 'disk-io'],
    ['warn', 'Buffer() is deprecated', 'low', 'general'],
    ['warn', 'Warning: Buffer() is deprecated', 'low', 'general'],
    ['warn', 'Connection refused by deprecated endpoint', 'medium', 'network'],
    ['info', 'all is well', null, null],
    ['info', 'Connection refused, trying another', 'low', 'network'],
    ['info', 'out of memory', 'low', 'memory'],
    ['info', '0 errors', null, null],
    ['info', 'retrying in 3 s', 'low', 'general'],
    ['debug', 'Connection refused', null, null],
    ['trace', 'segmentation fault', null, null],
  ];
  for (const [level, message, severity, category] of table) {
    it(`${level}: ${message} -> ${severity ?? 'no finding'}`, () => {
      assert.deepEqual(verdictOf(declared(level, message)).slice(0, 2), [severity, category]);
      assert.equal(judge(declared(level, message)).level, level);
    });
  }

  it('says that the level decided where no words did', () => {
    const { judgement } = judge(declared('error', 'something odd'));
    assert.deepEqual(judgement?.evidence, { rule: 'level:error', text: '', weighed: ['level:error'] });
  });

  it('takes the words of a trace for the category and its worst for the severity', () => {
    const lines = ['Request failed', 'java.lang.IllegalStateException: no', '\tat com.example.A.b(A.java:3)', 'Caused by: java.lang.OutOfMemoryError: Java heap space', '\tat com.example.C.d(C.java:9)'];
    assert.deepEqual(verdictOf(declared('error', 'Request failed', { lines, endLine: 5 })), ['critical', 'memory', 'rule:out-of-memory']);
    assert.deepEqual(verdictOf(declared('info', 'Request done', { lines: ['Request done', ...lines.slice(1)], endLine: 5 })), [null, null, null]);
  });
});

describe('judge, where an HTTP status speaks', () => {
  const table: readonly (readonly [number, Severity | null, Category | null])[] = [
    [200, null, null],
    [304, null, null],
    [404, 'low', 'network'],
    [403, 'low', 'permission'],
    [408, 'low', 'timeout'],
    [500, 'high', 'network'],
    [503, 'high', 'network'],
    [504, 'high', 'timeout'],
  ];
  for (const [httpStatus, severity, category] of table) {
    it(String(httpStatus), () => assert.deepEqual(verdictOf(declared('error', 'GET /errors/fatal HTTP/1.1', { httpStatus })).slice(0, 2), [severity, category]));
  }
});

describe('judge, where the user decides about client errors', () => {
  it('makes a problem of an answer from 400 to 499, in an access log and in words, where the user asks', () => {
    const status = record('GET /tanks/9 HTTP/1.1', { httpStatus: 404 });
    const severityOf = (log: LogRecord, clientErrors: 'low' | 'medium'): unknown => judge(log, { clientErrors }).judgement?.severity;
    assert.deepEqual([severityOf(status, 'low'), severityOf(status, 'medium')], ['low', 'medium']);
    assert.deepEqual([severityOf(record('HTTP 404'), 'low'), severityOf(record('HTTP 404'), 'medium')], ['low', 'medium']);
    assert.equal(severityOf(declared('info', 'HTTP 404'), 'medium'), 'low', 'the log calls it no problem');
    assert.equal(severityOf(record('GET /', { httpStatus: 500 }), 'medium'), 'high');
    assert.equal(severityOf(record('GET /', { httpStatus: 200 }), 'medium'), undefined);
  });
});

describe('judge, where the log declares no level', () => {
  it('infers the level from what it found', () => {
    const levelOf = (message: string): unknown => [judge(record(message)).level, judge(record(message)).levelSource];
    assert.deepEqual(levelOf('Out of memory'), ['fatal', 'inferred']);
    assert.deepEqual(levelOf('Connection refused'), ['error', 'inferred']);
    assert.deepEqual(levelOf('no such file or directory'), ['warn', 'inferred']);
    assert.deepEqual(levelOf('this is an info message'), ['info', 'inferred']);
    assert.deepEqual(levelOf('debug: x'), ['debug', 'inferred']);
    assert.deepEqual(levelOf('0 errors'), [null, 'none']);
    assert.deepEqual(levelOf('hello'), [null, 'none']);
    assert.deepEqual(levelOf('emergency contact updated'), [null, 'none']);
  });

  it('infers no level from a word that names a place', () => {
    assert.equal(judge(record('critical section entered')).level, null);
    assert.equal(judge(record('critical: no water')).level, 'fatal');
  });

  it('lets a precise rule name what a vague one found too', () => {
    assert.deepEqual(verdictOf(record('fatal: Connection refused')), ['critical', 'network', 'rule:connection-refused']);
    assert.deepEqual(verdictOf(record('error: job failed: Permission denied')), ['high', 'permission', 'rule:permission-denied']);
  });

  it('softens a plain word of failure beside a retry, but no precise one', () => {
    assert.equal(verdictOf(record('Job failed, retrying in 5 s'))[0], 'low');
    assert.equal(verdictOf(record('Connection refused, retrying in 5 s'))[0], 'high');
    assert.equal(verdictOf(record('fatal error, retrying in 5 s'))[0], 'critical');
  });

  it('takes a stack trace without words for a failure', () => {
    const lines = ['boom', '    at load (/srv/app/a.js:3:7)', '    at main (/srv/app/b.js:9:1)'];
    assert.deepEqual(verdictOf(record('boom', { lines, endLine: 3 })), ['high', 'runtime', 'stack-trace']);
    assert.equal(judge(record('boom', { lines, endLine: 3 })).frames.length, 2);
  });

  it('keeps what was ruled out, and why', () => {
    const [match] = judge(record('0 errors')).matches;
    assert.deepEqual([match?.rule.id, match?.text, match?.objections.map(({ veto }) => veto.id)], ['failure-word', 'errors', ['zero-count']]);
  });

  it('looks past a match that is ruled out for one that stands', () => {
    assert.deepEqual(verdictOf(record('0 errors in step 1, error in step 2'))[2], 'rule:failure-word');
  });
});

describe('judge, where a part of the file is malformed', () => {
  it('makes it a problem whatever it says', () => {
    assert.deepEqual(verdictOf(record('{"level":"info"', { malformed: 'it ends within an object' })), ['medium', 'general', 'malformed']);
  });
});

describe("judge, where the user's patterns match", () => {
  const hit = (name: string, severity: Severity): PatternHit => ({ name, severity, category: 'business', text: 'order 7' });

  it('takes their severity and category for a line that is no finding otherwise', () => {
    const { judgement } = judge(record('order 7 stuck'), { hits: [hit('Stuck', 'low')] });
    assert.deepEqual(judgement, { severity: 'low', category: 'business', confidence: 1, evidence: { rule: 'pattern:Stuck', text: 'order 7', weighed: [] } });
  });

  it('prefers them at the same severity, and names what else spoke', () => {
    const { judgement } = judge(declared('error', 'order 7 stuck'), { hits: [hit('Stuck', 'high')] });
    assert.deepEqual([judgement?.evidence.rule, judgement?.category], ['pattern:Stuck', 'business']);
    assert.deepEqual(judgement?.evidence.weighed, ['level:error']);
  });

  it('keeps the worse of several and the worse of theirs and ours', () => {
    assert.equal(judge(record('x'), { hits: [hit('A', 'low'), hit('B', 'critical'), hit('C', 'critical')] }).judgement?.evidence.rule, 'pattern:B');
    const { judgement } = judge(declared('fatal', 'x'), { hits: [hit('A', 'low')] });
    assert.deepEqual([judgement?.severity, judgement?.evidence.rule, judgement?.evidence.weighed], ['critical', 'level:fatal', ['pattern:A', 'level:fatal']]);
  });
});

describe('rangeOf', () => {
  it('is the message where that is short', () => {
    const log = record('disk full', { line: 4, messageAt: { line: 4, column: 6 }, lines: ['10:00 disk full'] });
    assert.deepEqual(rangeOf(log, 'disk'), { line: 4, start: 6, end: 15 });
  });

  it('is the words that decided where the message is long or not in the file to the letter', () => {
    const long = `${'x '.repeat(150)}disk full${' y'.repeat(150)}`;
    assert.deepEqual(rangeOf(record(long), 'disk full'), { line: 1, start: 300, end: 309 });
    const json = record('disk full', { messageAt: null, lines: ['  {"msg":"disk full"}'] });
    assert.deepEqual(rangeOf(json, 'disk full'), { line: 1, start: 10, end: 19 });
    assert.deepEqual(rangeOf(json, ''), { line: 1, start: 2, end: 21 });
  });

  it('is never empty and never beyond the line', () => {
    assert.deepEqual(rangeOf(record(''), ''), { line: 1, start: 0, end: 1 });
    assert.deepEqual(rangeOf(record('a\nb', { messageAt: { line: 2, column: 1 }, lines: ['x', ' a'], line: 1 }), ''), { line: 2, start: 1, end: 2 });
    assert.deepEqual(rangeOf(record('y'.repeat(999)), 'no such words'), { line: 1, start: 0, end: 200 });
  });
});
