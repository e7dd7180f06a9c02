import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';

import { closeAll, hoverAt, openLog, problems, withSetting } from './support';

/** The hover of a log's only problem, without its escapes. */
async function hoverOf(name: string, line: string): Promise<string> {
  const { document } = await openLog(name, `${line}\n`);
  const [problem] = await problems(document.uri, 1);
  const contents = await hoverAt(document.uri, problem!.range.start);
  return contents.map(({ value }) => value.replaceAll('\\', '').replaceAll('&nbsp;', ' ')).join('\n');
}

describe('the time of a record', () => {
  afterEach(closeAll);

  it('is shown in the zone of choice', async () => {
    await withSetting('stacklens.timeZone', 'Asia/Tokyo', async () => {
      assert.match(await hoverOf('zone.log', '2026-11-22T10:00:00Z ERROR lid lost'), /^2026-11-22 19:00:00 \+09:00$/m);
    });
    await withSetting('stacklens.timeZone', 'UTC', async () => {
      assert.match(await hoverOf('utc.log', '2026-11-22T10:00:00.125Z ERROR lid lost'), /^2026-11-22 10:00:00\.125 UTC$/m);
    });
  });

  it('has a mark where the log does not state all of it', async () => {
    await withSetting('stacklens.timeZone', 'UTC', async () => {
      assert.match(await hoverOf('zoneless.log', '2026-11-22 10:00:00 ERROR lid lost'), /≈ 2026-11-22 10:00:00 UTC \(zone inferred\)/);
      assert.match(await hoverOf('yearless.log', 'Nov 22 10:00:00 tank pumpd[7]: error: lid lost'), /≈ 20\d\d-11-22 10:00:00 UTC \(year inferred\)/);
    });
  });

  it('is read in the zone that the log is said to be written in', async () => {
    await withSetting('stacklens.timeZone', 'UTC', async () => {
      await withSetting('stacklens.logTimeZone', 'Asia/Tokyo', async () => {
        assert.match(await hoverOf('written.log', '2026-11-22 10:00:00 ERROR lid lost'), /≈ 2026-11-22 01:00:00 UTC \(zone inferred\)/);
      });
    });
  });

  it('is shown in the local zone where there is no zone of the chosen name', async () => {
    await withSetting('stacklens.timeZone', 'Mars/Olympus', async () => {
      const local = new Date('2026-11-22T10:00:00Z');
      const hour = String(local.getHours()).padStart(2, '0');
      assert.match(await hoverOf('nowhere.log', '2026-11-22T10:00:00Z ERROR lid lost'), new RegExp(`2026-11-2\\d ${hour}:`));
    });
  });
});
