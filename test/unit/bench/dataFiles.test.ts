import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { DataFiles, NoRoom } from '../../bench/dataFiles';
import type { DataSpec } from '../../bench/generator';
import { layouts } from '../../bench/layouts';

const spec: DataSpec = { layouts: layouts.slice(0, 2), density: 0.1, size: 200_000, seed: 3 };

describe('the logs of the bench', () => {
  let data: DataFiles;
  beforeEach(async () => {
    data = new DataFiles(path.join(await mkdtemp(path.join(os.tmpdir(), 'bench-test-')), 'logs'));
  });
  afterEach(() => rm(path.dirname(data.folder), { recursive: true }));

  it('are kept from run to run, and made anew where they are not whole', async () => {
    const first = await data.log('mixed', spec);
    const bytes = await readFile(first.path);
    assert.equal(bytes.length, first.bytes);
    const before = (await stat(first.path)).mtimeMs;
    assert.deepEqual(await data.log('mixed', spec), first);
    assert.equal((await stat(first.path)).mtimeMs, before);
    await writeFile(first.path, bytes.subarray(0, 1000));
    assert.deepEqual(await data.log('mixed', spec), first);
    assert.deepEqual(await readFile(first.path), bytes);
  });

  it('are others for another seed or size', async () => {
    const paths = [await data.log('mixed', spec), await data.log('mixed', { ...spec, seed: 4 }), await data.log('mixed', { ...spec, size: 100_000 })].map((file) => file.path);
    assert.equal(new Set(paths).size, 3);
  });

  it('are packed without loss', async () => {
    const file = await data.log('mixed', spec);
    assert.deepEqual(gunzipSync(await readFile((await data.packed(file)).path)), await readFile(file.path));
  });

  it('have one long line where that is asked for', async () => {
    const { path: file } = await data.longLine(300_000, 1);
    const lengths = (await readFile(file, 'utf8')).split('\n').map((line) => line.length);
    assert.ok(Math.max(...lengths) >= 290_000);
    assert.ok(lengths.length > 1000 && lengths.filter((length) => length > 10_000).length === 1);
  });

  it('grow, and are gone afterwards', async () => {
    const sizes: number[] = [];
    for await (const step of data.growing(spec, [50_000, 3_000_000, 2 ** 60])) {
      if (step instanceof NoRoom) sizes.push(NaN);
      else {
        sizes.push(step.bytes);
        assert.equal((await stat(step.path)).size, step.bytes);
      }
    }
    assert.ok(sizes[0]! >= 50_000 && sizes[1]! >= 3_000_000 && sizes[1]! > sizes[0]! && Number.isNaN(sizes[2]));
    assert.deepEqual(await readdir(data.folder), []);
  });

  it('are not made where there is no room, and go when they are told to', async () => {
    await assert.rejects(data.log('mixed', { ...spec, size: 2 ** 60 }), NoRoom);
    await data.log('mixed', spec);
    await data.clean();
    await assert.rejects(stat(data.folder), { code: 'ENOENT' });
  });
});
