import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ourFormats } from '../../../../src/core/formats/detect';
import { library } from '../../../../src/core/formats/library';
import type { FormatSample, LogFormat } from '../../../../src/core/formats/format';
import { context, readAll, timeOf } from './reading';

const { formats } = ourFormats;
/** Lines of these say their level alone; only their tool's own sign names the file's format. */
const signed = new Set(library.filter(({ signature }) => signature !== undefined).map(({ id }) => id));

/** Ids of the formats that fit these lines as well as any other. */
function claimants(lines: readonly string[]): readonly string[] {
  const scores = formats.map((format) => ({ id: format.id, score: format.sniff(lines, context) }));
  const highest = Math.max(...scores.map(({ score }) => score));
  return scores.filter(({ score }) => score === highest).map(({ id }) => id);
}

function check(format: LogFormat, sample: FormatSample): void {
  const lines = sample.text.split('\n');
  const claimed = claimants(lines);
  if (!signed.has(format.id) || !claimed.includes('plain')) assert.deepEqual(claimed, [format.id]);
  const records = readAll(format, lines);
  assert.equal(records.length, 1);
  const [record] = records;
  assert.ok(record);
  assert.equal(record.malformed, undefined);
  assert.equal(record.format, format.id);
  assert.equal(record.level, sample.level);
  assert.equal(record.levelSource, sample.level === null ? 'none' : 'declared');
  assert.equal(timeOf(record), sample.timestamp);
  assert.equal(record.message, sample.message);
  const { messageAt } = record;
  if (messageAt !== null) assert.ok(lines[messageAt.line - 1]?.startsWith(record.message, messageAt.column));
}

describe('formats', () => {
  it('have ids of their own', () => {
    assert.equal(new Set(formats.map(({ id }) => id)).size, formats.length);
  });

  for (const format of formats) {
    describe(format.id, () => {
      for (const sample of format.samples) it(`reads ${sample.text.slice(0, 90)}`, () => check(format, sample));
    });
  }
});
