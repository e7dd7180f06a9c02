import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { createExporter, exportFormats } from '../../../../src/engine/exporters/formats';
import { analysis, finding } from './support';

const MEGABYTE = 1024 * 1024;

describe('every format', () => {
  for (const format of exportFormats) {
    // The spreadsheet library needs some seconds for 200,000 rows.
    const count = format === 'xlsx' ? 20_000 : 200_000;

    it(`${format}: ${count} findings go through in bounded memory and pieces`, async function () {
      this.timeout(120_000);
      let written = 0;
      let largest = 0;
      const sink = {
        write: (chunk: string | Uint8Array): Promise<void> => {
          written += chunk.length;
          largest = Math.max(largest, chunk.length);
          return Promise.resolve();
        },
      };
      const exporter = await createExporter(format, sink);
      await exporter.begin();
      const before = process.memoryUsage().heapUsed;
      let peak = 0;
      for (let line = 1; line <= count; line++) {
        const padding = 'x'.repeat(200);
        await exporter.finding(finding({ line, message: `refused ${line} ${padding}`, fingerprint: `v1:${line % 5000}` }));
        if (line % 5000 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
      }
      await exporter.analysis(analysis(), 'app.log');
      await exporter.end();
      assert.ok(written > 10_000, `${written} bytes`);
      assert.ok(largest < 2 * 64 * 1024, `largest piece ${largest}`);
      // 200,000 such findings held as objects would be more than this.
      assert.ok(peak - before < 96 * MEGABYTE, `${Math.round((peak - before) / MEGABYTE)} MB`);
    });
  }

  it('waits for a slow sink', async () => {
    let busy = false;
    const sink = {
      write: async (): Promise<void> => {
        assert.ok(!busy, 'written to before the last write was done');
        busy = true;
        await new Promise((resolve) => setImmediate(resolve));
        busy = false;
      },
    };
    for (const format of exportFormats) {
      const exporter = await createExporter(format, sink);
      await exporter.begin();
      for (let line = 1; line <= 1000; line++) await exporter.finding(finding({ line, fingerprint: `v1:${line}` }));
      await exporter.analysis(analysis(), 'app.log');
      await exporter.end();
    }
  });
});
