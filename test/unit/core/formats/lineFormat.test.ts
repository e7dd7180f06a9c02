import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ourFormats } from '../../../../src/core/formats/detect';
import { plain } from '../../../../src/core/formats/plain';
import { syslog } from '../../../../src/core/formats/syslog';
import { timestamped } from '../../../../src/core/formats/timestamped';
import { definedFormat } from '../../../../src/core/formats/definedFormat';
import type { FormatDefinition } from '../../../../src/core/formats/definition';
import javaUtilLogging from '../../../../src/core/formats/library/java-util-logging.json';
import { brief, context, readAll } from './reading';

const stamp = '2024-03-05 07:08:09,123';

describe('a line format', () => {
  it('lets lines of another shape continue the record, blank ones at its end left out', () => {
    const records = readAll(timestamped, [`${stamp} ERROR a`, 'java.lang.Error: x', '\tat T.f(T.java:1)', '', `${stamp} INFO b`, 'wrapped', '']);
    assert.deepEqual(brief(records), ['1-3 error a', '5-6 info b']);
  });

  it('gives what comes before the first record to the plain reader', () => {
    const records = readAll(timestamped, ['Starting', 'ERROR: early', `${stamp} INFO a`]);
    assert.deepEqual(brief(records), ['1-1 none Starting', '2-2 error early', '3-3 info a']);
    assert.deepEqual(records.map(({ format }) => format), ['plain', 'plain', 'plain-timestamped']);
  });

  it('gives a long stretch of something else to the plain reader, until the format matches again', () => {
    const output = Array.from({ length: 60 }, (_, index) => `row ${index}`);
    const records = readAll(timestamped, [`${stamp} INFO a`, '  detail', ...output, `${stamp} INFO b`]);
    assert.equal(records.length, 62);
    assert.deepEqual(brief(records).slice(0, 2), ['1-2 info a', '3-3 none row 0']);
    assert.equal(brief(records).at(-1), '63-63 info b');
  });

  it('keeps a long indented stretch with its record, but not without end', () => {
    const frames = Array.from({ length: 5000 }, (_, index) => `    at T.f(T.java:${index})`);
    const [first, ...others] = readAll(timestamped, [`${stamp} ERROR a`, ...frames, `${stamp} INFO b`]);
    assert.equal(first?.endLine, 2000);
    assert.equal(others[0]?.line, 2001);
    assert.equal(others.at(-1)?.message, 'b');
    const [large] = readAll(timestamped, [`${stamp} ERROR a`, ...Array.from({ length: 10 }, () => ` ${'x'.repeat(100_000)}`)]);
    assert.ok(large && large.endLine < 5);
  });

  it('reads terminal colours as if they were not there', () => {
    const line = `\u001b[2m2024-03-05T07:08:09Z\u001b[0m \u001b[31mERROR\u001b[0m \u001b[1mtank::pump\u001b[0m: no water\u001b[0m`;
    const [record] = readAll(timestamped, [line]);
    assert.equal(record?.level, 'error');
    assert.equal(record.message, 'no water');
    assert.equal(record.messageAt?.column, line.indexOf('no water'));
    const [inner] = readAll(timestamped, [`${stamp} INFO no \u001b[31mwater\u001b[0m left`]);
    assert.equal(inner?.message, 'no water left');
    assert.equal(inner.messageAt, null);
  });
});

describe('the prefix of a line with a timestamp', () => {
  const cases: readonly (readonly [string, string | null, string | null, string])[] = [
    [`${stamp} INFO com.acme.Tank: 0 errors`, 'info', 'com.acme.Tank', '0 errors'],
    [`${stamp} [main] WARN  c.a.Tank - error rate`, 'warn', 'c.a.Tank', 'error rate'],
    [`${stamp} got an error from the pump`, null, null, 'got an error from the pump'],
    [`${stamp} Received ERROR from pump`, null, null, 'Received ERROR from pump'],
    [`${stamp} ERROR java.lang.IllegalStateException: lid`, 'error', null, 'java.lang.IllegalStateException: lid'],
    [`${stamp} ERROR timeout: no answer`, 'error', null, 'timeout: no answer'],
    [`${stamp} ERROR https://tank.example: no answer`, 'error', null, 'https://tank.example: no answer'],
    [`${stamp} INFO 200 tanks filled`, 'info', null, '200 tanks filled'],
    [`${stamp} INFO -1 is no depth`, 'info', null, '-1 is no depth'],
    [`${stamp} info wcp started`, 'info', null, 'wcp started'],
    [`${stamp} level=warn depth 3`, 'warn', null, 'depth 3'],
    [`${stamp} <error> lid`, 'error', null, 'lid'],
    [`${stamp} Error: lid`, 'error', null, 'lid'],
    [`${stamp} [FAILED] lid`, 'error', null, 'lid'],
    [`${stamp} FAILED to open the lid`, null, null, 'FAILED to open the lid'],
    [`${stamp} [error-handler] ready`, null, null, 'ready'],
    [`${stamp} host7 app ERROR lid`, 'error', 'host7', 'lid'],
    [`${stamp} tank.pump - DEBUG - turned`, 'debug', 'tank.pump', 'turned'],
    [`${stamp} 2931 INFO nova.compute [req-1 - -] started`, 'info', 'nova.compute', 'started'],
    [`${stamp} I NETWORK  [conn1] opened`, 'info', null, 'NETWORK  [conn1] opened'],
    [`${stamp} I think so`, null, null, 'I think so'],
    [`${stamp} ***ERROR*** lid`, 'error', null, 'lid'],
    [`${stamp} PHP Warning:  lid`, 'warn', null, 'lid'],
    [`[${stamp}][WARN ][o.e.c.Tank] [node-1] low`, 'warn', 'o.e.c.Tank', 'low'],
    ['3:04PM WRN low', 'warn', null, 'low'],
    ['=ERROR REPORT==== 5-Mar-2024::07:08:09 lid', 'error', null, 'lid'],
    ['[12:34:56 INF] Filled', 'info', null, 'Filled'],
  ];
  for (const [line, level, logger, message] of cases) {
    it(`of ${line.slice(stamp.length).trim()}`, () => {
      const [record] = readAll(timestamped, [line]);
      assert.deepEqual([record?.level, record?.logger, record?.message], [level, logger, message]);
    });
  }

  it('may begin with words where the file does so throughout', () => {
    const lines = ['4711 node-7 unix.hw lid_state 1077804742 1 lid open', '4712 gate down 1077804743 1 lid shut'];
    assert.deepEqual(brief(readAll(timestamped, lines)), ['1-1 none 1 lid open', '2-2 none 1 lid shut']);
    assert.equal(readAll(timestamped, [`${stamp} ERROR a`, 'at node-7 1077804742 in', `${stamp} INFO b`]).length, 2);
  });

  it('of another kind and without a level is quoted output, unless it comes again and again', () => {
    const own = Array.from({ length: 12 }, (_, index) => `${stamp} INFO ${index}`);
    const quoted = '2019/01/15 07:48:05 http: panic serving';
    assert.equal(readAll(timestamped, [...own, quoted, ...own]).length, 24);
    assert.equal(readAll(timestamped, [...own, ...Array.from({ length: 9 }, () => quoted)]).length, 18);
    assert.equal(readAll(timestamped, [quoted, quoted]).length, 2);
  });
});

