import assert from 'node:assert/strict';

import { seedMessages } from '../../../src/ml/seed/variants';
import { LabelledFolder } from '../../eval/labelledFolder';
import { inProject } from '../../harness/paths';

/** A message's words, whatever its numbers, names in it and signs. */
function wordsOf(message: string): string {
  return message.toLowerCase().replace(/\d+/g, '0').match(/[a-z0-9]+/g)?.join(' ') ?? '';
}

describe('messages to classify', () => {
  const messages = new LabelledFolder(inProject('test', 'fixtures', 'eval')).messages();

  it('are none of those the model is trained with', () => {
    const taught = new Set(seedMessages(12).flatMap(({ message, group }) => [wordsOf(message), wordsOf(group.replace(/\{\w+\}/g, '0'))]));
    assert.deepEqual(messages.filter(({ message }) => taught.has(wordsOf(message))), []);
  });

  it('are there once, and thirty at least of each category', () => {
    assert.equal(new Set(messages.map(({ message }) => message)).size, messages.length);
    for (const category of new Set(messages.map((each) => each.category))) assert.ok(messages.filter((each) => each.category === category).length >= 30, category);
  });
});
