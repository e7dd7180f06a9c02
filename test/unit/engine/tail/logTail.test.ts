import assert from 'node:assert/strict';
import { appendFile, copyFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { LineStart } from '../../../../src/engine/lineReader';
import { FileWatch } from '../../../../src/engine/tail/fileWatch';
import { LogTail } from '../../../../src/engine/tail/logTail';
import { Scratch } from '../support';
import { until } from './support';

describe('LogTail', function () {
  this.timeout(30_000);
  let scratch: Scratch;
  let file: string;
  let tail: LogTail | null;
  /** Lines as `number:text`, and what else was told, in order. */
  let heard: string[];
  const watch = new FileWatch();

  beforeEach(async () => {
    scratch = await Scratch.create();
    file = scratch.path('app.log');
    heard = [];
    tail = null;
  });
  afterEach(async () => {
    await tail?.close();
    await scratch.remove();
  });

  async function follow(start: LineStart | null = null): Promise<LogTail> {
    tail = await LogTail.open(
      { file, lineBreaks: 'lf', start, watch },
      {
        lines: (lines) => void heard.push(...lines.map(({ number, text }) => `${String(number)}:${text}`)),
        restarted: (reason, { unfinished }) => void heard.push(unfinished === null ? reason : `${reason} after ${unfinished.text}`),
        problem: (message) => void heard.push(message),
      },
    );
    return tail;
  }

  const hears = (...expected: readonly string[]): Promise<void> => until(`${expected.join(', ')} after ${heard.join(', ')}`, () => heard.length >= expected.length).then(() => assert.deepEqual(heard, expected));

  it('hands out what is there and then what is appended, by itself', async () => {
    await writeFile(file, 'one\ntwo\n');
    await follow();
    assert.deepEqual(heard, ['1:one', '2:two']);
    await appendFile(file, 'three\nfo');
    await hears('1:one', '2:two', '3:three');
    await appendFile(file, 'ur\n');
    await hears('1:one', '2:two', '3:three', '4:four');
  });

  it('reads only what is appended', async () => {
    await writeFile(file, 'one\n'.repeat(1000));
    const followed = await follow({ byteOffset: 3996, number: 1000 });
    await appendFile(file, 'last\n');
    await followed.check();
    assert.deepEqual(heard, ['1000:one', '1001:last']);
    assert.equal(followed.position, 4005);
  });

  it('knows the last line before it has ended', async () => {
    await writeFile(file, 'one\ntw');
    const followed = await follow();
    assert.deepEqual([heard, followed.unfinished()], [['1:one'], { number: 2, byteOffset: 4, text: 'tw' }]);
  });

  it('starts anew where the file is cut off and written on, as copytruncate does', async () => {
    await writeFile(file, 'one\ntwo\nthr');
    const followed = await follow();
    await copyFile(file, scratch.path('app.log.1'));
    await truncate(file, 0);
    await appendFile(file, 'next\n');
    await followed.check();
    assert.deepEqual(heard, ['1:one', '2:two', 'truncated after thr', '1:next']);
  });

  it('sees that a file was cut off though it has grown beyond its old size since', async () => {
    await writeFile(file, 'one\ntwo\n');
    const followed = await follow();
    await truncate(file, 0);
    await appendFile(file, 'an altogether different log\n');
    await followed.check();
    assert.deepEqual(heard, ['1:one', '2:two', 'truncated', '1:an altogether different log']);
  });

  it('reads a renamed file to its end before the one that takes its name', async () => {
    await writeFile(file, 'one\n');
    const followed = await follow();
    await rename(file, scratch.path('app.log.1'));
    await appendFile(scratch.path('app.log.1'), 'two\n');
    await followed.check();
    await writeFile(file, '');
    await appendFile(scratch.path('app.log.1'), 'three\n');
    await followed.check();
    await appendFile(scratch.path('app.log.1'), 'four\n');
    await appendFile(file, 'next\n');
    await followed.check();
    await appendFile(file, 'on\n');
    await hears('1:one', '2:two', '3:three', '4:four', 'replaced', '1:next', '2:on');
    // What is packed away afterwards concerns nobody.
    await writeFile(scratch.path('app.log.2.gz'), gzipSync('one\n'));
    await rm(scratch.path('app.log.1'));
    await appendFile(file, 'end\n');
    await hears('1:one', '2:two', '3:three', '4:four', 'replaced', '1:next', '2:on', '3:end');
  });

  it('reads files too that were rotated before anyone looked', async () => {
    await writeFile(file, 'one\n');
    const followed = await follow();
    await rename(file, scratch.path('app.log.2'));
    await writeFile(scratch.path('app.log.1'), 'two\n');
    await writeFile(file, 'three\n');
    await followed.check();
    assert.deepEqual(heard, ['1:one', 'replaced', '1:two', 'replaced', '1:three']);
  });

  it('goes on where a file goes and comes back, or is written anew with more at its end', async () => {
    await writeFile(file, 'one\n');
    const followed = await follow();
    await rename(file, scratch.path('elsewhere'));
    await followed.check();
    await rename(scratch.path('elsewhere'), file);
    await appendFile(file, 'two\n');
    await followed.check();
    await writeFile(scratch.path('new'), 'one\ntwo\nthree\n');
    await rename(scratch.path('new'), file);
    await followed.check();
    assert.deepEqual(heard, ['1:one', '2:two', '3:three']);
  });

  it('waits for a deleted file to return', async () => {
    await writeFile(file, 'one\n');
    await follow();
    await rm(file);
    await tail?.check();
    await writeFile(file, 'other\n');
    await hears('1:one', 'replaced', '1:other');
  });

  it('begins with an empty file, and knows its encoding when there is text', async () => {
    await writeFile(file, '');
    const followed = await follow();
    const bytes = Buffer.from('\ufeffeins\nüber\n', 'utf16le');
    await appendFile(file, bytes.subarray(0, 5));
    await followed.check();
    await appendFile(file, bytes.subarray(5));
    await followed.check();
    assert.deepEqual([heard, followed.encoding], [['1:eins', '2:über'], 'utf-16le']);
  });

  it('says what cannot be followed', async () => {
    await assert.rejects(follow(), /app\.log cannot be read: it does not exist/);
    await writeFile(file, gzipSync('one\n'));
    await assert.rejects(follow(), /app\.log is compressed: such a log does not grow/);
    await writeFile(file, 'one\n');
    const followed = await follow();
    await writeFile(file, Buffer.from(Array.from({ length: 2000 }, (_, index) => index % 7)));
    await followed.check();
    await followed.check();
    assert.deepEqual(heard, ['1:one', 'truncated', `${file} is a binary file, so it was passed over.`]);
    await writeFile(file, 'text again\n');
    await followed.check();
    assert.deepEqual(heard.slice(3), ['1:text again']);
  });

  it('finds changes of which no notice comes', async () => {
    await writeFile(file, 'one\n');
    // A folder that cannot be watched by its notices is one whose files are looked at.
    const deaf = new FileWatch(() => null);
    const quiet: string[] = [];
    const other = await LogTail.open({ file, lineBreaks: 'lf', start: null, watch: deaf }, { lines: (lines) => void quiet.push(...lines.map(({ text }) => text)), restarted: () => undefined, problem: () => undefined });
    await appendFile(file, 'two\n');
    await until('the line', () => quiet.length === 2);
    await other.close();
  });
});