describe('plain text', () => {
  it('keeps a stack trace together', () => {
    const lines = ['ready', 'Exception in thread "main" java.lang.Error: x', '\tat T.f(T.java:1)', '\tat T.main(T.java:2)', 'ready', '', 'done'];
    assert.deepEqual(brief(readAll(plain, lines)).map((text) => text.split(' ')[0]), ['1-1', '2-4', '5-5', '7-7']);
  });

  const marks: readonly (readonly [string, string | null, string])[] = [
    ['[ERROR] COMPILATION ERROR :', 'error', 'COMPILATION ERROR :'],
    ['ERROR something', 'error', 'something'],
    ['ERROR:root:no water', 'error', 'no water'],
    ['warning: unused', 'warn', 'unused'],
    ['fatal: not a repository', 'fatal', 'not a repository'],
    ['npm WARN deprecated tank@1', 'warn', 'deprecated tank@1'],
    ['##[error]Process failed', 'error', 'Process failed'],
    ['::error file=a.ts,line=1::no water', 'error', 'no water'],
    ['src/a.ts(1,2): error TS2304: no name', 'error', 'no name'],
    ['E: Unable to locate package tank', 'error', 'Unable to locate package tank'],
    ['Error handling is fine', null, 'Error handling is fine'],
    ['error handling', null, 'error handling'],
    ['fine: 3', null, 'fine: 3'],
    ['config: loaded', null, 'config: loaded'],
    ['failed: 0', null, 'failed: 0'],
    ['success: true', null, 'success: true'],
    ['0 errors', null, '0 errors'],
  ];
  for (const [line, level, message] of marks) {
    it(`reads ${line}`, () => {
      const [record] = readAll(plain, [line]);
      assert.deepEqual([record?.level, record?.message], [level, message]);
    });
  }
});

describe('a format of two lines a record', () => {
  it('takes the message, and where it stands, from the second', () => {
    const lines = ['Mar 05, 2024 7:08:09 AM com.acme.Lid open', 'SEVERE: off', '\tat com.acme.Lid.open(Lid.java:7)', 'Mar 05, 2024 7:08:10 AM com.acme.Lid open', 'INFO: on'];
    const records = readAll(definedFormat(javaUtilLogging as FormatDefinition), lines);
    assert.deepEqual(brief(records), ['1-3 error off', '4-5 info on']);
    assert.deepEqual(records[0]?.messageAt, { line: 2, column: 8 });
    assert.equal(ourFormats.detect(lines, context).id, 'java-util-logging');
  });
});

describe('syslog', () => {
  it('takes the level from a program that states one, else from the priority', () => {
    const records = readAll(syslog, ['<30>Mar  5 07:08:09 tank pumpd[7]: error: lid', '<27>Mar  5 07:08:09 tank pumpd[7]: lid', 'Mar  5 07:08:09 tank pumpd[7]: lid']);
    assert.deepEqual(records.map(({ level, logger }) => [level, logger]), [['error', 'pumpd'], ['error', 'pumpd'], [null, 'pumpd']]);
  });

  it('is not seen in lines of other loggers with an ISO time', () => {
    for (const line of ['2024-03-05T07:08:09Z INFO tank: filled', '2024-03-05T07:08:09.123Z ERROR 12 --- [main] c.a.Tank : lid']) {
      assert.notEqual(ourFormats.detect([line], context).id, 'syslog');
    }
  });
});
