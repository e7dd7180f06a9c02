import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judge, type Circumstances } from '../../../src/core/detector';
import { explain, explainFinding, type Change, type Explanation } from '../../../src/core/explain';
import { againstTexts, changeTexts, decisionText, inEnglish, inFavourTexts, levelText, timeText } from '../../../src/core/explanationText';
import type { Finding, Severity } from '../../../src/core/finding';
import type { Level, LogRecord } from '../../../src/core/record';
import { record } from './support';

const declared = (level: Level, message: string, changes: Partial<LogRecord> = {}): LogRecord => record(message, { level, levelSource: 'declared', ...changes });
const explained = (log: LogRecord, circumstances: Circumstances = {}): Explanation => explain(log, judge(log, circumstances), circumstances);
const severityOf = (log: LogRecord, circumstances: Circumstances = {}): Severity | null => judge(log, circumstances).judgement?.severity ?? null;
const hit = { name: 'Stuck', severity: 'medium', category: 'business', text: 'order 7' } as const;

/** The record that a change speaks of, made by hand. */
function changed(log: LogRecord, change: Change): LogRecord {
  switch (change.kind) {
    case 'level':
      return { ...log, level: change.level, levelSource: 'declared' };
    case 'no-level':
      return { ...log, level: null, levelSource: 'none' };
    case 'without-words':
      return { ...log, message: log.message.replace(change.words, '') };
    case 'without-objection':
      return change.cut.reduce((rest, { text }) => ({ ...rest, message: rest.message.replace(text, '') }), log);
    case 'without-trace':
      return { ...log, endLine: log.line, lines: log.lines.slice(0, 1) };
    case 'without-pattern':
    case 'client-errors':
      return log;
  }
}

function underChange(circumstances: Circumstances, change: Change): Circumstances {
  if (change.kind === 'without-pattern') return { ...circumstances, hits: (circumstances.hits ?? []).filter(({ name }) => name !== change.name) };
  return change.kind === 'client-errors' ? { ...circumstances, clientErrors: change.value } : circumstances;
}

const trace = ['boom', '    at load (/srv/app/a.js:3:7)', '    at main (/srv/app/b.js:9:1)'];
const cases: readonly (readonly [name: string, log: LogRecord, circumstances: Circumstances, decision: string, changes: readonly string[]])[] = [
  ['a zero count', record('0 errors'), {}, 'The log declares no level, and no words of failure stand.', ['Without “0” before “errors”, it would be high by rule:failure-word.', 'If the log declared the level warn, it would be medium by level:warn.']],
  [
    'words that two things rule out',
    record('user said: "it failed again"'),
    {},
    'The log declares no level, and no words of failure stand.',
    ['Without “said: "it” before “failed”, it would be high by rule:failure-word.', 'If the log declared the level warn, it would be medium by level:warn.'],
  ],
  ['what stands after the words', record('errors=0'), {}, 'The log declares no level, and no words of failure stand.', ['Without “=0” after “errors”, it would be high by rule:failure-word.', 'If the log declared the level warn, it would be medium by level:warn.']],
  [
    'words that decide',
    record('Connection refused'),
    {},
    'The words say it: Connection refused: “Connection refused” (rule connection-refused).',
    [
      'Without “Connection refused”, it would be no finding.',
      'If the log declared the level warn, it would be medium by rule:connection-refused.',
      'If the log declared the level fatal, it would be critical by rule:connection-refused.',
    ],
  ],
  [
    'a level that decides',
    declared('error', 'pump 3 hums'),
    {},
    'The log declares the level error.',
    ['If the log declared the level warn, it would be medium by level:warn.', 'If the log declared the level fatal, it would be critical by level:fatal.', 'If the log declared no level, it would be no finding.'],
  ],
  [
    'a level that calls it no problem',
    declared('info', 'Connection refused'),
    {},
    'The words say it: Connection refused: “Connection refused” (rule connection-refused).',
    [
      'Without “Connection refused”, it would be no finding.',
      'If the log declared the level debug, it would be no finding.',
      'If the log declared the level warn, it would be medium by rule:connection-refused.',
      'If the log declared no level, it would be high by rule:connection-refused.',
    ],
  ],
  [
    'words that prove worse than the level',
    declared('warn', 'No space left on device'),
    {},
    'The words say it: The disk is full: “No space left on device” (rule disk-full).',
    ['Without “No space left on device”, it would be medium by level:warn.', 'If the log declared the level info, it would be low by rule:disk-full.'],
  ],
  [
    'debugging',
    declared('debug', 'Connection refused'),
    {},
    'The log declares the level debug: what its author calls debugging is no finding, whatever its words.',
    ['If the log declared the level info, it would be low by rule:connection-refused.', 'If the log declared no level, it would be high by rule:connection-refused.'],
  ],
  [
    'an answer that the user decides about',
    record('GET /tanks/9 HTTP/1.1', { httpStatus: 404 }),
    {},
    'The server answered with status 404.',
    ['With “medium” for stacklens.clientErrors, it would be medium by http-status.'],
  ],
  ['the same the other way', record('GET /tanks/9 HTTP/1.1', { httpStatus: 404 }), { clientErrors: 'medium' }, 'The server answered with status 404.', ['With “low” for stacklens.clientErrors, it would be low by http-status.']],
  ['an answer that is none', record('GET /tanks HTTP/1.1', { httpStatus: 200 }), {}, 'The server answered with status 200.', []],
  [
    "a pattern of the user's",
    record('order 7 waits'),
    { hits: [hit] },
    'Your pattern “Stuck” matches “order 7”.',
    ['Without your pattern “Stuck” in stacklens.patterns, it would be no finding.', 'If the log declared the level error, it would be high by level:error.'],
  ],
  ['a trace', record('boom', { lines: trace, endLine: 3 }), {}, 'A stack trace of 2 frames follows.', ['Without its stack trace, it would be no finding.', 'If the log declared the level warn, it would be medium by level:warn.', 'If the log declared the level fatal, it would be critical by level:fatal.']],
  ['what could not be read', record('{"a":', { malformed: 'it ends within an object' }), {}, 'It could not be read: it ends within an object.', []],
];

