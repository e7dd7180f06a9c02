import { describe, it } from 'mocha';
import { assertShardsComeTogether } from '../unit/cli/shardedScan';
import { Scratch } from '../unit/engine/support';
import { freshDatabase } from './support';

describe('shards of a scan', function () {
  this.timeout(120_000);

  it('come together in a database on a server that they set up', async () => {
    const scratch = await Scratch.create();
    try {
      await assertShardsComeTogether(scratch, (await freshDatabase()).url);
    } finally {
      await scratch.remove();
    }
  });
});
