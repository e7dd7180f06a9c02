import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { mergeTemplates } from '../../../src/core/grouping';
import { maskVariables } from '../../../src/core/masking';

/** The messages by group, in the order of their first lines. */
function groupsOf(messages: readonly string[]): string[][] {
  const counts = new Map<string, number>();
  for (const message of messages) counts.set(maskVariables(message), (counts.get(maskVariables(message)) ?? 0) + 1);
  const templates = [...counts].map(([template, count]) => ({ template, count }));
  const leaders = mergeTemplates(templates);
  const groups = new Map<number, string[]>();
  for (const [index, leader] of leaders.entries()) groups.set(leader, [...(groups.get(leader) ?? []), templates[index]?.template ?? '']);
  return [...groups.values()];
}

const names = ['anna', 'ben', 'carla', 'dora', 'emil', 'fritz'];

describe('mergeTemplates', () => {
  it('joins what differs in a name', () => {
    assert.equal(groupsOf(names.map((name) => `session opened for user ${name} by root`)).length, 1);
    assert.equal(groupsOf(names.map((name) => `Denied ${name} from 10.0.0.1`)).length, 1);
    assert.equal(groupsOf(['SYSTEM', 'SOFTWARE', 'SECURITY', 'SAM', 'DEFAULT'].map((name) => `loading hive: ${name}, done`)).length, 1);
    assert.equal(groupsOf(['lid of user=anna', 'lid of user=ben', 'lid of user=carla']).length, 1);
  });

  it('joins what differs in two places at once', () => {
    const messages = names.flatMap((name) => names.map((other) => `user ${name} hands over to user ${other} now`));
    assert.equal(groupsOf(messages).length, 1);
  });

  it('joins a word with a variable in the same place', () => {
    assert.deepEqual(groupsOf(['chdir(/var/run) failed', 'chdir(pwd) failed']), [['chdir(<*>) failed', 'chdir(pwd) failed']]);
    assert.equal(groupsOf(['domain root_domain is gone', 'domain usr7 is gone']).length, 1);
  });

  it('knows that one of many names may look like a deed or a constant', () => {
    assert.equal(groupsOf([...names, 'ted', 'ADMIN', ...names.map((name) => `${name}x`)].map((name) => `invalid user ${name} from here`)).length, 1);
  });

  it('keeps apart what tells events from each other', () => {
    const apart = [
      // Deeds, outcomes, negations, constants, keys, and what a message begins with.
      ['service started', 'service stopped', 'service restarted', 'service reloaded', 'service enabled', 'service disabled'],
      ['result=ok', 'result=failed', 'result=refused', 'result=denied', 'result=timeout'],
      ['the lid is open', 'the lid is not open', 'no lid is open'],
      ['went from NEW to OPEN', 'went from OPEN to SHUT', 'went from SHUT to NEW', 'went from NEW to SHUT'],
      ['the pump is hot', 'the pump is cold'],
      ['setNorthSteps=1', 'setSouthSteps=1', 'setWestSteps=1', 'setEastSteps=1', 'setUpSteps=1', 'setDownSteps=1'],
      ['Filling tank 1', 'Draining tank 1', 'Cleaning tank 1', 'Closing tank 1', 'Opening tank 1', 'Sealing tank 1'],
    ];
    for (const messages of apart) assert.equal(groupsOf(messages).length, messages.length, messages[0]);
  });

  it('keeps the rule apart from its rare exceptions', () => {
    const messages = [...Array.from({ length: 400 }, () => 'closed by user root'), ...Array.from({ length: 9 }, () => 'closed by user guest'), 'closed by user test'];
    assert.equal(groupsOf(messages).length, 3);
  });

  it('names the first template of each group', () => {
    const leaders = mergeTemplates(['up', 'user anna left', 'down', 'user ben left', 'user carla left'].map((template) => ({ template, count: 1 })));
    assert.deepEqual(leaders, [0, 1, 2, 1, 1]);
    assert.deepEqual(mergeTemplates([]), []);
  });

  it('takes templates of any length and content', () => {
    const hostile = ['', ' ', '<*>', 'x '.repeat(1000), '\u0000', '<*>'.repeat(300), '= ='];
    assert.deepEqual(
      mergeTemplates(hostile.map((template) => ({ template, count: 1 }))),
      hostile.map((_, index) => index),
    );
  });
});
