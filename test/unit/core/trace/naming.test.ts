import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'mocha';
import { plain } from '../../../../src/core/formats/plain';
import { timestamped } from '../../../../src/core/formats/timestamped';
import { maskVariables } from '../../../../src/core/masking';
import type { LogRecord } from '../../../../src/core/record';
import { traceOf } from '../../../../src/core/stackTrace';
import { framesOf } from '../../../../src/core/trace/exceptions';
import { fingerprint } from '../../../../src/core/template';
import { readAll } from '../formats/reading';
import { fixture } from './support';

const stamp = '2024-03-05 07:08:09,123 ERROR ';

function recordOf(lines: readonly string[]): LogRecord {
  const [record] = readAll(lines[0]?.startsWith('2024') ? timestamped : plain, lines);
  return record ?? assert.fail('no record');
}

function identity(record: LogRecord): string {
  return fingerprint(maskVariables(record.message), framesOf(traceOf(record).exceptions));
}

describe('the message of a trace', () => {
  const messages: Readonly<Record<string, string>> = {
    'py-chain': 'RuntimeError: could not load',
    'py-cause-context': "KeyError: 'valve'",
    'py-group': 'ExceptionGroup: many (3 sub-exceptions)',
    'py-thread': 'ValueError: x',
    'py-ignored': 'ValueError: in del',
    'py-syntax': 'SyntaxError: invalid syntax',
    'py-ipython': 'ZeroDivisionError: division by zero',
    'py-pytest-long': "KeyError: 'level'",
    'node-throw': 'TypeError: Cannot load 7',
    'node-emit': 'Error: connect ECONNREFUSED 127.0.0.1:9',
    'node-throw-string': 'no water',
    'node-no-frames': 'Error: no frames',
    'node-worker': 'Error: in the worker',
    'node-any': 'AggregateError: All promises were rejected',
    'node-oom': 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'bun-plain': 'TypeError: bad lid',
    'rust-bt': 'index out of bounds: the len is 3 but the index is 10',
    'rust-eyre': 'cannot inspect tank 7',
    'cpp-terminate': 'boom',
    'dotnet-mono-await': 'System.InvalidOperationException: tank 3 is dry',
    'windows-dotnet-event': "System.IO.FileNotFoundException: Could not find file 'C:\\works\\plan.json'.",
    'go-race': 'WARNING: DATA RACE',
    'java-crash': 'SIGSEGV (0xb) at pc=0x00007f1826ad2f94, pid=21676, tid=21677',
    'flutter-widgets': 'Null check operator used on a null value',
    'dart-typed': "type 'Null' is not a subtype of type 'int' in type cast",
    'kernel-bug': 'kernel BUG at drivers/works/tank.c:118!',
    'apple-report': 'EXC_BAD_ACCESS (SIGSEGV)',
    'ex-await-exit': '** (ArithmeticError) bad argument in arithmetic expression',
    'powershell-concise': "Cannot find a lid for tank '7'.",
  };
  for (const [name, message] of Object.entries(messages)) {
    it(`is what happened in ${name}`, () => {
      assert.equal(recordOf(fixture(name)).message, message);
    });
  }

  it('begins as the report of a sanitizer does', () => {
    assert.match(recordOf(fixture('c-asan')).message, /^ERROR: AddressSanitizer: heap-use-after-free on address /);
  });

  it('stands where its place says, in every trace there is', () => {
    for (const file of readdirSync('test/fixtures/traces')) {
      const lines = fixture(file.replace(/\.txt$/, ''));
      for (const { message, messageAt } of [recordOf(lines), recordOf([stamp, ...lines])]) {
        const raw = messageAt && [stamp, ...lines].concat(lines)[messageAt.line - 1];
        if (messageAt && raw !== undefined) assert.ok([lines, [stamp, ...lines]].some((all) => all[messageAt.line - 1]?.startsWith(message, messageAt.column)), `${file}: ${message}`);
      }
    }
  });

  it('is that of a record with a time and no message of its own, but not of one that says something', () => {
    const trace = fixture('py-chain');
    assert.equal(recordOf([stamp, ...trace]).message, 'RuntimeError: could not load');
    assert.equal(recordOf([`${stamp}${trace[0] ?? ''}`, ...trace.slice(1)]).message, 'RuntimeError: could not load');
    assert.equal(recordOf([`${stamp}Unhandled exception:`, ...fixture('java-npe')]).message.split(':')[0], 'java.lang.NullPointerException');
    assert.equal(recordOf([`${stamp}tank 7 could not be inspected`, ...trace]).message, 'tank 7 could not be inspected');
  });

  it('stands right behind terminal codes', () => {
    const record = recordOf(['Traceback (most recent call last):', '  File "lid.py", line 1, in <module>', '\u001b[1;31mValueError\u001b[0m: bad lid']);
    assert.deepEqual([record.message, record.messageAt], ['ValueError: bad lid', null]);
    const whole = recordOf(['Traceback (most recent call last):', '  File "lid.py", line 1, in <module>', '\u001b[1;31mValueError: bad lid']);
    assert.deepEqual([whole.message, whole.messageAt], ['ValueError: bad lid', { line: 3, column: 7 }]);
  });

  it('makes groups of two exceptions two', () => {
    const thrown = (error: string, name: string) => ['Traceback (most recent call last):', `  File "/srv/works/lid.py", line 3, in ${name}`, `    raise ${error}`, error];
    assert.notEqual(identity(recordOf(thrown('ValueError: bad lid', 'open'))), identity(recordOf(thrown('KeyError: lost lid', 'open'))));
    assert.notEqual(identity(recordOf(thrown('ValueError: bad lid', 'open'))), identity(recordOf(thrown('ValueError: bad lid', 'close'))));
    assert.equal(identity(recordOf(thrown('ValueError: bad lid', 'open'))), identity(recordOf(thrown('ValueError: bad lid', 'open').map((line) => line.replace('line 3', 'line 4')))));
    const node = (error: string) => fixture('node-throw').map((line) => line.replace('TypeError: Cannot load 7', error));
    assert.notEqual(identity(recordOf(node('TypeError: no lid'))), identity(recordOf(node('RangeError: too deep'))));
  });
});
