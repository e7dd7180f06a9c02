import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ourFormats } from '../../../src/core/formats/detect';
import { joiningReader } from '../../../src/core/joinRecords';
import { lineNumbersOf, type LogRecord } from '../../../src/core/record';
import { parseFrames } from '../../../src/core/stackTrace';
import { context } from './formats/reading';

function read(lines: readonly string[]): LogRecord[] {
  const reader = joiningReader(ourFormats.detect(lines, context).open(context));
  return [...lines.flatMap((text, index) => reader.read({ number: index + 1, byteOffset: index * 100, text })), ...reader.end()];
}

const brief = (records: readonly LogRecord[]): string[] => records.map((record) => `${lineNumbersOf(record).join(' ')}: ${record.message}`);

// As the programs print them: Node.js, Python, Perl, the JVM, .NET, Go, the kernel, AddressSanitizer.
const traces: Readonly<Record<string, readonly string[]>> = {
  node: ['/srv/tank.js:2', "  throw new TypeError('no lid');", '  ^', '', 'TypeError: no lid', '    at openLid (/srv/tank.js:2:9) {', '  [cause]: Error: lid was taken', '      at openLid (/srv/tank.js:2:59)', '}', '', 'Node.js v20.20.2'],
  python: ['Traceback (most recent call last):', '  File "/srv/tank.py", line 6, in fill', '    open_lid(7)', "KeyError: 'tank 7'", '', 'The above exception was the direct cause of the following exception:', '', 'Traceback (most recent call last):', '  File "/srv/tank.py", line 10, in <module>', '    fill()', 'RuntimeError: cannot fill'],
  perl: ['tank has no lid at tank.pl line 2.', '\tmain::open_lid(7) called at tank.pl line 3', '\tmain::fill() called at tank.pl line 4'],
  java: ['java.lang.IllegalStateException: lid is off', 'and the tank is empty', '\tat com.acme.Lid.open(Lid.java:7)', '\tat com.acme.Tank.main(Tank.java:12)', 'Caused by: java.io.IOException: broken', '\t... 2 more'],
  dotnet: ['Unhandled exception. System.InvalidOperationException: no lid', ' ---> System.IO.IOException: broken', '   at Acme.Lid.Open() in /srv/Lid.cs:line 7', '   --- End of inner exception stack trace ---', '   at Acme.Tank.Main() in /srv/Tank.cs:line 12'],
  go: ['panic: no lid', '', 'goroutine 1 [running]:', 'main.openLid(...)', '\t/srv/tank.go:7', 'main.main()', '\t/srv/tank.go:12 +0x1d', 'exit status 2'],
  asan: ['==77==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010', 'READ of size 4 at 0x602000000010 thread T0', '    #0 0x4011f6 in open_lid /srv/tank.c:7:12', '    #1 0x401250 in main /srv/tank.c:12:3', 'SUMMARY: AddressSanitizer: heap-use-after-free /srv/tank.c:7:12 in open_lid', '==77==ABORTING'],
};

const loggers: Readonly<Record<string, (source: string, text: string) => string>> = {
  syslog: (source, text) => `Mar  5 07:08:09 tank ${source}[7]: ${text}`,
  'syslog with a priority': (source, text) => `<11>Mar  5 07:08:09 tank ${source}[7]: ${text}`,
  'the journal': (source, text) => `2024-03-05T07:08:09+0100 tank ${source}[7]: ${text}`,
  Heroku: (source, text) => `2024-03-05T07:08:09.123456+00:00 app[${source}.1]: ${text}`,
  'a logger': (source, text) => `2024-03-05 07:08:09,123 ERROR [${source}] com.acme.Err - ${text}`,
  'a padded level': (source, text) => `2024-03-05 07:08:09.123 [${source}] WARN    ${text}`,
  'no level': (source, text) => `2024-03-05T07:08:09Z [${source}] ${text}`,
};

