import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { issueText } from '../../../src/editor/issueText';
import { finding } from '../engine/store/support';

describe('a finding as an issue', () => {
  it('tells where, when and what, with its frames', () => {
    const frame = { function: 'pay', file: '/app/pay.ts', line: 7, column: 3, module: null, application: true };
    const text = issueText('logs/app.log', finding({ line: 4, frames: [frame] }), undefined);
    assert.match(text, /^## connection to 10\.0\.0\.4 refused\n/);
    assert.match(text, /`logs\/app\.log:4`/);
    assert.match(text, /2026-03-01T12:00:04\.000Z/);
    assert.match(text, /\n {4}at pay \(\/app\/pay\.ts:7\)\n/);
  });

  it('keeps what a log says from acting on the page', () => {
    const text = issueText('a`b.log', finding({ message: '```\n<img src=x> [x](y) @team' }), undefined);
    assert.ok(text.includes('````text\n```\n<img'), text);
    assert.doesNotMatch(text.split('````text')[0] ?? '', /[^\\]<img/);
    assert.ok(text.includes('`a b.log:1`'));
  });
});
