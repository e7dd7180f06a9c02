import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { causesOf, framesOf, parseTrace } from '../../../../src/core/trace/exceptions';
import { fixture } from './support';

/** Each exception in a line: relation and what it is tied to, type, message, number of frames. */
function told(name: string): string[] {
  return parseTrace(fixture(name)).exceptions.map(({ relation, of, type, message, frames }) => `${relation}${of === null ? '' : ` of ${of}`}: ${type ?? '-'}: ${message} (${frames.length})`);
}

describe('parseTrace', () => {
  const chains: Readonly<Record<string, readonly string[]>> = {
    'java-suppressed-nested': [
      'thrown: org.works.PumpException: pump 3 would not stop (2)',
      'cause of 0: java.lang.ArithmeticException: / by zero (1)',
      'suppressed of 0: org.works.ValveException: valve 1 stuck (2)',
      'cause of 2: java.lang.InterruptedException:  (2)',
      'suppressed of 0: org.works.ValveException: valve 2 stuck (0)',
    ],
    'java-root-first': [
      'thrown: java.lang.IllegalStateException: job failed (1)',
      'cause of 0: org.works.meter.MeterException: meter 4 does not answer (2)',
      'cause of 1: java.net.SocketTimeoutException: Read timed out (2)',
    ],
    'java-circ': ['thrown: java.lang.Exception: x (1)', 'cause of 0: java.lang.Exception: y (0)', 'cause of 1: java.lang.Exception: x (0)'],
    'java-nested': ['thrown: java.lang.IllegalStateException: could not (2)', 'cause of 0: java.lang.IllegalArgumentException: bad id (1)', 'suppressed of 1: java.io.IOException: close failed (1)'],
    'py-cause-context': ["thrown: KeyError: 'valve' (1)", 'context of 0: RuntimeError: tank 7 not inspected (2)', 'cause of 1: ValueError: bad lid (4)'],
    'py-group-chain': [
      'thrown: RuntimeError: works closed (1)',
      'cause of 0: ExceptionGroup: outer tank (2 sub-exceptions) (2)',
      'grouped of 1: ValueError: one (0)',
      'grouped of 1: ExceptionGroup: inner tank (2 sub-exceptions) (0)',
      'grouped of 3: TypeError: valve (0)',
      'grouped of 3: OSError: lid (0)',
    ],
    'py-task-group': [
      'thrown: ExceptionGroup: unhandled errors in a TaskGroup (3 sub-exceptions) (6)',
      'grouped of 0: OSError: [Errno 28] no space in tank (1)',
      'context of 1: KeyError: 0 (1)',
      'grouped of 0: ValueError: pump 1 dry (1)',
      'grouped of 0: OSError: [Errno 28] no space in tank (1)',
      'context of 4: KeyError: 2 (1)',
    ],
    'py-remote': ['thrown: ValueError: tank 4 has no drain (3)', 'cause of 0: ValueError: tank 4 has no drain (2)'],
    'node-cause-object': ['thrown: Error: tank 7 has no plan (3)', "cause of 0: Error: ENOENT: no such file or directory, open '/srv/works/none/7.json' (10)"],
    'node-aggregate-causes': [
      'thrown: AggregateError: no pump left (8)',
      'grouped of 0: Error: pump 1 dry (8)',
      'grouped of 0: TypeError: pump 2 has no plug (3)',
      'cause of 2: Error: pump 1 dry (8)',
    ],
    'dotnet-inner': [
      'thrown: Works.TankException: cannot inspect tank 7 (2)',
      'cause of 0: System.Net.Http.HttpRequestException: Connection refused (meter:8080) (2)',
      'cause of 1: System.Net.Sockets.SocketException: Connection refused (2)',
    ],
    'dotnet-mono-chain': ['thrown: Works.DryTank: cannot inspect (1)', 'cause of 0: System.InvalidOperationException: tank 3 is dry (4)'],
    'dotnet-aggregate': [
      'thrown: System.AggregateException: One or more errors occurred. (pump 1 dry) (pump 2 dry) (2)',
      'cause of 0: Works.DryException: pump 1 dry (1)',
      'grouped of 0: Works.DryException: pump 2 dry (1)',
    ],
    'go-repanic': ['thrown: panic: again: first (3)', 'cause of 0: panic: first (0)'],
    'go-errors-stack': ['thrown: -: cannot inspect tank 7 (2)', 'cause of 0: -: bad lid (4)'],
    'rust-anyhow-backtrace': ['thrown: Error: cannot inspect tank 7 (0)', 'cause of 0: -: plan of tank 7 is lost (0)', 'cause of 1: -: No such file or directory (os error 2) (3)'],
    'rust-eyre': ['thrown: -: cannot inspect tank 7 (0)', 'cause of 0: -: No such file or directory (os error 2) (2)'],
    'php-string': ['thrown: LogicException: cannot inspect (1)', 'cause of 0: DryTank: tank 3 is dry (4)'],
    'php-laravel-previous': ['thrown: Works\\\\TankException: cannot inspect tank 7 (2)', 'cause of 0: PDOException: SQLSTATE[HY000] [2002] Connection refused (1)'],
    'ruby-both': ['thrown: ArgumentError: cannot inspect (3)', 'cause of 0: DryTank: tank 3 is dry (5)'],
    'ex-exit-nested': ['thrown: exit: exited in: GenServer.call(Works.Pump, :start, 5000) (2)', 'cause of 0: RuntimeError: no water (2)'],
    'julia-caused': ['thrown: ERROR: ArgumentError: cannot inspect tank 7 (2)', 'cause of 0: KeyError: key :lid not found (2)'],
    'crystal-cause': ['thrown: Exception: cannot inspect (5)', 'cause of 0: DryTank: tank 3 is dry (6)'],
  };
  for (const [name, expected] of Object.entries(chains)) {
    it(`takes ${name} apart`, () => {
      assert.deepEqual(told(name), expected);
    });
  }

  it('says where an exception stands', () => {
    const at = (name: string) => parseTrace(fixture(name)).exceptions[0]?.at;
    assert.deepEqual(at('java-nested'), { line: 0, column: 'Exception in thread "main" '.length });
    assert.deepEqual(at('py-chain'), { line: 13, column: 0 });
    assert.deepEqual(at('c-asan'), { line: 1, column: '==22502=='.length });
  });

  it('finds the innermost frame of the application, nearest to the root cause', () => {
    const own = (name: string) => parseTrace(fixture(name)).innermostApplicationFrame?.function;
    assert.equal(own('java-logback-packaging'), 'org.works.tank.Hinge.turn');
    assert.equal(own('java-reflect'), 'works.tank.Pump.open');
    assert.equal(own('java-proxy'), 'works.tank.Pump.lambda$main$3');
    assert.equal(own('kotlin-coroutine'), 'works.TankKt$fill$2.invokeSuspend');
    assert.equal(own('go-stack-overflow'), 'main.rec');
    assert.equal(own('py-fault'), 'f');
    assert.equal(own('rust-full'), 'works::pump::drain::h4d577c736aa9607f');
    assert.equal(own('kernel-arm64'), 'tank_read');
    assert.equal(own('dotnet-sql'), 'Works.Store.Load');
    assert.equal(own('node-fetch'), 'Object.<anonymous>');
    assert.equal(own('java-crash'), undefined);
  });

  it('takes no frames of other threads, nor of where memory came from', () => {
    assert.equal(parseTrace(fixture('c-asan')).exceptions[0]?.frames.filter(({ application }) => application).length, 2);
    assert.equal(parseTrace(fixture('go-nil')).exceptions.length, 1);
    assert.ok(parseTrace(fixture('go-system')).exceptions[0]!.frames.every(({ function: name }) => name !== 'runtime.gopark'));
  });

  it('reads lines with terminal codes', () => {
    const [thrown] = parseTrace(['\u001b[31mTypeError\u001b[0m: bad lid', '    at \u001b[1mopen\u001b[0m (/srv/works/lid.js:1:2)']).exceptions;
    assert.deepEqual([thrown?.type, thrown?.frames[0]?.function, thrown?.frames[0]?.line], ['TypeError', 'open', 1]);
  });

  it('answers to whatever lines it is given, with ties that lead to what was thrown', () => {
    const pieces = ['Caused by: a.b.C: x', '\tat a.B.c(B.java:1)', '\tSuppressed: E', 'Traceback (most recent call last):', '  File "a.py", line 1, in f', '    + Exception Group Traceback (most recent call last):', '    +---- 1 ----------------', 'During handling of the above exception, another exception occurred:', 'ValueError: x', '  [cause]: Error: y {', ' ---> X: y', '   --- End of inner exception stack trace ---', 'panic: x', '\tpanic: y', 'Next E: z', '** (E) x', '    ** (F) y', 'Caused by:', '    0: a', '', "a.rb:1:in `f': x (E)", '\t1: from a.rb:1:in `f\'', 'goroutine 1 [running]:', 'main.f(0x1)', '\t/a.go:1 +0x1', 'text'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (lines) => {
        const { exceptions } = parseTrace(lines);
        assert.ok(exceptions.length <= 32);
        for (const [index, { of, relation }] of exceptions.entries()) {
          assert.equal(of === null, relation === 'thrown');
          assert.ok(of === null || of < index);
        }
        assert.ok(causesOf(exceptions).length <= exceptions.length);
        assert.ok(framesOf(exceptions).length <= 64);
      }),
    );
  });
});
