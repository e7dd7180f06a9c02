import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/core/finding';
import { PipelineRun, type PipelineSummary, type Repeats } from '../../../../src/core/pipeline';
import { LineSplitter } from '../../../../src/core/scan/lineSplitter';
import { Skimmer } from '../../../../src/core/skim/skimmer';
import { decoders } from '../../../../src/engine/encodings';
import { compiledKernel, newShapes } from '../../../../src/engine/scan/kernel';
import { generate } from '../../../bench/generator';
import { layouts } from '../../../bench/layouts';

const shapes = newShapes(compiledKernel(), { capacity: 4096, inputSize: (1 << 20) + (1 << 18) });
const decode = decoders['utf-8'];
const corpus = path.resolve('../shared/corpus');

interface Result {
  readonly findings: readonly Finding[];
  readonly repeats: readonly Repeats[];
  readonly summary: PipelineSummary;
}

function newRun(): PipelineRun {
  return new PipelineRun({ fileName: 'app.log', modified: Date.UTC(2026, 11, 31), zone: 'UTC', everyRecord: false });
}

function readAll(bytes: Uint8Array, chunk: number): Result {
  const run = newRun();
  const splitter = new LineSplitter({ encoding: 'utf-8', decode, loneCarriageReturns: false, firstOffset: 0 });
  const findings: Finding[] = [];
  for (let at = 0; at < bytes.length; at += chunk) findings.push(...run.take(splitter.push(bytes.subarray(at, at + chunk))).findings);
  findings.push(...run.take(splitter.end()).findings, ...run.end().findings);
  return { findings, repeats: [], summary: run.summary() };
}

function skim(bytes: Uint8Array, chunk: number, tallies = false): Result {
  shapes.forget();
  const run = newRun();
  const skimmer = new Skimmer(shapes, run, { decode, loneCarriageReturns: false, firstOffset: 0, tallies });
  const findings: Finding[] = [];
  const repeats: Repeats[] = [];
  const take = (count: number, last: boolean): void => {
    const batch = skimmer.take(count, last);
    findings.push(...batch.findings);
    repeats.push(...(batch.repeats ?? []));
  };
  for (let at = 0; at < bytes.length; at += chunk) {
    const part = bytes.subarray(at, at + chunk);
    skimmer.space.set(part);
    take(part.length, false);
  }
  take(0, true);
  return { findings, repeats, summary: run.summary() };
}

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

/** The lines over and over with other numbers in them, those of the time at the start aside. */
function grown(text: string, times: number): Buffer {
  const random = numbers(9);
  const lines = text.trimEnd().split('\n');
  const other = (digits: string, at: number): string => (at < 24 || random(3) > 0 ? digits : random(3) === 0 ? String(random(600)) : String(random(10 ** Math.min(9, digits.length))));
  return Buffer.from(Array.from({ length: times }, (_, time) => lines.map((line) => (time === 0 ? line : line.replace(/\d+/g, other))).join('\n')).join('\n'));
}

/** The lines of several logs in turns of up to `longest` lines, as of programs that write into one file. */
function inTurns(logs: readonly (readonly string[])[], { longest, lines, random }: { readonly longest: number; readonly lines: number; readonly random: (below: number) => number }): Buffer {
  const places = logs.map((log) => random(log.length));
  const mixed: string[] = [];
  while (mixed.length < lines) {
    const turn = random(logs.length);
    const log = logs[turn] ?? [];
    for (let count = 1 + random(longest); count > 0; count--) {
      const place = places[turn] ?? 0;
      mixed.push(log[place % log.length] ?? '');
      places[turn] = place + 1;
    }
  }
  return Buffer.from(mixed.join('\n'));
}

const turnLengths = [1, 3, 20, 300];

function assertSame(bytes: Uint8Array, chunks: readonly number[]): void {
  for (const chunk of chunks) {
    const expected = readAll(bytes, chunk);
    const found = skim(bytes, chunk);
    assert.deepEqual(found.summary, expected.summary);
    found.findings.forEach((finding, index) => assert.deepEqual(finding, expected.findings[index]));
    assert.equal(found.findings.length, expected.findings.length);
  }
}

const at = (second: number): string => new Date(Date.UTC(2026, 2, 5, 7) + second * 1000).toISOString();

