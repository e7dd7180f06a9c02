import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LogRecord } from '../../../../src/core/record';
import { timeOfRecord } from '../../../../src/core/statedTime';
import { FileClock, type FileClockOptions } from '../../../../src/core/time/fileClock';
import { readTimeOfDay, readTimestamp } from '../../../../src/core/timestamp';

const modified = Date.parse('2026-02-10T12:00:00Z');
const utc: FileClockOptions = { fileName: 'tank.log', modified, zone: 'UTC' };

/** Records of one line each, read as a format would: what begins with a time states it. */
function recordsOf(texts: readonly string[], year: number): LogRecord[] {
  return texts.map((text, index) => {
    const lines = text.split('\n');
    const stated = readTimestamp(text, 0, year) ?? readTimeOfDay(text, 0);
    const place = { line: index + 1, endLine: index + lines.length, byteOffset: 0, lines };
    return { ...place, ...timeOfRecord(stated), level: null, levelSource: 'none', logger: null, message: lines[0] ?? '', messageAt: null, format: 'plain' };
  });
}

/** Settled times, `2026-01-02 03:04:05` with what was inferred; handed over in batches of the given size. */
function settle(texts: readonly string[], options: Partial<FileClockOptions> = {}, batch = texts.length): string[] {
  const clock = new FileClock({ ...utc, ...options });
  const records = recordsOf(texts, clock.year);
  const settled: LogRecord[] = [];
  for (let start = 0; start < records.length; start += batch) settled.push(...clock.settle(records.slice(start, start + batch)));
  return settled.map(({ timestamp, timestampInferred: inferred }) => (timestamp === null ? '-' : `${new Date(timestamp).toISOString().slice(0, 19).replace('T', ' ')}${inferred ? ` ${inferred}` : ''}`));
}

