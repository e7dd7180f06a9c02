import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FingerprintCount, Group } from '../../../src/core/analysis';
import { merge, rename, split } from '../../../src/core/groupDecisions';
import { gatherGroups, type GroupDecision } from '../../../src/core/groups';
import { fingerprint } from '../../../src/core/template';

function counted(template: string, line: number, changes: Partial<FingerprintCount> = {}): FingerprintCount {
  return {
    fingerprint: fingerprint(template, []),
    template,
    message: template,
    severity: 'high',
    category: 'general',
    confidence: 0.9,
    count: 1,
    firstLine: line,
    lastLine: line,
    firstTimestamp: null,
    lastTimestamp: null,
    rule: 'rule:x',
    ...changes,
  };
}

const users = ['anna', 'ben', 'carla'].map((name, index) => counted(`login of user ${name} refused`, index + 1));
const lid = counted('the lid is off', 10);
const valve = counted('the valve is stuck', 20, { count: 5, lastLine: 50 });
const all = [...users, lid, valve];

const gather = (decisions: readonly GroupDecision[] = [], counts: readonly FingerprintCount[] = all): Group[] => gatherGroups(counts, decisions, 'low');
const texts = (groups: readonly Group[]): string[][] => groups.map(({ members }) => members.map(({ template }) => template));
const groupOf = (groups: readonly Group[], { template }: FingerprintCount): Group => {
  const group = groups.find(({ members }) => members.some((member) => member.template === template));
  assert.ok(group);
  return group;
};

describe('gatherGroups', () => {
  it('puts together what the file shows to be one event, the first fingerprint being its id', () => {
    const groups = gather();
    assert.deepEqual(texts(groups), [[valve.template], users.map(({ template }) => template), [lid.template]]);
    const [, logins] = groups;
    assert.deepEqual([logins?.fingerprint, logins?.count, logins?.firstLine, logins?.lastLine, logins?.name], [users[0]?.fingerprint, 3, 1, 3, null]);
  });

  it('counts only what is bad enough, in the same groups', () => {
    const mild = { ...users[0], severity: 'low' } as FingerprintCount;
    const [group] = gatherGroups([mild, ...users.slice(1)], [], 'high');
    assert.deepEqual([group?.count, group?.severity, group?.firstLine, group?.fingerprint], [2, 'high', 2, users[1]?.fingerprint]);
  });

  it('joins the severities of one fingerprint', () => {
    const [group, ...rest] = gather([], [counted('x', 4, { severity: 'low' }), counted('x', 3, { severity: 'critical', firstTimestamp: 5, lastTimestamp: 9 })]);
    assert.deepEqual(rest, []);
    assert.deepEqual([group?.severity, group?.count, group?.members.length, group?.firstTimestamp, group?.lastTimestamp], ['critical', 2, 1, 5, 9]);
  });

  it('never joins traces by their words: their frame tells them apart', () => {
    const traces = users.map((each, index) => ({ ...each, fingerprint: `v1:frame${String(index)}` }));
    assert.equal(gather([], traces).length, 3);
  });

  it('finds what was decided under another scheme by its template', () => {
    const old = all.slice(3).map(({ template }) => ({ fingerprint: 'v0:gone', template }));
    assert.deepEqual(texts(gather([{ together: old }]))[0], [lid.template, valve.template]);
  });
});

describe('decisions about groups', () => {
  it('merge, and keep what was merged before', () => {
    let groups = gather();
    let decisions = merge([], [groupOf(groups, lid), groupOf(groups, valve)]);
    groups = gather(decisions);
    assert.deepEqual(texts(groups).map((members) => members.length), [2, 3]);
    decisions = merge(decisions, [groupOf(groups, lid), groupOf(groups, users[1] ?? lid)]);
    assert.equal(decisions.length, 1);
    assert.deepEqual(texts(gather(decisions)).map((members) => members.length), [5]);
  });

  it('split, be it what was merged by the file or by hand, and merge again', () => {
    const [anna, ben] = users;
    assert.ok(anna && ben);
    const apart = split([], [anna]);
    assert.deepEqual(texts(gather(apart)), [[valve.template], users.slice(1).map(({ template }) => template), [anna.template], [lid.template]]);
    const together = merge(apart, [groupOf(gather(apart), anna), groupOf(gather(apart), ben)]);
    assert.deepEqual(texts(gather(together)).map((members) => members.length), [1, 3, 1]);
    const byHand = merge([], [groupOf(gather(), lid), groupOf(gather(), valve)]);
    assert.deepEqual(gather(split(byHand, [lid])).length, 3);
  });

  it('name a group; the name stays with it when it is merged, and goes when it is emptied', () => {
    let decisions = rename([], groupOf(gather(), lid), ' Lids ');
    assert.equal(groupOf(gather(decisions), lid).name, 'Lids');
    decisions = merge(decisions, [groupOf(gather(decisions), valve), groupOf(gather(decisions), lid)]);
    assert.equal(groupOf(gather(decisions), valve).name, 'Lids');
    decisions = rename(decisions, groupOf(gather(decisions), valve), '');
    assert.equal(groupOf(gather(decisions), valve).name, null);
    assert.equal(gather(decisions).length, 2);
    assert.deepEqual(rename([], groupOf(gather(), lid), ''), []);
  });

  it('survive being written as JSON', () => {
    const decisions = rename(merge([], [groupOf(gather(), lid), groupOf(gather(), valve)]), groupOf(gather(), users[0] ?? lid), 'Logins');
    assert.deepEqual(gather(JSON.parse(JSON.stringify(decisions)) as GroupDecision[]), gather(decisions));
  });
});
