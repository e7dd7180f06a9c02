import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ourFormats } from '../../../../src/core/formats/detect';
import type { LogRecord } from '../../../../src/core/record';
import { brief, context, readAll } from './reading';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const two = (number: number): string => String(number % 60).padStart(2, '0');
const stamped = (index: number): string => `2024-03-05 07:08:${two(index)},123 INFO  [main] com.acme.tank.Pump: turn ${index}`;
const syslogged = (index: number): string => `Mar  5 07:08:${two(index)} tank pumpd[7]: turn ${index}`;
const pino = (index: number): string => JSON.stringify({ level: 30, time: 1709622489123, pid: 7, hostname: 'tank', msg: `turn ${index}` });
const prose = (index: number): string => `the ${two(index)}th tank holds some water`;

function read(lines: readonly string[]): LogRecord[] {
  return readAll(ourFormats.detect(lines.slice(0, 200), context), lines);
}

/** The stretches of records that one format read, as `format first-last`. */
function stretches(records: readonly LogRecord[]): string[] {
  const found: { format: string; first: number; last: number }[] = [];
  for (const { format, line, endLine } of records) {
    const last = found.at(-1);
    if (last?.format === format) last.last = endLine;
    else found.push({ format, first: line, last: endLine });
  }
  return found.map(({ format, first, last }) => `${format} ${first}-${last}`);
}

describe('a file that changes its layout', () => {
  it('is read by what fits, and so back again, from the first line that changed', () => {
    const lines = [...times(250, syslogged), ...times(100, pino), ...times(100, syslogged)];
    assert.deepEqual(stretches(read(lines)), ['syslog 1-250', 'pino 251-350', 'syslog 351-450']);
  });

  it('goes to formats whose records take many lines', () => {
    const xml = times(30, (index) => [`<event level="ERROR">`, `<message>lid ${index}</message>`, `</event>`]).flat();
    const records = read([...times(250, syslogged), ...xml, ...times(20, syslogged)]);
    assert.deepEqual(stretches(records), ['syslog 1-250', 'xml 251-340', 'syslog 341-360']);
    assert.equal(records[250]?.message, 'lid 0');
  });

  it('is seen where a format that reads any timestamp reads the lines after it too', () => {
    const generic = times(250, (index) => `2024-03-05 07:08:${two(index)} the pump turned`);
    assert.deepEqual(stretches(read([...generic, ...times(60, syslogged)])), ['plain-timestamped 1-250', 'syslog 251-310']);
  });

  it('goes to plain text and back', () => {
    const records = read([...times(250, pino), ...times(300, prose), ...times(30, pino)]);
    assert.deepEqual(stretches(records), ['pino 1-250', 'plain 251-550', 'pino 551-580']);
  });

  it('at its very end is seen too', () => {
    assert.deepEqual(stretches(read([...times(250, syslogged), ...times(12, pino)])), ['syslog 1-250', 'pino 251-262']);
  });

  it('again and again loses no line and keeps the order', () => {
    const lines = times(12, (round) => [...times(45, syslogged), ...times(45, [pino, prose, stamped][round % 3] ?? prose)]).flat();
    const covered = read(lines).flatMap(({ line, endLine }) => times(endLine - line + 1, (index) => line + index));
    assert.deepEqual(covered, times(lines.length, (index) => index + 1));
  });
});

describe('a single record of another format', () => {
  it('ends the record before it and has its own continuation', () => {
    const lines = [...times(20, syslogged), '2024-03-05 07:08:09,123 ERROR [main] com.acme.Lid: off', 'java.lang.Error: x', '\tat com.acme.Lid.open(Lid.java:7)', ...times(5, syslogged)];
    assert.equal(brief(read(lines))[20], '21-23 error off');
  });

  it('may be JSON, an access log line or a klog line', () => {
    const lines = times(20, stamped);
    const others = [
      '{"level":50,"time":1709622489123,"msg":"no water"}',
      '192.0.2.7 - - [05/Mar/2024:07:08:09 +0000] "GET /lid HTTP/1.1" 503 12',
      'E0305 07:08:09.123456    7 pump.go:12] lid is off',
    ];
    for (const other of others) {
      const records = read([...lines, other, ...lines]);
      assert.equal(records.length, 41, other);
      assert.equal(records[20]?.level, 'error');
      assert.notEqual(records[20].format, records[0]?.format);
    }
  });

  it('is seen within plain text', () => {
    const records = read([...times(30, prose), '2024-03-05 07:08:09 ERROR lid is off', ...times(30, prose)]);
    assert.equal(brief(records)[30], '31-31 error lid is off');
  });

  it('is not what merely quotes a time or a level', () => {
    for (const quoted of ['at 2024-03-05 07:08:09 something failed with an error', '  2024-03-05 07:08:09 ERROR lid is off', 'error 1709622489']) {
      const lines = [...times(20, syslogged), quoted, ...times(5, syslogged)];
      assert.equal(read(lines).length, 25, quoted);
    }
  });
});
