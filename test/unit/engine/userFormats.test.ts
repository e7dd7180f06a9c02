import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FormatDefinition } from '../../../src/core/formats/definition';
import type { LogRecord } from '../../../src/core/record';
import { UserFormats } from '../../../src/engine/userFormats';
import { context, readAll } from '../core/formats/reading';

const sample = { text: '', level: null, timestamp: null, message: '' };
const pump: FormatDefinition = { id: 'pump', title: 'Pump', lines: ['<(?<level>\\w)> (?<logger>\\w+) >> '], levels: { K: 'error', o: 'info' }, samples: [sample] };
const valve: FormatDefinition = { id: 'valve', title: 'Valve', marks: ['valve!(?<level>[a-z]+) '], samples: [sample] };
const slow: FormatDefinition = { id: 'slow', title: 'Slow', lines: ['(?:(?:a+)+)+(?<level>b)'], samples: [sample] };

async function read(definitions: readonly FormatDefinition[], lines: readonly string[]): Promise<{ records: readonly LogRecord[]; formats: UserFormats }> {
  const formats = new UserFormats(definitions);
  const batch = lines.map((text, index) => ({ number: index + 1, byteOffset: 0, text }));
  async function* batches(): AsyncGenerator<typeof batch> {
    yield await Promise.resolve(batch);
  }
  const records: LogRecord[] = [];
  for await (const prepared of formats.prepared(batches())) records.push(...readAll(formats.set.detect(prepared.map(({ text }) => text), context), lines));
  return { records, formats };
}

const brief = (records: readonly LogRecord[]): string[] => records.map(({ format, line, endLine, level, message }) => `${format} ${line}-${endLine} ${level ?? 'none'} ${message}`);

describe('UserFormats', () => {
  it('tell a log of a doubtful kind', () => {
    const lines = ['<o> lid >> on', '<o> lid >> turned'];
    assert.ok(new UserFormats([pump]).readsAsLog(lines, 'pump.out'));
    assert.ok(!new UserFormats([]).readsAsLog(lines, 'pump.out'));
  });

  it('come before ours, with terminal colours taken out', async () => {
    const { records, formats } = await read([pump], ['\u001b[31m<K>\u001b[0m lid >> off', '  and away', '<o> lid >> on']);
    assert.deepEqual(brief(records), ['pump 1-2 error off', 'pump 3-3 info on']);
    assert.deepEqual(formats.problems, []);
  });

  it('mark lines of plain text, whatever format the file begins with', async () => {
    const { records } = await read([valve, pump], ['filling', 'valve!error stuck', 'filled']);
    assert.deepEqual(brief(records), ['valve 1-1 none filling', 'valve 2-2 error stuck', 'valve 3-3 none filled']);
  });

  it('are given up where they take too long, and the file is read without them', async () => {
    const { records, formats } = await read([slow, pump], [`${'a'.repeat(60)}c`, '<K> lid >> off', `${'a'.repeat(60)}d`, '<o> lid >> on']);
    assert.deepEqual(formats.problems.map(({ id }) => id), ['slow']);
    assert.match(formats.problems[0]?.message ?? '', /250 ms/);
    assert.deepEqual(brief(records), ['plain 1-1 none ' + 'a'.repeat(60) + 'c', 'pump 2-3 error off', 'pump 4-4 info on']);
  }).timeout(10_000);

  it('read what is inside of wrapped lines', async () => {
    const wrap = (log: string): string => JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: '2024-03-05T07:08:09Z' });
    const { records } = await read([pump], ['<K> lid >> off', '<o> lid >> on'].map(wrap));
    assert.deepEqual(records.map(({ level, message }) => [level, message]), [['error', 'off'], ['info', 'on']]);
  });

  it('are matched one by one where the lines were not foreseen', () => {
    const formats = new UserFormats([pump]);
    const lines = ['<K> lid >> off'];
    assert.deepEqual(brief(readAll(formats.set.detect(lines, context), lines)), ['pump 1-1 error off']);
  });
});
