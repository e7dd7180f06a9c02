import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judge } from '../../../../src/core/detector';
import { ourFormats } from '../../../../src/core/formats/detect';
import { context, readAll } from './reading';

/** The severity of each line of a log, `-` where it is no finding. */
function severities(lines: readonly string[]): string[] {
  const records = readAll(ourFormats.detect(lines, context), lines);
  return records.map((record) => judge(record).judgement?.severity ?? '-');
}

function isProblem(line: string): boolean {
  return severities(['the works', line, 'the end']).some((severity) => severity !== '-' && severity !== 'low');
}

/** What tools print when all is well, however alarming its words. */
const harmless = [
  '9 examples, 0 failures',
  'Failed tests: 0',
  'Tests run: 4, Failures: 0, Errors: 0, Skipped: 0',
  '# FAIL:  0',
  'test result: ok. 7 passed; 0 failed; 0 ignored',
  'Ran 7 tests containing 12 assertions.\n0 failures, 0 errors.',
  '✓ throws an error where the lid is missing',
  '    ✔ fails to open a stuck lid (4ms)',
  'ok 12 - dies with an error without water',
  'PASS works/error-handler.test.js',
  '--- PASS: TestPumpFails (0.00s)',
  'test pump::panics_without_water ... ok',
  'tests/test_error.py::test_failure[no water] PASSED [ 50%]',
  't/lid-errors.t ............... ok',
  '[       OK ] PumpTest.CrashesWithoutWater (0 ms)',
  'Test Case \'-[PumpTests testFatalError]\' passed (0.001 seconds).',
  '[ 45%] Building CXX object works/error_test.cpp.o',
  '[12/80] Compiling Control.Monad.Fail ( works/Fail.hs, dist/Fail.o )',
  '   Compiling thiserror v1.0.40',
  'gcc -c -Wall -Werror -Wfatal-errors error.c -o error.o',
  '  CC       works/error.o',
  'rm -f core error.log failed.txt',
  '$ ./fill --on-error=stop || echo failed',
  '+ test -f crash.log',
  '+ set -e',
  'Get:7 http://water.example stable/main amd64 libgpg-error0 1.36-1 [68.9 kB]',
  'Setting up libgpg-error0:amd64 (1.36-1) ...',
  'Collecting exceptiongroup>=1.0.0rc8',
  'Downloading failures-1.0-py3-none-any.whl (12 kB)',
  'Using better_errors 2.9.1',
  'checking for strerror... no',
  '-- Performing Test HAVE_ERROR_H - Failed',
  'make: [Makefile:9: clean] Error 1 (ignored)',
  "make[1]: Entering directory '/works/errors'",
  '▸ Compiling LidError.m',
  'HEAD is now at 1a2b3c4 Fix the crash of a failed pump',
  'pump2 : ok=4 changed=1 unreachable=0 failed=0',
  '{"not": "ok"}',
];

/** What they print when it is not, in lines of many kinds. */
const alarming = [
  'Tests run: 4, Failures: 1, Errors: 0, Skipped: 0',
  'Tests: 3, Assertions: 7, Failures: 1.',
  'not ok 3 - opens its lid',
  'FAIL\twater.example/works/tank\t0.012s',
  '● Tank › opens its lid',
  '2 failing',
  'rspec ./spec/tank_spec.rb:9 # Tank opens its lid',
  'E       assert 3 == 4',
  'The following tests FAILED:',
  '[  FAILED  ] TankTest.OpensLid',
  'src/tank.ts(4,8): error TS2304: Cannot find name lid.',
  'tank.rs:4:8: warning: unused lid',
  'LINK : fatal error LNK1104: cannot open file lid.lib',
  "tank.c:(.text+0x20): undefined reference to `open_lid'",
  'works/tank.py:4:80: E501 line too long (91 > 79 characters)',
  '> Task :pump:compileJava FAILED',
  'make: *** [lids] Error 2',
  'fill.sh: line 3: open-valve: command not found',
  'E: Unable to locate package lid-tools',
  'fatal: [pump1]: UNREACHABLE! => {"msg": "no route"}',
  '##[error]Process completed with exit code 1.',
  'ERROR: Job failed: exit code 1',
  'Finished: FAILURE',
  'rake aborted!',
  '! LaTeX Error: File `tank.sty not found.',
];

describe('what tools print', () => {
  for (const line of harmless) it(`is harmless: ${line.trim().slice(0, 80)}`, () => assert.ok(line.split('\n').every((each) => !isProblem(each))));
  for (const line of alarming) it(`is a problem: ${line.slice(0, 80)}`, () => assert.ok(isProblem(line)));

  it('is read line by line, whichever tools share a log', () => {
    const log = [
      '$ make && npm test',
      'src/tank.c:4:8: warning: unused lid',
      'npm ERR! code ELIFECYCLE',
      'FAIL src/tank.test.js',
      '✓ tells of an error',
      'BUILD FAILED in 7s',
      'W: the valve repository is unsigned',
      'The command "make && npm test" exited with 1.',
    ];
    assert.deepEqual(severities(log), ['-', 'medium', 'high', 'high', '-', 'high', 'medium', 'high']);
  });
});
