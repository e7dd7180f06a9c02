import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, it } from 'mocha';
import { nodeFileLayer } from '../../../../src/engine/store/fileLayer';
import { FileLock } from '../../../../src/engine/store/fileLock';
import { inFolder } from './support';

const files = nodeFileLayer();
const acquire = (file: string): Promise<FileLock> => FileLock.acquire(file, files, Date.now);
const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;
const holder = (changes: { pid?: number; host?: string }): string => JSON.stringify({ pid: process.pid, host: hostname(), token: 'their-token', ...changes });

describe('file lock', function () {
  this.timeout(20_000);
  it('is held by one at a time', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const order: string[] = [];
      const work = async (name: string): Promise<void> => {
        const lock = await acquire(file);
        order.push(`${name} in`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        assert.ok(await lock.held());
        order.push(`${name} out`);
        await lock.release();
      };
      await Promise.all(['a', 'b', 'c', 'd'].map(work));
      for (let index = 0; index < order.length; index += 2) assert.equal(order[index]?.replace('in', 'out'), order[index + 1]);
      assert.deepEqual(await readdir(folder), []);
    }));

  it('is taken at once from a dead process of this machine, with the file it was writing', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      await writeFile(`${file}.lock`, holder({ pid: deadPid() }));
      await writeFile(`${file}.their-token.tmp`, 'half');
      const lock = await acquire(file);
      assert.ok(await lock.held());
      await lock.release();
      assert.deepEqual(await readdir(folder), []);
    }));

  it('is taken after 2 s from one that died before it wrote its name', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      await writeFile(`${file}.lock`, '');
      const lock = await FileLock.acquire(file, files, () => Date.now() + 2_500);
      assert.ok(await lock.held());
      await lock.release();
    }));

  it('is taken from anyone who gave no sign of life for 30 s', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const longAgo = new Date(Date.now() - 31_000);
      for (const content of [holder({}), holder({ host: 'elsewhere', pid: deadPid() }), '{"pid":1', '"text"']) {
        await writeFile(`${file}.lock`, content);
        await utimes(`${file}.lock`, longAgo, longAgo);
        const lock = await acquire(file);
        assert.ok(await lock.held());
        await lock.release();
      }
    }));

  it('is left to a live process, to another machine and to one that is only just writing its name', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      for (const content of [holder({}), holder({ host: 'elsewhere', pid: deadPid() }), '']) {
        await writeFile(`${file}.lock`, content);
        let time = Date.now();
        const now = (): number => (time += 1_000);
        const alwaysTouched = { ...files, modified: () => Promise.resolve(time) };
        await assert.rejects(FileLock.acquire(file, alwaysTouched, now), { name: 'StoreError', message: /holds on to .*store\.db\.lock/ });
        assert.equal(await readFile(`${file}.lock`, 'utf8'), content);
      }
    }));

  it('tells a holder that it was taken away, and lets the new one keep it', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const slow = await acquire(file);
      const longAgo = new Date(Date.now() - 31_000);
      await utimes(`${file}.lock`, longAgo, longAgo);
      const quick = await acquire(file);
      assert.equal(await slow.held(), false);
      await slow.release();
      assert.ok(await quick.held());
      await quick.release();
    }));

  it('is given back where it changed hands between judging and taking', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const lockPath = `${file}.lock`;
      await writeFile(lockPath, holder({ pid: deadPid() }));
      let overtaken: FileLock | undefined;
      const late = await FileLock.acquire(
        file,
        {
          ...files,
          rename: async (from, to) => {
            if (!overtaken) {
              overtaken = await acquire(file);
              setTimeout(() => void overtaken?.release(), 50);
            }
            await files.rename(from, to);
            if (to.startsWith(`${lockPath}.`)) assert.notEqual(await files.read(to), null);
          },
        },
        Date.now,
      );
      assert.equal(await overtaken?.held(), false);
      assert.ok(await late.held());
      await late.release();
      assert.deepEqual(await readdir(folder), []);
    }));
});
