import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isRemediated, parseArea } from '../../../src/ml/knowledgeArea';

const head = "area: pumps\ntitle: Pumps\nsource: { name: Manual, url: 'https://example.com/manual' }\nentries:\n";
const entry = (id: string, more = '', match = "{ names: ['PUMP-1'] }"): string => `  - id: ${id}\n    title: Dry\n    category: system\n    match: ${match}\n    meaning: No water.\n    link: https://example.com/dry\n${more}`;

function problemsOf(text: string): string[] {
  return parseArea(text).problems.map(({ place, message, line }) => `${String(line + 1)}: ${place} ${message}`);
}

describe('parseArea', () => {
  it('reads what is sound', () => {
    const { area, problems } = parseArea(head + entry('dry'));
    assert.deepEqual(area?.entries[0]?.match, { names: ['PUMP-1'] });
    assert.deepEqual(problems, []);
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

  it('keeps the sound entries of a file in which others are wrong', () => {
    const left = (text: string): string[] | undefined => parseArea(text).area?.entries.map(({ id }) => id);
    assert.deepEqual(left(head + entry('dry') + entry('wet', '    colour: red\n') + entry('worn')), ['dry', 'worn']);
    assert.deepEqual(left(head + entry('dry') + entry('dry') + entry('worn', '', '{}')), ['dry']);
    // Of two with one id the sound one counts, whichever comes first.
    assert.deepEqual(left(head + entry('dry', '    colour: red\n') + entry('dry')), ['dry']);
    assert.equal(left(`colour: red\n${head}${entry('dry')}`), undefined);
    assert.equal(left('entries: 3'), undefined);
  });

  it('counts an entry as remediated with two causes that have a check and a fix each', () => {
    const causes = (count: number, fix: string): string => `    causes:\n${`      - cause: Empty well.\n        check: look\n${fix}`.repeat(count)}`;
    const remediated = [causes(2, '        fix: dig\n'), causes(1, '        fix: dig\n'), causes(2, ''), ''].map((more) => {
      const read = parseArea(head + entry('dry', more));
      return read.area?.entries.every(isRemediated);
    });
    assert.deepEqual(remediated, [true, false, false, false]);
  });
});
