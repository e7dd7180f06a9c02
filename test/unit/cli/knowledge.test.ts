import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { stacklens, type Ended } from './support';

const own = "area: pumps\ntitle: Pumps\nsource: { name: Manual, url: 'https://example.com/manual' }\nentries:\n  - { id: dry, title: Dry, category: system, match: { names: [PUMP-1] }, meaning: No water., link: 'https://example.com/dry' }\n";

describe('stacklens knowledge', function () {
  // Each test starts several processes, on machines that may be busy.
  this.timeout(60_000);
  let scratch: Scratch;
  const run = (...args: readonly string[]): Promise<Ended> => stacklens(['knowledge', ...args], { cwd: scratch.folder });

  beforeEach(async () => {
    scratch = await Scratch.create();
  });
  afterEach(() => scratch.remove());

  it('finds entries by a code, words or a message, and cites them', async () => {
    const { code, stdout } = await run('ECONNREFUSED');
    assert.equal(code, 0);
    assert.match(stdout, /^Connection refused \[errno\/econnrefused\]\n/);
    assert.match(stdout, /check: ss -ltn/);
    const found = JSON.parse((await run('connect', 'ECONNREFUSED', '10.0.0.1:80', '--format', 'json', '--limit', '1')).stdout) as { entries: { citation: string; source: { url: string } }[] };
    assert.equal(found.entries.length, 1);
    assert.equal(found.entries[0]?.citation, 'errno/econnrefused');
    assert.match(found.entries[0].source.url, /^https:/);
  });

  it('counts', async () => {
    const counted = JSON.parse((await run('--count', '--format', 'json')).stdout) as { entries: number; remediated: number; areas: { entries: number }[] };
    assert.ok(counted.remediated > 0 && counted.remediated <= counted.entries);
    assert.equal(counted.areas.reduce((sum, { entries }) => sum + entries, 0), counted.entries);
    assert.match((await run('--count')).stdout, new RegExp(`^${String(counted.entries)} entries, `));
  });

  it("asks the user's own first, and tells what is wrong with it", async () => {
    await scratch.write('pumps.yaml', own);
    assert.match((await run('PUMP-1', '--add', 'pumps.yaml')).stdout, /^Dry \[pumps\/dry\]/);
    await scratch.write('bad.yaml', own.replace('category: system', 'category: water'));
    const { code, stderr } = await run('PUMP-1', '--add', 'bad.yaml');
    assert.equal(code, 2);
    assert.match(stderr, /bad\.yaml:5: entries\[0\] \(dry\)\.category must be one of network, /);
    const worn = own.slice(own.indexOf('  - {')).replace('id: dry', 'id: worn').replace('PUMP-1', 'PUMP-2').replace('category: system', 'category: water');
    await scratch.write('mixed.yaml', `${own.trimEnd()}\n${worn}`);
    const mixed = await run('PUMP-1', '--add', 'mixed.yaml');
    assert.equal(mixed.code, 2);
    assert.match(mixed.stdout, /^Dry \[pumps\/dry\]/);
    assert.match(mixed.stderr, /entries\[1\] \(worn\)\.category/);
  });

  it('says how it is called, and that nothing is known', async () => {
    assert.deepEqual([(await run()).code, (await run('x', '--limit', '0')).code, (await run('x', '--format', 'xml')).code], [2, 2, 2]);
    const { code, stderr } = await run('qwertyuiop');
    assert.equal(code, 1);
    assert.match(stderr, /nothing is known of "qwertyuiop"/);
  });
});
