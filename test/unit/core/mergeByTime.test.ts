import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { mergeByTime } from '../../../src/core/mergeByTime';

interface Item {
  readonly time: number | null;
  readonly name: string;
}

const order = { timeOf: ({ time }: Item) => time, sizeOf: ({ name }: Item) => name.length };

/** `5a` is an item with a time, `a` one without. */
function items(text: string): Item[] {
  return text.split(' ').filter(Boolean).map((name) => ({ name, time: /^\d/.test(name) ? parseInt(name, 10) : null }));
}

class Source {
  pulled = 0;
  closed = false;

  constructor(
    private readonly all: readonly Item[],
    private readonly size = 3,
    private readonly failure?: Error,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Item[]> {
    try {
      for (let start = 0; start < this.all.length; start += this.size) {
        await Promise.resolve();
        const batch = this.all.slice(start, start + this.size);
        this.pulled += batch.length;
        yield batch;
      }
      if (this.failure) throw this.failure;
    } finally {
      this.closed = true;
    }
  }
}

async function merge(...texts: string[]): Promise<string> {
  const merged: string[] = [];
  for await (const batch of mergeByTime(texts.map((text) => new Source(items(text))), order)) merged.push(...batch.map(({ item }) => item.name));
  return merged.join(' ');
}

describe('mergeByTime', () => {
  it('puts the items of all sources in the order of time, of equal times the earlier source first', async () => {
    assert.equal(await merge('1a 4a 6a', '2b 4b 5b', '', '3d'), '1a 2b 3d 4a 4b 5b 6a');
  });

  it('keeps what states no time behind what comes before it', async () => {
    assert.equal(await merge('1a x y 5a z', '2b u 5b v'), '1a x y 2b u 5a z 5b v');
  });

  it('puts what comes before the first time right before it', async () => {
    assert.equal(await merge('1a 9a', 'u v 5b'), '1a u v 5b 9a');
    assert.equal(await merge('1a', 'u v'), 'u v 1a');
  });

  it('sorts a source that is a little out of order', async () => {
    assert.equal(await merge('1a 3a x 2a 5a', '4b 2b'), '1a 2a 2b 3a x 4b 5a');
  });

  it('lets come late what is out of order by more than it looks ahead', async () => {
    const rising = Array.from({ length: 2000 }, (_, index) => `${String(index + 10)}a`);
    const merged = (await merge([...rising, '1late'].join(' '), '1500b')).split(' ');
    assert.equal(merged.length, 2002);
    assert.ok(merged.indexOf('1late') > 1000);
    assert.ok(merged.indexOf('1500b') > merged.indexOf('1499a') && merged.indexOf('1500b') < merged.indexOf('1501a'));
  });

  it('gives every item once, and sorts what fits into its look-ahead', async () => {
    const item = fc.record({ time: fc.option(fc.integer({ min: 0, max: 99 }), { nil: null }), name: fc.string({ maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(item, { maxLength: 30 }), { maxLength: 5 }), async (lists) => {
        const merged: { source: number; item: Item }[] = [];
        for await (const batch of mergeByTime(lists.map((list) => new Source(list, 4)), order)) merged.push(...batch);
        for (const [index, list] of lists.entries()) {
          const of = merged.filter(({ source }) => source === index).map((each) => each.item);
          assert.deepEqual(new Set(of), new Set(list));
          assert.equal(of.length, list.length);
        }
        const times = merged.flatMap((each) => (each.item.time === null ? [] : [each.item.time]));
        assert.deepEqual(times, [...times].sort((a, b) => a - b));
      }),
    );
  });

  it('reads no further than it must', async () => {
    const long = new Source(Array.from({ length: 100_000 }, (_, index) => ({ time: index, name: 'a' })), 100);
    const merged = mergeByTime([long, new Source(items('1b'))], order);
    await merged.next();
    assert.ok(long.pulled < 2000, String(long.pulled));
    await merged.return(undefined);
    assert.ok(long.closed);
  });

  it('looks less far ahead where items are large', async () => {
    const name = 'x'.repeat(1_000_000);
    const large = new Source(Array.from({ length: 2000 }, (_, index) => ({ time: index, name })), 1);
    const merged = mergeByTime([large, new Source(items('0b'))], order);
    await merged.next();
    assert.ok(large.pulled < 510, String(large.pulled));
    await merged.return(undefined);
  });

  it('hands on the error of a source, and closes the others', async () => {
    const good = new Source(items('1a 2a'));
    const bad = new Source(items('1b'), 3, new Error('damaged'));
    await assert.rejects(async () => {
      for await (const batch of mergeByTime([good, bad], order)) assert.ok(batch);
    }, /damaged/);
    assert.ok(good.closed && bad.closed);
  });
});
