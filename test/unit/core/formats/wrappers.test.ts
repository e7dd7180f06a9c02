import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ourFormats } from '../../../../src/core/formats/detect';
import type { LogFormat } from '../../../../src/core/formats/format';
import { lineNumbersOf, type LogRecord } from '../../../../src/core/record';
import { brief, context, readAll, timeOf } from './reading';

const detect = (lines: readonly string[]): string => ourFormats.detect(lines, context).id;
const read = (lines: readonly string[]): LogRecord[] => readAll(ourFormats.detect(lines, context), lines);
const format = (id: string): LogFormat => {
  const found = ourFormats.formats.find((each) => each.id === id);
  assert.ok(found, id);
  return found;
};
const stamp = '2024-03-05 07:08:09';

// As Node.js, Python and Perl print them.
const nodeTrace = ['/srv/tank.js:2', "  throw new TypeError('no lid');", '  ^', '', 'TypeError: no lid', '    at openLid (/srv/tank.js:2:9)', '    at fill (/srv/tank.js:4:19)', '', 'Node.js v20.20.2'];
const pythonTrace = ['Traceback (most recent call last):', '  File "/srv/tank.py", line 10, in <module>', '    fill()', '  File "/srv/tank.py", line 8, in fill', '    raise RuntimeError("cannot fill") from error', 'RuntimeError: cannot fill'];
const perlTrace = ['tank has no lid at tank.pl line 2.', '\tmain::open_lid(7) called at tank.pl line 3', '\tmain::fill() called at tank.pl line 4'];

describe('a log of several streams', () => {
  const wraps: Readonly<Record<string, (name: string, text: string) => string>> = {
    'docker-compose': (name, text) => `${name.padEnd(9)} | ${text}`,
    'process-manager': (name, text) => `0|${name.padEnd(9)} | ${text}`,
    'kubectl-prefix': (name, text) => `[pod/${name}/app] ${text}`,
    stern: (name, text) => `${name}-6d4cf56db6-x7k2p app ${text}`,
    'docker-json': (name, text) => JSON.stringify({ log: `${text}\n`, stream: name, time: '2024-03-05T07:08:09Z' }),
    'github-cli-run': (name, text) => `${name}\tRun it\t2024-03-05T07:08:09.1234567Z ${text}`,
    'cloudwatch-tail': (name, text) => `2024-03-05T07:08:09.123000+00:00 app/${name}/0a1b ${text}`,
  };

  for (const [id, wrap] of Object.entries(wraps)) {
    it(`has each one's traces put together: ${id}`, () => {
      const streams = [
        ['web-1', ['web is up', ...nodeTrace, 'web is up again']],
        ['worker-1', ['worker is up', ...pythonTrace, 'worker is up again']],
        ['cron-1', ['cron is up', ...perlTrace, 'cron is up again']],
      ] as const;
      const lines = Array.from({ length: 11 }, (_, index) => streams.flatMap(([name, texts]) => texts.slice(index, index + 1).map((text) => wrap(name, text)))).flat();
      assert.equal(detect(lines), id);
      const records = read(lines);
      assert.deepEqual(
        records.map(({ message }) => message),
        ['web is up', 'worker is up', 'cron is up', 'TypeError: no lid', 'RuntimeError: cannot fill', 'tank has no lid at tank.pl line 2.', 'cron is up again', 'worker is up again', 'web is up again'],
      );
      assert.deepEqual([records[3]?.trace, records[4]?.trace, records[5]?.trace], [nodeTrace, pythonTrace, perlTrace].map((trace) => trace.join('\n')));
      for (const record of records) {
        assert.equal(record.format, id);
        assert.deepEqual(record.lines, lineNumbersOf(record).map((number) => lines[number - 1]));
        assert.equal(record.endLine, lineNumbersOf(record).at(-1));
      }
      assert.notEqual(records[3]?.lineNumbers, undefined);
      assert.equal(records[0]?.lineNumbers, undefined);
    });
  }
});