describe('a trace whose lines a logger has prefixed', () => {
  for (const [logger, prefix] of Object.entries(loggers)) {
    for (const [language, trace] of Object.entries(traces)) {
      it(`is one record: ${language} by ${logger}, also with others between`, () => {
        const own = ['up', ...trace, 'up again'].map((text) => prefix('web', text));
        const numbers = trace.map((_, index) => index + 2).join(' ');
        assert.deepEqual(brief(read(own)).map((text) => text.split(':', 1)[0]), ['1', numbers, String(own.length)]);
        const mixed = own.flatMap((line) => [line, prefix('pump', 'is running')]);
        const [, , record] = read(mixed);
        assert.ok(record);
        assert.deepEqual(record.lineNumbers, trace.map((_, index) => index * 2 + 3));
        assert.equal(record.trace, trace.join('\n'));
        assert.deepEqual(record.lines, lineNumbersOf(record).map((number) => mixed[number - 1]));
      });
    }
  }

  it('is named by what it says has happened', () => {
    const lines = traces['python']!.map((text) => loggers['syslog']!('web', text));
    const [record] = read(lines);
    assert.equal(record?.message, 'RuntimeError: cannot fill');
    assert.ok(record.messageAt?.line === lines.length && lines.at(-1)!.startsWith(record.message, record.messageAt.column));
    const [folded] = read([`2024-03-05 07:08:09 ERROR ${traces['python']!.slice(0, 4).join('\\n')}`]);
    assert.equal(folded?.message, "KeyError: 'tank 7'");
    assert.equal(folded.lines[0]?.indexOf(folded.message), folded.messageAt?.column);
  });

  it('is told from another of the same kind in another thread', () => {
    const log = (thread: string, text: string): string => `2024-03-05 07:08:09,123 ERROR [${thread}] com.acme.Err - ${text}`;
    const trace = ['java.lang.Error: x', '\tat a.B.c(D.java:1)', '\tat a.B.d(D.java:2)'];
    assert.deepEqual(brief(read(trace.flatMap((text) => [log('pool-1', text), log('pool-2', text)]))), ['1 3 5: java.lang.Error: x', '2 4 6: java.lang.Error: x']);
    assert.deepEqual(brief(read([...trace, ...trace].map((text) => log('pool-1', text)))), ['1 2 3: java.lang.Error: x', '4 5 6: java.lang.Error: x']);
  });

  it('may come line by line through a JSON logger', () => {
    const lines = traces['python']!.filter((text) => text !== '').map((msg, index) => JSON.stringify({ time: 1709622489000 + index, level: 'error', seq: index, msg }));
    assert.equal(read(lines).length, 1);
  });

  it('is the kernel\'s, with its own times or those of syslog', () => {
    const oops = ['BUG: kernel NULL pointer dereference, address: 0000000000000008', '#PF: supervisor read access in kernel mode', 'Oops: 0000 [#1] SMP PTI', 'CPU: 1 PID: 77 Comm: pump Tainted: G', 'Call Trace:', ' tank_fill+0x12/0x80', ' ? lid_open+0x1/0x20'];
    const time = (index: number): string => `[   12.34567${index}]`;
    const own = oops.map((text, index) => `Mar  5 07:08:09 tank kernel: ${time(index)} ${text}`);
    assert.deepEqual(brief(read([...own, 'Mar  5 07:08:12 tank kernel: [   13.000000] usb 1-1: new device'])).map((text) => text.split(':', 1)[0]), ['1 2 3 4 5 6 7', '8']);
    assert.deepEqual(brief(read([...oops.map((text, index) => `${time(index)} ${text}`), '[   13.000000] usb 1-1: new device'])).map((text) => text.split(':', 1)[0]), ['1 2 3 4 5 6 7', '8']);
  });

  it('ends with its stream, and after a pause', () => {
    const log = (second: string, text: string): string => `2024-03-05 07:08:${second},123 ERROR [main] com.acme.Err - ${text}`;
    assert.equal(read([log('09', 'java.lang.Error: x'), log('40', '\tat a.B.c(D.java:1)')]).length, 2);
    const others = Array.from({ length: 100 }, (_, index) => `2024-03-05 07:08:09,123 INFO  [pump] com.acme.Pump - turn ${index}`);
    assert.equal(read([log('09', 'java.lang.Error: x'), ...others, log('09', '\tat a.B.c(D.java:1)')]).length, 102);
  });
});

