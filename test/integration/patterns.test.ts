import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';

import { closeAll, openLog, problems, withSetting } from './support';

const log = '2026-11-22 10:00:00 INFO  shop - Order 17 rejected by the bank\n2026-11-22 10:00:01 INFO  shop - Order 18 accepted\n';
const rejected = { name: 'Rejected order', regex: 'rejected by the bank', severity: 'high', category: 'business' };

describe("the user's patterns", () => {
  afterEach(closeAll);

  it('make findings of lines they match, as soon as they are set', async () => {
    const { document } = await openLog('patterns.log', log);
    await problems(document.uri, 0);
    await withSetting('stacklens.patterns', [rejected], async () => {
      const [problem] = await problems(document.uri, 1);
      assert.equal(problem?.range.start.line, 0);
    });
    await problems(document.uri, 0);
  });

  it('hold for the files their glob names', async () => {
    await withSetting('stacklens.patterns', [{ ...rejected, files: '**/bank-*.log' }], async () => {
      const named = await openLog('bank-1.log', log);
      await problems(named.document.uri, 1);
      const other = await openLog('shop-1.log', log);
      await problems(other.document.uri, 0);
    });
  });

  it('that cannot be read or take too long keep none of the others from working', async () => {
    const broken = { ...rejected, name: 'Broken', regex: '(unclosed' };
    const slow = { ...rejected, name: 'Slow', regex: '(a+)+$' };
    await withSetting('stacklens.patterns', [broken, slow, rejected], async () => {
      const { document } = await openLog('mixed.log', `${log}2026-11-22 10:00:02 INFO  shop - ${'a'.repeat(64)}!\n`);
      await problems(document.uri, 1);
    });
  });
});
