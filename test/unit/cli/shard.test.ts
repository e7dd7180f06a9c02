import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isInShard, shardOption } from '../../../src/cli/shard';
import { UsageError } from '../../../src/cli/usage';
import { Scratch } from '../engine/support';
import { assertShardsComeTogether, shards } from './shardedScan';

const names = Array.from({ length: 1000 }, (_, index) => `logs/host-${String(index % 40)}/service${String(index)}.log`);
describe('shards', function () {
  this.timeout(120_000);

  it('take every file once, about as many each, however it is named', () => {
    for (const name of names) assert.equal(shards(7).filter((shard) => isInShard(name, shard)).length, 1);
    for (const shard of shards(4)) {
      const size = names.filter((name) => isInShard(name, shard)).length;
      assert.ok(size > 200 && size < 300, String(size));
    }
    const [first] = shards(4);
    assert.ok(first);
    assert.deepEqual(names.map((name) => isInShard(`./other/../${name}`, first)), names.map((name) => isInShard(name, first)));
  });

  it('keep rotated files with their log', () => {
    for (const shard of shards(5)) for (const part of ['app.log.1', 'app.log.2.gz', 'app-2026-11-22.log']) assert.equal(isInShard(part, shard), isInShard('app.log', shard));
  });

  it('are named I/N', () => {
    assert.deepEqual(shardOption('2/3'), { number: 2, count: 3 });
    for (const wrong of ['0/3', '4/3', '1', '1/0', '1/x', '-1/2', '1/99999', '1/2/3']) assert.throws(() => shardOption(wrong), UsageError, wrong);
  });

  it('come together in a file', async () => {
    const scratch = await Scratch.create();
    try {
      await assertShardsComeTogether(scratch, scratch.path('store.db'));
    } finally {
      await scratch.remove();
    }
  });
});
