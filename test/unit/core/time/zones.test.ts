import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isTimeZone, TimeZone } from '../../../../src/core/time/zones';

function moment(zone: string, wall: string): string {
  return new Date(new TimeZone(zone).momentOf(Date.parse(`${wall}Z`))).toISOString();
}

describe('TimeZone', () => {
  it('tells the moment at which clocks showed a time', () => {
    assert.equal(moment('UTC', '2024-03-05T07:08:09.123'), '2024-03-05T07:08:09.123Z');
    assert.equal(moment('Europe/Berlin', '2024-03-05T07:08:09.123'), '2024-03-05T06:08:09.123Z');
    assert.equal(moment('Europe/Berlin', '2024-07-05T07:08:09'), '2024-07-05T05:08:09.000Z');
    assert.equal(moment('Asia/Kathmandu', '2024-03-05T00:00:00'), '2024-03-04T18:15:00.000Z');
    assert.equal(moment('America/New_York', '2024-12-31T23:59:59'), '2025-01-01T04:59:59.000Z');
  });

  it('takes the earlier of two moments when clocks are put back', () => {
    assert.equal(moment('Europe/Berlin', '2024-10-27T01:59:59'), '2024-10-26T23:59:59.000Z');
    assert.equal(moment('Europe/Berlin', '2024-10-27T02:30:00'), '2024-10-27T00:30:00.000Z');
    assert.equal(moment('Europe/Berlin', '2024-10-27T03:00:00'), '2024-10-27T02:00:00.000Z');
  });

  it('goes on from before clocks were put forward where no clock showed a time', () => {
    assert.equal(moment('Europe/Berlin', '2024-03-31T01:59:59'), '2024-03-31T00:59:59.000Z');
    assert.equal(moment('Europe/Berlin', '2024-03-31T02:30:00'), '2024-03-31T01:30:00.000Z');
    assert.equal(moment('Europe/Berlin', '2024-03-31T03:00:00'), '2024-03-31T01:00:00.000Z');
  });

  it('is not misled by what it remembers', () => {
    const zone = new TimeZone('Europe/Berlin');
    const times = ['2024-03-31T00:00:00', '2024-07-01T12:00:00', '2024-03-31T01:59:59', '2024-03-31T03:00:00', '2024-03-31T00:00:00'];
    const read = times.map((wall) => new Date(zone.momentOf(Date.parse(`${wall}Z`))).toISOString().slice(5, 16));
    assert.deepEqual(read, ['03-30T23:00', '07-01T10:00', '03-31T00:59', '03-31T01:00', '03-30T23:00']);
    assert.equal(zone.wallTimeOf(Date.parse('2024-07-01T10:00:00Z')), Date.parse('2024-07-01T12:00:00Z'));
  });

  it('knows which zones there are', () => {
    assert.ok(isTimeZone('Europe/Berlin') && isTimeZone('UTC') && isTimeZone('utc'));
    assert.ok(!isTimeZone('Mars/Olympus') && !isTimeZone('') && !isTimeZone('local'));
    assert.throws(() => new TimeZone('Mars/Olympus'), RangeError);
  });
});
