import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BareLines } from '../../../../src/core/formats/bareLines';
import { ourFormats } from '../../../../src/core/formats/detect';
import { context, readAll } from './reading';

const times = (count: number, make: (index: number) => readonly string[]): string[] => Array.from({ length: count }, (_, index) => make(index)).flat();
const stamped = (index: number, level = 'INFO'): string => `2024-03-05 07:08:${String(index % 60).padStart(2, '0')},123 ${level} [main] com.acme.Tank: turn ${index}`;
const output = [(index: number) => `pump ${index} runs at ${index * 7} rpm`, (index: number) => `valve ${index} is shut`, (index: number) => `lid ${index} was lifted`, (index: number) => `${index} litres left`];
const bare = (index: number): string => output[index % output.length]?.(index) ?? '';
/** Two of the kinds, or none, below each record, so that each kind stands first at times. */
const mixed = (index: number): string[] => [stamped(index), ...times(index % 3, (more) => [bare(index + more)])];
const query = (index: number): string[] => ['SELECT level', 'FROM tanks', `WHERE id = ${index}`].slice(0, 1 + (index % 3));

/** Numbers of the first and last lines of the records. */
function extents(lines: readonly string[]): string[] {
  return readAll(ourFormats.detect(lines.slice(0, 200), context), lines).map(({ line, endLine }) => `${line}-${endLine}`);
}

describe('bare lines among records with a time', () => {
  it('stand alone once their kinds have been seen in every place', () => {
    const lines = times(100, mixed);
    const learnt = 60;
    assert.deepEqual(extents(lines).slice(-learnt), times(learnt, (index) => [`${lines.length - learnt + index + 1}-${lines.length - learnt + index + 1}`]));
  });

  it('are of the record above where each kind has its place in it, whatever comes before the first one', () => {
    for (const greeting of [0, 5, 30]) {
      const lines = [...times(greeting, (index) => [bare(index)]), ...times(100, (index) => [stamped(index), ...query(index)])];
      assert.equal(extents(lines).length, greeting + 100);
    }
  });

  it('are of the record again where records without any follow each other', () => {
    const lines = [...times(40, mixed), ...times(100, (index) => [stamped(index)]), ...times(10, (index) => [stamped(index), ...query(index)])];
    assert.deepEqual(extents([...lines, stamped(1), 'SELECT level', 'FROM tanks']).at(-1), `${lines.length + 1}-${lines.length + 3}`);
  });

  it('leave a trace with the problem that it is of, and what is indented with its record', () => {
    const start = times(60, mixed);
    const trace = ['java.lang.IllegalStateException: lid', '\tat com.acme.Lid.open(Lid.java:7)', '\tat com.acme.Main.main(Main.java:3)'];
    const at = start.length;
    assert.deepEqual(extents([...start, stamped(1, 'ERROR'), ...trace, bare(0)]).slice(-2), [`${at + 1}-${at + 4}`, `${at + 5}-${at + 5}`]);
    assert.deepEqual(extents([...start, stamped(1), ...trace, bare(0)]).slice(-3), [`${at + 1}-${at + 1}`, `${at + 2}-${at + 4}`, `${at + 5}-${at + 5}`]);
    assert.deepEqual(extents([...start, stamped(1), '  level: 3', '  lid: shut', bare(0)]).slice(-2), [`${at + 1}-${at + 3}`, `${at + 4}-${at + 4}`]);
  });

  it('stay alone where a burst of records turns a plain file to their format', () => {
    const burst = times(15, (index) => [`[  412.1182${String(index).padStart(2, '0')}] tank0: gate ${index} turned`]);
    const lines = [...times(250, (index) => [bare(index)]), ...burst, ...times(20, (index) => [bare(index)])];
    assert.equal(extents(lines).length, lines.length);
  });
});

describe('what is learnt of bare lines', () => {
  it('counts a line once, though it be read again', () => {
    const bareLines = new BareLines();
    for (let round = 0; round < 5; round++) bareLines.alone(1);
    assert.equal(bareLines.standAlone, false);
    bareLines.alone(2);
    bareLines.alone(3);
    assert.equal(bareLines.standAlone, true);
    for (let round = 0; round < 50; round++) bareLines.record(4);
    assert.equal(bareLines.standAlone, true);
  });
});