describe('records that only look like a trace\'s', () => {
  it('stay by themselves', () => {
    const log = (text: string): string => `2024-03-05 07:08:09,123 ERROR [main] com.acme.Err - ${text}`;
    const lines = ['java.io.IOException: no water', 'trying again', 'at the third valve', '   set in for beauty', 'Caused by rain', 'java.io.IOException: no water', 'gave up', '', 'at last'].map(log);
    assert.deepEqual(read(lines).map(({ line, endLine }) => endLine - line), lines.map(() => 0));
  });
});

describe('a trace on one line', () => {
  const folded = (at: string, tab: string): string => `2024-03-05 07:08:09 ERROR no lid: java.lang.Error: x${at}${tab}at com.acme.Lid.open(Lid.java:7)${at}${tab}at com.acme.Tank.main(Tank.java:12)`;

  it('is unfolded, whatever the line breaks are written as', () => {
    for (const [at, tab] of [['\\n', '\\t'], ['\\r\\n', '    '], ['#012', '#011'], ['\\x0a', '\\x09'], ['\\u000a', '\\t'], ['\\n', '\t']] as const) {
      const [record] = read([folded(at, tab)]);
      assert.equal(record?.message, 'no lid: java.lang.Error: x');
      assert.deepEqual(parseFrames((record.trace ?? '').split('\n')).map(({ line }) => line), [7, 12]);
    }
  });

  it('is found in the message of a JSON record', () => {
    const [record] = read([JSON.stringify({ time: '2024-03-05T07:08:09Z', level: 'error', msg: 'TypeError: no lid\n    at openLid (/srv/tank.js:2:9)' })]);
    assert.equal(record?.message, 'TypeError: no lid');
    assert.equal(parseFrames((record.trace ?? '').split('\n'))[0]?.line, 2);
  });

  it('leaves a quoted value whole, and paths as they are', () => {
    const [quoted] = read(['2024-03-05 07:08:09 ERROR failed: {"stack":"Error: x\\n    at f (/srv/a.js:1:2)","code":7}']);
    assert.ok(quoted);
    assert.ok(quoted.message.endsWith('"code":7}'));
    assert.equal(quoted.trace, 'Error: x\n    at f (/srv/a.js:1:2)');
    const path = '2024-03-05 07:08:09 INFO copied C:\\new\\tanks to D:\\new';
    assert.equal(read([path])[0]?.trace, undefined);
  });
});

describe('joining', () => {
  const text = fc.constantFrom(...Object.values(traces).flat(), 'up', 'ERROR: no water', 'Error: x', '   set in', 'at sea');
  const line = fc.tuple(fc.constantFrom(...Object.values(loggers)), fc.constantFrom('web', 'pump', 'cron'), text);

  it('loses no line, has none twice and keeps the order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(loggers)), fc.array(line, { maxLength: 120 }), fc.boolean(), (logger, parts, one) => {
        const lines = parts.map(([any, source, inner]) => (one ? logger : any)(source, inner));
        const seen = new Set<number>();
        let last = 0;
        for (const record of read(lines)) {
          assert.ok(record.line >= last);
          last = record.line;
          for (const number of lineNumbersOf(record)) {
            assert.ok(!seen.has(number));
            seen.add(number);
          }
          assert.deepEqual(record.lines, lineNumbersOf(record).map((number) => lines[number - 1]));
        }
        assert.equal(seen.size, lines.length);
      }),
      { numRuns: 100 },
    );
  }).timeout(20_000);

  it('holds back no more than a bounded number of records', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `2024-03-05 07:08:09,123 ERROR [main] com.acme.Err - ${index === 0 ? 'java.lang.Error: x' : index % 2 ? '\tat a.B.c(D.java:1)' : 'java.lang.Error: y'}`);
    const reader = joiningReader(ourFormats.detect(lines.slice(0, 200), context).open(context));
    let told = 0;
    for (const [index, each] of lines.entries()) told += reader.read({ number: index + 1, byteOffset: 0, text: each }).length;
    assert.ok(told > 9_000);
  }).timeout(20_000);
});
