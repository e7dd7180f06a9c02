import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { detectFormat, formatById, formats } from '../../../../src/core/formats/detect';
import { context, readAll, timeOf } from './reading';

describe('formats', () => {
  it('have ids of their own', () => {
    assert.equal(new Set(formats.map(({ id }) => id)).size, formats.length);
    for (const format of formats) assert.equal(formatById(format.id), format);
    assert.equal(formatById('no-such-format'), undefined);
  });

  for (const format of formats) {
    describe(format.id, () => {
      for (const sample of format.samples) {
        it(`reads ${sample.text.slice(0, 90)}`, () => {
          const lines = sample.text.split('\n');
          assert.equal(detectFormat(lines, context).id, format.id);
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
        });
      }
    });
  }
});
