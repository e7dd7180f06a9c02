import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { csv } from '../../../../src/core/formats/csv';
import { ourFormats } from '../../../../src/core/formats/detect';
import { jsonArray } from '../../../../src/core/formats/jsonArray';
import { jsonLines } from '../../../../src/core/formats/jsonLines';
import { objectLibrary } from '../../../../src/core/formats/objectLibrary';
import { xml } from '../../../../src/core/formats/xml';
import { yaml } from '../../../../src/core/formats/yaml';
import { brief, context, readAll, timeOf } from './reading';

function level(object: object): string | null | undefined {
  return readAll(jsonLines, [JSON.stringify(object)])[0]?.level;
}

describe('the fields of a structured record', () => {
  it('state a level by number only under keys that mean level', () => {
    assert.equal(level({ level: 30, msg: 'a' }), 'info');
    assert.equal(level({ level: 35 }), 'info');
    assert.equal(level({ level: 3 }), null);
    assert.equal(level({ levelno: 30, levelname: 'WARNING' }), 'warn');
    assert.equal(level({ levelno: 40 }), 'error');
    assert.equal(level({ PRIORITY: '4' }), 'warn');
    assert.equal(level({ severityNumber: 21 }), 'fatal');
    assert.equal(level({ status: 50, code: 60, msg: 'error' }), null);
    assert.equal(level({ level: 'NA', msg: 'error' }), null);
    assert.equal(level({ SEVERITY: 'Critical' }), 'fatal');
  });

  it('are found under the keys of many libraries, known or not', () => {
    for (const id of ['bunyan', 'caddy', 'ecs', 'gelf', 'hclog-json', 'journald-json', 'logstash', 'mongodb', 'otel-record', 'pino', 'python-json', 'rust-tracing-json', 'slog', 'zap', 'zerolog']) {
      for (const sample of objectLibrary.find((definition) => definition.id === id)?.samples ?? []) {
        const [record] = readAll(jsonLines, [sample.text]);
        assert.deepEqual([record?.level, timeOf(record), record?.message], [sample.level, sample.timestamp, sample.message], sample.text);
      }
    }
  });

  it('of an OpenTelemetry request are those of each record in it', () => {
    const record = (severityNumber: number, text: string): object => ({ timeUnixNano: '1709622489123000000', severityNumber, body: { stringValue: text } });
    const line = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record(9, 'a'), record(17, 'b')] }, { logRecords: [record(13, 'c')] }] }] });
    const records = readAll(ourFormats.detect([line], context), [line]);
    assert.deepEqual(brief(records), ['1-1 info a', '1-1 error b', '1-1 warn c']);
    assert.deepEqual(records.map(({ messageAt }) => messageAt?.column), ['"a"', '"b"', '"c"'].map((text) => line.indexOf(text) + 1));
  });

  it('carry a trace', () => {
    const stack = 'Error: lid\n    at open (lid.js:1:2)';
    const [record] = readAll(jsonLines, [JSON.stringify({ level: 'error', msg: 'lid', err: { message: 'x', stack } })]);
    assert.equal(record?.trace, stack);
    assert.equal(record.message, 'lid');
  });

  it('say where the message stands, by its key', () => {
    const line = '{"logger":"lid","note":"msg","msg": "lid","level":"info"}';
    assert.deepEqual(readAll(jsonLines, [line])[0]?.messageAt, { line: 1, column: line.indexOf('"lid","level"') + 1 });
    assert.equal(readAll(jsonLines, ['{"msg":"a\\tb"}'])[0]?.messageAt, null);
  });
});

describe('JSON', () => {
  it('goes on after a line cut short, and reads plain lines between', () => {
    const records = readAll(jsonLines, ['{"level":"info","msg":"a"}', '{"level":"err', 'Segmentation fault', '{"level":"warn","msg":"b"}']);
    assert.deepEqual(brief(records), ['1-1 info a', '2-2 none {"level":"err', '3-3 none Segmentation fault', '4-4 warn b']);
    assert.ok(records[1]?.malformed);
    assert.equal(records[2]?.malformed, undefined);
  });

  it('in an array goes on after an element cut short', () => {
    const lines = ['[', '{"level":"info","msg":"a"},', '{"level":"warn","msg":"cut', '{"level":"warn", "x": 1', '{"level":"error","msg":"b"}', ']'];
    const records = readAll(jsonArray, lines);
    assert.deepEqual(records.map(({ line, level: found, malformed }) => [line, found, malformed !== undefined]), [
      [2, 'info', false],
      [3, null, true],
      [4, null, true],
      [5, 'error', false],
    ]);
  });

  it('in an array on one line gives each element its column', () => {
    const line = '[{"level":"info","msg":"a"}, {"level":"error","msg":"b"}]';
    const records = readAll(jsonArray, [line]);
    assert.deepEqual(records.map(({ messageAt }) => messageAt?.column), [line.indexOf('"a"') + 1, line.indexOf('"b"') + 1]);
  });

  it('gives up an element larger than 1 MB', () => {
    const big = Array.from({ length: 12 }, () => `"${'x'.repeat(100_000)}",`);
    const records = readAll(jsonArray, ['[', '{"a": [', ...big, '"x"]},', '{"level":"error","msg":"b"}', ']']);
    assert.ok(records.some(({ malformed }) => malformed === 'larger than 1 MB'));
    assert.equal(records.at(-1)?.message, 'b');
  });
});

