import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { runPipeline } from '../../../../src/core/pipeline';
import type { Finding } from '../../../../src/core/finding';
import { ourFormats } from '../../../../src/core/formats/detect';
import { context, readAll } from './reading';

const heads = ['2026-11-22 10:00:00,000 INFO  [main] pump - up', '2026-11-22 10:00:01,000 INFO  [main] pump - filling tank 7'];

const crashes: readonly (readonly string[])[] = [
  ['Traceback (most recent call last):', '  File "/srv/pump.py", line 3, in fill', '    tank.open()', 'KeyError: 7'],
  ['Exception in thread "main" java.lang.OutOfMemoryError: Java heap space', '\tat org.acme.Pump.fill(Pump.java:3)'],
  ['panic: tank is gone', '', 'goroutine 1 [running]:', 'main.main()', '\t/srv/main.go:5 +0x1d'],
  ['Segmentation fault (core dumped)'],
  ['make: *** [fill] Error 1'],
];

describe('an uncaught failure below a record', () => {
  for (const crash of crashes) {
    it(`begins a record of its own: ${crash[0] ?? ''}`, () => {
      const lines = [...heads, ...crash];
      const records = readAll(ourFormats.detect(lines, context), lines);
      assert.deepEqual(records.map(({ line, endLine }) => [line, endLine]), [[1, 1], [2, 2], [3, lines.length]]);
    });
  }

  it('belongs to a record that tells of a problem, or announces it', () => {
    const trace = crashes[0] ?? [];
    for (const head of ['2026-11-22 10:00:01,000 ERROR [main] pump - cannot fill', '2026-11-22 10:00:01,000 INFO  [main] pump - caught an exception']) {
      const lines = [...heads, head, ...trace];
      assert.deepEqual(readAll(ourFormats.detect(lines, context), lines).map(({ line, endLine }) => [line, endLine]), [[1, 1], [2, 2], [3, lines.length]]);
    }
  });

  it('is found', async () => {
    for (const crash of crashes) {
      const lines = [...heads, ...crash].map((text, index) => ({ number: index + 1, byteOffset: index, text }));
      const found: Finding[] = [];
      const options = { fileName: 'pump.log', modified: Date.UTC(2026, 10, 22), zone: 'UTC', everyRecord: false };
      const batches = (async function* () {
        yield await Promise.resolve(lines);
      })();
      for await (const batch of runPipeline(batches, options, new AbortController().signal)) found.push(...batch.findings);
      assert.deepEqual(found.map(({ line }) => line), [3], crash[0]);
    }
  });
});
