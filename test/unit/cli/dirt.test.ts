import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { parseLines, stacklens, type Ended } from './support';

const failing = Array.from({ length: 50 }, (_, index) => `2026-01-01T00:00:${String(index).padStart(2, '0')}Z ERROR lid ${String(index)} lost\n`).join('');

describe('stacklens reads what is dirty', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  const run = (...args: readonly string[]): Promise<Ended> => stacklens(args, { cwd: scratch.folder });
  const linesFound = ({ stdout }: Ended): unknown[] => parseLines(stdout).map(({ line }) => line);
  const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

  beforeEach(async () => {
    scratch = await Scratch.create();
  });
  afterEach(() => scratch.remove());

  it('keeps the findings before the damage of a gz file and says what is wrong', async () => {
    const whole = gzipSync(failing);
    await scratch.write('cut.log.gz', whole.subarray(0, whole.length - 9));
    const found = await run('scan', '--format', 'ndjson', 'cut.log.gz');
    assert.deepEqual([found.code, linesFound(found)], [2, upTo(50)]);
    assert.match(found.stderr, /cut\.log\.gz cannot be read to its end: its compressed data ends too early\./);
    const report = await run('scan', 'cut.log.gz');
    assert.match(report.stdout, /note: .*cut\.log\.gz cannot be read to its end/);
    const records = await run('records', 'cut.log.gz');
    assert.deepEqual([records.code, linesFound(records)], [2, upTo(50)]);
    const merged = await run('merge', '--format', 'ndjson', 'cut.log.gz');
    assert.deepEqual([merged.code, linesFound(merged)], [2, upTo(50)]);
  });

  it('passes over what is no log in a folder, and says so', async () => {
    await writeFile(scratch.path('shot.log'), Buffer.concat([Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64'), deflateSync(Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * index * 31) % 251)))]));
    await copyFile(process.execPath, scratch.path('program.log'));
    await scratch.write('empty.log', '');
    await scratch.write('old.log.zst', Buffer.from('KLUv/QRYKQAAbG9nCmNGsQw=', 'base64'));
    await scratch.write('pump.log', failing);
    const found = await run('scan', '--format', 'ndjson', '.');
    assert.deepEqual([found.code, linesFound(found)], [2, upTo(50)]);
    assert.match(found.stderr, /shot\.log is a binary file, so it was passed over\./);
    assert.match(found.stderr, /program\.log is a binary file, so it was passed over\./);
    assert.match(found.stderr, /old\.log\.zst is compressed with Zstandard\. Unpack it first/);
  });

  it('finds the same in every encoding and with every line break', async () => {
    const text = '2026-01-01T00:00:00Z ERROR lid lost\n2026-01-01T00:00:01Z INFO turned\n2026-01-01T00:00:02Z ERROR no “water” für 5 €';
    const variants: readonly (readonly [string, Buffer])[] = [
      ['utf8.log', Buffer.from(text)],
      ['bom.log', Buffer.from(`\ufeff${text}`)],
      ['utf16le.log', Buffer.from(`\ufeff${text}`, 'utf16le')],
      ['utf16be.log', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
      ['windows.log', Buffer.from(text.replace('“', '\x93').replace('”', '\x94').replace('€', '\x80'), 'latin1')],
      ['crlf.log', Buffer.from(text.replaceAll('\n', '\r\n'))],
      ['cr.log', Buffer.from(text.replaceAll('\n', '\r'))],
      ['mixed.log', Buffer.from(text.replace('\n', '\r\n'))],
      ['hole.log', Buffer.from(`${'\0'.repeat(5000)}${text}`)],
      ['coloured.log', Buffer.from(text.replaceAll('ERROR', '\u001b[31mERROR\u001b[0m'))],
      ['packed.log.gz', Buffer.concat([gzipSync(text.slice(0, 60)), gzipSync(text.slice(60))])],
    ];
    for (const [name, bytes] of variants) {
      await scratch.write(name, bytes);
      const rows = parseLines((await run('scan', '--format', 'ndjson', name)).stdout);
      assert.deepEqual(rows.map(({ line, message }) => [line, message]), [[1, 'lid lost'], [3, 'no “water” für 5 €']], name);
    }
  });

  it('reads lines of many megabytes without holding them', async () => {
    await scratch.write('wide.log', `2026-01-01T00:00:00Z ERROR ${'lid lost '.repeat(3_000_000)}\n2026-01-01T00:00:01Z ERROR after\n`);
    await scratch.write('blank.log', `2026-01-01T00:00:00Z ERROR before\n${'\n'.repeat(3_000_000)}2026-01-01T00:00:01Z ERROR after\n`);
    assert.deepEqual(linesFound(await run('scan', '--format', 'ndjson', 'wide.log')), [1, 2]);
    assert.deepEqual(linesFound(await run('scan', '--format', 'ndjson', 'blank.log')), [1, 3_000_002]);
  });
});