describe('explain', () => {
  for (const [name, log, circumstances, decision, changes] of cases) {
    describe(name, () => {
      const explanation = explained(log, circumstances);

      it('says what decided and what would change it', () => {
        assert.equal(decisionText(explanation, inEnglish), decision);
        assert.deepEqual(changeTexts(explanation, inEnglish), changes);
        assert.deepEqual([explanation.outcome.severity, explanation.category], [severityOf(log, circumstances), judge(log, circumstances).judgement?.category ?? null]);
      });

      it('says only what is true of a record that is changed so', () => {
        for (const change of explanation.changes) {
          assert.equal(severityOf(changed(log, change), underChange(circumstances, change)), change.outcome.severity, change.kind);
          assert.notEqual(change.outcome.severity, explanation.outcome.severity, change.kind);
        }
      });
    });
  }

  it('names what was ruled out with the words that rule it out', () => {
    assert.deepEqual(againstTexts(explained(record('no errors, --on-error=stop')), inEnglish), ['The log tells of a failure: “errors” (rule failure-word), ruled out by a negation: “no errors”.']);
    const [doubt] = explained(record('see /var/log/errors.log')).against;
    assert.deepEqual(doubt?.kind === 'ruled-out' ? doubt.objections.map(({ veto }) => veto) : [], ['in-path']);
  });

  it('names what else speaks for it, and what softens it', () => {
    const explanation = explained(declared('error', 'Connection refused, retrying'), { hits: [{ ...hit, severity: 'low' }] });
    assert.deepEqual(inFavourTexts(explanation, inEnglish), ['Your pattern “Stuck” matches “order 7”.', 'The words say it: The log tells of a failure: “refused” (rule failure-word).']);
    assert.deepEqual(againstTexts(explanation, inEnglish), ['Something is tried again: “retrying” (rule retry).']);
    assert.deepEqual(againstTexts(explained(declared('info', 'Connection refused')), inEnglish), ['The log declares the level info: its author calls it no problem, so it is low at most.']);
  });

  it('says how the line was read', () => {
    const { reading } = explained(record('x', { timestamp: 5, timestampInferred: 'year', format: 'syslog' }));
    assert.deepEqual(reading, { format: 'syslog', level: null, levelSource: 'none', logger: null, timestamp: 5, timestampInferred: 'year' });
    const read = (log: LogRecord): unknown => [levelText(explained(log), inEnglish), timeText(explained(log), inEnglish)];
    assert.deepEqual(read(record('x')), ['The log declares no level.', 'It states no time.']);
    assert.deepEqual(read(declared('warn', 'x', { timestamp: 5 })), ['The log declares the level warn.', null]);
    assert.deepEqual(read(record('it failed', { timestamp: 5, timestampInferred: 'zone' })), ['The log declares no level; error is inferred from the words.', 'Its time states no zone: it is inferred.']);
  });

  it('cuts long words and ends on hostile text', () => {
    for (const piece of ['0 errors ', 'error: none ', '/errors/', '"failed" ', 'no error or ', 'a'.repeat(300) + 'Failed ']) explained(record(piece.repeat(3000)));
    const seen = explained(record(`said: "${'very '.repeat(30)}bad error"`)).against[0];
    assert.ok(seen?.kind === 'ruled-out' && seen.objections.every((objection) => objection.seen.length < 100));
  });
});

describe('explainFinding', () => {
  const finding = (log: LogRecord, circumstances: Circumstances = {}): Finding => {
    const verdict = judge(log, circumstances);
    assert.ok(verdict.judgement);
    const { line, endLine, byteOffset, timestamp, message } = log;
    return { line, endLine, byteOffset, timestamp, message, level: verdict.level, levelSource: verdict.levelSource, ...verdict.judgement, template: '', fingerprint: '', range: { line, start: 0, end: 1 }, frames: verdict.frames };
  };

  it('explains as the record would be', () => {
    for (const [name, log, circumstances] of cases) {
      if (severityOf(log, circumstances) === null) continue;
      const own = explainFinding(finding(log, circumstances), log.lines, circumstances.clientErrors ?? 'low');
      const whole = explained(log, circumstances);
      assert.ok(own, name);
      assert.deepEqual([decisionText(own, inEnglish), changeTexts(own, inEnglish)], [decisionText(whole, inEnglish), changeTexts(whole, inEnglish)], name);
    }
  });

  it('says nothing where the lines do not lead to the verdict again', () => {
    const log = record('boom', { lines: trace, endLine: 3 });
    assert.equal(explainFinding(finding(log), ['all is well'], 'low'), null);
    assert.equal(explainFinding(finding(record('HTTP 404'), { clientErrors: 'medium' }), ['HTTP 404'], 'low'), null, 'judged under another setting');
  });
});
