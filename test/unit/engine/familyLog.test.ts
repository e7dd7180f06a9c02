import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Finding } from '../../../src/core/finding';
import type { Reading } from '../../../src/engine/api';
import { readFamily, type FamilyResult } from '../../../src/engine/familyLog';
import { rotatedFamily } from '../../../src/engine/rotation';
import { Scratch } from './support';
import { shippedClassifier } from './shippedClassifier';

const reading: Reading = { lineBreaks: 'lf', patterns: [], formats: [], clientErrors: 'low', zone: 'UTC' };
const changed = new Date('2026-01-05T00:00:00Z');

describe('readFamily', () => {
  let scratch: Scratch;
  beforeEach(async () => {
    scratch = await Scratch.create();
  });
  afterEach(() => scratch.remove());

  async function write(name: string, content: string): Promise<void> {
    const file = await scratch.write(name, name.endsWith('.gz') ? gzipSync(content) : content);
    await utimes(file, changed, changed);
  }

  async function read(files: readonly string[]): Promise<{ readonly found: readonly (Finding & { readonly file: string })[]; readonly result: FamilyResult }> {
    const found: (Finding & { file: string })[] = [];
    const batches = readFamily(files, { ...reading, classifier: shippedClassifier(), now: Date.now() }, new AbortController().signal);
    let step = await batches.next();
    for (; step.done !== true; step = await batches.next()) for (const finding of step.value.findings) found.push({ ...finding, file: step.value.part.fileName });
    return { found, result: step.value };
  }

  it('reads a rotated log in order, packed files too, with the lines and offsets of each file', async () => {
    await write('app.log.2.gz', 'Dec 30 10:00:00 tank pumpd[1]: error: no water\nDec 31 23:59:59 tank pumpd[1]: error: pump failed\n');
    await write('app.log.1', 'Jan  1 00:00:01 tank pumpd[1]: on\nJan  1 00:00:02 tank pumpd[1]: error: lid lost\n');
    await write('app.log', 'Jan  2 00:00:05 tank pumpd[1]: error: end\n');
    const family = await rotatedFamily(scratch.path('app.log.1'));
    assert.deepEqual(family.map((file) => path.basename(file)), ['app.log.2.gz', 'app.log.1', 'app.log']);
    const { found, result } = await read(family);
    assert.deepEqual(found.map(({ file, line, byteOffset, timestamp }) => [file, line, byteOffset, new Date(timestamp ?? 0).toISOString().slice(0, 10)]), [
      ['app.log.2.gz', 1, 0, '2025-12-30'],
      ['app.log.2.gz', 2, 47, '2025-12-31'],
      ['app.log.1', 2, 34, '2026-01-01'],
      ['app.log', 1, 0, '2026-01-02'],
    ]);
    assert.deepEqual(result.failures, []);
    assert.deepEqual(result.parts.map(({ part, summary: { lines, records, severities } }) => [part.fileName, part.encoding, lines, records, severities.high]), [
      ['app.log.2.gz', 'utf-8 (gzip)', 2, 2, 2],
      ['app.log.1', 'utf-8', 2, 2, 1],
      ['app.log', 'utf-8', 1, 1, 1],
    ]);
  });

  it('lets a stack trace go on in the next file', async () => {
    await write('app.log.1', '2026-01-01T10:00:00Z INFO up\n2026-01-01T10:00:01Z ERROR the pump failed\njava.lang.IllegalStateException: no water\n');
    await write('app.log', '\tat com.example.Pump.turn(Pump.java:7)\n\tat com.example.Pump.main(Pump.java:1)\n2026-01-01T10:00:02Z INFO on\n');
    const { found, result } = await read(await rotatedFamily(scratch.path('app.log')));
    assert.deepEqual(found.map(({ file, line, endLine, frames }) => [file, line, endLine, frames.length]), [['app.log.1', 2, 3, 2]]);
    assert.deepEqual(result.parts.map(({ summary: { lines, records } }) => [lines, records]), [[3, 2], [3, 1]]);
  });

  it('reads what it can and names the rest', async () => {
    await write('app.log', '2026-01-01T10:00:00Z ERROR lid lost\n');
    await scratch.write('app.log.1', Buffer.from(Array.from({ length: 2000 }, (_, index) => index % 7)));
    const { found, result } = await read(await rotatedFamily(scratch.path('app.log')));
    assert.deepEqual(found.map(({ file, line }) => [file, line]), [['app.log', 1]]);
    assert.match(result.failures.join(), /app\.log\.1 is a binary file/);
  });
});
