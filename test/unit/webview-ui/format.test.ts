import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { formatterFor } from '../../../webview-ui/format';

const english = formatterFor('en');
const minute = 60_000;
const day = 24 * 60 * minute;

describe('formatterFor', () => {
  it('writes sizes in units of a thousand, small ones with a decimal', () => {
    const sizes = [0, 1, 999, 1000, 1250, 999_499, 999_600, 5_200_000_000, 4e15].map((size) => english.size(size));
    assert.deepEqual(sizes, ['0 bytes', '1 byte', '999 bytes', '1 kB', '1.3 kB', '999 kB', '1 MB', '5.2 GB', '4,000 TB']);
  });

  it('writes durations from milliseconds to minutes', () => {
    const durations = [0, 812.4, 999.6, 1640, 9949, 32_000, 59_900, 60_000, 83_000].map((time) => english.duration(time));
    assert.deepEqual(durations, ['0 ms', '812 ms', '1s', '1.6s', '9.9s', '32s', '1m', '1m', '1m 23s']);
  });

  it('says how long ago, and gives a date where that is long', () => {
    const now = Date.UTC(2026, 10, 22, 12);
    const ago = (distance: number): string => english.ago(now - distance, now);
    assert.equal(ago(20_000), 'now');
    assert.equal(ago(46_000), '1 minute ago');
    assert.equal(ago(44 * minute), '44 minutes ago');
    assert.equal(ago(90 * minute), '2 hours ago');
    assert.equal(ago(day), 'yesterday');
    assert.equal(ago(12 * day), '12 days ago');
    assert.equal(ago(40 * day), 'Oct 13, 2026');
  });

  it('says what lies ahead too: clocks differ', () => {
    assert.equal(english.ago(5 * minute, 0), 'in 5 minutes');
  });

  it('gives the exact time with its zone', () => {
    assert.match(english.exact(Date.UTC(2026, 10, 22, 9, 5, 7), 'UTC'), /^Nov 22, 2026, 09:05:07.AM UTC$/);
  });

  it('has a sign for times that no calendar has', () => {
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, 9e15]) {
      assert.equal(english.ago(time, 0), '–');
      assert.equal(english.exact(time), '–');
    }
  });

  it('writes as the language does, and in English where the tag is none', () => {
    assert.equal(formatterFor('de').count(1234567), '1.234.567');
    assert.equal(formatterFor('not a language').count(1234567), '1,234,567');
  });
});
