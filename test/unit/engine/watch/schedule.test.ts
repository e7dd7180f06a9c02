import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readScheduled } from '../../../../src/engine/watch/schedule';

const minute = 60_000;
const paths = ['logs'];
/** Local times: schedules go by the clock of the machine. */
const at = (text: string): number => new Date(text).getTime();

describe('a schedule', () => {
  it('runs at once and then in even steps, where it has a span', () => {
    const { first, next } = readScheduled({ paths, every: '15m' });
    assert.equal(first(5), 5);
    assert.equal(next(5), 5 + 15 * minute);
    assert.equal(readScheduled({ paths, every: '2d' }).next(0), 2 * 24 * 60 * minute);
  });

  it('waits for its time, where it has a cron expression, and has what it missed due at once', () => {
    const { first, next } = readScheduled({ paths, cron: '0 7 * * 1-5' });
    // The 24th of November 2026 is a Tuesday.
    assert.equal(first(at('2026-11-24T06:00')), at('2026-11-24T07:00'));
    assert.equal(next(at('2026-11-24T07:00')), at('2026-11-25T07:00'));
    assert.equal(next(at('2026-11-27T07:00:10')), at('2026-11-30T07:00'));
    assert.ok(next(at('2026-11-20T07:00')) <= at('2026-11-24T12:00'));
  });

  it('is due again after it ran, and not before', () => {
    const entries = fc.oneof(
      fc.record({ paths: fc.constant(paths), every: fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('m', 'h', 'd')).map(([count, unit]) => `${String(count)}${unit}`) }),
      fc.record({ paths: fc.constant(paths), cron: fc.tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), fc.constantFrom('*', '1-5', '0')).map(([m, h, day]) => `${String(m)} ${String(h)} * * ${day}`) }),
    );
    fc.assert(fc.property(entries, fc.integer({ min: at('2020-01-01'), max: at('2030-01-01') }), (entry, now) => readScheduled(entry).next(now) > now));
  });

  it('says what is wrong with it', () => {
    const refused = (entry: unknown, message: RegExp): void => assert.throws(() => readScheduled(entry), message);
    refused('daily', /^Error: It is no object\.$/);
    refused({ every: '1h' }, /^Error: Its paths are no list of paths or globs\.$/);
    refused({ paths: [] , every: '1h' }, /paths/);
    refused({ paths }, /^Error: It needs either every or cron\.$/);
    refused({ paths, every: '1h', cron: '* * * * *' }, /either/);
    refused({ paths, every: '0m' }, /^Error: “0m” is no span such as 15m, 6h or 1d\.$/);
    refused({ paths, every: '1 hour' }, /no span/);
    refused({ paths, cron: '61 * * * *' }, /^Error: “61 \* \* \* \*” is no cron expression of five fields: /);
    refused({ paths, cron: '* * * * * *' }, /no cron expression/);
    refused({ paths, cron: 'soon' }, /no cron expression/);
  });
});