/** What a service writes: all is well, warnings, errors with traces, pieces of traces, wrapped text and words alone. */
const scenes: Readonly<Record<string, (second: number, random: (below: number) => number) => string>> = {
  'a service with traces': (second, random) => {
    const time = at(second).replace('T', ' ').slice(0, 23);
    return [
      `${time} INFO  [main-${random(9)}] works.Pump - pump ${random(90)} turned ${random(5000)} times`,
      `${time} WARN  [main-${random(9)}] works.Tank - level ${random(100)} is low`,
      `${time} ERROR [main-${random(9)}] works.Lid - lid ${random(7)} is stuck\njava.lang.IllegalStateException: lid ${random(7)}\n\tat works.Lid.open(Lid.java:${random(90)})\n\tat works.Main.run(Main.java:7)`,
      `${time} INFO  [main-${random(9)}] works.Http - GET /tank/${random(99)} answered ${[200, 404, 503][random(3)] ?? 200}`,
      `${time} INFO  [main-${random(9)}] works.Job - job ${random(99)} ended with exit code ${random(3)}`,
      `${time} INFO  [main-${random(9)}] works.Job - ${random(2)} errors, ${random(3)} failures`,
      `${time} INFO  [main-${random(9)}] works.Plan - the plan:\n  tank ${random(9)}\n  error in part ${random(9)}`,
      `${time} ERROR [main-${random(9)}] works.Py - Traceback (most recent call last):\n${time} ERROR [main-1] works.Py -   File "pump.py", line ${random(9)}, in turn\n${time} ERROR [main-1] works.Py - ValueError: ${random(9)}`,
    ][random(12)] ?? `${time} INFO  [main-2] works.Valve - valve ${random(1000)} of ${random(16).toString(16)}${random(99_999).toString(16)} is open`;
  },
  'an access log': (second, random) => `10.0.${random(256)}.${random(256)} - - [05/Mar/2026:07:${String(Math.floor(second / 60) % 60).padStart(2, '0')}:${String(second % 60).padStart(2, '0')} +0000] "GET /tank/${random(500)} HTTP/1.1" ${[200, 200, 200, 304, 404, 500, 503][random(7)] ?? 200} ${random(99_999)} "-" "pump/1.${random(9)}"`,
  'numbers as levels': (second, random) => JSON.stringify({ level: [20, 30, 30, 30, 40, 50, 60][random(7)], time: Date.UTC(2026, 2, 5) + second * 977, pid: random(40_000), msg: ['turned', 'no water', 'lid failed', 'retry 3 of 5'][random(4)] }),
  'a log without years': (second, random) => {
    const time = new Date(Date.UTC(2025, 10, 20) + second * 3_700_000);
    const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][time.getUTCMonth()] ?? '';
    return `${month} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 19)} tank${random(3)} pumpd[${random(9999)}]: ${['turned 7 times', 'error: no water', 'connection refused by 10.0.0.1', 'lid closed', '', '  shaft 7'][random(6)] ?? ''}`;
  },
  'times of day': (second, random) => `${new Date(second * 61_000).toISOString().slice(11, 19)} ${['INFO', 'INFO', 'WARN', 'ERROR'][random(4)] ?? ''} pump ${random(90)} ${['turned', 'failed', 'stuck: exit status 1'][random(3)] ?? ''}`,
  'a log without years, many lines a day': (second, random) => {
    const time = new Date(Date.UTC(2025, 11, 28) + second * 211_000 - (random(50) === 0 ? random(40) * 86_400_000 : 0));
    const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][time.getUTCMonth()] ?? '';
    return `${month} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 19)} tank${random(3)} pumpd[${random(9999)}]: ${['turned 7 times', 'error: no water', 'lid closed'][random(3)] ?? ''}`;
  },
  'programs that state days far apart': (second, random) => {
    const day = [0, 3, 400, 900, 2000, 4000, 5000][random(7)] ?? 0;
    const time = new Date(Date.UTC(2012, 1, 5) + day * 86_400_000 + second * 1000).toISOString();
    const stated = [time, `${time.slice(0, 10)} ${time.slice(11, 19)},${String(random(1000))}`, `[${time.slice(0, 19).replace('T', ' ')}]`][random(3)] ?? '';
    return `${stated} ${['INFO', 'WARN', 'ERROR'][random(3)] ?? ''} pump ${random(90)} ${['turned', 'is stuck', 'stopped'][random(3)] ?? ''}`;
  },
  'times of many lengths': (second, random) => {
    const time = new Date(Date.UTC(2026, 1, 5) + second * 977_123);
    const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds(), time.getUTCMilliseconds()].join(':');
    return `${time.toISOString().slice(0, 10).replaceAll('-', '')}-${clock}|Pump_${String(random(3))}|${String(random(99_999))}|${['turned', 'is stuck: error 7', 'stopped'][random(3)] ?? ''} ${random(90)}`;
  },
  'commands of a build': (_, random) => [`$ make pump-${random(9)}`, 'cc -c lid.c', `lid.c:${random(90)}:7: error: no lid`, 'make: *** [lid] Error 1', `The command "make" exited with ${random(2)}.`, 'done'][random(6)] ?? '',
};

