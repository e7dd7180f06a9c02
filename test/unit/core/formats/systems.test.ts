import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ourFormats } from '../../../../src/core/formats/detect';
import { w3c } from '../../../../src/core/formats/w3c';
import { windowsEvent } from '../../../../src/core/formats/windowsEvent';
import { brief, context, readAll, timeOf } from './reading';

/** The records of a file, each as its format, lines, level and message. */
function readFile(lines: readonly string[]): readonly string[] {
  const records = readAll(ourFormats.detect(lines, context), lines);
  return brief(records).map((text, index) => `${records[index]?.format ?? ''} ${text}`);
}

describe('a log whose header names its columns', () => {
  it('is read by the header before each row', () => {
    const lines = [
      ...['#Fields: date time c-ip cs-uri-stem sc-status', '2024-03-05 07:08:09 192.0.2.7 /tank 200', 'no row'],
      ...['#Software: Tank Server', '#Fields: time date sc-status cs-uri-stem', '07:08:10 2024-03-05 502 /pump', ''],
    ];
    const records = readAll(w3c, lines);
    assert.deepEqual(brief(records), ['2-2 info 192.0.2.7 /tank 200', '3-3 none no row', '6-6 error 07:08:10 2024-03-05 502 /pump']);
    assert.deepEqual(records.map(timeOf), ['2024-03-05T07:08:09.000Z', null, '2024-03-05T07:08:10.000Z']);
    assert.equal(records[2]?.httpStatus, 502);
  });

  it('may separate them with tabs or commas, and have local times', () => {
    assert.deepEqual(brief(readAll(w3c, ['#fields\tts\tuid\tstatus_code', '1709622489.123456\tCx7\t404'])), ['2-2 warn Cx7\t404']);
    assert.deepEqual(brief(readAll(w3c, ['#Fields: date-time,event-id,context', '2024-03-05T07:08:09.123Z,FAIL,no water'])), ['2-2 none FAIL,no water']);
    const local = readAll(w3c, ['#Time Format: Local', '#Fields: date time action', '2024-03-05 07:08:09 DROP']);
    assert.equal(local[0]?.statedTime?.gaps?.zone, true);
  });
});

describe('events of Windows as text', () => {
  const event = (index: number, level: string, text: string): readonly string[] => [
    ...[`Event[${String(index)}]:`, '  Log Name: Security', '  Source: Tank', '  Date: 2024-03-05T07:08:09.000', `  Level: ${level}`],
    ...['  Keyword: Classic', '  Description: ', text, ''],
  ];

  it('end where the next one begins', () => {
    const records = readAll(windowsEvent, [...event(0, 'Information', 'filled'), ...event(1, 'Error', 'no water')]);
    assert.deepEqual(brief(records), ['1-8 info filled', '10-17 error no water']);
    assert.deepEqual(records[1]?.messageAt, { line: 17, column: 0 });
  });

  it('have the audits of the security log for levels', () => {
    const lines = ['Log Name:      Security', 'Source:        Gate', 'Level:         Information', 'Keywords:      Audit Failure', 'Description:', 'lid is locked', 'Event Xml:', '<Event/>'];
    assert.deepEqual(brief(readAll(windowsEvent, lines)), ['1-8 warn lid is locked']);
  });
});

describe('records that named formats do not know', () => {
  it('stand apart where they begin with the same kind of date', () => {
    const line = '2024-03-05 07:08:09,123 INFO  [main] com.acme.Tank: filled';
    const file = [...Array.from({ length: 20 }, () => line), '2024-03-05 07:08:10,000 pump turned', 'by hand', line];
    assert.deepEqual(readFile(file).slice(19), ['log4j 20-20 info filled', 'plain-timestamped 21-22 none pump turned', 'log4j 23-23 info filled']);
  });

  it('but not what PostgreSQL adds to the record before', () => {
    const lead = '2024-03-05 07:08:09.123 UTC [7] ann@works';
    const file = [`${lead} ERROR:  no such tank`, `${lead} DETAIL:  Tank 7 is gone.`, `${lead} STATEMENT:  select *`, '\tfrom tank', `${lead} LOG:  done`];
    assert.deepEqual(readFile(file), ['postgresql 1-4 error no such tank', 'postgresql 5-5 info done']);
  });
});

describe('level words behind other words', () => {
  const words = ['pump turned', 'lid opened', 'tank filled', 'error count is 0', 'got ERROR from pump'];

  it('are prose where the file states no levels', () => {
    assert.deepEqual(readFile(words.map((text) => `2024-03-05 07:08:09 ${text}`)), words.map((text, index) => `plain-timestamped ${index + 1}-${index + 1} none ${text}`));
  });

  it('are levels where every line has one', () => {
    const levels = ['info', 'debug', 'info', 'error'];
    const file = levels.map((level) => `2024-03-05 07:08:09 ${level} pump turned`);
    assert.deepEqual(readFile(file), levels.map((level, index) => `plain-timestamped ${index + 1}-${index + 1} ${level} pump turned`));
  });
});
