import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { takeSnapshot, type Snapshot } from '../../../../src/engine/remote/snapshot';
import { Scratch } from '../support';
import { loki, StandIn } from './standIns';

describe('a snapshot of a log that another engine keeps', () => {
  const noon = Date.parse('2026-11-24T12:00:00Z');
  const entries = Array.from({ length: 5 }, (_, index) => ({ time: BigInt(noon + index) * 1_000_000n, labels: { app: 'shop' }, line: `line ${String(index)}` }));
  let scratch: Scratch;
  let standIn: StandIn;
  let fails: boolean;
  beforeEach(async () => {
    [scratch, fails] = [await Scratch.create(), false];
    const answer = loki(entries);
    standIn = await StandIn.start((asked, response) => {
      if (fails) response.writeHead(500).end('no');
      else return answer(asked, response);
      return undefined;
    });
  });
  afterEach(async () => {
    await standIn.stop();
    await scratch.remove();
  });
  const take = (most = 100, signal = new AbortController().signal): Promise<Snapshot> =>
    takeSnapshot(
      {
        address: `loki://${standIn.host}/?query={app="shop"}`,
        filter: { from: noon - 1000, to: noon + 1000, level: null, words: [], labels: [], most },
        secrets: { user: undefined, password: undefined, token: undefined },
        patience: 5000,
        file: scratch.path('kept/shop.log'),
      },
      () => undefined,
      signal,
    );
  const content = async (): Promise<string[]> => (await readFile(scratch.path('kept/shop.log'), 'utf8')).trimEnd().split('\n');

  it('has the records, for nobody else to read', async () => {
    const { records, size, hasMore } = await take();
    const { size: onDisk, mode } = await stat(scratch.path('kept/shop.log'));
    assert.deepEqual([records, hasMore, size], [5, false, onDisk]);
    if (process.platform !== 'win32') assert.equal(mode & 0o077, 0);
    assert.deepEqual((await content()).map((line) => (JSON.parse(line) as { readonly log: string }).log.trimEnd()), entries.map(({ line }) => line));
  });

  it('says where there is more', async () => {
    assert.deepEqual(await take(3).then(({ records, hasMore }) => [records, hasMore]), [3, true]);
    assert.equal((await content()).length, 3);
  });

  it('stays what it was where it cannot be taken anew, or that is cancelled', async () => {
    await take();
    fails = true;
    await assert.rejects(take(), /could not do what it was asked \(500\)/);
    fails = false;
    await assert.rejects(take(100, AbortSignal.abort()));
    assert.equal((await content()).length, 5);
    assert.deepEqual(await readdir(scratch.path('kept')), ['shop.log']);
  });
});
