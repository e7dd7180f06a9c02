import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ourFormats, readsAsLog } from '../../../../src/core/formats/detect';
import { context } from './reading';

const detect = (lines: readonly string[]): string => ourFormats.detect(lines, context).id;
const stamp = '2024-03-05 07:08:09';

describe('the formats', () => {
  it('is not put off by stack traces and blank lines', () => {
    assert.equal(detect([`${stamp} ERROR a`, 'java.lang.Error: x', ...Array.from({ length: 50 }, () => '\tat T.f(T.java:1)'), '', `${stamp} INFO b`]), 'plain-timestamped');
  });

  it('stays with plain text where only a few lines fit', () => {
    assert.equal(detect([`${stamp} started`, ...Array.from({ length: 90 }, (_, index) => `compiling module ${index}`)]), 'plain');
    assert.equal(detect([]), 'plain');
  });

  it('takes markdown, source text and settings for plain text', () => {
    assert.equal(detect(['---', 'title: On errors', '---', '# Errors', '- one: two']), 'plain');
    assert.equal(detect(['name=tank and a long story', 'about it']), 'plain');
    assert.equal(detect(['<html>', '<body>', '<p>hello</p>', '</body>']), 'plain');
  });
});

describe('readsAsLog', () => {
  it('accepts levels, times, traces and errors', () => {
    assert.ok(readsAsLog([`${stamp} a`, 'b', `${stamp} c`], 'nohup.out'));
    assert.ok(readsAsLog(['{"level":"info","msg":"a"}'], 'app.jsonl'));
    assert.ok(readsAsLog(['Traceback (most recent call last):', '  File "a.py", line 1, in <module>', '    f()', 'ValueError: x'], 'job.err'));
    assert.ok(readsAsLog(['working', 'still working', 'ValueError: x'], 'job.err'));
    assert.ok(readsAsLog([...Array.from({ length: 20 }, () => 'working'), 'error: no water'], 'job.err'));
  });

  it('refuses data and LaTeX', () => {
    assert.ok(!readsAsLog([], 'a.out'));
    assert.ok(!readsAsLog(['{"name":"Ann","age":7}', '{"name":"Bob","age":8}'], 'people.jsonl'));
    assert.ok(!readsAsLog(['{"text":"an error","created":"2024-03-05T07:08:09Z"}'], 'train.jsonl'));
    assert.ok(!readsAsLog(['\\BOOKMARK [1][-]{section.1}{Errors}{}% 1', '\\BOOKMARK [1][-]{section.2}{On time}{}% 2'], 'paper.out'));
    assert.ok(!readsAsLog(['1.0 2.0 3.0', '4.0 5.0 6.0'], 'matrix.out'));
  });
});