describe('the skimmer', () => {
  for (const [name, scene] of Object.entries(scenes)) {
    it(`finds what the pipeline finds: ${name}`, () => {
      const random = numbers(name.length);
      const text = Array.from({ length: 3000 }, (_, second) => scene(second, random)).join('\n');
      assertSame(Buffer.from(text), [1 << 17, 9001]);
    });
  }

  it('finds what the pipeline finds where a log changes its layout', () => {
    const random = numbers(5);
    const parts = Object.values(scenes).flatMap((scene, index) => Array.from({ length: 700 }, (_, second) => scene(index * 700 + second, random)));
    assertSame(Buffer.from([...parts, ...parts].join('\n')), [1 << 17, 20_011]);
  });

  it('finds what the pipeline finds where several programs write into one log', function () {
    this.timeout(300_000);
    const random = numbers(11);
    const logs = Object.values(scenes).map((scene) => Array.from({ length: 900 }, (_, second) => scene(second, random).split('\n')).flat());
    for (const longest of turnLengths) {
      for (let round = 0; round < 6; round++) {
        const some = logs.filter(() => random(2) === 0);
        assertSame(inTurns(some.length === 0 ? logs : some, { longest, lines: 2000, random }), [[1 << 17, 1 << 16, 8192][random(3)] ?? 8192]);
      }
    }
  });

  it('reads lines that are longer than its input, holes and empty lines as the pipeline does', () => {
    const time = '2026-03-05 07:08:09,123';
    const text = Array.from({ length: 400 }, (_, index) => `${time} INFO [a] works.Pump - turned ${index}`).join('\n');
    const long = `${time} ERROR [a] works.Pump - ${'no water '.repeat(200_000)}`;
    assertSame(Buffer.from(`${text}\n${long}\n${'\0'.repeat(300_000)}${time} ERROR [a] works.Pump - after a hole\n\n\r\n${text}\n${long}`), [1 << 17]);
  });

  it('finds what the pipeline finds in real logs', function () {
    if (!fs.existsSync(corpus)) {
      console.log('SKIPPED the corpus is not there');
      this.skip();
    }
    this.timeout(300_000);
    const files = fs.readdirSync(corpus, { recursive: true, encoding: 'utf8' }).map((name) => path.join(corpus, name));
    for (const file of files.filter((name) => name.endsWith('.log'))) assertSame(grown(fs.readFileSync(file, 'utf8'), 3), [1 << 16]);
    for (const file of files.filter((name) => name.endsWith('.gz'))) assertSame(gunzipSync(fs.readFileSync(file)), [1 << 16]);
  });

  it('finds what the pipeline finds where real programs write into one log', function () {
    if (!fs.existsSync(corpus)) {
      console.log('SKIPPED the corpus is not there');
      this.skip();
    }
    this.timeout(300_000);
    const random = numbers(12);
    const files = fs.readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'));
    const logs = files.map((name) => fs.readFileSync(path.join(corpus, name), 'utf8').split('\n'));
    for (const longest of turnLengths) {
      for (let round = 0; round < 6; round++) {
        const some = Array.from({ length: 2 + random(6) }, () => logs[random(logs.length)] ?? []);
        assertSame(inTurns(some, { longest, lines: 2500, random }), [[1 << 17, 1 << 16, 8192][random(3)] ?? 8192]);
      }
    }
  });

  it('finds what the pipeline finds in logs of many names and fields', function () {
    this.timeout(300_000);
    for (const mixed of [...layouts.map((layout) => [layout]), layouts]) {
      const blocks = [...generate({ layouts: mixed, density: 0.1, size: mixed.length === 1 ? 1_000_000 : 6_000_000, seed: 7 })].map(({ bytes }) => Buffer.from(bytes));
      assertSame(Buffer.concat(blocks), [1 << 17]);
    }
  });

  it('tells repeated findings in numbers where it may', () => {
    const random = numbers(3);
    const scene = scenes['an access log'];
    assert.ok(scene);
    const bytes = Buffer.from(Array.from({ length: 6000 }, (_, second) => scene(second, random)).join('\n'));
    const each = skim(bytes, 1 << 16);
    const told = skim(bytes, 1 << 16, true);
    const count = (findings: readonly Finding[], repeats: readonly Repeats[]): Map<string, { count: number; first: number; last: Finding }> => {
      const counts = new Map<string, { count: number; first: number; last: Finding }>();
      for (const { finding, count } of [...findings.map((finding) => ({ finding, count: 1 })), ...repeats]) {
        const known = counts.get(finding.fingerprint);
        if (!known) counts.set(finding.fingerprint, { count, first: finding.line, last: finding });
        else counts.set(finding.fingerprint, { count: known.count + count, first: known.first, last: finding.line > known.last.line ? finding : known.last });
      }
      return counts;
    };
    assert.deepEqual(told.summary, each.summary);
    assert.ok(told.repeats.length > 0 && told.findings.length < each.findings.length / 2);
    assert.deepEqual([...count(told.findings, told.repeats)].sort(), [...count(each.findings, [])].sort());
  });
});
