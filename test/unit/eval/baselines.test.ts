import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { detectedLevel } from '../../eval/baselines/detectedLevel';
import { Drain } from '../../eval/baselines/drain';
import { indentedRecords } from '../../eval/baselines/indentation';
import { keywordLevel } from '../../eval/baselines/keywords';
import { unseenLines } from '../../eval/baselines/unseenLines';

describe('baselines', () => {
  it('find keywords anywhere', () => {
    assert.deepEqual(['it failed', 'Warning: late', 'panic: no water', 'all is well', '0 errors'].map(keywordLevel), ['error', 'warn', 'fatal', null, 'error']);
  });

  it('take the level of a field before a word', () => {
    assert.equal(detectedLevel('{"level":"info","msg":"an error"}'), 'info');
    assert.equal(detectedLevel('ts=1 lvl=warn msg=x'), 'warn');
    assert.equal(detectedLevel('a fatal error'), 'fatal');
    assert.equal(detectedLevel('errors'), null);
  });

  it('join what is indented', () => {
    assert.deepEqual(indentedRecords(['a', '  b', '', 'c', '\td', '\te']), [
      [1, 2],
      [3, 3],
      [4, 6],
    ]);
  });

  it('see lines that another log never shows, whatever their numbers', () => {
    assert.deepEqual([...unseenLines(['pump 1 runs'], ['pump 22 runs', 'pump 3 stands'])], [2]);
  });

  it('group as Drain does: same length, same first words, enough in common', () => {
    const drain = new Drain();
    const groups = ['pump 1 of northweir runs at 90 rpm', 'pump 2 of oldmill runs at 80 rpm', 'lid 4 of oldmill is open since noon', 'pump 2 stands'].map((message) => drain.add(message));
    assert.deepEqual(groups, [1, 1, 2, 3]);
  });
});
