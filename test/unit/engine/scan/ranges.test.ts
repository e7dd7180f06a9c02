import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Alike } from '../../../../src/core/skim/findingTally';
import type { Notation } from '../../../../src/engine/lineReader';
import { compiledKernel } from '../../../../src/engine/scan/kernel';
import { moved, RangeScanner, type Range, type RangeReading } from '../../../../src/engine/scan/rangeScanner';
import { divide } from '../../../../src/engine/scan/ranges';

const notation: Notation = { encoding: 'utf-8', skip: 0, packed: false, carriageReturns: false };
const reading: RangeReading = { pipeline: { fileName: 'pump.log', modified: Date.UTC(2026, 11, 31), zone: 'UTC', everyRecord: false }, encoding: 'utf-8', loneCarriageReturns: false };
const kernel = compiledKernel();

interface Scanned {
  readonly alike: readonly Alike[];
  readonly lines: number;
  readonly records: number;
}

/** Lines of a service: every hundredth an error, now and then one with a trace. */
function service(lines: number, time: (index: number) => string): string {
  return Array.from({ length: lines }, (_, index) => {
    if (index % 911 === 7) return `${time(index)} ERROR [main] works.Lid - lid ${index} is stuck\njava.lang.IllegalStateException: lid\n\tat works.Lid.open(Lid.java:7)`;
    if (index % 100 === 3) return `${time(index)} ERROR [main] works.Pump - no water in tank ${index % 17}`;
    return `${time(index)} INFO  [main] works.Pump - pump ${index} turned ${index * 31} times`;
  }).join('\n');
}

const fullTime = (index: number): string => new Date(Date.UTC(2026, 2, 5) + index * 1000).toISOString().replace('T', ' ').slice(0, 19);

describe('ranges of a file', () => {
  let file = '';
  let handle = 0;

  beforeEach(() => {
    file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'stacklens-ranges-')), 'pump.log');
  });
  afterEach(() => {
    fs.closeSync(handle);
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  function write(text: string): number {
    fs.writeFileSync(file, text);
    handle = fs.openSync(file, 'r');
    return Buffer.byteLength(text);
  }

  /** Scans ranges in turn by several scanners, as threads would. */
  async function scan(scanners: readonly RangeScanner[], ranges: readonly Range[]): Promise<Scanned> {
    const kinds = new Map<string, Alike>();
    let lines = 0;
    for (const [index, range] of ranges.entries()) {
      const scanner = scanners[index % scanners.length];
      assert.ok(scanner);
      const result = await scanner.scan(range, () => undefined);
      for (const { first, last, count } of result.alike) {
        const known = kinds.get(first.fingerprint);
        kinds.set(first.fingerprint, { first: known?.first ?? moved(first, lines), last: moved(last, lines), count: (known?.count ?? 0) + count });
      }
      lines += result.lines;
    }
    const records = scanners.reduce((sum, { summary }) => sum + summary.records, 0);
    return { alike: [...kinds.values()], lines, records };
  }

  it('give together what the whole file gives', async () => {
    const size = write(service(30_000, fullTime));
    const divided = divide(handle, size, notation, 'lf', reading, 200_000);
    assert.ok(divided && divided.ranges.length > 8, String(divided?.ranges.length));
    assert.deepEqual([divided.ranges[0]?.start, divided.ranges.at(-1)?.end], [0, size]);
    divided.ranges.slice(1).forEach(({ start }, index) => assert.equal(start, divided.ranges[index]?.end));

    const whole = await scan([new RangeScanner(handle, reading, kernel, null)], [{ start: 0, end: size }]);
    const parts = await scan([new RangeScanner(handle, reading, kernel, null), new RangeScanner(handle, reading, kernel, divided.head)], divided.ranges);
    assert.deepEqual(parts, whole);
    assert.equal(whole.alike.reduce((sum, { count }) => sum + count, 0), 300 + 33);
  });

  it('are not made of a file whose times hang on those before', () => {
    const size = write(service(6000, (index) => `Mar ${String(1 + Math.floor(index / 1000)).padStart(2)} 07:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')} tank`));
    const ranges = divide(handle, size, notation, 'lf', reading, 100_000)?.ranges ?? [];
    assert.ok(ranges.length <= 1);
  });

  it('are not made of a file whose lines hang on those before', () => {
    const size = write(`id,level,message\n${Array.from({ length: 6000 }, (_, index) => `${index},error,"no\nwater"`).join('\n')}`);
    assert.equal(divide(handle, size, notation, 'lf', reading, 20_000), null);
  });

  it('begin where nothing before them matters', () => {
    const size = write(Array.from({ length: 4000 }, (_, index) => `${fullTime(index)} ERROR [main] works.Py -   File "pump.py", line ${index}`).join('\n'));
    const ranges = divide(handle, size, notation, 'lf', reading, 50_000)?.ranges ?? [];
    assert.ok(ranges.length <= 1);
  });
});
