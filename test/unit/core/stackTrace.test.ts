import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { timestamped } from '../../../src/core/formats/timestamped';
import { parseFrames, traceJoiner } from '../../../src/core/stackTrace';
import { readAll } from './formats/reading';

const folder = path.resolve('test/fixtures/traces');
const traces = readdirSync(folder).map((name) => ({ name, lines: readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n') }));

/** First and last line (0-based) of each record, by the joiner alone: what a reader without a record-start pattern does. */
function records(lines: readonly string[]): (readonly [number, number])[] {
  const joiner = traceJoiner();
  const found: (readonly [number, number])[] = [];
  for (let start = 0; start < lines.length; ) {
    joiner.begin(lines[start]!);
    let end = start;
    for (let index = start + 1; index < lines.length; index++) {
      const verdict = joiner.next(lines[index]!);
      if (verdict === 'ends') break;
      if (verdict === 'joins') end = index;
    }
    found.push([start, end]);
    start = end + 1;
  }
  return found;
}

function recordsOf(text: string): number[] {
  return records(text.split('\n')).map(([start, end]) => end - start + 1);
}

function linesOf(name: string): readonly string[] {
  return traces.find((trace) => trace.name === `${name}.txt`)?.lines ?? assert.fail(name);
}

function frames(name: string) {
  return parseFrames(linesOf(name));
}

/** What may come after a trace and is none of it, by kind. */
const neighbours: Readonly<Record<string, readonly string[]>> = {
  prose: ['cache warm: 3 entries', 'listening on port 3000'],
  sentences: ['The tank is full again.', 'Pump 3 was stopped by hand.'],
  'lines with levels': ['INFO  works open', 'WARN  slow valve'],
  objects: ['{"level":"info","msg":"works open"}', '{"level":"info","msg":"works closed"}'],
  'lines with times': ['2026-03-04 10:11:12,123 INFO works open', '2026-03-04 10:11:13,123 INFO works closed'],
  requests: ['10.0.0.7 - - [04/Mar/2026:10:11:12 +0000] "GET /tanks HTTP/1.1" 200 12', 'GET /tanks 200'],
  'blank lines': ['', 'works open', '', 'works closed'],
  'an indented list': ['  - pump 3: ready', '  - pump 4: dry', 'works open'],
  'an indented line': ['    ready', 'works open'],
};
/** Traces of which an indented line that follows at once may be a part: messages of exceptions that run on, Erlang's terms. */
const runsOn = /^(?:py\d?|python|erl|erlang|ghc|r)-|^(?:java-circ|java-nomain|kernel-rcu|godot|oracle)\./;
const otherTraces = ['py-chain', 'java-npe', 'go-nil', 'node-throw', 'dotnet-core', 'rust-bt', 'c-asan', 'kernel-oops', 'ex-raise', 'php-chain'];

describe('TraceJoiner', () => {
  for (const { name, lines } of traces) {
    it(`takes ${name} from its first line to its last, and no neighbour`, () => {
      const before = ['GET /items 200 12 ms', 'job 17 done'];
      const followers = Object.entries(neighbours).filter(([kind]) => !kind.includes('indented') || !runsOn.test(name));
      for (const [kind, after] of [...followers, ...otherTraces.map((other) => [other, linesOf(other)] as const)]) {
        const found = records([...before, ...lines, ...after]).filter(([, end]) => end >= before.length);
        assert.deepEqual(found[0], [before.length, before.length + lines.length - 1], `followed by ${kind}`);
      }
    });
  }

  it('takes every trace that continues a record with a time from its first line to its last', () => {
    for (const { name, lines } of traces) {
      // Loggers of these have put a time of their own on the first line.
      if (/^(?:erl-(?:crash|error)-report|erl-process|erlang-report|ex-(?:cast|gen|spawn|task)|php-laravel(?:-previous)?|go-(?:http|serving))\.txt$/.test(name)) continue;
      const [record, next] = readAll(timestamped, ['2026-03-04 10:11:12,123 ERROR [main] o.w.App - unhandled exception', ...lines, '2026-03-04 10:11:13,123 INFO  [main] o.w.App - works open']);
      assert.deepEqual([record?.endLine, next?.line, next?.message], [lines.length + 1, lines.length + 2, 'works open'], name);
    }
  });

  it('takes a trace that follows another at once as one of its own', () => {
    const pair = ['py-chain', 'java-nested', 'go-nil', 'node-throw', 'dotnet-core'];
    const chosen = pair.map(linesOf);
    assert.deepEqual(
      records(chosen.flat()).map(([start, end]) => end - start + 1),
      chosen.map((lines) => lines.length),
    );
  });

  it('leaves ordinary lines alone, blank and indented ones included', () => {
    assert.deepEqual(recordsOf('start\n\n  step one\n  at 10:30 the job began\nerrors.log opened\nError: none\ndone'), [1, 1, 1, 1, 1, 1, 1]);
  });

  it('joins what is indented below an error that no language knows', () => {
    assert.deepEqual(recordsOf('deploy failed for 2 hosts:\n  alpha: no route\n  beta: refused\nretrying'), [3, 1]);
  });

  it('joins frames below a first line of any kind', () => {
    assert.deepEqual(recordsOf('something odd\n    at total (basket.js:3:1)\nnext'), [2, 1]);
  });

  it('keeps a message of several lines only if a frame follows', () => {
    assert.deepEqual(recordsOf('Error: first\nsecond\n\nthird\n    at total (basket.js:3:1)\nnext'), [5, 1]);
    assert.deepEqual(recordsOf('Error: first\nsecond\n\nthird\nnext'), [1, 1, 1, 1, 1]);
  });

  it('gives up a message that never comes to a frame', () => {
    const joiner = traceJoiner();
    joiner.begin('Error: first');
    const verdicts = Array.from({ length: 200 }, () => joiner.next('and so on'));
    assert.equal(verdicts[0], 'maybe');
    assert.ok(verdicts.includes('ends'));
  });

  it('answers lines of a million characters', () => {
    const joiner = traceJoiner();
    for (const piece of ['a.', ' at x (', '#0 ', '[0x0] in ', '\t', 'Error: ']) {
      const line = piece.repeat(1_000_000 / piece.length);
      joiner.begin(line);
      joiner.next(line);
      assert.ok(parseFrames([line, line]).length <= 64);
    }
  });
});

describe('parseFrames', () => {
  it('reads function, file, line and column', () => {
    assert.deepEqual(frames('node-throw')[0], { function: 'load', file: '/srv/app/a.js', line: 1, column: 26, module: null, application: true });
  });

  it('turns Python round, so the innermost comes first, root cause before its consequence', () => {
    assert.deepEqual(
      frames('py-chain').map((frame) => [frame.function, frame.line]),
      [['load', 3], ['load', 5], ['<module>', 6]],
    );
  });

  it('puts the last "Caused by" first and what was suppressed last', () => {
    assert.deepEqual(frames('java-nested').map((frame) => frame.function), ['A.q', 'A.f', 'A.main', 'A$Res.close']);
    assert.equal(frames('java-logback')[0]?.function, 'sun.nio.ch.Net.pollConnect');
  });

  it("puts JavaScript's [cause] and Ruby's cause first", () => {
    assert.equal(frames('node-cause')[0]?.function, 'Object.openSync');
    assert.deepEqual(frames('ruby-cause').slice(0, 3).map((frame) => frame.function), ['/', 'q', 'run']);
  });

  it('tells the program from its surroundings', () => {
    const own = (name: string) => frames(name).find((frame) => frame.application)?.function;
    assert.equal(own('java-logback'), 'shop.orders.OrderService.place');
    assert.equal(own('python-asgi'), 'total');
    assert.equal(own('go-serving'), 'main.(*shop).total');
    assert.equal(own('rust-bt'), 'a::get');
    assert.equal(own('dotnet-core'), 'Shop.Data.Orders.OpenAsync');
    assert.equal(own('node-module'), 'Object.<anonymous>');
    assert.equal(own('py-thread'), 'work');
    assert.equal(own('ex-gen'), 'G.handle_call/3');
    assert.equal(own('c-asan'), 'f');
    assert.equal(own('gdb-threads'), 'total');
    assert.equal(own('node-oom'), undefined);
  });

  const lines: readonly [string, string | null, string | null, number | null, number | null][] = [
    ['    at App.load (webpack:///./src/app.ts?1f2a:12:7)', 'App.load', 'webpack:///./src/app.ts?1f2a', 12, 7],
    ['    at file:///srv/shop/main.mjs:3:9', null, 'file:///srv/shop/main.mjs', 3, 9],
    ['    at async Orders.place (C:\\Program Files (x86)\\shop\\orders.js:31:5)', 'Orders.place', 'C:\\Program Files (x86)\\shop\\orders.js', 31, 5],
    ['    at eval (eval at run (/srv/shop/plugin.js:8:2), <anonymous>:1:1)', 'eval', '/srv/shop/plugin.js', 8, 2],
    ['   at Shop.Main(String[] args) in C:\\my code\\Shop.cs:line 9', 'Shop.Main', 'C:\\my code\\Shop.cs', 9, null],
    ['\tat java.base/java.util.Optional.get(Optional.java:143)', 'java.util.Optional.get', 'Optional.java', 143, null],
    ['  File "C:\\my code\\shop.py", line 3, in total', 'total', 'C:\\my code\\shop.py', 3, null],
    ['#1 /srv/my shop/b.php(10): Basket->total()', 'Basket->total', '/srv/my shop/b.php', 10, null],
    ["\tfrom /srv/my shop/b.rb:7:in `total'", 'total', '/srv/my shop/b.rb', 7, null],
    ['\tmain::total("x", 1) called at ./shop.pl line 4', 'main::total', './shop.pl', 4, null],
    ['    (shop 0.1.0) lib/basket.ex:5: Shop.Basket.total/1', 'Shop.Basket.total/1', 'lib/basket.ex', 5, null],
    ['#1      main (package:shop/basket.dart:22:7)', 'main', 'package:shop/basket.dart', 22, 7],
    ['total@https://shop.example/basket.js:31:9', 'total', 'https://shop.example/basket.js', 31, 9],
    ['    #0 0x55d1 in total(int) /srv/shop/basket.cpp:5:3', 'total(int)', '/srv/shop/basket.cpp', 5, 3],
  ];
  for (const [line, name, file, number, column] of lines) {
    it(`reads ${line.trim()}`, () => {
      const [frame] = parseFrames(['x', line]);
      assert.deepEqual([frame?.function, frame?.file, frame?.line, frame?.column], [name, file, number, column]);
    });
  }

  it('takes the place from the first line where the frames leave it out', () => {
    assert.deepEqual(frames('node-syntax')[0], { function: null, file: '/srv/app/f.js', line: 2, column: null, module: null, application: true });
    assert.equal(frames('php-chain')[0]?.line, 2);
    assert.equal(parseFrames(["thread 'main' panicked at src/main.rs:4:5:", 'no basket'])[0]?.file, 'src/main.rs');
  });

  it('keeps 64 frames at most, the innermost', () => {
    const deep = Array.from({ length: 900 }, (_, index) => `  File "/srv/shop/deep.py", line ${index + 1}, in f`);
    const found = parseFrames(['Traceback (most recent call last):', ...deep, 'RecursionError: too deep']);
    assert.equal(found.length, 64);
    assert.equal(found[0]?.line, 900);
  });

  it('finds none in text', () => {
    assert.deepEqual(parseFrames([]), []);
    assert.deepEqual(parseFrames(['job 3 done at 10:30', '  at the end', 'key: value']).filter((frame) => frame.file !== null), []);
  });
});