describe('FileClock', () => {
  it('leaves a time that states all as it is', () => {
    assert.deepEqual(settle(['2024-03-05T07:08:09Z', 'no time'], { zone: 'Asia/Tokyo' }), ['2024-03-05 07:08:09', '-']);
  });

  describe('without a zone', () => {
    it('takes the one that is told, and says so', () => {
      assert.deepEqual(settle(['2024-03-05T07:08:09']), ['2024-03-05 07:08:09 zone']);
      assert.deepEqual(settle(['2024-03-05T07:08:09', '2024-07-05T07:08:09'], { zone: 'Europe/Rome' }), ['2024-03-05 06:08:09 zone', '2024-07-05 05:08:09 zone']);
    });

    it('knows a zone by its name', () => {
      assert.deepEqual(settle(['2024-03-05T07:08:09[Asia/Tokyo]', '2024-03-05T07:08:09[Asia/Nowhere]']), ['2024-03-04 22:08:09', '2024-03-05 07:08:09 zone']);
    });

    it('refuses a zone that there is not', () => {
      assert.throws(() => new FileClock({ ...utc, zone: 'Mars/Olympus' }), RangeError);
    });
  });

  describe('without a year', () => {
    it('takes the year of the file, or the one before for what would lie after its last change', () => {
      assert.deepEqual(settle(['Feb  3 07:08:09']), ['2026-02-03 07:08:09 year']);
      assert.deepEqual(settle(['Mar  3 07:08:09']), ['2025-03-03 07:08:09 year']);
      assert.deepEqual(settle(['Feb 10 20:00:00']), ['2026-02-10 20:00:00 year'], 'its zone may be ahead');
    });

    for (const batch of [1, 2, 100]) {
      it(`puts December before January, in batches of ${String(batch)}`, () => {
        assert.deepEqual(settle(['Dec 30 01:00:00', 'Dec 31 23:59:59', 'Jan  1 00:00:00', 'Dec 31 23:59:58', 'Jan  2 01:00:00', 'Feb  9 00:00:00'], {}, batch), [
          '2025-12-30 01:00:00 year',
          '2025-12-31 23:59:59 year',
          '2026-01-01 00:00:00 year',
          '2025-12-31 23:59:58 year',
          '2026-01-02 01:00:00 year',
          '2026-02-09 00:00:00 year',
        ]);
      });
    }

    it('counts back as often as the months come round', () => {
      assert.deepEqual(settle(['Mar  5 00:00:00', 'Oct  1 00:00:00', 'Feb  1 00:00:00', 'Nov  1 00:00:00', 'Jan  1 00:00:00']), [
        '2024-03-05 00:00:00 year',
        '2024-10-01 00:00:00 year',
        '2025-02-01 00:00:00 year',
        '2025-11-01 00:00:00 year',
        '2026-01-01 00:00:00 year',
      ]);
    });

    it('stays before the last change where it could not look so far ahead', () => {
      assert.deepEqual(settle(['Mar  5 00:00:00', 'Feb  1 00:00:00', 'Nov  1 00:00:00', 'Jan  1 00:00:00'], {}, 1), [
        '2025-03-05 00:00:00 year',
        '2026-02-01 00:00:00 year',
        '2025-11-01 00:00:00 year',
        '2026-01-01 00:00:00 year',
      ]);
    });

    it('holds to a year that the file states', () => {
      assert.deepEqual(settle(['Dec 31 23:59:59', '2019-01-01T00:00:00Z', 'Jan  1 00:00:05', 'Nov  1 00:00:00']), [
        '2018-12-31 23:59:59 year',
        '2019-01-01 00:00:00',
        '2019-01-01 00:00:05 year',
        '2019-11-01 00:00:00 year',
      ]);
    });

    it('holds to a date in the name of the file', () => {
      assert.deepEqual(settle(['Dec 31 23:59:59', 'Jan  1 00:00:05'], { fileName: 'messages-20190101' }), ['2018-12-31 23:59:59 year', '2019-01-01 00:00:05 year']);
      assert.deepEqual(settle(['Jun 14 23:59:59'], { fileName: 'server_2019-06-14.log' }), ['2019-06-14 23:59:59 year']);
    });

    it('finds the leap year of a 29th of February', () => {
      assert.deepEqual(settle(['Feb 28 00:00:00', 'Feb 29 00:00:00', 'Mar  1 00:00:00']), ['2024-02-28 00:00:00 year', '2024-02-29 00:00:00 year', '2024-03-01 00:00:00 year']);
    });

    it('keeps a stated zone', () => {
      assert.deepEqual(settle(['Feb  3 07:08:09 CET'], { zone: 'Asia/Tokyo' }), ['2026-02-03 06:08:09 year']);
      assert.deepEqual(settle(['Feb  3 07:08:09'], { zone: 'Asia/Tokyo' }), ['2026-02-02 22:08:09 year']);
    });
  });

  describe('without a date', () => {
    it('counts back from the day of the last change', () => {
      assert.deepEqual(settle(['08:00:00', '23:59:59', '00:00:01', '23:59:58', '00:00:02', '11:59:00']), [
        '2026-02-09 08:00:00 date',
        '2026-02-09 23:59:59 date',
        '2026-02-10 00:00:01 date',
        '2026-02-09 23:59:58 date',
        '2026-02-10 00:00:02 date',
        '2026-02-10 11:59:00 date',
      ]);
    });

    it('lies before the last change, unless the zone of the log is another one', () => {
      assert.deepEqual(settle(['13:00:00']), ['2026-02-09 13:00:00 date']);
      assert.deepEqual(settle(['12:59:57']), ['2026-02-10 12:59:57 date']);
      assert.deepEqual(settle(['17:29:59']), ['2026-02-10 17:29:59 date']);
      assert.deepEqual(settle(['17:20:00']), ['2026-02-09 17:20:00 date']);
    });

    it('counts on past midnight, batch by batch', () => {
      assert.deepEqual(settle(['23:00:00', '01:00:00', '02:30:00', '02:00:00'], { modified: Date.parse('2026-02-10T00:30:00Z') }, 1), [
        '2026-02-09 23:00:00 date',
        '2026-02-10 01:00:00 date',
        '2026-02-10 02:30:00 date',
        '2026-02-10 02:00:00 date',
      ]);
    });

    it('holds to a heading, at the start and further on', () => {
      assert.deepEqual(settle(['Log started on Tue Mar  5 2024', '23:30:00', '00:10:00\n--- 2024-03-09 ---', '00:20:00']), ['-', '2024-03-05 23:30:00 date', '2024-03-06 00:10:00 date', '2024-03-09 00:20:00 date']);
      assert.deepEqual(settle(['#Date: 2024-03-05 23:59:59', '00:00:01']), ['-', '2024-03-06 00:00:01 date']);
      assert.deepEqual(settle(['#Date: 2024-03-05', '00:00:01'], {}, 1), ['-', '2024-03-05 00:00:01 date']);
    });

    it('takes no date in prose for a heading', () => {
      assert.deepEqual(settle(['The lid was made on 2001-03-05 by hand', '11:00:00']), ['-', '2026-02-10 11:00:00 date']);
      assert.deepEqual(settle(['certificate valid until 2030-03-05', '11:00:00']), ['-', '2026-02-10 11:00:00 date']);
    });

    it('holds to a date in the name of the file, and to times with a date', () => {
      assert.deepEqual(settle(['07:00:00', '05:00:00'], { fileName: 'pump.2024-03-05.log' }), ['2024-03-05 07:00:00 date', '2024-03-06 05:00:00 date']);
      assert.deepEqual(settle(['2024-03-05T23:00:00Z', '23:10:00', '00:10:00']), ['2024-03-05 23:00:00', '2024-03-05 23:10:00 date', '2024-03-06 00:10:00 date']);
    });

    it('reads clocks of the zone that is told', () => {
      assert.deepEqual(settle(['20:30:00'], { zone: 'Asia/Tokyo' }), ['2026-02-10 11:30:00 date']);
    });
  });

  describe('of day and month in either order', () => {
    it('learns the order from a date that has but one', () => {
      assert.deepEqual(settle(['01/02/2024 07:00:00Z', '31/01/2024 07:00:00Z']), ['2024-02-01 07:00:00', '2024-01-31 07:00:00']);
      assert.deepEqual(settle(['01/02/2024 07:00:00Z', '01/31/2024 07:00:00Z', '02/03/2024 07:00:00Z'], {}, 2), ['2024-01-02 07:00:00', '2024-01-31 07:00:00', '2024-02-03 07:00:00']);
      assert.deepEqual(settle(['05/12/25 07:00:00', '05/13/25 07:00:00']), ['2025-05-12 07:00:00 zone', '2025-05-13 07:00:00 zone']);
    });

    it('learns it from times that move forward in small steps', () => {
      assert.deepEqual(settle(['01/02/2024 07:00:00Z', '03/02/2024 07:00:00Z']), ['2024-02-01 07:00:00', '2024-02-03 07:00:00']);
      assert.deepEqual(settle(['02/01/2024 07:00:00Z', '02/03/2024 07:00:00Z']), ['2024-02-01 07:00:00', '2024-02-03 07:00:00']);
      assert.deepEqual(settle(['17/06/09 07:00:00', '17/06/10 07:00:00']), ['2017-06-09 07:00:00 zone', '2017-06-10 07:00:00 zone']);
      assert.deepEqual(settle(['09/06/17 07:00:00', '10/06/17 07:00:00']), ['2017-06-09 07:00:00 zone', '2017-06-10 07:00:00 zone']);
    });

    it('leaves out an order that leads past the last change', () => {
      assert.deepEqual(settle(['02/05/2026 07:00:00Z', '05/02/2026 07:00:00Z']), ['2026-02-05 07:00:00', '2026-02-05 07:00:00']);
    });

    it('says that the date is inferred where nothing shows the order', () => {
      assert.deepEqual(settle(['01/02/2024 07:00:00Z']), ['2024-01-02 07:00:00 date']);
      assert.deepEqual(settle(['05/05/2024 07:00:00Z']), ['2024-05-05 07:00:00']);
    });
  });
});
