import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, truncate } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Line } from '../../../src/core/record';
import type { LineBreaks, Source } from '../../../src/engine/api';
import { detectEncoding } from '../../../src/engine/encodings';
import { openSource, type OpenSource } from '../../../src/engine/sources';
import { fileSource, Scratch } from './support';

const never = new AbortController().signal;

function bytesSource(bytes: Uint8Array): Source {
  return { kind: 'bytes', uri: 'memfs:/logs/app.log', fileName: 'app.log', bytes };
}

async function linesOf(source: OpenSource, lineBreaks: LineBreaks = 'lf'): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const batch of source.lines(lineBreaks, never)) lines.push(...batch);
  return lines;
}

interface Read {
  readonly encoding: string;
  readonly texts: readonly string[];
  readonly offsets: readonly number[];
  readonly damage?: string;
}

async function read(source: Source): Promise<Read> {
  const opened = await openSource(source);
  try {
    const lines = await linesOf(opened);
    return { encoding: opened.encoding, texts: lines.map(({ text }) => text), offsets: lines.map(({ byteOffset }) => byteOffset), ...(opened.damage === null ? {} : { damage: opened.damage }) };
  } finally {
    await opened.close();
  }
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('openSource', () => {
  let scratch: Scratch;
  beforeEach(async () => {
    scratch = await Scratch.create();
  });
  afterEach(() => scratch.remove());

  describe('reads the encodings logs are written in', () => {
    const text = 'Grüße\r\n漢字 here\nend';
    const western = 'Grüße\nàéî\nend';
    const table: readonly (readonly [string, Buffer, string, readonly string[], readonly number[]])[] = [
      ['UTF-8', Buffer.from(text), 'utf-8', ['Grüße', '漢字 here', 'end'], [0, 9, 21]],
      ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'utf-8', ['Grüße', '漢字 here', 'end'], [3, 12, 24]],
      ['UTF-16 LE with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', ['Grüße', '漢字 here', 'end'], [2, 16, 32]],
      ['UTF-16 BE with a byte order mark', utf16be(`\ufeff${text}`), 'utf-16be', ['Grüße', '漢字 here', 'end'], [2, 16, 32]],
      ['UTF-16 LE without', Buffer.from(western, 'utf16le'), 'utf-16le', ['Grüße', 'àéî', 'end'], [0, 12, 20]],
      ['UTF-16 BE without', utf16be(western), 'utf-16be', ['Grüße', 'àéî', 'end'], [0, 12, 20]],
      ['Latin-1', Buffer.from(western, 'latin1'), 'windows-1252', ['Grüße', 'àéî', 'end'], [0, 6, 10]],
      ['ASCII', Buffer.from('a\nb\n'), 'utf-8', ['a', 'b'], [0, 2]],
      ['nothing', Buffer.alloc(0), 'utf-8', [], []],
      ['a byte order mark and nothing', Buffer.from('\ufeff'), 'utf-8', [], []],
    ];
    for (const [name, bytes, encoding, texts, offsets] of table) {
      it(name, async () => {
        const expected = { encoding, texts, offsets };
        assert.deepEqual(await read(fileSource(await scratch.write('app.log', bytes))), expected);
        assert.deepEqual(await read(bytesSource(bytes)), expected);
        const zipped = await read(fileSource(await scratch.write('app.log.gz', gzipSync(bytes))));
        assert.deepEqual(zipped, { ...expected, encoding: `${encoding} (gzip)` });
      });
    }
  });

  it('keeps UTF-16 whole across the borders of its chunks', async () => {
    const texts = Array.from({ length: 40_000 }, (_, index) => `line ${index} 漢😀`);
    // A byte order mark and an odd number of units, so that no chunk ends where a line does.
    const bytes = Buffer.from(`\ufeff${texts.join('\r\n')}`, 'utf16le');
    assert.ok(bytes.length > 1_000_000);
    assert.deepEqual((await read(fileSource(await scratch.write('app.log', bytes)))).texts, texts);
    assert.deepEqual((await read(fileSource(await scratch.write('app.log.gz', gzipSync(bytes))))).texts, texts);
    assert.deepEqual((await read(bytesSource(bytes))).texts, texts);
  });

  it('drops half a unit at the end of UTF-16', async () => {
    assert.deepEqual((await read(bytesSource(Buffer.concat([Buffer.from('\ufeffab\ncd', 'utf16le'), Buffer.of(0x41)])))).texts, ['ab', 'cd']);
  });

  it('reads gz files of several members', async () => {
    const members = Buffer.concat([gzipSync('a\nb'), gzipSync(''), gzipSync('c\nd\n'), Buffer.alloc(64)]);
    assert.deepEqual((await read(fileSource(await scratch.write('app.log.gz', members)))).texts, ['a', 'bc', 'd']);
  });

  it('knows a gz file by its content, not its name', async () => {
    assert.deepEqual((await read(fileSource(await scratch.write('app.log', gzipSync('a\n'))))).texts, ['a']);
    assert.deepEqual((await read(fileSource(await scratch.write('app.gz', 'a\n')))).texts, ['a']);
  });

  it('names a damaged or cut gz file', async () => {
    const text = Array.from({ length: 200_000 }, (_, index) => `line ${(index * 7919) % 100_003}\n`).join('');
    const whole = gzipSync(text);
    const damaged = Buffer.from(whole);
    damaged.fill(0x55, whole.length / 2, whole.length / 2 + 64);
    const file = await scratch.write('damaged.log.gz', damaged);
    const lines = text.split('\n');
    const half = await read(fileSource(file));
    assert.equal(half.damage, `${file} cannot be read to its end: its compressed data is damaged.`);
    assert.deepEqual(half.texts.slice(0, 80_000), lines.slice(0, 80_000));
    const cut = await scratch.write('cut.log.gz', whole.subarray(0, whole.length / 2));
    const first = await read(fileSource(cut));
    assert.equal(first.damage, `${cut} cannot be read to its end: its compressed data ends too early.`);
    assert.deepEqual(first.texts.slice(0, -1), lines.slice(0, first.texts.length - 1));
    const stub = await scratch.write('stub.log.gz', whole.subarray(0, 12));
    await assert.rejects(read(fileSource(stub)), { name: 'SourceError', message: `${stub} cannot be read: its compressed data ends too early.` });
  });

  it('gives every line before the place where a small gz file is cut', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `2024-03-05 ERROR lid ${index} ${Math.random()}`);
    const whole = gzipSync(texts.join('\n'));
    const { texts: read1, damage } = await read(bytesSource(whole.subarray(0, whole.length - 9)));
    assert.match(damage ?? '', /ends too early/);
    assert.deepEqual(read1, texts);
  });

  it('leaves out the rest of what unpacks without end', async function () {
    this.timeout(60_000);
    const part = gzipSync(Buffer.alloc(2 ** 24, 'x'));
    const bomb = Buffer.concat([gzipSync('ERROR lid lost\n'), ...Array.from({ length: 100 }, () => part)]);
    const opened = await openSource(bytesSource(bomb));
    let count = 0;
    let first: string | undefined;
    for await (const lines of opened.lines('lf', never)) {
      first ??= lines[0]?.text;
      count += lines.length;
    }
    assert.equal(first, 'ERROR lid lost');
    assert.match(opened.damage ?? '', /unpacks to more than any log does/);
    assert.equal(count, 2);
  });

  it('says what archives are and how to get at what is in them', async () => {
    const archives: readonly (readonly [string, string, RegExp])[] = [
      ['zst', 'KLUv/QRYKQAAbG9nCmNGsQw=', /is compressed with Zstandard\. Unpack it first: zstd -d$/],
      ['xz', '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj', /is compressed with xz\./],
      ['bz2', 'QlpoOTFBWSZTWQ==', /is compressed with bzip2\./],
      ['zip', 'UEsDBBQAAAAIAA==', /is a ZIP archive\. Unpack it first: unzip$/],
      ['7z', 'N3q8ryccAAQ=', /is a 7-Zip archive\./],
      ['evtx', 'RWxmRmlsZQAAAAAA', /is a Windows event log\..*wevtutil/],
    ];
    for (const [ending, content, message] of archives) {
      const file = await scratch.write(`app.log.${ending}`, Buffer.from(content, 'base64'));
      await assert.rejects(openSource(fileSource(file)), { name: 'SourceError', message });
    }
  });

  it('says what is wrong with what is no readable file', async () => {
    const missing = scratch.path('missing.log');
    await assert.rejects(openSource(fileSource(missing)), { name: 'SourceError', message: `${missing} cannot be read: it does not exist (any more). Check the path.` });
    await assert.rejects(openSource(fileSource(scratch.folder)), { name: 'SourceError', message: `${scratch.folder} is a folder. Name the files in it, or analyze the folder.` });
  });

  it('does not wait for the writer of a pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = scratch.path('pipe.log');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(openSource(fileSource(pipe)), { name: 'SourceError', message: /is no file but a pipe or a device/ });
  });

  it('says that a file may not be read', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      console.log('      (skipped: the superuser may read every file)');
      this.skip();
    }
    const file = await scratch.write('closed.log', 'a\n');
    await chmod(file, 0);
    await assert.rejects(openSource(fileSource(file)), { name: 'SourceError', message: /this user may not read it/ });
  });

  it('passes over what is no text', async () => {
    const program = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * index * 31) % 251));
    const file = await scratch.write('core.log', program);
    await assert.rejects(openSource(fileSource(file)), { name: 'SourceError', message: `${file} is a binary file, so it was passed over.` });
    await assert.rejects(openSource(bytesSource(program)), { name: 'SourceError', message: /app\.log is a binary file/ });
    const zipped = await scratch.write('core.gz', gzipSync(program));
    await assert.rejects(openSource(fileSource(zipped)), { name: 'SourceError', message: /core\.gz is a binary file/ });
  });

  it('reads on after the hole of NULs that copytruncate leaves', async () => {
    for (const hole of [40, 3000, 70_000]) {
      const { encoding, texts } = await read(bytesSource(Buffer.concat([Buffer.alloc(hole), Buffer.from('ERROR a\nINFO b\n')])));
      assert.deepEqual([encoding, texts.length, texts[0]?.endsWith('ERROR a'), texts[1]], ['utf-8', 2, true, 'INFO b']);
    }
    const amid = Buffer.concat([Buffer.from('INFO start\n'), Buffer.alloc(60), Buffer.from('ERROR a\nINFO b\n')]);
    assert.equal((await read(bytesSource(amid))).texts.length, 3);
  });

  it('reads unsaved text in pieces as one', async () => {
    const source: Source = { kind: 'text', uri: 'untitled:Untitled-1', fileName: 'Untitled-1', chunks: ['Grü', 'ße\nb', '', '\r', '\nc\rd'] };
    const opened = await openSource(source);
    assert.deepEqual((await linesOf(opened, 'editor')).map(({ text }) => text), ['Grüße', 'b', 'c', 'd']);
    assert.equal(opened.encoding, 'utf-8');
    assert.equal(opened.position, opened.identity.size);
    assert.deepEqual(await read({ ...source, chunks: [] }), { encoding: 'utf-8', texts: [], offsets: [] });
  });

  it('holds globs against the path of a document, saved or not', async () => {
    const pathOf = async (uri: string): Promise<string> => (await openSource({ kind: 'text', uri, fileName: 'app.log', chunks: ['a'] })).path;
    assert.equal(await pathOf('file:///srv/my%20logs/app.log'), process.platform === 'win32' ? '\\srv\\my logs\\app.log' : '/srv/my logs/app.log');
    assert.equal(await pathOf('vscode-remote://ssh+host/srv/app.log'), '/srv/app.log');
    assert.equal(await pathOf('untitled:Untitled-1'), 'Untitled-1');
    assert.equal(await pathOf('no uri'), 'app.log');
  });

  it('tells a changed file from an unchanged one', async () => {
    const identityOf = async (content: string): Promise<unknown> => {
      const source = await openSource(fileSource(await scratch.write('app.log', content)));
      await source.close();
      return { ...source.identity, modified: null };
    };
    const before = await identityOf('a\nb\n');
    assert.deepEqual(await identityOf('a\nb\n'), before);
    assert.notDeepEqual(await identityOf('a\nc\n'), before);
    assert.notDeepEqual(await identityOf('a\nb\nc\n'), before);
  });

  it('reads what is left of a file that shrinks meanwhile', async () => {
    const file = await scratch.write('app.log', 'x'.repeat(99).concat('\n').repeat(10_000));
    const source = await openSource(fileSource(file));
    const reading = source.lines('lf', never);
    const first = await reading.next();
    await truncate(file, 10);
    const rest = await reading.next();
    assert.ok((first.value as Line[]).length > 0 && rest.done !== true);
    await source.close();
  });

  it('stops when it is told to, with the reason given', async () => {
    const file = await scratch.write('app.log', 'a\n'.repeat(500_000));
    const zipped = await scratch.write('app.log.gz', gzipSync('a\n'.repeat(500_000)));
    for (const source of [fileSource(file), fileSource(zipped), bytesSource(Buffer.from('a\n'.repeat(500_000)))]) {
      const opened = await openSource(source);
      const controller = new AbortController();
      const reading = opened.lines('lf', controller.signal);
      await reading.next();
      controller.abort(new Error('enough'));
      await assert.rejects(reading.next(), /enough/);
      await opened.close();
    }
  });
});

describe('detectEncoding', () => {
  it('forgives a character that the end of the head cuts, but not one that the end of the file does', () => {
    const head = Buffer.from('aé漢').subarray(0, 5);
    assert.equal(detectEncoding(head, false)?.encoding, 'utf-8');
    assert.equal(detectEncoding(Buffer.from('caf\xe9', 'latin1'), true)?.encoding, 'windows-1252');
    assert.equal(detectEncoding(Buffer.from('caf\xe9\n', 'latin1'), false)?.encoding, 'windows-1252');
  });

  it('forgives stray bytes in what is UTF-8 otherwise', () => {
    const bytes = Buffer.concat([Buffer.from('Grüße, 漢字\n'), Buffer.of(0xff), Buffer.from('\n')]);
    assert.equal(detectEncoding(bytes, true)?.encoding, 'utf-8');
  });

  it('takes colours and bells for text', () => {
    assert.equal(detectEncoding(Buffer.from('\x1b[31mERROR\x1b[0m\x07\b\t\f\v\n'.repeat(9)), true)?.encoding, 'utf-8');
  });
});
