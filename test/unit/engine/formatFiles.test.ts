import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readFormatFiles } from '../../../src/engine/formatFiles';
import { placeInJson } from '../../../src/engine/jsonPlace';

const good = {
  id: 'pump',
  title: 'Pump',
  lines: ['<(?<level>\\w)> '],
  levels: { K: 'error' },
  samples: [{ text: '<K> off', level: 'error', timestamp: null, message: 'off' }],
};
const file = (name: string, json: unknown): { name: string; text: string } => ({ name, text: typeof json === 'string' ? json : JSON.stringify(json, null, 2) });

describe('readFormatFiles', () => {
  it('hands back the good ones and tells where the others are wrong', () => {
    const bad = file('bad.json', { ...good, id: 'valve', levels: { K: 'bad' } });
    const { formats, problems } = readFormatFiles([file('pump.json', good), bad, file('half.json', '{"id": ')]);
    assert.deepEqual(formats, [good]);
    const [first, second] = problems;
    assert.deepEqual([first?.file, first?.place, first?.message], ['bad.json', 'levels.K', 'must be one of trace, debug, info, warn, error, fatal']);
    assert.equal(bad.text.slice(first?.start, first?.end), '"bad"');
    assert.deepEqual([second?.file, second?.place], ['half.json', '']);
    assert.match(second?.message ?? '', /^is no valid JSON: /);
  });

  it('leaves an id to the one that has it', () => {
    const { formats, problems } = readFormatFiles([file('a.json', good), file('b.json', good), file('c.json', { ...good, id: 'syslog' })]);
    assert.equal(formats.length, 1);
    assert.deepEqual(problems.map(({ place, message }) => `${place} ${message}`), [
      'id is the id of a format of a.json: choose another',
      'id is the id of a format of StackLens itself: choose another',
    ]);
  });

  it('does not wait for expressions without end', () => {
    const text = `${'a'.repeat(60)}c`;
    const { problems } = readFormatFiles([file('a.json', { ...good, lines: ['(?:(?:a+)+)+b'], samples: [{ text, level: null, timestamp: null, message: text }] })]);
    assert.deepEqual(problems.map(({ place, message }) => `${place} ${message}`), ['samples are read too slowly: it took over 250 ms on a few hundred lines; avoid nested repetitions such as (a+)+']);
  });
});

describe('placeInJson', () => {
  const text = ' { "a" : [1, {"b\\"": "x]"}, -2.5e3] , "c": {"d": null}, "a" : [true, {"b\\"": "y}" }]}\n';
  const at = (...path: (string | number)[]): string => {
    const { start, end } = placeInJson(text, path);
    return text.slice(start, end);
  };

  it('finds values of all kinds, the last one of a key', () => {
    assert.equal(at('a', 1, 'b"'), '"y}"');
    assert.equal(at('a', 0), 'true');
    assert.equal(at('c', 'd'), 'null');
    assert.equal(at(), text.trim());
  });

  it('gives the closest value around what is not there', () => {
    assert.equal(at('c', 'x', 'y'), '{"d": null}');
    assert.equal(at('c', 0), '{"d": null}');
    assert.equal(at('a', 7), '[true, {"b\\"": "y}" }]');
  });
});
