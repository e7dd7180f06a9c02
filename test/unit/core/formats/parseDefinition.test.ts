import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { library } from '../../../../src/core/formats/library';
import { parseDefinition, placeOf } from '../../../../src/core/formats/parseDefinition';

const good = {
  id: 'pump-log',
  title: 'Pump log',
  lines: ['(?<timestamp>\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) <(?<level>\\w)> (?<logger>\\w+) >> '],
  levels: { K: 'error', o: 'info' },
  samples: [
    { text: '2024-03-05 07:08:09 <K> valve >> burst', level: 'error', timestamp: '2024-03-05T07:08:09.000Z', message: 'burst' },
    { text: '2024-03-05 07:08:09 <o> valve >> shut', level: 'info', timestamp: '2024-03-05T07:08:09.000Z', message: 'shut' },
  ],
};
const [sample] = good.samples;

function problems(json: unknown): readonly string[] {
  const parsed = parseDefinition(json);
  return 'problems' in parsed ? parsed.problems.map(({ path, message }) => `${placeOf(path)}: ${message}`) : [];
}

describe('a definition', () => {
  for (const definition of library) {
    it(`of our own is sound: ${definition.id}`, () => assert.deepEqual(problems(definition), []));
  }

  it('that is sound comes back as it is', () => {
    const parsed = parseDefinition(good);
    assert.ok('definition' in parsed);
    assert.equal(parsed.definition, good);
  });

  const bad: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['no object', [], [': must be an object']],
    ['too little', {}, [': must have "id"', ': must have "title"', ': must have "samples"', ': must have exactly one of "lines", "marks", "object"']],
    ['two ways of writing records', { ...good, marks: ['x'] }, [': must have exactly one of "lines", "marks", "object"']],
    ['an id that is none', { ...good, id: 'Pump Log' }, ['id: must match ^[a-z0-9]+(-[a-z0-9]+)*$']],
    ['an unknown level', { ...good, levels: { K: 'bad' } }, ['levels.K: must be one of trace, debug, info, warn, error, fatal']],
    ['an unknown key', { ...good, samples: [{ ...sample, lvl: 1 }] }, ['samples[0].lvl: is no known key: text, level, timestamp, message are']],
    ['a key of another kind', { ...good, title: 7, lines: [] }, ['title: must be a text', 'lines: must not be empty']],
    ['a weight out of range', { ...good, weight: 2 }, ['weight: must be from 0.9 to 1']],
    ['a signature without marks', { ...good, signature: 'x' }, ['signature: goes with "marks" only']],
    ['an expression that is none', { ...good, lines: ['(?<level>'] }, ['lines[0]: is no regular expression: Invalid regular expression: /(?<level>/: Unterminated group']],
    ['an expression for everything', { ...good, lines: ['(?<level>x?)'] }, ['lines[0]: matches the empty text, and so every line']],
    ['a back reference', { ...good, lines: ['(a)\\1'] }, ['lines[0]: must do without back references such as \\1']],
    ['an unknown group', { ...good, lines: ['(?<lvl>a)'] }, ['lines[0]: has a group "lvl" that means nothing: timestamp, date, year, month, day, time, zone, level, priority, status, logger, message do']],
    ['a sample of another format', { ...good, samples: [{ ...sample, text: '2024-03-05 07:08:09 ERROR burst' }] }, ['samples[0].text: is taken for the format "plain-timestamped"']],
    [
      'a sample that is read in another way',
      { ...good, samples: [{ ...sample, level: 'warn', timestamp: null, message: 'bursts' }] },
      ['samples[0].level: is read as "error", not as "warn"', 'samples[0].timestamp: is read as "2024-03-05T07:08:09.000Z", not as null', 'samples[0].message: is read as "burst", not as "bursts"'],
    ],
    ['a sample of two records', { ...good, samples: [{ ...sample, text: `${sample?.text}\n${sample?.text}` }] }, ['samples[0].text: must be one record, and is read as 2']],
  ];
  for (const [what, json, expected] of bad) {
    it(`is refused with ${what}`, () => assert.deepEqual(problems(json), expected));
  }

  it('may say $schema, brackets and escaped parentheses', () => {
    assert.deepEqual(problems({ $schema: 'x', ...good, lines: [`(?:\\(\\?<x>|[(?<y>])never`, ...good.lines] }), []);
  });
});
