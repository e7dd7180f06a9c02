import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Frame } from '../../../src/core/finding';
import { fingerprint, hash64 } from '../../../src/core/template';

const frame = (changes: Partial<Frame>): Frame => ({ function: 'load', file: '/app/src/a.js', line: 3, column: 7, module: null, application: true, ...changes });

describe('fingerprint', () => {
  it('stays what it was: stored groups and corrections hang on it', () => {
    const golden: readonly (readonly [string, readonly Frame[], string])[] = [
      ['', [], 'v1:8f9f99d226fbd617'],
      ['connect to <*> refused', [], 'v1:37f3a02857a0d120'],
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
