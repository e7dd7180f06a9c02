import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Frame } from '../../../src/core/finding';
import { fingerprint, hash64, maskVariables } from '../../../src/core/template';

const masks: readonly (readonly [message: string, template: string])[] = [
  ['connect to 10.0.0.7:5432 refused', 'connect to <ip> refused'],
  ['peer fe80:0:0:0:1c2:4ff:fe00:9 left', 'peer <ip> left'],
  ['GET https://example.org/a/b?c=1#d failed', 'GET <url> failed'],
  ['dsn postgres://user@db:5432/app', 'dsn <url>'],
  ['mail to jane.doe+x@mail.example.org bounced', 'mail to <email> bounced'],
  ['request 3f2504e0-4f89-11d3-9a0c-0305e82c3301 done', 'request <uuid> done'],
  ['since 2026-11-22T10:00:00.125Z and 10:00:00,5', 'since <time> and <time>'],
  ['on 2026-11-22 10:00:00+01:00', 'on <time>'],
  ['cannot open /var/lib/app/data.db', 'cannot open <path>'],
  ['cannot open C:\\Users\\x\\data.db', 'cannot open <path>'],
  ['and/or', 'and/or'],
  ['user "Jane Doe" is unknown', 'user <quoted> is unknown'],
  ["user 'jane' isn't known", "user <quoted> isn't known"],
  ['at 0x7ffd5c in 9f86d081884c7d65', 'at <hex> in <hex>'],
  ['commit deadbee1 is not deadbeef', 'commit <hex> is not deadbeef'],
  ['took 15µs for 3 of 1,000.5 rows, 12%', 'took <num> for <num> of <num> rows, <num>%'],
  ['worker-17 and node_42 of t1', 'worker-<num> and node_<num> of <num>'],
  ['blk_-1608999687919862906 lost', 'blk_<num> lost'],
  ['pod ab12c and web2c', 'pod ab<num>c and web2c'],
  ['utf8 and sha256', 'utf8 and sha<num>'],
  ['', ''],
  ['nothing to mask', 'nothing to mask'],
];

const frame = (changes: Partial<Frame>): Frame => ({ function: 'load', file: '/app/src/a.js', line: 3, column: 7, application: true, ...changes });

describe('maskVariables', () => {
  for (const [message, template] of masks) it(`${message || 'the empty message'} -> ${template}`, () => assert.equal(maskVariables(message), template));

  it('gives events that differ only in their variables one template', () => {
    const one = maskVariables('Deleting block blk_1 file /data/1/blk_1 of user "a" from 10.0.0.1:80 after 3 ms');
    const other = maskVariables('Deleting block blk_-99 file /srv/x/y/blk_-99 of user "b c" from 192.168.100.200:50010 after 1234 ms');
    assert.equal(one, other);
  });

  it('ends on hostile text and looks at its beginning only', () => {
    const pieces = ['/a', 'a.', '"', "'x", 'a@', '0x', 'ab:', '1,', 'http:/', 'deadbee', '2026-', '::', 'a1b', '\\', 'é', '\u{1F600}', '~/', '-'];
    for (const piece of pieces) {
      const hostile = piece.repeat(100_000 / piece.length);
      assert.equal(maskVariables(hostile), maskVariables(hostile.slice(0, 2000)));
    }
  });
});

describe('fingerprint', () => {
  it('stays what it was: stored groups and corrections hang on it', () => {
    const golden: readonly (readonly [string, readonly Frame[], string])[] = [
      ['', [], 'v1:8f9f99d226fbd617'],
      ['connect to <ip> refused', [], 'v1:88c825170f6a84c1'],
      ['Grüße, 漢字 😀', [], 'v1:ba72e526ae41bde0'],
      ['boom', [frame({})], 'v1:f99bbe7a9ca02cc7'],
    ];
    assert.deepEqual(golden.map(([template, frames]) => fingerprint(template, frames)), golden.map(([, , id]) => id));
  });

  it('knows the innermost application frame by function and file name, wherever it stands', () => {
    const id = fingerprint('boom', [frame({})]);
    assert.equal(fingerprint('boom', [frame({ line: 99, column: 1, file: 'C:\\build\\a.js' })]), id);
    assert.equal(fingerprint('boom', [frame({ function: 'emit', file: 'node:events', application: false }), frame({}), frame({ function: 'main' })]), id);
    assert.notEqual(fingerprint('boom', [frame({ function: 'save' })]), id);
    assert.notEqual(fingerprint('boom', [frame({ file: 'b.js' })]), id);
    assert.notEqual(fingerprint('boom', []), id);
    assert.equal(fingerprint('boom', [frame({ application: false })]), fingerprint('boom', []));
  });

  it('takes a frame without function and file', () => {
    assert.match(fingerprint('boom', [frame({ function: null, file: null })]), /^v1:[0-9a-f]{16}$/);
  });
});

describe('hash64', () => {
  it('gives 16 hexadecimal digits and tells a hundred thousand similar texts apart', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 50_000; i++) seen.add(hash64(`template ${i}`)).add(hash64(`${i.toString(2)} <num>`));
    assert.equal(seen.size, 100_000);
    for (const hash of seen) assert.match(hash, /^[0-9a-f]{16}$/);
  });

  it('spreads over both halves', () => {
    const low = new Set<string>();
    const high = new Set<string>();
    for (let i = 0; i < 10_000; i++) {
      const hash = hash64(`line ${i}`);
      high.add(hash.slice(0, 8));
      low.add(hash.slice(8));
    }
    // Ten thousand draws of 32 bits collide once in a hundred tries or so.
    assert.ok(high.size > 9_990 && low.size > 9_990);
  });
});
