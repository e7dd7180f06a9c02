import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isRemediated, parseArea } from '../../../src/ml/knowledgeArea';

const head = "area: pumps\ntitle: Pumps\nsource: { name: Manual, url: 'https://example.com/manual' }\nentries:\n";
const entry = (id: string, more = '', match = "{ names: ['PUMP-1'] }"): string => `  - id: ${id}\n    title: Dry\n    category: system\n    match: ${match}\n    meaning: No water.\n    link: https://example.com/dry\n${more}`;

function problemsOf(text: string): string[] {
  const read = parseArea(text);
  assert.ok('problems' in read);
  return read.problems.map(({ place, message, line }) => `${String(line + 1)}: ${place} ${message}`);
}

describe('parseArea', () => {
  it('reads what is sound', () => {
    const read = parseArea(head + entry('dry'));
    assert.ok('area' in read);
    assert.deepEqual(read.area.entries[0]?.match, { names: ['PUMP-1'] });
  });

  it('says which entry is wrong, where it stands and what to do', () => {
    assert.deepEqual(problemsOf(head + entry('dry') + entry('wet', '    colour: red\n')), [
      '11: entries[1] (wet).colour is no known key: id, title, category, severity, match, meaning, causes, fix, link, source are',
    ]);
    assert.deepEqual(problemsOf(head + entry('dry') + entry('dry')), ['11: entries[1] (dry).id is the id of an entry above: choose another']);
    assert.deepEqual(problemsOf(head + entry('dry', '', '{}')), ['5: entries[0] (dry).match must have at least one of "codes", "names", "phrases"']);
    assert.match(problemsOf(head + entry('dry', '', "{ codes: ['7'] }"))[0] ?? '', /^5: entries\[0\] \(dry\)\.match\.codes need the words .* add "codeContext"/);
    assert.match(problemsOf(head + entry('dry').replace('https://example.com/dry', 'http://example.com/)x'))[0] ?? '', /^5: entries\[0\] \(dry\)\.link must match/);
    assert.match(problemsOf(`${head}  - id: [`)[0] ?? '', /^\d+: {2}is no valid YAML: /);
    assert.deepEqual(problemsOf('just words'), ['1:  must be an object']);
  });

  it('counts an entry as remediated with two causes that have a check and a fix each', () => {
    const causes = (count: number, fix: string): string => `    causes:\n${`      - cause: Empty well.\n        check: look\n${fix}`.repeat(count)}`;
    const remediated = [causes(2, '        fix: dig\n'), causes(1, '        fix: dig\n'), causes(2, ''), ''].map((more) => {
      const read = parseArea(head + entry('dry', more));
      return 'area' in read && read.area.entries.every(isRemediated);
    });
    assert.deepEqual(remediated, [true, false, false, false]);
  });
});
