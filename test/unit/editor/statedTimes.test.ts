import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { TimeZone } from '../../../src/core/time/zones';
import { meantTime } from '../../../src/editor/statedTimes';

const utc = new TimeZone('UTC');
const rome = new TimeZone('Europe/Rome');
const line = '2026-11-22 10:00:00,123 INFO ready';

function iso(text: string, beside = line, zone = utc): string | null {
  const time = meantTime(text, beside, zone);
  return time === null ? null : new Date(time).toISOString();
}

describe('a time as people write it', () => {
  it('is a date, or a date and a time', () => {
    assert.equal(iso('2026-11-22'), '2026-11-22T00:00:00.000Z');
    assert.equal(iso('2026-11-22 10:15'), '2026-11-22T10:15:00.000Z');
    assert.equal(iso(' 2026-11-22T10:15:30.5 '), '2026-11-22T10:15:30.500Z');
  });

  it('is of the day of the line beside it where it states none', () => {
    assert.equal(iso('10:15'), '2026-11-22T10:15:00.000Z');
    assert.equal(iso('9:05:07', '[2024-02-29T23:59:59Z] x'), '2024-02-29T09:05:07.000Z');
    assert.equal(iso('10:15', 'no time at all'), null);
  });

  it('is in its own zone, else the line\'s, else that of logs', () => {
    assert.equal(iso('2026-11-22 10:15 +02:00', line, rome), '2026-11-22T08:15:00.000Z');
    assert.equal(iso('2026-11-22 10:15Z', line, rome), '2026-11-22T10:15:00.000Z');
    assert.equal(iso('10:15', '2026-11-22T01:00:00+02:00 x', rome), '2026-11-22T08:15:00.000Z');
    assert.equal(iso('10:15', line, rome), '2026-11-22T09:15:00.000Z');
  });

  it('is none where it is none', () => {
    for (const text of ['', 'soon', '25:00', '10:75', '2026-02-30 10:00', '12']) assert.equal(iso(text), null, text);
  });
});
