import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { FileSink } from '../../../../src/engine/exporters/fileSink';
import { StreamSink } from '../../../../src/engine/exporters/streamSink';

describe('FileSink', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stacklens-sink-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('leaves the old file until the new one is complete', async () => {
    const path = join(folder, 'report.csv');
    await writeFile(path, 'old');
    const sink = await FileSink.open(path);
    await sink.write('new, ');
    await sink.write(Buffer.from('größer'));
    assert.equal(await readFile(path, 'utf8'), 'old');
    await sink.commit();
    assert.equal(await readFile(path, 'utf8'), 'new, größer');
    await sink.abort();
    assert.deepEqual(await readdir(folder), ['report.csv']);
  });

  it('leaves nothing behind when given up', async () => {
    const sink = await FileSink.open(join(folder, 'report.csv'));
    await sink.write('half');
    await sink.abort();
    assert.deepEqual(await readdir(folder), []);
  });

  it('leaves nothing behind when the place cannot be taken', async () => {
    const path = join(folder, 'report.csv');
    const sink = await FileSink.open(path);
    await sink.write('new');
    await mkdir(join(path, 'inside'), { recursive: true });
    await assert.rejects(sink.commit());
    assert.deepEqual(await readdir(folder), ['report.csv']);
  });

  it('replaces what a link points to', async function () {
    if (process.platform === 'win32') this.skip();
    await writeFile(join(folder, 'real.csv'), 'old');
    await symlink('real.csv', join(folder, 'link.csv'));
    const sink = await FileSink.open(join(folder, 'link.csv'));
    await sink.write('new');
    await sink.commit();
    assert.equal(await readlink(join(folder, 'link.csv')), 'real.csv');
    assert.equal(await readFile(join(folder, 'real.csv'), 'utf8'), 'new');
  });

  it('writes to a device without replacing it', async function () {
    if (process.platform === 'win32') this.skip();
    const sink = await FileSink.open('/dev/null');
    await sink.write('gone');
    await sink.commit();
    assert.equal(await readFile('/dev/null', 'utf8'), '');
  });

  it('removes what a killed export left, and nothing else', async function () {
    this.timeout(20_000);
    const program = join(folder, 'exportChild.js');
    await build({ entryPoints: ['test/unit/engine/exporters/exportChild.ts'], outfile: program, bundle: true, platform: 'node', logLevel: 'error' });
    const path = join(folder, 'report.csv');
    const [killed, alive] = [spawn(process.execPath, [program, path]), spawn(process.execPath, [program, path])];
    await Promise.all([once(killed.stdout, 'data'), once(alive.stdout, 'data')]);
    const isOf = (name: string, { pid }: { readonly pid?: number | undefined }): boolean => name.includes(`-${String(pid)}-`);
    try {
      killed.kill('SIGKILL');
      await once(killed, 'close');
      const left = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
      assert.deepEqual([left.length, left.some((name) => isOf(name, killed))], [2, true]);
      await writeFile(join(folder, '.stacklens-notes.tmp'), 'a file of the user');
      const open = async (): Promise<readonly string[]> => {
        const sink = await FileSink.open(path);
        await sink.abort();
        return readdir(folder);
      };
      assert.ok((await open()).some((name) => isOf(name, killed)), 'it may be another machine of that name that still writes');
      const longAgo = new Date(Date.now() - 120_000);
      for (const name of left) await utimes(join(folder, name), longAgo, longAgo);
      const names = await open();
      assert.deepEqual(names.filter((name) => name !== 'exportChild.js').toSorted(), [...left.filter((name) => isOf(name, alive)), '.stacklens-notes.tmp'].toSorted());
    } finally {
      alive.kill('SIGKILL');
      await once(alive, 'close');
    }
  });

  it('rejects a folder that does not exist, and a folder as target', async () => {
    await assert.rejects(FileSink.open(join(folder, 'none', 'report.csv')), { code: 'ENOENT' });
    await assert.rejects(FileSink.open(folder), { code: 'EISDIR' });
  });
});

describe('StreamSink', () => {
  const failing = (code: string): Writable =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

  it('resolves when the chunk is taken', async () => {
    const taken: string[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write: (chunk: Buffer, _encoding, done) => {
        setImmediate(() => {
          taken.push(chunk.toString());
          done();
        });
      },
    });
    const sink = new StreamSink(slow);
    await sink.write('one');
    assert.deepEqual(taken, ['one']);
    await sink.write('two');
    assert.deepEqual(taken, ['one', 'two']);
  });

  it('takes a reader that leaves for a quiet end', async () => {
    const sink = new StreamSink(failing('EPIPE'));
    await sink.write('one');
    assert.ok(sink.readerGone.aborted);
    await sink.write('two');
  });

  it('rejects for any other failure', async () => {
    const sink = new StreamSink(failing('ENOSPC'));
    await assert.rejects(sink.write('one'), { code: 'ENOSPC' });
    await assert.rejects(sink.write('two'), { code: 'ENOSPC' });
    assert.ok(!sink.readerGone.aborted);
  });
});