describe('a wrapped log', () => {
  it('is read as the inner lines would be, with the raw lines and a trace', () => {
    const wrap = (log: string): string => JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: '2024-03-05T07:08:10Z' });
    const inner = [`${stamp} INFO a`, `${stamp} ERROR b`, 'java.lang.Error: x', '\tat T.f(T.java:1)', `${stamp} INFO c`];
    const lines = inner.map(wrap);
    const records = read(lines);
    assert.deepEqual(brief(records), ['1-1 info a', '2-4 error b', '5-5 info c']);
    assert.deepEqual(records[1]?.lines, lines.slice(1, 4));
    assert.equal(records[1].trace, inner.slice(1, 4).join('\n'));
    assert.deepEqual(records[0]?.messageAt, { line: 1, column: '{"log":"'.length + inner[0]!.length - 1 });
  });

  it('has lines joined that were split, other streams between them or not', () => {
    const long = 'x'.repeat(16_384);
    const docker = [
      JSON.stringify({ log: `ERROR: ${long}`, stream: 'stderr', time: '2024-03-05T07:08:10Z' }),
      JSON.stringify({ log: 'fine\n', stream: 'stdout', time: '2024-03-05T07:08:10Z' }),
      JSON.stringify({ log: 'is too much\n', stream: 'stderr', time: '2024-03-05T07:08:11Z' }),
    ];
    const [first, second] = read(docker);
    assert.equal(first?.message, `${long}is too much`);
    assert.deepEqual([first.line, first.endLine, first.lineNumbers, timeOf(first)], [1, 3, [1, 3], '2024-03-05T07:08:10.000Z']);
    assert.equal(first.messageAt, null);
    assert.equal(second?.message, 'fine');
    const cri = ['stderr P ERROR: no ', 'stdout F fine', 'stderr P wat', 'stderr F er'].map((text) => `2024-03-05T07:08:09.123456789Z ${text}`);
    assert.deepEqual(brief(read(cri)), ['1-4 error no water', '2-2 none fine']);
    const gitlab = ['00O ERROR: no ', '01O fine', '00O+water', '00O+!', '00O done'].map((text) => `2024-03-05T07:08:09.123456Z ${text}`);
    assert.deepEqual(brief(read(gitlab)), ['1-4 error no water!', '2-2 none fine', '5-5 none done']);
  });

  it('goes on with a line that its tool has not wrapped, or sets it apart', () => {
    const job = ['##[error]System.Exception: no lid', '   at Tank.Lid.Open() in /srv/Lid.cs:line 7', '   at Tank.Main() in /srv/Tank.cs:line 1'];
    const lines = [`2024-03-05T07:08:09.1234567Z ${job[0]}`, ...job.slice(1), '2024-03-05T07:08:09.1234567Z done'];
    assert.deepEqual(brief(read(lines)), ['1-3 error System.Exception: no lid', '4-4 none done']);
    const compose = ['web-1  | java.lang.Error: x', 'worker-1 exited with code 1', 'web-1  | \tat T.f(T.java:1)'];
    assert.deepEqual(brief(readAll(format('docker-compose'), compose)), ['1-3 none java.lang.Error: x', '2-2 none worker-1 exited with code 1']);
    assert.equal(read(['{"log":"a\\n","stream":"stdout","time":"2024-03-05T07:08:10Z"}', '{"log":"cut sho']).length, 2);
  });

  it('takes the marks of sections off', () => {
    const lines = ['section_start:1709622489:fill\r\u001b[0KFilling', 'section_end:1709622489:fill\r\u001b[0K', 'ERROR: Job failed'].map((text) => `2024-03-05T07:08:09.123456Z 00O ${text}`);
    const records = read(lines);
    assert.deepEqual(brief(records), ['1-1 none Filling', '3-3 error Job failed']);
    assert.ok(lines[0]!.startsWith('Filling', records[0]?.messageAt?.column));
  });

  it('does not hold back what follows a stream that has fallen silent', () => {
    const reader = format('docker-compose').open(context);
    const told: LogRecord[] = [];
    for (let index = 0; index < 2000; index++) {
      const text = index === 0 ? 'quiet-1 | Error: x' : `web-1   | line ${index}`;
      told.push(...reader.read({ number: index + 1, byteOffset: 0, text }));
    }
    assert.ok(told.length > 1000);
    assert.equal(told[0]?.message, 'x');
  });

  it('may have any number of streams', () => {
    const lines = Array.from({ length: 2500 }, (_, index) => `web-${index % 600}  | line ${index}`);
    const records = readAll(format('docker-compose'), lines);
    assert.deepEqual(
      records.map(({ line }) => line),
      lines.map((_, index) => index + 1),
    );
  }).timeout(20_000);
});