describe('CSV', () => {
  const header = 'time,level,message';

  it('reads quoted line breaks, and the real line numbers after them', () => {
    const records = readAll(csv, [header, '2024-03-05T07:08:09Z,ERROR,"two', 'lines"', '2024-03-05T07:08:09Z,INFO,one']);
    assert.deepEqual(brief(records), ['2-3 error two\nlines', '4-4 info one']);
    assert.deepEqual(records[1]?.messageAt, { line: 4, column: 26 });
  });

  it('marks a short row and an open quote as malformed and goes on', () => {
    const rows = Array.from({ length: 600 }, (_, index) => `t,INFO,row ${index}`);
    const records = readAll(csv, [header, 't,ERROR', 't,ERROR,"open', ...rows]);
    assert.equal(records.filter(({ malformed }) => malformed !== undefined).length, 2);
    assert.equal(records.length, 602);
    assert.equal(records.at(-1)?.message, 'row 599');
  });

  it('reads a time from columns of day and time of day', () => {
    const records = readAll(csv, ['Date,Time,Level,Message', '2024-03-05,07:08:09,ERROR,no water', '05.03.2024,7:08:10 PM,INFO,ok', '2024-03-05,2024-03-06T07:08:09Z,INFO,on']);
    assert.deepEqual(records.map(timeOf), ['2024-03-05T07:08:09.000Z', '2024-03-05T19:08:10.000Z', '2024-03-06T07:08:09.000Z']);
  });

  it('gives what is too much to the last column', () => {
    assert.equal(readAll(csv, [header, 't,WARN,a, b, c'])[0]?.message, 'a, b, c');
  });

  it('needs a header that names a level or a message', () => {
    assert.equal(ourFormats.detect(['name,age', 'ann,7'], context).id, 'plain');
  });
});

describe('XML', () => {
  it('goes on after an element that is malformed or never closed', () => {
    const lines = [
      '<events>',
      '<event level="ERROR"><message>a</message></event>',
      '<event level="WARN"><message>b</event>',
      '<event level="WARN"><message>c</message>',
      '<event level="INFO"',
      '  message="d > c"/>',
      '<event level="FATAL"><!-- </event> --><message><![CDATA[</event>e]]></message></event>',
      '</events>',
    ];
    const records = readAll(xml, lines);
    assert.deepEqual(records.map(({ line, endLine, level: found, malformed }) => [line, endLine, found, malformed !== undefined]), [
      [2, 2, 'error', false],
      [3, 3, null, true],
      [4, 4, null, true],
      [5, 6, 'info', false],
      [7, 7, 'fatal', false],
    ]);
    assert.equal(records[3]?.message, 'd > c');
    assert.equal(records[4]?.message, '</event>e');
  });

  it('expands no entities of a document type', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;">]><event level="ERROR"><message>&d;</message></event>';
    assert.equal(readAll(xml, [bomb]).at(-1)?.message, '&d;');
  });
});

describe('YAML', () => {
  it('goes on after a document that is malformed', () => {
    const lines = ['---', 'level: error', 'message: a', '---', 'level: [', '---', '- x', '---', 'level: warn', 'message: b', '...'];
    const records = readAll(yaml, lines);
    assert.deepEqual(records.map(({ line, level: found, malformed }) => [line, found, malformed !== undefined]), [
      [2, 'error', false],
      [5, null, true],
      [7, null, true],
      [9, 'warn', false],
    ]);
  });

  it('refuses aliases without end', () => {
    const bomb = `- {level: error, message: &a [x], ${Array.from({ length: 40 }, (_, index) => `k${index}: *a`).join(', ')}}`;
    assert.ok(readAll(yaml, [bomb])[0]?.malformed);
  });
});
