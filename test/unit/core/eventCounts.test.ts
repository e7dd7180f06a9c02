import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EventCounts } from '../../../src/core/eventCounts';

const many = Array.from({ length: 5000 }, (_, index) => index * 7919);

describe('EventCounts', () => {
  it('counts the events of two runs, however many', () => {
    const counts = new EventCounts(2 ** 14);
    for (const event of many) counts.add('old', event);
    for (const event of many) counts.add('new', event, 2);
    for (const event of many) assert.deepEqual(counts.of(event), { old: 1, new: 2 });
    assert.deepEqual(counts.of(1), { old: 0, new: 0 });
  });

  it('tells each event once', () => {
    const counts = new EventCounts(1024);
    counts.add('new', 4);
    assert.deepEqual([counts.tell(4), counts.tell(4), counts.tell(5)], [true, false, true]);
  });

  it('never forgets an event where there are more than it takes', () => {
    const counts = new EventCounts(1024);
    for (const event of many) counts.add('old', event);
    for (const event of many) assert.ok(counts.of(event).old >= 1);
  });
});
