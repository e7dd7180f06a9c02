import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ViewPlace } from '../../../../src/shared/logViewProtocol';
import { englishLogViewStrings as strings } from '../../../../src/shared/logViewStrings';
import type { Outcome } from '../../../../webview-ui/logView/pager';
import { Search } from '../../../../webview-ui/logView/search';

const pattern = { text: 'x', isRegex: false, matchCase: false };

function setUp(outcomes: readonly Outcome[], isChosen = true, knowsProblems = true): { readonly search: Search; readonly from: unknown[]; readonly said: string[] } {
  const from: unknown[] = [];
  const said: string[] = [];
  const left = [...outcomes];
  const go = (place: ViewPlace): Promise<Outcome> => {
    from.push('after' in place ? [place.after, place.backwards] : place);
    return Promise.resolve(left.shift() ?? 'there');
  };
  return { search: new Search(strings, { go, say: (text) => said.push(text), knowsProblems: () => knowsProblems, position: () => ({ offset: 100, isChosen }) }), from, said };
}

describe('a search', () => {
  it('takes the line itself when it begins, and goes on from it', async () => {
    const { search, from } = setUp(['there', 'there', 'there']);
    await search.find(pattern, false);
    await search.find(pattern, false);
    await search.find(pattern, true);
    assert.deepEqual(from, [[99, false], [100, false], [100, true]]);
  });

  it('goes on at the other end, and says so', async () => {
    const { search, from, said } = setUp(['nowhere', 'there', 'nowhere', 'there']);
    await search.find(pattern, false);
    await search.find(pattern, true);
    assert.deepEqual(from, [[99, false], [-1, false], [100, true], [Number.MAX_SAFE_INTEGER, true]]);
    assert.deepEqual(said, [strings['find.wrappedDown'], strings['find.wrappedUp']]);
  });

  it('says that there is none', async () => {
    const { search, said } = setUp(['nowhere', 'nowhere']);
    await search.find(pattern, false);
    assert.deepEqual(said, [strings['find.none']]);
  });

  it('does not go on once it was given up', async () => {
    const { search, from, said } = setUp(['left']);
    await search.find(pattern, false);
    assert.equal(from.length, 1);
    assert.deepEqual(said, ['']);
  });

  it('for a problem stops at the ends', async () => {
    const { search, from, said } = setUp(['nowhere'], false);
    await search.problem(false);
    assert.deepEqual(from, [[99, false]]);
    assert.deepEqual(said, [strings['problem.none']]);
  });

  it('for a problem says where problems are not known yet', async () => {
    const { search, said } = setUp(['nowhere'], true, false);
    await search.problem(true);
    assert.deepEqual(said, [strings['problem.unknown']]);
  });
});