describe('a log that only looks wrapped', () => {
  it('stays what it is', () => {
    const alike: Readonly<Record<string, readonly string[]>> = {
      '7 decimals': ['INFO pump started', 'ERROR no water', 'WARN slow'].map((text) => `2024-03-05T07:08:09.1234567Z ${text}`),
      '9 decimals': ['INFO pump started', 'ERROR no water', 'WARN slow'].map((text) => `2024-03-05T07:08:09.123456789Z ${text}`),
      brackets: ['pump started', 'ERROR no water', '  set in'].map((text) => `[2024-03-05T07:08:09.123Z] ${text}`),
      'time of day': ['pump started', 'no water'].map((text) => `07:08:09  ${text}`),
      levels: ['INFO  | pump started', 'ERROR | no water'],
      'level after a time': ['07:08:09 INFO    | pump started', '07:08:09 ERROR   | no water'],
      table: ['name  | state', 'Ann   | full', 'Bob   | empty'],
      'numbered frames': ['#0  0x0 in lid () at lid.c:7', '#1  0x1 in main () at tank.c:1'],
    };
    for (const [what, lines] of Object.entries(alike)) {
      const { id } = ourFormats.detect(lines, context);
      assert.ok(!wrapperIds.has(id), `${what}: ${id}`);
    }
  });
});

const wrapperIds = new Set(['docker-json', 'kubernetes-cri', 'kubectl-prefix', 'stern', 'docker-compose', 'process-manager', 'github-cli-run', 'gitlab-ci', 'github-actions', 'cloudwatch-tail', 'container-timestamps', 'jenkins-timestamps', 'docker-build']);

describe('unwrapping', () => {
  const text = fc.constantFrom(`${stamp} INFO up`, `${stamp} ERROR down`, 'Error: lid', '    at lid (a.js:1:2)', '\tat a.B.c(D.java:1)', 'Caused by: java.lang.Error: y', 'Traceback (most recent call last):', '  File "a.py", line 1, in f', '    f()', 'ValueError: x', 'plain', '  set in', '  ', '');
  const line = fc.record({ name: fc.constantFrom('web-1', 'worker-2', 'cron-3'), text, partial: fc.boolean() });

  it('loses no line and has none twice, however streams are interleaved', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 80 }), fc.boolean(), (parts, gaps) => {
        const compose = parts.map((part) => (gaps && part.text === 'plain' ? part.text : `${part.name.padEnd(8)} | ${part.text}`));
        holds(format('docker-compose'), compose, parts.map((part) => part.text));
        const cri = parts.map((part) => `2024-03-05T07:08:09.123456789Z ${part.name === 'web-1' ? 'stdout' : 'stderr'} ${part.partial ? 'P' : 'F'} ${part.text}`);
        holds(format('kubernetes-cri'), cri, parts.map((part) => part.text));
      }),
      { numRuns: 100 },
    );
  }).timeout(20_000);

  /** Every filled line is in exactly one record, and the records come in order. */
  function holds(wrapped: LogFormat, lines: readonly string[], texts: readonly string[]): void {
    const records = readAll(wrapped, lines);
    const seen = new Set<number>();
    let last = 0;
    for (const record of records) {
      assert.ok(record.line >= last);
      last = record.line;
      const numbers = lineNumbersOf(record);
      assert.deepEqual([record.line, record.endLine], [numbers[0], numbers.at(-1)]);
      assert.deepEqual(record.lines, numbers.map((number) => lines[number - 1]));
      for (const number of numbers) {
        assert.ok(!seen.has(number), `line ${number} is in two records`);
        seen.add(number);
      }
    }
    for (const [index, inner] of texts.entries()) assert.ok(inner.trim() === '' || seen.has(index + 1), `line ${index + 1} is lost`);
  }
});
