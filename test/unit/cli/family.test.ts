import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { gzipSync } from 'node:zlib';
import { Scratch } from '../engine/support';
import { parseLines, stacklens } from './support';

describe('stacklens scan --family', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  beforeEach(async () => {
    scratch = await Scratch.create();
    await scratch.write('app.log.2.gz', gzipSync('2026-01-01T10:00:00Z ERROR first\n'));
    await scratch.write('app.log.1', '2026-01-02T10:00:00Z ERROR second\n');
    await scratch.write('app.log', '2026-01-03T10:00:00Z ERROR third\n');
    await scratch.write('other.log', '2026-01-03T10:00:00Z ERROR stranger\n');
  });
  afterEach(() => scratch.remove());

  it('reads a log with its rotated files, once, the oldest first', async () => {
    const { code, stdout, stderr } = await stacklens(['scan', '--family', 'app.log', 'app.log.1', '--format', 'ndjson'], { cwd: scratch.folder });
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(parseLines(stdout).map(({ file, line, message }) => [file, line, message]), [
      ['app.log.2.gz', 1, 'first'],
      ['app.log.1', 1, 'second'],
      ['app.log', 1, 'third'],
    ]);
  });

  it('reads one file without it', async () => {
    const { stdout } = await stacklens(['scan', 'app.log', '--format', 'ndjson'], { cwd: scratch.folder });
    assert.equal(parseLines(stdout).length, 1);
  });
});
